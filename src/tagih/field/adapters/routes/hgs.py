"""PyVRP: iterated local search over the routes of all collectors at once."""

import time
import warnings

import pyvrp
from pyvrp.exceptions import PenaltyBoundWarning

from tagih.field.rules.problem import Plan, Problem, Stop
from tagih.field.rules.schedule import Map, can_be_served_alone, plan_of

PATIENCE = 0.25  # of the time, for a plan that holds every required stop
NO_PLAN = 2**60  # costs above this mean that no feasible plan was found yet


class PyVrpSolver:
    """Required stops first as hard demands; where they do not all fit in time, as prizes above everything else."""

    def solve(self, problem: Problem, *, seconds: float, seed: int = 0) -> Plan:
        """This will return the best plan found within `seconds`."""
        chart = Map.of(problem)
        stops = [stop for stop in problem.stops if can_be_served_alone(chart, stop)]
        if not stops:
            return plan_of(chart, {})
        clock = _Clock(seconds, patience_s=seconds * PATIENCE)
        best = _search(_model(chart, stops, must=True), clock, seed)
        if not best.is_feasible():
            clock.patience_s = seconds
            best = _search(_model(chart, stops, must=False), clock, seed)
        return plan_of(chart, _tours(chart, stops, best) if best.is_feasible() else {})


class _Clock:
    """Stops the search at the end of its time, or when patience ends without a feasible plan."""

    def __init__(self, seconds: float, *, patience_s: float) -> None:
        self.started = time.perf_counter()
        self.seconds = seconds
        self.patience_s = patience_s

    def __call__(self, best_cost: int) -> bool:
        spent = time.perf_counter() - self.started
        return spent >= (self.patience_s if best_cost > NO_PLAN else self.seconds)


def _search(model: pyvrp.Model, clock: _Clock, seed: int) -> pyvrp.Solution:
    with warnings.catch_warnings():
        # Says that a penalty reached its bound: no feasible plan may exist, which the caller finds out by itself.
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        return model.solve(clock, seed=seed, display=False, collect_stats=False).best


def _model(chart: Map, stops: list[Stop], *, must: bool) -> pyvrp.Model:
    problem = chart.problem
    model = pyvrp.Model()
    homes = {depot.id: model.add_location(0, 0, name=depot.id) for depot in problem.depots}
    doors = {stop.id: model.add_location(0, 0, name=stop.id) for stop in stops}
    depots = {depot.id: model.add_depot(homes[depot.id], name=depot.id) for depot in problem.depots}
    weighed = any(man.capacity is not None for man in problem.collectors)
    above_all = 1 + sum(map(max, chart.times)) + round(sum(stop.prize for stop in stops))
    for stop in stops:
        model.add_client(
            doors[stop.id],
            delivery=stop.load if weighed else [],
            service_duration=stop.service_s,
            tw_early=stop.window[0],
            tw_late=stop.window[1],
            required=must and stop.is_required,
            prize=above_all if stop.is_required and not must else round(stop.prize),
            name=stop.id,
        )
    everything = sum(stop.load for stop in stops)
    for man in problem.collectors:
        model.add_vehicle_type(
            capacity=(everything if man.capacity is None else man.capacity) if weighed else [],
            start_depot=depots[man.depot],
            end_depot=depots[man.depot],
            tw_early=man.start_s,
            tw_late=man.end_s,
            name=man.id,
        )
    places = [(homes[depot.id], chart.depots[depot.id]) for depot in problem.depots]
    places += [(doors[stop.id], chart.stops[stop.id]) for stop in stops]
    for here, row in places:
        for there, column in places:
            model.add_edge(here, there, distance=chart.times[row][column], duration=chart.times[row][column])
    return model


def _tours(chart: Map, stops: list[Stop], solution: pyvrp.Solution) -> dict[str, list[Stop]]:
    tours = {}
    for route in solution.routes():
        collector = chart.problem.collectors[route.vehicle_type()]
        tours[collector.id] = [stops[activity.idx] for activity in route if activity.is_client()]
    return tours
