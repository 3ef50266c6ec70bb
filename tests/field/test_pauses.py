import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tagih.config.bench.route import public
from tagih.field.adapters.routes.hgs import PyVrpSolver
from tagih.field.rules import pauses, schedule
from tagih.field.rules.pauses import FRIDAY_PRAYER, LUNCH
from tagih.field.rules.problem import Problem
from tests.field.days import day

HOUR = 3600


def solved(problem: Problem, pause: pauses.Pause, seconds: float = 0.3):
    short, lost = pauses.taken_out(problem, pause)
    return pauses.put_back(PyVrpSolver().solve(short, seconds=seconds), pause, lost)


@pytest.mark.parametrize(("date", "pause"), [(dt.date(2026, 11, 20), FRIDAY_PRAYER), (dt.date(2026, 11, 21), LUNCH)])
def test_pause_of_a_friday_is_the_prayer(date, pause):
    assert pauses.pause_on(date) == pause


def test_window_inside_the_prayer_cannot_be_kept_and_says_so():
    stops = [{"id": "a", "window": [12 * HOUR, 12 * HOUR + 1800]}, {"id": "b"}]
    problem = Problem.model_validate({
        "depots": [{"id": "home"}],
        "collectors": [{"id": "budi", "depot": "home", "start_s": 8 * HOUR, "end_s": 17 * HOUR}],
        "stops": stops, "matrix_s": [[0, 9, 9], [9, 0, 9], [9, 9, 0]],
    })  # fmt: skip

    plan = solved(problem, FRIDAY_PRAYER)

    assert [(row.id, row.reason) for row in plan.unserved] == [("a", "IN_THE_PAUSE")]
    assert [call.id for call in plan.routes[0].stops] == ["b"]


@given(seed=st.integers(0, 10_000), on_friday=st.booleans())
@settings(max_examples=12, deadline=None)
def test_any_plan_keeps_windows_shifts_and_the_whole_pause(seed, on_friday):
    pause = FRIDAY_PRAYER if on_friday else LUNCH
    problem = day(seed, stops=14, collectors=2)

    plan = solved(problem, pause, 0.1)

    assert schedule.violations(problem, plan) == []
    assert pauses.broken_pauses(problem, plan, pause) == []


def test_broken_pause_is_found():
    problem = day(1, stops=6, collectors=1)
    plan = PyVrpSolver().solve(problem, seconds=0.2)
    first = plan.routes[0].stops[0]
    late = first.model_copy(update={"start_s": 12 * HOUR + 60})
    routes = [plan.routes[0].model_copy(update={"stops": [late]})]

    found = pauses.broken_pauses(problem, plan.model_copy(update={"routes": routes}), LUNCH)

    assert found[0] == f"collector-0 begins {late.id} in the pause"


def test_strange_ground_is_left_to_its_collector_when_that_costs_little():
    text = {
        "depots": [{"id": "home"}],
        "collectors": [
            {"id": name, "depot": "home", "start_s": 0, "end_s": HOUR, "territories": [name]}
            for name in ("east", "west")
        ],
        "stops": [{"id": "a", "territory": "east"}, {"id": "b", "territory": "west"}],
        "matrix_s": [[0, 300, 300], [300, 0, 100], [300, 100, 0]],
    }

    joint = PyVrpSolver().solve(Problem.model_validate(text), seconds=0.2)
    soft = PyVrpSolver().solve(Problem.model_validate(text | {"outside_s": 600}), seconds=0.2)

    assert joint.travel_s == 700
    assert {route.collector: [call.id for call in route.stops] for route in soft.routes} == {
        "east": ["a"],
        "west": ["b"],
    }
    assert soft.travel_s == 1200


def test_price_on_long_days_evens_them_out():
    text = {
        "depots": [{"id": "home"}],
        "collectors": [{"id": name, "depot": "home", "start_s": 0, "end_s": 8 * HOUR} for name in ("a", "b")],
        "stops": [{"id": str(number), "service_s": HOUR} for number in range(4)],
        "matrix_s": [[0 if a == b else 600 for b in range(5)] for a in range(5)],
    }

    fair = PyVrpSolver().solve(Problem.model_validate(text | {"ideal_s": 3 * HOUR, "overtime_price": 3}), seconds=0.2)

    assert [len(route.stops) for route in fair.routes] == [2, 2]


def test_plan_begins_where_the_collector_stands_and_ends_at_home():
    problem = Problem.model_validate({
        "depots": [{"id": "here"}, {"id": "home"}],
        "collectors": [{"id": "budi", "depot": "here", "end": "home", "start_s": 0, "end_s": HOUR}],
        "stops": [{"id": "a"}], "matrix_s": [[0, 500, 100], [500, 0, 200], [100, 200, 0]],
    })  # fmt: skip

    plan = PyVrpSolver().solve(problem, seconds=0.1, begin={"budi": ["a"]})

    assert plan.travel_s == 300
    assert schedule.violations(problem, plan) == []


def test_public_instance_is_solved_to_its_proven_best():
    problem = public("c101-25")

    plan = PyVrpSolver().solve(problem, seconds=0.5)

    assert schedule.violations(problem, plan) == []
    assert (plan.travel_s, plan.unserved) == (1913, [])
