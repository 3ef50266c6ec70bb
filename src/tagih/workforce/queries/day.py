"""The day of a unit as it goes: volumes against the forecast, people against the plan, and what could be done."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import mean

from tagih.cases.enums import AgentState, ItemStatus
from tagih.cases.models import Activity, Queue, WorkItem
from tagih.kernel import clock
from tagih.staff.models import Unit
from tagih.workforce.enums import MeasureKind
from tagih.workforce.models import DemandForecast, Measure
from tagih.workforce.queries.attendance import Line, lines
from tagih.workforce.queries.demand import CLOSES_MIN, LENGTH_MIN, OPENS_MIN
from tagih.workforce.queries.people import zone_of
from tagih.workforce.rules.intraday import Alarm, Correction, Outcome, Situation, alarms, corrected, foreseen
from tagih.workforce.rules.staffing import agents_for_cases

USUAL_HANDLING_S = 300.0
TARGET = 0.8
AWAY = (AgentState.MEETING, AgentState.TRAINING)
SOON_MIN, RECALL_MIN, CALL_IN_MIN = 90, 60, 60
INTERVALS = (CLOSES_MIN - OPENS_MIN) // LENGTH_MIN


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Something that would help, whom it touches, and the rest of the day without and with it."""

    kind: str
    people: tuple[int, ...]
    names: tuple[str, ...]
    from_min: int
    until_min: int
    before: Outcome
    after: Outcome
    donor: Unit | None = None
    queue: Queue | None = None

    @property
    def gain(self) -> float:
        return self.after.service_level - self.before.service_level

    @property
    def label(self) -> str:
        return str(MeasureKind(self.kind).label)


@dataclass(frozen=True, slots=True)
class Today:
    """Everything that the screen of the day shows."""

    unit: Unit
    day: dt.date
    minute: int
    starts: tuple[int, ...]
    forecast: tuple[float, ...]
    actual: tuple[float, ...]
    correction: Correction
    planned: tuple[int, ...]
    there: tuple[int, ...]
    needed: tuple[float, ...]
    handling_s: float
    outcome: Outcome
    occupancies: tuple[float, ...]
    people: tuple[Line, ...]
    alarms: tuple[Alarm, ...]

    @property
    def missing(self) -> list[Line]:
        return [line for line in self.people if line.is_missing]

    @property
    def now_at(self) -> int:
        """The number of the interval that is running."""
        return min(max((self.minute - OPENS_MIN) // LENGTH_MIN, 0), INTERVALS)


def today(unit: Unit, *, now: dt.datetime, target: float = TARGET) -> Today:
    """This will hold the day of a unit against its plan and forecast, at an instant."""
    zone = zone_of(unit)
    local = now.astimezone(zone)
    day, minute = local.date(), local.hour * 60 + local.minute
    starts = tuple(range(OPENS_MIN, CLOSES_MIN, LENGTH_MIN))
    people = tuple(lines(unit, day=day, now=now))
    handling_s = handling_of(unit, day=day)
    planned = tuple(_at_work(people, starts))
    done = min(max((minute - OPENS_MIN) // LENGTH_MIN, 0), INTERVALS)
    forecast = _forecast_of(unit, day) or tuple(
        round(count * LENGTH_MIN * 60 * 0.85 / handling_s, 2) for count in planned
    )
    counted = _worked(unit, day, now)
    actual = tuple(float(counted[number]) for number in range(done))
    correction = corrected(forecast, actual)
    there = tuple(_at_work([line for line in people if not line.is_missing and not line.leave], starts, minute=minute))
    situation = _situation(correction, there, done, handling_s, forecast, actual)
    outcome = foreseen(situation)
    occupancies = tuple(
        min(1.0, count * handling_s / (LENGTH_MIN * 60 * at_work)) if at_work else 0.0
        for count, at_work in zip(actual, there, strict=False)
    )
    missing = sum(line.is_missing for line in people)
    needed = tuple(round(agents_for_cases(value, handling_s, LENGTH_MIN * 60), 2) for value in correction.values)
    raised = alarms(correction=correction, outcome=outcome, target=target, occupancies=occupancies, absent=missing)
    return Today(
        unit, day, minute, starts, forecast, actual, correction, planned, there, needed, handling_s, outcome,
        occupancies, people, tuple(raised),
    )  # fmt: skip


def _situation(
    correction: Correction, there: tuple[int, ...], done: int, handling_s: float, forecast: tuple[float, ...],
    actual: tuple[float, ...],
) -> Situation:  # fmt: skip
    """The rest of the day. What should have been worked by now and was not is waiting."""
    behind = max(0, round(sum(forecast[: len(actual)]) - sum(actual)))
    return Situation(
        arrivals=tuple(correction.values[done:]), agents=there[done:], interval_s=LENGTH_MIN * 60,
        handling_s=handling_s, within_s=LENGTH_MIN * 60, backlog=min(behind, 200),
    )  # fmt: skip


def recommendations(today: Today, *, donors: list[Unit], now: dt.datetime) -> list[Recommendation]:
    """This will say what could be done, in the order in which it disturbs least, with what each would do.

    Prayer is never moved.
    """
    done = today.now_at
    base = _situation(today.correction, today.there, done, today.handling_s, today.forecast, today.actual)
    found = [
        _breaks(today, base),
        _training(today, base),
        *_borrowed(today, base, donors, now),
        _called_in(today, base),
    ]
    return [one for one in found if one is not None and one.gain > 0.001]


def _with(today: Today, base: Situation, more: dict[int, int]) -> Outcome:
    done = today.now_at
    agents = tuple(count + more.get(done + number, 0) for number, count in enumerate(base.agents))
    return foreseen(replace(base, agents=tuple(max(0, count) for count in agents)))


def _breaks(today: Today, base: Situation) -> Recommendation | None:
    """Breaks that begin soon, put off by an hour and a half, as far as the shift allows."""
    soon = [
        line for line in today.people
        if line.shift and line.shift.break_min is not None and not line.is_missing
        and today.minute <= line.shift.break_min < today.minute + SOON_MIN
        and line.shift.break_min + SOON_MIN + _break_length(line) <= line.shift.shift.ends_min - 60
    ]  # fmt: skip
    if not soon:
        return None
    more: Counter = Counter()
    for line in soon:
        begins = line.shift.break_min
        more.update(_touched(begins, begins + _break_length(line)))
        more.subtract(_touched(begins + SOON_MIN, begins + SOON_MIN + _break_length(line)))
    return _recommended(today, base, MeasureKind.MOVE_BREAKS, soon, SOON_MIN, more)


def _training(today: Today, base: Situation) -> Recommendation | None:
    busy = [line for line in today.people if line.state in AWAY and not line.is_missing]
    if not busy:
        return None
    more: Counter = Counter()
    for _line in busy:
        more.update(_touched(today.minute, today.minute + RECALL_MIN))
    return _recommended(today, base, MeasureKind.MOVE_TRAINING, busy, RECALL_MIN, more)


def _borrowed(today: Today, base: Situation, donors: list[Unit], now: dt.datetime) -> list[Recommendation]:
    """A team with the least waiting for each of its people lends as many as are missing, at most half of them."""
    queue = busiest_queue(today.unit, now=now)
    wanted = max(1, len(today.missing))
    if queue is None:
        return []
    found = []
    for donor in donors:
        if donor.path.startswith(today.unit.path) or today.unit.path.startswith(donor.path):
            continue
        there = [line for line in lines(donor, day=today.day, now=now) if line.state in ("READY", "WORKING")]
        able = there[: min(wanted, len(there) // 2)]
        if not able:
            continue
        more: Counter = Counter()
        for line in able:
            until = line.shift.shift.ends_min if line.shift and line.shift.shift else CLOSES_MIN
            more.update(_touched(today.minute, until))
        one = _recommended(today, base, MeasureKind.BORROW, able, CLOSES_MIN - today.minute, more)
        found.append((len(there), replace(one, donor=donor, queue=queue)))
    return [one for _there, one in sorted(found, key=lambda pair: (-pair[1].gain, -pair[0]))[:1]]


def _called_in(today: Today, base: Situation) -> Recommendation | None:
    """Overtime for people who are off today: an hour until they are there."""
    off = [line for line in today.people if line.shift is None and not line.leave and line.state == AgentState.OFF]
    asked = off[: max(1, len(today.missing))]
    if not asked:
        return None
    more: Counter = Counter()
    begins = today.minute + CALL_IN_MIN
    for _line in asked:
        more.update(_touched(begins, min(begins + 240, CLOSES_MIN)))
    return _recommended(today, base, MeasureKind.CALL_IN, asked, CLOSES_MIN - today.minute, more)


def _recommended(
    today: Today, base: Situation, kind: MeasureKind, people: list[Line], minutes: int, more: Counter
) -> Recommendation:
    return Recommendation(
        kind=kind.value, people=tuple(line.person_id for line in people), names=tuple(line.name for line in people),
        from_min=today.minute, until_min=min(today.minute + minutes, CLOSES_MIN), before=today.outcome,
        after=_with(today, base, dict(more)),
    )  # fmt: skip


def _break_length(line: Line) -> int:
    shift = line.shift.shift
    return shift.ends_min - shift.starts_min - shift.paid_min


def _touched(begins: int, ends: int) -> list[int]:
    return [
        number for number in range(INTERVALS)
        if OPENS_MIN + number * LENGTH_MIN < ends and begins < OPENS_MIN + (number + 1) * LENGTH_MIN
    ]  # fmt: skip


def _at_work(people: Sequence[Line], starts: tuple[int, ...], *, minute: int | None = None) -> list[int]:
    """People by half hour inside their shift and not at their break; from `minute` on without those in meetings.

    Who came without a shift counts while here.
    """
    counts = [0] * len(starts)
    for line in people:
        if line.shift is None:
            if minute is not None and line.state in ("READY", "WORKING"):
                for number in _touched(minute, minute + LENGTH_MIN):
                    counts[number] += 1
            continue
        shift = line.shift.shift
        rest = set()
        if line.shift.break_min is not None:
            rest = set(_touched(line.shift.break_min, line.shift.break_min + _break_length(line)))
        if minute is not None and line.state in AWAY:
            rest |= set(_touched(minute, minute + RECALL_MIN))
        for number in _touched(shift.starts_min, shift.ends_min):
            counts[number] += number not in rest
    return counts


def handling_of(unit: Unit, *, day: dt.date) -> float:
    """This will return the seconds that a case takes: the mean of the last week, or the usual where little was done."""
    rows = Activity.objects.filter(
        team__path__startswith=unit.path, business_date__gte=day - dt.timedelta(days=7), business_date__lte=day
    ).order_by("-ended_at")
    spans = [(ended - began).total_seconds() for began, ended in rows.values_list("started_at", "ended_at")[:500]]
    spans = [span for span in spans if 5 <= span <= 3600]
    return round(mean(spans), 1) if len(spans) >= 20 else USUAL_HANDLING_S


def _worked(unit: Unit, day: dt.date, now: dt.datetime) -> Counter:
    zone = zone_of(unit)
    rows = Activity.objects.filter(
        team__path__startswith=unit.path, ended_at__gte=clock.start_of_day(day, zone), ended_at__lte=now,
        corrects__isnull=True,
    ).values_list("ended_at", flat=True)  # fmt: skip
    local = [at.astimezone(zone) for at in rows]
    return Counter((at.hour * 60 + at.minute - OPENS_MIN) // LENGTH_MIN for at in local)


def _forecast_of(unit: Unit, day: dt.date) -> tuple[float, ...] | None:
    kept = DemandForecast.objects.filter(unit=unit, first_day__lte=day).order_by("-made_at")
    for row in kept[:5]:
        number = (day - row.first_day).days
        if number < row.days and row.starts_min == OPENS_MIN and row.length_min == LENGTH_MIN:
            return tuple(row.values[number])
    return None


def busiest_queue(unit: Unit, *, now: dt.datetime) -> Queue | None:
    """This will return the queue with the most work waiting of those that teams of a unit serve."""
    queues = Queue.objects.filter(teams__path__startswith=unit.path, is_paused=False).distinct()
    ready = Counter(
        WorkItem.objects.filter(queue__in=queues, status=ItemStatus.READY, due_at__lte=now).values_list(
            "queue_id", flat=True
        )
    )
    return max(queues, key=lambda queue: (ready[queue.pk], -queue.pk), default=None)


def measures_of(unit: Unit, day: dt.date) -> list[Measure]:
    """This will return what was done about a day, the newest first."""
    return list(
        Measure.objects.filter(unit=unit, day=day).select_related("taken_by", "undone_by").order_by("-taken_at")
    )
