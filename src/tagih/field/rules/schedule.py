"""When a collector is where, why a stop found no place, and whether a plan keeps its promises."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tagih.field.rules.problem import Call, Collector, Plan, Problem, Route, Stop, Unserved

NO_COLLECTOR = "NO_COLLECTOR"
LOAD_TOO_LARGE = "LOAD_TOO_LARGE"
WINDOW_OUT_OF_REACH = "WINDOW_OUT_OF_REACH"
SHIFT_TOO_SHORT = "SHIFT_TOO_SHORT"
SHIFTS_FULL = "SHIFTS_FULL"
NOT_WORTH_THE_WAY = "NOT_WORTH_THE_WAY"


@dataclass(frozen=True, slots=True)
class Map:
    """A problem with its places by id."""

    problem: Problem
    times: list[list[int]]
    depots: dict[str, int]
    stops: dict[str, int]

    @classmethod
    def of(cls, problem: Problem) -> "Map":
        after = len(problem.depots)
        return cls(
            problem,
            problem.travel_times(),
            {depot.id: place for place, depot in enumerate(problem.depots)},
            {stop.id: after + place for place, stop in enumerate(problem.stops)},
        )


def route_of(chart: Map, collector: Collector, stops: Sequence[Stop]) -> Route | None:
    """This will time a sequence of stops, each as early as can be; None where it breaks a window, load or shift."""
    if collector.capacity is not None and sum(stop.load for stop in stops) > collector.capacity:
        return None
    if any(stop.only not in (None, collector.id) for stop in stops):
        return None
    home, place = chart.depots[collector.home], chart.depots[collector.depot]
    clock, travel, calls = collector.start_s, 0, []
    for stop in stops:
        leg = chart.times[place][chart.stops[stop.id]]
        arrive = clock + leg
        start = max(arrive, stop.window[0])
        if start > stop.window[1]:
            return None
        calls.append(Call(id=stop.id, arrive_s=arrive, start_s=start))
        clock, travel, place = start + stop.service_s, travel + leg, chart.stops[stop.id]
    back = chart.times[place][home] if stops or place != home else 0
    if clock + back > collector.end_s:
        return None
    return Route(collector=collector.id, stops=calls, travel_s=travel + back)


def plan_of(chart: Map, tours: dict[str, list[Stop]]) -> Plan:
    """This will make a plan of tours by collector, naming why each other stop found no place."""
    routes = []
    for collector in chart.problem.collectors:
        tour = [stop for stop in tours.get(collector.id, []) if stop.only in (None, collector.id)]
        route = route_of(chart, collector, tour)
        if route is None:
            raise ValueError(f"the tour of {collector.id} breaks its limits")
        routes.append(route)
    planned = {call.id for route in routes for call in route.stops}
    unserved = [
        Unserved(id=stop.id, reason=_reason(chart, stop, tours))
        for stop in chart.problem.stops
        if stop.id not in planned
    ]
    return Plan(routes=routes, unserved=unserved, travel_s=sum(route.travel_s for route in routes))


def can_be_served_alone(chart: Map, stop: Stop) -> bool:
    """This will tell whether any collector could make this visit on a day with no other."""
    return any(route_of(chart, collector, [stop]) for collector in chart.problem.collectors)


def _reason(chart: Map, stop: Stop, tours: dict[str, list[Stop]]) -> str:
    collectors = chart.problem.collectors
    if not collectors:
        return NO_COLLECTOR
    if not can_be_served_alone(chart, stop):
        return _impossible(chart, stop)
    for collector in collectors:
        tour = tours.get(collector.id, [])
        for place in range(len(tour) + 1):
            if route_of(chart, collector, [*tour[:place], stop, *tour[place:]]):
                return NOT_WORTH_THE_WAY
    return SHIFTS_FULL


def _impossible(chart: Map, stop: Stop) -> str:
    carriers = [man for man in chart.problem.collectors if man.capacity is None or man.capacity >= stop.load]
    if not carriers:
        return LOAD_TOO_LARGE
    legs = [(man, chart.times[chart.depots[man.depot]][chart.stops[stop.id]]) for man in carriers]
    if all(man.start_s + leg > stop.window[1] for man, leg in legs):
        return WINDOW_OUT_OF_REACH
    return SHIFT_TOO_SHORT


def violations(problem: Problem, plan: Plan) -> list[str]:
    """This will check a plan from its answer alone, without trust in whoever made it; empty means sound."""
    chart = Map.of(problem)
    collectors = {collector.id: collector for collector in problem.collectors}
    stops = {stop.id: stop for stop in problem.stops}
    found: list[str] = []
    seen = Counter(call.id for route in plan.routes for call in route.stops)
    seen.update(row.id for row in plan.unserved)
    found += [f"{stop} occurs {seen[stop]} times" for stop in stops if seen[stop] != 1]
    for route in plan.routes:
        found += _route_violations(chart, collectors[route.collector], stops, route)
    if plan.travel_s != sum(route.travel_s for route in plan.routes):
        found.append("travel_s is not the sum of the routes")
    return found


def _route_violations(chart: Map, collector: Collector, stops: dict[str, Stop], route: Route) -> Iterable[str]:
    clock, place, travel, load = collector.start_s, chart.depots[collector.depot], 0, 0
    for call in route.stops:
        stop = stops[call.id]
        leg = chart.times[place][chart.stops[call.id]]
        if call.arrive_s < clock + leg:
            yield f"{collector.id} cannot be at {call.id} by {call.arrive_s}"
        if call.start_s < call.arrive_s or not stop.window[0] <= call.start_s <= stop.window[1]:
            yield f"{call.id} starts outside its window"
        if stop.only not in (None, collector.id):
            yield f"{call.id} is not for {collector.id}"
        clock, place = call.start_s + stop.service_s, chart.stops[call.id]
        travel, load = travel + leg, load + stop.load
    end = chart.depots[collector.home]
    home = chart.times[place][end] if route.stops or place != end else 0
    if clock + home > collector.end_s:
        yield f"{collector.id} comes home after the shift"
    if collector.capacity is not None and load > collector.capacity:
        yield f"{collector.id} carries too much"
    if travel + home != route.travel_s:
        yield f"travel_s of {collector.id} is wrong"
