"""PyVRP: iterated local search over the routes of all collectors at once."""

import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyvrp
from pyvrp.exceptions import PenaltyBoundWarning

from tagih.field.rules.problem import Collector, Plan, Problem, Stop
from tagih.field.rules.schedule import Map, can_be_served_alone, plan_of

PATIENCE = 0.25  # of the time, for a plan that holds every required stop
SOMEBODY_ELSES = 10**6  # seconds of travel that a stop of another collector's costs
NO_PLAN = 2**60  # costs above this mean that no feasible plan was found yet


class PyVrpSolver:
    """Required stops first as hard demands; where they do not all fit in time, as prizes above everything else.

    `tick` reads the time that a search may take: that of the wall, or of the processor on a machine that others use.
    """

    def __init__(self, *, tick: Callable[[], float] = time.perf_counter) -> None:
        self.tick = tick

    def solve(
        self, problem: Problem, *, seconds: float, seed: int = 0, begin: Mapping[str, Sequence[str]] | None = None
    ) -> Plan:  # fmt: skip
        """This will return the best plan found within `seconds`, beginning from the tours `begin` where given."""
        chart = Map.of(problem)
        stops = [stop for stop in problem.stops if can_be_served_alone(chart, stop)]
        if not stops or not problem.collectors:
            return plan_of(chart, {})
        clock = _Clock(seconds, patience_s=seconds * PATIENCE, tick=self.tick)
        data = _data(chart, stops, must=True)
        best = _search(data, clock, seed, _beginning(data, chart, stops, begin))
        if not best.is_feasible():
            clock.patience_s = seconds
            data = _data(chart, stops, must=False)
            best = _search(data, clock, seed, _beginning(data, chart, stops, begin))
        return plan_of(chart, _tours(chart, stops, best) if best.is_feasible() else {})


class _Clock:
    """Stops the search at the end of its time, or when patience ends without a feasible plan."""

    def __init__(self, seconds: float, *, patience_s: float, tick: Callable[[], float]) -> None:
        self.tick = tick
        self.started = tick()
        self.seconds = seconds
        self.patience_s = patience_s

    def __call__(self, best_cost: int) -> bool:
        spent = self.tick() - self.started
        return spent >= (self.patience_s if best_cost > NO_PLAN else self.seconds)


def _search(data: pyvrp.ProblemData, clock: "_Clock", seed: int, begin: pyvrp.Solution | None) -> pyvrp.Solution:
    with warnings.catch_warnings():
        # Says that a penalty reached its bound: no feasible plan may exist, which the caller finds out by itself.
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        found = pyvrp.solve(data, clock, seed=seed, collect_stats=False, display=False, initial_solution=begin)
    return found.best


def _data(chart: Map, stops: list[Stop], *, must: bool) -> pyvrp.ProblemData:
    problem = chart.problem
    weighed = any(man.capacity is not None for man in problem.collectors)
    above_all = 1 + sum(map(max, chart.times)) + round(sum(stop.prize for stop in stops))
    first_door = len(problem.depots)
    clients = [
        pyvrp.Client(
            first_door + place,
            delivery=[stop.load] if weighed else [],
            service_duration=stop.service_s,
            tw_early=stop.window[0],
            tw_late=stop.window[1],
            required=must and stop.is_required,
            prize=above_all if stop.is_required and not must else round(stop.prize),
            name=stop.id,
        )
        for place, stop in enumerate(stops)
    ]
    views = _views(problem)
    rows = [*chart.depots.values(), *(chart.stops[stop.id] for stop in stops)]
    times = np.array(chart.times, dtype=np.int64)[np.ix_(rows, rows)]
    return pyvrp.ProblemData(
        [pyvrp.Location(0, 0) for _row in rows],
        clients,
        [pyvrp.Depot(place, name=depot.id) for place, depot in enumerate(problem.depots)],
        [
            _vehicle(chart, man, views.index(_view(problem, man)), weighed, sum(stop.load for stop in stops))
            for man in problem.collectors
        ],
        [_ways(times, problem, stops, view) for view in views],
        [times] * len(views),
    )


def _vehicle(chart: Map, man: Collector, profile: int, weighed: bool, everything: int) -> pyvrp.VehicleType:
    problem = chart.problem
    priced = {}
    if problem.overtime_price and problem.ideal_s is not None:
        longest = man.end_s - man.start_s
        priced = {
            "shift_duration": min(problem.ideal_s, longest),
            "max_overtime": max(0, longest - problem.ideal_s),
            "unit_overtime_cost": problem.overtime_price,
        }
    return pyvrp.VehicleType(
        capacity=[everything if man.capacity is None else man.capacity] if weighed else [],
        start_depot=chart.depots[man.depot],
        end_depot=chart.depots[man.home],
        tw_early=man.start_s,
        tw_late=man.end_s,
        profile=profile,
        name=man.id,
        **priced,
    )


@dataclass(frozen=True, slots=True)
class _View:
    """How the map looks to a collector: own ground, and the stops that only this one may make."""

    own: frozenset[str]
    name: str | None


def _view(problem: Problem, man: Collector) -> _View:
    """Without a surcharge nobody minds the ground; without a stop of one's own the name does not matter."""
    own = frozenset(man.territories) if problem.outside_s else frozenset()
    return _View(own, man.id if any(stop.only == man.id for stop in problem.stops) else None)


def _views(problem: Problem) -> list[_View]:
    return list(dict.fromkeys(_view(problem, man) for man in problem.collectors))


def _ways(times: np.ndarray, problem: Problem, stops: list[Stop], view: _View) -> np.ndarray:
    """What the way to each door counts: its seconds, more on strange ground, and far more to somebody else's stop."""
    extra = [0] * len(problem.depots)
    for stop in stops:
        strange = stop.territory is not None and stop.territory not in view.own
        extra.append(problem.outside_s * strange + SOMEBODY_ELSES * (stop.only not in (None, view.name)))
    if not any(extra):
        return times
    ways = times + np.array(extra, dtype=np.int64)[np.newaxis, :]
    np.fill_diagonal(ways, 0)
    return ways


def _tours(chart: Map, stops: list[Stop], solution: pyvrp.Solution) -> dict[str, list[Stop]]:
    tours = {}
    for route in solution.routes():
        collector = chart.problem.collectors[route.vehicle_type()]
        tours[collector.id] = [stops[activity.idx] for activity in route if activity.is_client()]
    return tours


def _beginning(
    data: pyvrp.ProblemData, chart: Map, stops: list[Stop], tours: Mapping[str, Sequence[str]] | None
) -> pyvrp.Solution | None:
    """The plan that stood so far, as far as its stops are still to be made."""
    if not tours:
        return None
    places = {stop.id: place for place, stop in enumerate(stops)}
    routes = []
    for kind, man in enumerate(chart.problem.collectors):
        visits = [places[stop] for stop in tours.get(man.id, ()) if stop in places]
        if visits:
            routes.append(pyvrp.Route(data, visits, kind))
    return pyvrp.Solution(data, routes)
