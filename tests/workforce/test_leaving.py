import datetime as dt

import pytest

from tagih.cases.models import Case, WorkItem
from tagih.staff.models import SignIn
from tagih.staff.queries import memberships_on, standing_of
from tagih.workforce import operations
from tagih.workforce.models import Departure, Rebalance
from tests.factories import cases, workforce
from tests.factories.workforce import NOW, ONE_DAY, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    unit, people = workforce.team()
    workforce.certify(*people)
    head = workforce.agent(unit.parent, "Kepala Cabang", role="BRANCH_HEAD")
    return unit, people, head


def leaves(person, by, *, last_day=TODAY + 10 * ONE_DAY, noticed_on=TODAY, **more):
    return operations.record_departure(
        person=person, kind="RESIGNATION", noticed_on=noticed_on, last_day=last_day, reason="Pindah", by=by, now=NOW,
        **more,
    )  # fmt: skip


def owned(unit, person, count):
    made = [cases.case(unit.parent) for _turn in range(count)]
    Case.objects.filter(pk__in=[case.pk for case in made]).update(owner=person)
    WorkItem.objects.filter(case__in=made).update(assignee=person)
    return made


def test_departure_hands_cases_over_evenly_with_promises_first(house):
    unit, people, head = house
    made = owned(unit, people[0], 4)
    Case.objects.filter(pk=made[0].pk).update(callback_at=NOW, callback_by=people[0])

    gone = leaves(people[0], head)

    owners = list(Case.objects.order_by("pk").values_list("owner", flat=True))
    assert people[0].pk not in owners
    assert (gone.cases_handed_over, gone.callbacks_kept) == (4, 1)
    assert set(WorkItem.objects.values_list("assignee", flat=True)) <= {people[1].pk, people[2].pk}
    assert Case.objects.get(pk=made[0].pk).callback_by_id == Case.objects.get(pk=made[0].pk).owner_id
    assert Rebalance.objects.get().moved == 4


def test_departure_keeps_access_until_the_hour_and_not_longer(house):
    _unit, people, head = house
    SignIn.objects.create(person=people[0], session_key="x", started_at=NOW, seen_at=NOW)
    gone = leaves(people[0], head, last_day=TODAY, ends_at=dt.time(17, 0))

    before = operations.end_due_access(now=gone.access_ends_at - dt.timedelta(minutes=1))
    still = standing_of(people[0], on=TODAY).roles
    after = operations.end_due_access(now=gone.access_ends_at)

    people[0].refresh_from_db()
    assert (before, after, len(still)) == (0, 1, 1)
    assert not people[0].is_active
    assert not SignIn.objects.filter(ended_at__isnull=True).exists()


def test_departure_dated_yesterday_ends_access_at_once(house):
    _unit, people, head = house

    leaves(people[0], head, noticed_on=TODAY - 30 * ONE_DAY, last_day=TODAY - ONE_DAY)

    people[0].refresh_from_db()
    assert (people[0].is_active, Departure.objects.get().access_ended_at) == (False, NOW)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"last_day": TODAY - ONE_DAY}, "PERIOD"),
        ({"noticed_on": TODAY - 90 * ONE_DAY, "last_day": TODAY - 60 * ONE_DAY}, "LONG_PAST"),
    ],
)
def test_departure_is_refused_with_its_reason(house, changes, code):
    with pytest.raises(operations.DepartureRefused) as refused:
        leaves(house[1][0], house[2], **changes)

    assert refused.value.code == code


def test_nobody_records_their_own_departure_and_nobody_twice(house):
    _unit, people, head = house
    with pytest.raises(operations.DepartureRefused) as own:
        leaves(head, head)
    leaves(people[0], head)

    with pytest.raises(operations.DepartureRefused) as twice:
        leaves(people[0], head)

    assert (own.value.code, twice.value.code) == ("OWN", "RECORDED")


def test_cases_that_nobody_may_take_stay_in_their_queue(house):
    unit, people, head = house
    for person in people[1:]:
        person.certificates.all().delete()
    owned(unit, people[0], 2)

    gone = leaves(people[0], head)

    assert gone.cases_handed_over == 2
    assert set(Case.objects.values_list("owner", flat=True)) == {None}
    assert set(WorkItem.objects.values_list("assignee", "status")) == {(None, "READY")}


def test_work_of_the_absent_is_shared_for_the_day_and_the_cases_stay_theirs(house):
    unit, people, _head = house
    early, _late = workforce.shifts(unit)
    workforce.plan(unit, {person: [None] * 4 + [early] for person in people})
    workforce.at_work(people[1], people[2], since=NOW - dt.timedelta(hours=2))
    owned(unit, people[0], 4)

    done = operations.share_absent(unit=unit, by=None, now=NOW)

    assert done.cases == 4
    assert set(Case.objects.values_list("owner", flat=True)) == {people[0].pk}
    shared = list(WorkItem.objects.values_list("assignee", flat=True))
    assert sorted(shared.count(person.pk) for person in people[1:]) == [2, 2]


def test_a_move_is_dated_and_keeps_the_past(house):
    unit, people, head = house
    other, _others = workforce.team(0)
    held = people[0].memberships.get()
    asked = operations.ask_transfer(
        membership=held, unit=other, starts_on=TODAY + ONE_DAY, ends_on=TODAY + 8 * ONE_DAY, reason="Bantuan",
        by=head, now=NOW,
    )  # fmt: skip

    with pytest.raises(operations.TransferRefused) as refused:
        operations.decide_transfer(transfer=asked, is_approved=True, by=head, now=NOW)
    operations.decide_transfer(transfer=asked, is_approved=True, by=people[1], now=NOW)

    held_on = {ahead: memberships_on(TODAY + ahead * ONE_DAY).filter(person=people[0]) for ahead in (0, 1, 8)}
    where = {ahead: list(rows.values_list("unit", flat=True)) for ahead, rows in held_on.items()}
    assert refused.value.code == "TWO_PEOPLE"
    assert where == {0: [unit.pk], 1: [other.pk], 8: [unit.pk]}
