import datetime as dt

import pytest

from tagih.config import jobs
from tagih.staff import operations as staff_operations
from tagih.workforce import operations, queries
from tagih.workforce.models import Cell, Plan
from tagih.workforce.queries.demand import steady_demand
from tests.factories import staff, workforce
from tests.factories.workforce import MONDAY, NEXT_MONDAY, NOW, ONE_DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    unit, people = workforce.team()
    return unit, people, *workforce.shifts(unit)


def asked(unit, **changes):
    told = {"first_day": NEXT_MONDAY, "days": 7, "demand": steady_demand(NEXT_MONDAY, 7, weekday=1, saturday=1)}
    return operations.request_plan(unit=unit, by=None, now=NOW, **(told | changes))


def test_plan_is_made_by_the_job_and_published(house):
    unit, people, *_shifts = house
    plan = asked(unit, seconds=2)

    jobs.drain()
    plan.refresh_from_db()
    published = operations.publish(plan=plan, by=None, now=NOW)

    assert (plan.status, published.status) == ("DRAFT", "PUBLISHED")
    assert plan.cost == plan.bound
    assert set(published.cells.values_list("person_id", flat=True)) <= {person.pk for person in people}
    assert published.cells.filter(break_min__isnull=True).count() == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"first_day": NEXT_MONDAY + ONE_DAY}, "NOT_MONDAY"),
        ({"days": 100}, "DAYS"),
        ({"demand": {"starts": [480], "length": 30, "need": [[5000]] * 7}}, "DEMAND_ABSURD"),
    ],
)
def test_plan_is_refused_with_its_reason(house, changes, code):
    with pytest.raises(operations.PlanRefused) as refused:
        asked(house[0], **changes)

    assert refused.value.code == code


def test_plan_of_a_unit_without_shifts_or_people_says_what_is_missing():
    unit, _people = workforce.team(0)
    with pytest.raises(operations.PlanRefused) as no_shifts:
        asked(unit)
    workforce.shifts(unit)

    with pytest.raises(operations.PlanRefused) as no_people:
        asked(unit)

    assert (no_shifts.value.code, no_people.value.code) == ("NO_SHIFTS", "NO_PEOPLE")


def test_plan_says_what_each_remedy_would_give_when_everybody_is_on_leave(house):
    unit, people, *_shifts = house
    sick = workforce.leave_kind("SICK")
    for person in people:
        operations.report_absence(
            person=person, kind=sick, first_day=NEXT_MONDAY, last_day=NEXT_MONDAY + 6 * ONE_DAY, by=None, now=NOW
        )
    plan = asked(unit, seconds=2)

    jobs.drain()

    plan.refresh_from_db()
    assert (plan.cells.count(), plan.conflict) == (0, ["DEMAND", "LEAVE"])
    assert plan.remedies[0]["missing"] < plan.bound


def test_fixed_cells_that_break_a_rule_are_named(house):
    unit, people, early, late = house
    plan = workforce.plan(unit, {people[0]: [None]}, first_day=NEXT_MONDAY, is_published=False)
    for ahead, shift in enumerate([late, early]):
        Cell.objects.create(plan=plan, person=people[0], day=NEXT_MONDAY + ahead * ONE_DAY, shift=shift, is_pinned=True)
    again = asked(unit, rules={"rest_h": 13})

    jobs.drain()

    again.refresh_from_db()
    assert again.status == "FAILED"
    assert "Agen A" in again.problem
    assert "24/11" in again.problem


def test_set_cell_refuses_what_breaks_a_rule_and_can_be_forced(house):
    unit, people, early, late = house
    plan = workforce.plan(unit, {people[0]: [late, None, None]}, is_published=False)
    Plan.objects.filter(pk=plan.pk).update(rules=plan.rules | {"rest_h": 13})

    with pytest.raises(operations.PlanRefused) as refused:
        operations.set_cell(plan=plan, person=people[0], day=MONDAY + ONE_DAY, shift=early, by=None, now=NOW)
    broken = operations.set_cell(
        plan=plan, person=people[0], day=MONDAY + ONE_DAY, shift=early, by=None, now=NOW, is_forced=True
    )

    assert refused.value.code == "RULE_BROKEN"
    assert [breach.rule for breach in broken] == ["REST"]
    assert workforce.row_of(plan, people[0]) == ["S", "P"]


def test_a_new_version_keeps_what_people_fixed_and_replaces_the_old_one(house):
    unit, people, early, late = house
    first = workforce.plan(unit, {people[0]: [early, early]})
    operations.set_cell(plan=first, person=people[1], day=MONDAY, shift=late, by=None, now=NOW)

    second = workforce.plan(unit, {people[0]: [None, early]})

    first.refresh_from_db()
    assert (first.status, second.version) == ("REPLACED", 2)
    assert workforce.row_of(second, people[1]) == ["S", "-"]


def test_an_agent_in_two_teams_is_planned_once(house):
    unit, people, early, _late = house
    other, _others = workforce.team(0)
    workforce.shifts(other)
    staff_operations.grant_role(
        person=people[0], unit=other, role="AGENT", starts_on=dt.date(2026, 1, 1), by=None, now=NOW
    )
    workforce.plan(unit, {people[0]: [early, None]}, first_day=NEXT_MONDAY)

    problem = queries.problem_of(asked(other))

    assert problem.agents[0].leave == {0}


def test_the_month_before_counts_into_the_next_plan(house):
    unit, people, _early, late = house
    workforce.plan(unit, {people[0]: [None, late, late, late, late, None, late]})

    problem = queries.problem_of(asked(unit))

    agent = next(agent for agent in problem.agents if agent.id == str(people[0].pk))
    assert agent.before[-3:] == (str(late.pk), None, str(late.pk))


def test_absence_is_mended_and_those_called_in_are_in_the_plan(house):
    """Six weeks of three people: 3 % are three cells, the one who is away and two who are called in."""
    unit, people, early, _late = house
    plan = workforce.plan(unit, {people[0]: [early] * 5 + [None] * 37})

    operations.report_absence(
        person=people[0], kind=workforce.leave_kind("SICK"), first_day=MONDAY + 4 * ONE_DAY,
        last_day=MONDAY + 4 * ONE_DAY, by=None, now=NOW,
    )  # fmt: skip
    jobs.drain()

    plan.refresh_from_db()
    called_in = plan.cells.filter(origin="REPAIR")
    assert workforce.row_of(plan, people[0])[:5] == ["P", "P", "P", "P", "-"]
    assert {(cell.day, cell.person_id) for cell in called_in} == {
        (MONDAY + 4 * ONE_DAY, people[1].pk),
        (MONDAY + 4 * ONE_DAY, people[2].pk),
    }


def test_acknowledge_counts_once_and_only_for_those_in_the_plan(house):
    unit, people, early, _late = house
    plan = workforce.plan(unit, {people[0]: [early]})

    first = operations.acknowledge(plan=plan, person=people[0], now=NOW)
    again = operations.acknowledge(plan=plan, person=people[0], now=NOW)

    assert (first, again) == (True, False)
    with pytest.raises(operations.PlanRefused):
        operations.acknowledge(plan=plan, person=workforce.agent(staff.company(), "Orang Lain"), now=NOW)


def test_a_plan_whose_days_are_over_is_not_published(house):
    unit, people, early, _late = house
    plan = workforce.plan(unit, {people[0]: [early]}, first_day=MONDAY - 14 * ONE_DAY, is_published=False)

    with pytest.raises(operations.PlanRefused) as refused:
        operations.publish(plan=plan, by=None, now=NOW)

    assert refused.value.code == "OVER"


def test_a_holiday_declared_today_needs_nobody():
    from tagih.kernel import operations as kernel
    from tagih.kernel.enums import DayKind

    kernel.set_calendar_day(
        date=NEXT_MONDAY, kind=DayKind.NATIONAL, name="Pilkada", source="Keppres", by="admin", now=NOW
    )

    need = steady_demand(NEXT_MONDAY, 7, weekday=4, saturday=2)["need"]

    assert [row[0] for row in need] == [0, 4, 4, 4, 4, 2, 0]


def test_a_shift_may_end_after_midnight_but_not_before_it_starts(house):
    told = {"unit": house[0], "name": "Malam", "paid_min": 420, "by": None, "now": NOW}

    night = operations.add_shift_kind(code="M", starts_min=1320, ends_min=1800, **told)
    with pytest.raises(operations.ShiftRefused) as refused:
        operations.add_shift_kind(code="X", starts_min=1320, ends_min=360, **told)

    assert (night.ends_min, refused.value.code) == (1800, "ENDS_BEFORE_START")
