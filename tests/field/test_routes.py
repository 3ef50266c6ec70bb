import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tagih.field.adapters.routes.hgs import PyVrpSolver
from tagih.field.rules import schedule
from tagih.field.rules.problem import Problem
from tests.field.days import day

HOUR = 3600


def problem(**changes: object) -> Problem:
    text = {
        "depots": [{"id": "home"}],
        "collectors": [{"id": "budi", "depot": "home", "start_s": 8 * HOUR, "end_s": 12 * HOUR}],
        "stops": [{"id": "a", "service_s": 600}, {"id": "b", "service_s": 600}],
        "matrix_s": [[0, 900, 900], [900, 0, 300], [900, 300, 0]],
    }
    return Problem.model_validate(text | changes)


def test_solve_visits_both_on_one_round_trip():
    plan = PyVrpSolver().solve(problem(), seconds=0.2)

    assert plan.travel_s == 900 + 300 + 900
    assert sorted(call.id for call in plan.routes[0].stops) == ["a", "b"]
    assert plan.unserved == []


def test_solve_waits_for_a_window_to_open():
    stops = [{"id": "a", "service_s": 600, "window": [9 * HOUR, 10 * HOUR]}, {"id": "b"}]

    plan = PyVrpSolver().solve(problem(stops=stops), seconds=0.2)

    call = next(call for call in plan.routes[0].stops if call.id == "a")
    assert call.start_s >= 9 * HOUR
    assert schedule.violations(problem(stops=stops), plan) == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"collectors": []}, "NO_COLLECTOR"),
        ({"stops": [{"id": "a", "window": [0, 7 * HOUR]}, {"id": "b"}]}, "WINDOW_OUT_OF_REACH"),
        ({"stops": [{"id": "a", "service_s": 4 * HOUR}, {"id": "b"}]}, "SHIFT_TOO_SHORT"),
        ({"stops": [{"id": name, "required": False, "prize": 1} for name in "ab"]},
         "NOT_WORTH_THE_WAY"),
        ({"stops": [{"id": "a", "service_s": 3 * HOUR}, {"id": "b", "service_s": 3 * HOUR + 1, "required": False}]},
         "SHIFTS_FULL"),
    ],
)  # fmt: skip
def test_solve_names_why_a_stop_is_not_served(changes, reason):
    plan = PyVrpSolver().solve(problem(**changes), seconds=0.2)

    assert plan.unserved[0].reason == reason
    assert schedule.violations(problem(**changes), plan) == []


def test_solve_names_a_load_that_nobody_can_carry():
    collectors = [{"id": "budi", "depot": "home", "start_s": 0, "end_s": 12 * HOUR, "capacity": 5}]
    stops = [{"id": "a", "load": 6}, {"id": "b", "load": 5}]

    plan = PyVrpSolver().solve(problem(collectors=collectors, stops=stops), seconds=0.2)

    assert [(row.id, row.reason) for row in plan.unserved] == [("a", "LOAD_TOO_LARGE")]


def test_solve_serves_the_required_first_when_not_all_fit():
    stops = [
        {"id": "a", "service_s": 2 * HOUR, "required": True},
        {"id": "b", "service_s": 2 * HOUR, "required": False, "prize": 10**6},
    ]

    plan = PyVrpSolver().solve(problem(stops=stops), seconds=0.3)

    assert [row.id for row in plan.unserved] == ["b"]


def test_solve_keeps_as_many_required_as_fit():
    stops = [{"id": name, "service_s": 110 * 60, "required": True} for name in "ab"]

    plan = PyVrpSolver().solve(problem(stops=stops), seconds=0.3)

    assert [row.reason for row in plan.unserved] == ["SHIFTS_FULL"]


def test_solve_of_nothing_is_an_empty_plan():
    empty = Problem.model_validate({"depots": [], "collectors": [], "stops": []})

    plan = PyVrpSolver().solve(empty, seconds=0.1)

    assert (plan.routes, plan.unserved, plan.travel_s) == ([], [], 0)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), stops=st.integers(1, 25), required=st.sampled_from([0.0, 0.5, 1.0]))
def test_solve_never_breaks_a_window_load_or_shift(seed, stops, required):
    town = day(seed, stops=stops, collectors=2, required=required)

    plan = PyVrpSolver().solve(town, seconds=0.2)

    assert schedule.violations(town, plan) == []


def test_violations_sees_a_late_start_and_a_lost_stop():
    town = problem(stops=[{"id": "a", "window": [8 * HOUR, 9 * HOUR]}, {"id": "b"}])
    plan = PyVrpSolver().solve(town, seconds=0.2)
    call = plan.routes[0].stops[0].model_copy(update={"start_s": 11 * HOUR, "id": "a"})
    spoiled = plan.model_copy(update={"routes": [plan.routes[0].model_copy(update={"stops": [call]})]})

    found = schedule.violations(town, spoiled)

    assert any("window" in line for line in found)
    assert any("b occurs 0 times" in line for line in found)
