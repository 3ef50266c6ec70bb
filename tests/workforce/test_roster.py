import pytest

from tagih.workforce.adapters.rosters.cpsat import CpSatSolver
from tagih.workforce.rules.roster import Problem, missing, violations
from tests.workforce.teams import team


def two_agents(**changes: object) -> Problem:
    text = {
        "days": 2,
        "intervals": [480, 720],
        "shifts": [{"id": "early", "start_min": 480, "end_min": 960, "paid_min": 420}],
        "agents": [{"id": "ani"}, {"id": "budi"}],
        "demand": [[2, 2], [2, 2]],
    }
    return Problem.model_validate(text | changes)


def test_solve_covers_what_can_be_covered():
    roster = CpSatSolver().solve(two_agents(), seconds=2)

    assert roster.plan == {"ani": ["early", "early"], "budi": ["early", "early"]}
    assert (roster.cost, roster.bound) == (0, 0)


def test_solve_leaves_people_on_leave_at_home_and_says_what_is_missing():
    problem = two_agents(agents=[{"id": "ani", "leave": [1]}, {"id": "budi", "until_day": 0}])

    roster = CpSatSolver().solve(problem, seconds=2)

    assert roster.plan == {"ani": ["early", None], "budi": ["early", None]}
    assert (roster.cost, roster.bound) == (4, 4)


def test_solve_keeps_the_rest_between_a_late_and_an_early_shift():
    shifts = [
        {"id": "early", "start_min": 420, "end_min": 900, "paid_min": 420},
        {"id": "late", "start_min": 900, "end_min": 1380, "paid_min": 420},
    ]
    problem = two_agents(
        shifts=shifts, intervals=[420, 900, 1380], agents=[{"id": "ani"}], demand=[[0, 9, 0], [9, 0, 0]]
    )

    roster = CpSatSolver().solve(problem, seconds=2)

    assert violations(problem, roster.plan) == []
    assert roster.cost == 17


def test_solve_covers_the_morning_after_a_shift_over_midnight():
    shifts = [{"id": "night", "start_min": 1320, "end_min": 1800, "paid_min": 420}]
    problem = two_agents(
        shifts=shifts, intervals=[{"start_min": 0, "end_min": 360}], agents=[{"id": "ani"}], demand=[[0], [1]]
    )

    roster = CpSatSolver().solve(problem, seconds=2)

    assert roster.plan["ani"][0] == "night"
    assert roster.cost == 0


def test_solve_without_agents_misses_everything():
    roster = CpSatSolver().solve(two_agents(agents=[]), seconds=1)

    assert (roster.plan, roster.cost) == ({}, 8)


@pytest.mark.slow
def test_solve_of_two_weeks_breaks_no_rule_and_stays_near_the_bound():
    """Slow: a search for 16 agents over two weeks, measured in work so that a busy machine finds the same."""
    problem = team(3, agents=16, days=14, seniors=0)

    roster = CpSatSolver(repeatable=True).solve(problem, seconds=6)

    weekends = [day for day in range(14) if day % 7 >= 5]
    alike = [agent for agent in problem.agents if all(agent.may_work(day) for day in weekends)]
    worked = [sum(roster.plan[agent.id][day] is not None for day in weekends) for agent in alike]
    assert violations(problem, roster.plan) == []
    assert roster.cost <= roster.bound * 1.05
    assert max(worked) - min(worked) <= 1


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        ({"ani": ["early", "early"]}, "budi: no plan"),
        ({"ani": ["early", "ghost"], "budi": [None, None]}, "unknown shift"),
    ],
)
def test_violations_sees_what_is_wrong(plan, found):
    assert any(found in line for line in violations(two_agents(), plan))


def test_violations_counts_days_hours_and_rows():
    problem = two_agents(days=8, demand=[[1, 1]] * 8, agents=[{"id": "ani", "max_days_week": 5, "leave": [0]}])

    lines = violations(problem, {"ani": ["early"] * 8})

    assert any("though absent" in line for line in lines)
    assert any("days in a row" in line for line in lines)
    assert any("5 days in week 0" in line for line in lines)
    assert any("40 hours in week 0" in line for line in lines)


def test_violations_sees_an_interval_without_a_senior():
    problem = two_agents(agents=[{"id": "ani", "skills": ["Senior"]}, {"id": "budi"}], rules={"min_seniors": 1})

    lines = violations(problem, {"ani": ["early", None], "budi": ["early", "early"]})

    assert lines == ["day 1: fewer than 1 seniors in 2 intervals"]


def test_missing_counts_only_whole_intervals():
    problem = two_agents(shifts=[{"id": "early", "start_min": 500, "end_min": 960, "paid_min": 400}])

    assert missing(problem, {"ani": ["early", None]})[0] == [2, 1]
