"""Absences mended, the month's border, fixed cells, and why demand stays uncovered."""

import pytest

from tagih.workforce.adapters.rosters import PinsConflict
from tagih.workforce.adapters.rosters.cpsat import CpSatSolver
from tagih.workforce.adapters.rosters.remedies import conflict, least_missing, remedies
from tagih.workforce.adapters.rosters.repair import repair
from tagih.workforce.adapters.rosters.search import Search
from tagih.workforce.rules.roster import Problem, changed_cells, violations
from tests.workforce.teams import team

QUICK = Search(2, 0, repeatable=True)
EARLY = {"id": "early", "start_min": 420, "end_min": 900, "paid_min": 420}
LATE = {"id": "late", "start_min": 900, "end_min": 1380, "paid_min": 420}


def small(**changes: object) -> Problem:
    text = {
        "days": 3,
        "intervals": [420, 900, 1380],
        "shifts": [EARLY, LATE],
        "agents": [{"id": "ani"}, {"id": "budi"}, {"id": "cici"}],
        "demand": [[1, 1, 0]] * 3,
    }
    return Problem.model_validate(text | changes)


def ill(problem: Problem, who: str, *days: int) -> Problem:
    agents = tuple(
        agent.model_copy(update={"leave": agent.leave | set(days)}) if agent.id == who else agent
        for agent in problem.agents
    )
    return problem.model_copy(update={"agents": agents})


def test_repair_calls_in_whoever_is_free_and_changes_nothing_else():
    plan = {"ani": ["early"] * 3, "budi": ["late"] * 3, "cici": [None] * 3}

    mended = repair(ill(small(), "ani", 1), plan, search=QUICK, share=1)

    assert mended.plan == {"ani": ["early", None, "early"], "budi": ["late"] * 3, "cici": [None, "early", None]}
    assert (mended.changed, mended.missing_before, mended.missing_after) == (2, 1, 0)


def test_repair_leaves_the_hole_where_mending_would_break_the_rest():
    plan = {"ani": ["early"] * 3, "budi": ["late"] * 3, "cici": ["late", None, "late"]}

    mended = repair(ill(small(), "ani", 1), plan, search=QUICK, share=1)

    assert mended.plan["cici"] == ["late", None, "late"]
    assert mended.missing_after == 1


def test_repair_never_changes_more_than_the_share():
    plan = {"ani": ["early"] * 3, "budi": ["late"] * 3, "cici": [None] * 3}

    mended = repair(ill(small(), "ani", 1), plan, search=QUICK, share=0.12)

    assert changed_cells(plan, mended.plan) == 1
    assert mended.missing_after == 1


@pytest.mark.slow
def test_repair_of_one_absence_in_a_team_keeps_every_rule():
    """Slow: it needs a roster of a team first, searched by work and not by time."""
    problem = team(5, agents=20, days=14, seniors=0)
    plan = CpSatSolver(repeatable=True).solve(problem, seconds=3).plan
    day = next(day for day in range(14) if plan["agent-3"][day])
    absent = ill(problem, "agent-3", day)

    mended = repair(absent, plan, search=QUICK)

    assert violations(absent, mended.plan) == []
    assert changed_cells(plan, mended.plan) <= 0.03 * 14 * 20
    assert mended.missing_after <= mended.missing_before


def test_solve_rests_after_the_last_shift_of_the_month_before():
    problem = small(agents=[{"id": "ani", "before": ["late"]}], demand=[[1, 0, 0]] * 3)

    plan = CpSatSolver(repeatable=True).solve(problem, seconds=2).plan

    assert plan["ani"][0] != "early"
    assert violations(problem, plan) == []


def test_solve_counts_days_in_a_row_over_the_month_border():
    problem = small(agents=[{"id": "ani", "before": ["early"] * 5}], rules={"max_consecutive_days": 6})

    plan = CpSatSolver(repeatable=True).solve(problem, seconds=2).plan

    assert None in plan["ani"][:2]
    assert violations(problem, plan) == []


def test_violations_sees_the_border_that_a_plan_forgets():
    problem = small(agents=[{"id": "ani", "before": ["early"] * 5 + ["late"]}])

    lines = violations(problem, {"ani": ["early", None, None]})

    assert any("rest before day 0" in line for line in lines)
    assert any("6 days in a row up to day 0" in line for line in lines)


def test_solve_keeps_fixed_cells():
    problem = small(agents=[{"id": "ani", "pinned": {"0": "late", "2": "OFF"}}])

    plan = CpSatSolver(repeatable=True).solve(problem, seconds=2).plan

    assert (plan["ani"][0], plan["ani"][2]) == ("late", None)


def test_solve_names_the_rules_that_fixed_cells_break():
    problem = small(agents=[{"id": "ani", "leave": [2], "pinned": {"0": "late", "1": "early", "2": "early"}}])

    with pytest.raises(PinsConflict) as refused:
        CpSatSolver().solve(problem, seconds=1)

    assert [str(rule).split(": ")[1] for rule in refused.value.rules] == [
        "less than 11 hours of rest before day 1",
        "works on day 2 though absent",
    ]


def test_conflict_names_leave_when_everybody_is_away():
    problem = small(agents=[{"id": "ani", "leave": [0, 1, 2]}, {"id": "budi", "leave": [0, 1, 2]}])

    assert conflict(problem) == ["DEMAND", "LEAVE"]


def test_conflict_names_the_days_a_week():
    problem = small(agents=[{"id": "ani", "max_days_week": 1}, {"id": "budi", "max_days_week": 1}])

    assert conflict(problem) == ["DAYS_WEEK", "DEMAND"]


def test_conflict_is_empty_where_everything_fits():
    assert conflict(small()) == []


def test_remedies_say_what_each_would_leave_missing():
    problem = small(agents=[{"id": "ani", "leave": [1]}])

    found = {remedy.code: remedy.missing for remedy in remedies(problem)}

    assert least_missing(problem) == 4
    assert found == {
        "FIVE_MORE_PEOPLE": 0,
        "ONE_MORE_PERSON": 1,
        "LEAVE_MOVED": 3,
        "ONE_DAY_OF_OVERTIME_A_WEEK": 4,
    }
