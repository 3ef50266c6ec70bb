"""Who cannot be reached, ranked by what is at stake: by the round and by the event, the same rule twice."""

import random
from decimal import Decimal

import pytest

from tagih.config import jobs
from tagih.contacts import operations
from tagih.contacts.enums import PointState, RepairState
from tagih.contacts.models import ContactPoint, RepairItem
from tagih.contacts.rules.repair import BROKEN, TRANSITIONS, Reach, next_state
from tagih.portfolio.models import Contract, Customer
from tests.factories import contacts
from tests.factories.repair import DAY, NOW, broken, debtor, item, later

pytestmark = pytest.mark.django_db


def roll() -> operations.RepairRoll:
    return operations.roll_repairs(business_date=DAY, now=NOW)


def test_round_opens_an_item_for_each_person_in_arrears_without_a_number():
    nobody, wrong, fine = debtor(), debtor(), debtor()
    broken(wrong)
    contacts.make_point(fine)
    debtor(overdue=0)

    done = roll()

    assert done.opened == 2
    assert set(RepairItem.objects.values_list("customer_id", "state")) == {(nobody.pk, "OPEN"), (wrong.pk, "OPEN")}


def test_round_again_on_the_same_facts_writes_nothing():
    debtor()
    roll()

    again = roll()

    assert again == operations.RepairRoll(0, 0, 0, 0)


def test_numbers_of_others_and_opted_out_numbers():
    relative, silent, damaged = debtor(), debtor(), debtor()
    contacts.make_point(relative, owner_role="EMERGENCY_CONTACT")
    broken(silent, "OPTED_OUT")
    ContactPoint.objects.filter(pk=contacts.make_point(damaged).pk).update(unusable_reason="TOO_SHORT")

    roll()

    assert set(RepairItem.objects.values_list("customer_id", flat=True)) == {relative.pk, damaged.pk}


def test_dead_people_are_not_searched():
    dead, told = debtor(deceased_on=DAY), debtor()
    operations.set_flag(customer=told, flag="DECEASED", reason="the son said so", source="hold:1", by=None, now=NOW)

    assert roll().opened == 0
    assert dead.repair_items.count() == told.repair_items.count() == 0


def test_stake_sums_contracts_and_follows_the_one_furthest_behind():
    person = debtor(contracts=2)
    _first, second = Contract.objects.filter(customer=person).order_by("pk")
    Contract.objects.filter(pk=second.pk).update(oldest_unmet_due_on="2026-09-01", bucket="C2", overdue_interest=500)

    roll()

    opened = RepairItem.objects.get()
    assert (opened.overdue_amount, opened.bucket, opened.branch_id) == (Decimal(2_000_500), "C2", second.branch_id)


def test_item_closes_when_a_number_is_verified_and_waits_while_it_is_only_found():
    person = debtor()
    roll()
    point = contacts.make_point(person)
    roll()
    found = RepairItem.objects.get().state
    ContactPoint.objects.filter(pk=point.pk).update(state=PointState.VERIFIED)

    done = roll()

    closed = RepairItem.objects.get()
    assert (found, closed.state, closed.closed_at, done.repaired) == ("FOUND", "REPAIRED", NOW, 1)


def test_found_number_that_proves_wrong_is_searched_on():
    person = debtor()
    roll()
    point = contacts.make_point(person)
    roll()

    operations.retire_point(contact_point=point, state="DISCONNECTED", reason="dead", by=None, now=later(hours=1))
    jobs.drain()

    assert RepairItem.objects.get().state == "SEARCHING"


def test_item_is_dropped_when_nothing_is_overdue_and_comes_anew_later():
    person = debtor()
    roll()
    Contract.objects.filter(customer=person).update(overdue_principal=0)
    roll()
    Contract.objects.filter(customer=person).update(overdue_principal=900_000)

    roll()

    assert list(RepairItem.objects.order_by("pk").values_list("state", flat=True)) == ["DROPPED", "OPEN"]


def test_wrong_number_opens_items_for_everybody_who_shares_it():
    first, second, other = debtor(), debtor(), debtor()
    shared = contacts.make_point(first, value="081211110000")
    contacts.make_point(second, value="+62 812-1111-0000")
    contacts.make_point(other, value="081233334444")

    operations.retire_point(contact_point=shared, state="WRONG_PERSON", reason="a stranger", by=None, now=NOW)
    jobs.drain()

    assert set(RepairItem.objects.values_list("customer_id", flat=True)) == {first.pk, second.pk}


def test_call_that_meets_a_stranger_opens_an_item_even_when_nobody_shares_the_number():
    person, agent = debtor(), contacts.make_agent()
    point = contacts.make_point(person)
    attempt = operations.open_attempt(
        customer=person, contact_point=point, channel="CALL", purpose="COLLECT", agent=agent, by=agent, now=NOW
    ).attempt

    operations.close_attempt(attempt=attempt, result_class="BAD", is_wrong_person=True, by=agent, now=later(minutes=2))
    jobs.drain()

    assert RepairItem.objects.get().customer == person


def test_conversation_with_the_right_party_repairs():
    person, agent = debtor(), contacts.make_agent()
    item(person)
    point = contacts.make_point(person)
    attempt = operations.open_attempt(
        customer=person, contact_point=point, channel="CALL", purpose="COLLECT", agent=agent, by=agent, now=NOW
    ).attempt

    operations.close_attempt(attempt=attempt, result_class="RPC", by=agent, now=later(minutes=2))
    jobs.drain()

    assert RepairItem.objects.get().state == "REPAIRED"


def test_rule_and_statement_agree_on_random_people():
    draw = random.Random(3)
    people = [debtor(overdue=draw.choice([0, 750_000])) for _ in range(60)]
    for person in draw.sample(people, 40):
        opened = draw.choice([None, "OPEN", "SEARCHING", "EXHAUSTED", "FOUND"])
        if opened:
            RepairItem.objects.create(
                customer=person, branch=person.contracts.first().branch, state=opened, opened_at=NOW, overdue_amount=1
            )
    for person in people:
        for _ in range(draw.randint(0, 2)):
            broken(person, draw.choice(PointState.values), owner_role=draw.choice(["CONSUMER", "CONSUMER", "SPOUSE"]))
    wanted = {person.pk: _by_rule(person) for person in people}

    roll()

    held = {person.pk: _newest_state(person) for person in people}
    assert held == wanted


def _by_rule(person: Customer) -> str | None:
    at_stake = person.contracts.filter(overdue_principal__gt=0).exists()
    own = [p for p in person.contact_points.filter(kind="PHONE", owner_role="CONSUMER") if p.state not in BROKEN]
    reach = Reach(bool(own), any(point.state == "VERIFIED" for point in own))
    return next_state(_newest_state(person), is_at_stake=at_stake, reach=reach)


def _newest_state(person: Customer) -> str | None:
    newest = person.repair_items.order_by("-pk").first()
    return newest.state if newest else None


def test_every_move_the_facts_can_make_is_in_the_table():
    for state in TRANSITIONS:
        if not TRANSITIONS[state]:
            continue
        for at_stake in (True, False):
            for reach in (Reach(False, False), Reach(True, False), Reach(True, True)):
                target = next_state(state, is_at_stake=at_stake, reach=reach)
                assert target == state or RepairState(target) in TRANSITIONS[state]


def test_round_asks_as_often_for_one_as_for_three(django_assert_num_queries):
    for _ in range(3):
        debtor()

    with django_assert_num_queries(5):
        roll()
