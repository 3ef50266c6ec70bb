"""The pause that everybody takes: lunch, and on Fridays the prayer.

A solver that knows no pauses is given a day from which the pause is taken out; putting it back moves everything after
it. A visit or a way that runs when the pause begins is finished first, the pause then lasts its full length.
"""

import datetime as dt
from dataclasses import dataclass

from tagih.field.rules.problem import Call, Plan, Problem, Stop, Unserved

IN_THE_PAUSE = "IN_THE_PAUSE"
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Pause:
    """From `start_s` for `length_s` nobody begins a visit."""

    start_s: int
    length_s: int

    @property
    def end_s(self) -> int:
        return self.start_s + self.length_s


LUNCH = Pause(12 * 3600, 3600)
FRIDAY_PRAYER = Pause(11 * 3600 + 30 * 60, 90 * 60)


def pause_on(day: dt.date) -> Pause:
    """This will return the pause of a day: one hour at noon, on Fridays from 11.30 until 13.00."""
    return FRIDAY_PRAYER if day.weekday() == FRIDAY else LUNCH


def taken_out(problem: Problem, pause: Pause) -> tuple[Problem, list[Unserved]]:
    """This will return the day without its pause, and the stops whose window lies wholly inside it."""
    stops, lost = [], []
    for stop in problem.stops:
        opens, closes = _opens(stop.window[0], pause), _closes(stop.window[1], pause)
        if opens > closes:
            lost.append(Unserved(id=stop.id, reason=IN_THE_PAUSE))
        else:
            stops.append(stop.model_copy(update={"window": (opens, closes)}))
    collectors = []
    for man in problem.collectors:
        start = _opens(man.start_s, pause)
        collectors.append(man.model_copy(update={"start_s": start, "end_s": max(start, _closes(man.end_s, pause))}))
    rows = _kept_rows(problem, stops)
    return problem.model_copy(update={"stops": stops, "collectors": collectors, "matrix_s": rows}), lost


def put_back(plan: Plan, pause: Pause, lost: list[Unserved]) -> Plan:
    """This will return a plan of the day as the clock on the wall tells it."""

    def told(call: Call) -> Call:
        return Call(id=call.id, arrive_s=_wall(call.arrive_s, pause), start_s=_wall(call.start_s, pause))

    routes = [route.model_copy(update={"stops": [told(call) for call in route.stops]}) for route in plan.routes]
    return Plan(routes=routes, unserved=[*plan.unserved, *lost], travel_s=plan.travel_s)


def broken_pauses(problem: Problem, plan: Plan, pause: Pause) -> list[str]:
    """This will check a plan on the wall clock: nobody begins a visit in the pause, and everybody has all of it."""
    stops = {stop.id: stop for stop in problem.stops}
    found = []
    for route in plan.routes:
        over = 0
        for call in route.stops:
            if pause.start_s <= call.start_s < pause.end_s:
                found.append(f"{route.collector} begins {call.id} in the pause")
            if over < pause.start_s <= call.start_s and call.start_s - max(over, 0) < pause.length_s:
                found.append(f"{route.collector} has no whole pause before {call.id}")
            over = call.start_s + _service(stops, call.id)
    return found


def _service(stops: dict[str, Stop], identity: str) -> int:
    return stops[identity].service_s if identity in stops else 0


def _opens(instant: int, pause: Pause) -> int:
    if instant <= pause.start_s:
        return instant
    return max(pause.start_s, instant - pause.length_s)


def _closes(instant: int, pause: Pause) -> int:
    if instant < pause.start_s:
        return instant
    return pause.start_s - 1 if instant < pause.end_s else instant - pause.length_s


def _wall(instant: int, pause: Pause) -> int:
    return instant if instant < pause.start_s else instant + pause.length_s


def _kept_rows(problem: Problem, stops: list[Stop]) -> list[list[int]] | None:
    if problem.matrix_s is None or len(stops) == len(problem.stops):
        return problem.matrix_s
    kept = {stop.id for stop in stops}
    first = len(problem.depots)
    places = [*range(first), *(first + place for place, stop in enumerate(problem.stops) if stop.id in kept)]
    return [[problem.matrix_s[row][column] for column in places] for row in places]
