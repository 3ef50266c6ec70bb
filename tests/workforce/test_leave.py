import datetime as dt

import pytest

from tagih.workforce import operations
from tagih.workforce.models import LeaveEntry
from tagih.workforce.queries.leave import balance_of
from tagih.workforce.rules.leave import working_days
from tests.factories import staff, workforce
from tests.factories.workforce import NEXT_MONDAY, NOW, ONE_DAY, TODAY

pytestmark = pytest.mark.django_db
LATER = NEXT_MONDAY + 7 * ONE_DAY  # beyond the lead of annual leave


@pytest.fixture
def house():
    unit, people = workforce.team()
    early, late = workforce.shifts(unit)
    operations.load_leave_kinds(now=NOW)
    operations.give_yearly_right(year=2026, now=NOW)
    return unit, people, early, late


def ask(person, first=LATER, last=None, kind="ANNUAL", now=NOW):
    return operations.ask_leave(
        person=person, kind=workforce.leave_kind(kind), first_day=first, last_day=last or first, now=now
    )


def test_leave_is_granted_at_once_where_nobody_is_missed(house):
    unit, people, early, _late = house
    workforce.plan(unit, {people[0]: [early], people[1]: [early]}, first_day=LATER)

    asked = ask(people[0])

    assert asked.status == "GRANTED"
    assert balance_of(people[0], asked.kind, year=2026) == 11


def test_leave_waits_where_the_plan_would_get_short_and_moves_up_when_somebody_withdraws(house):
    unit, people, early, _late = house
    workforce.plan(unit, {people[0]: [early], people[1]: [early]}, first_day=LATER)
    first, second = ask(people[0]), ask(people[1])

    operations.cancel_leave(request=first, by=people[0], now=NOW)

    was = second.status
    second.refresh_from_db()
    assert (first.status, was, second.status) == ("GRANTED", "WAITING", "GRANTED")
    assert balance_of(people[0], first.kind, year=2026) == 12


def test_waiting_leave_is_granted_first_come_first_served(house):
    unit, people, early, _late = house
    plan = workforce.plan(unit, {people[0]: [early], people[1]: [early]}, first_day=LATER, weekday=2)
    later, sooner = ask(people[0], now=NOW + ONE_DAY), ask(people[1], now=NOW)
    operations.set_cell(plan=plan, person=people[2], day=LATER, shift=early, by=None, now=NOW)

    granted = operations.work_waiting_list(now=NOW)

    later.refresh_from_db()
    sooner.refresh_from_db()
    assert (granted, sooner.status, later.status) == (1, "GRANTED", "WAITING")


@pytest.mark.parametrize(
    ("first", "last", "kind", "code"),
    [
        (LATER, LATER - ONE_DAY, "ANNUAL", "PERIOD"),
        (TODAY + ONE_DAY, None, "ANNUAL", "TOO_SOON"),
        (TODAY - ONE_DAY, None, "SICK", "PAST"),
        (LATER, LATER + 27 * ONE_DAY, "ANNUAL", "BALANCE"),
        (LATER + 6 * ONE_DAY, None, "ANNUAL", "NO_WORK"),
    ],
)
def test_leave_is_refused_with_its_reason(house, first, last, kind, code):
    with pytest.raises(operations.LeaveRefused) as refused:
        ask(house[1][0], first, last, kind)

    assert refused.value.code == code


def test_sickness_is_granted_whatever_the_plan_says(house):
    unit, people, early, _late = house
    workforce.plan(unit, {people[0]: [early] * 5})

    assert ask(people[0], TODAY, kind="SICK").status == "GRANTED"


def test_leave_is_decided_by_another_with_a_reason(house):
    _unit, people, *_shifts = house
    waiting = ask(people[0])
    leader = workforce.agent(staff.company(), "Ketua", role="TEAM_LEADER")

    for by, reason, code in ((people[0], "x", "OWN"), (leader, " ", "REASON")):
        with pytest.raises(operations.LeaveRefused) as refused:
            operations.decide_leave(request=waiting, is_granted=False, by=by, now=NOW, reason=reason)
        assert refused.value.code == code
    done = operations.decide_leave(request=waiting, is_granted=True, by=leader, now=NOW)

    assert (done.status, balance_of(people[0], done.kind, year=2026)) == ("GRANTED", 11)


def test_leave_may_not_begin_again_once_it_has_begun(house):
    asked = ask(house[1][0], TODAY, kind="SICK")

    with pytest.raises(operations.LeaveRefused) as refused:
        operations.cancel_leave(request=asked, by=house[1][0], now=NOW)

    assert refused.value.code == "BEGUN"


def test_a_balance_never_falls_below_nothing(house):
    leader = workforce.agent(staff.company(), "Ketua")
    told = {"person": house[1][0], "kind": workforce.leave_kind(), "year": 2026, "by": leader, "now": NOW}

    with pytest.raises(operations.LeaveRefused) as refused:
        operations.correct_balance(days=-13, reason="salah catat", **told)

    assert refused.value.code == "NEGATIVE"
    assert operations.give_yearly_right(year=2026, now=NOW) == 0 or LeaveEntry.objects.filter(days=12).exists()


@pytest.mark.parametrize(
    ("first", "last", "free", "days"),
    [
        ((2026, 11, 23), (2026, 11, 27), set(), 5),
        ((2026, 11, 23), (2026, 11, 29), set(), 5),
        ((2026, 11, 28), (2026, 11, 29), set(), 1),
        ((2026, 11, 29), (2026, 11, 29), set(), 0),
        ((2026, 12, 24), (2026, 12, 25), {dt.date(2026, 12, 25)}, 1),
        ((2026, 12, 30), (2027, 1, 2), {dt.date(2027, 1, 1)}, 3),
    ],
)
def test_working_days_count_what_the_contract_asks_for(first, last, free, days):
    assert working_days(dt.date(*first), dt.date(*last), free) == days
