import datetime as dt

import pytest

from tagih.workforce import operations
from tagih.workforce.models import Plan
from tests.factories import staff, workforce
from tests.factories.workforce import NEXT_MONDAY, NOW, ONE_DAY

pytestmark = pytest.mark.django_db
TUESDAY = NEXT_MONDAY + ONE_DAY


@pytest.fixture
def house():
    unit, people = workforce.team()
    early, late = workforce.shifts(unit)
    plan = workforce.plan(
        unit, {people[0]: [early, early, None], people[1]: [late, None, early]}, first_day=NEXT_MONDAY
    )
    return plan, people, early, late


@pytest.fixture
def leader():
    return workforce.agent(staff.company(), "Ketua", role="TEAM_LEADER")


def swap(plan, giver, taker, giver_day=NEXT_MONDAY, taker_day=NEXT_MONDAY):
    return operations.offer_swap(plan=plan, giver=giver, giver_day=giver_day, taker=taker, taker_day=taker_day, now=NOW)


def test_swap_exchanges_shifts_when_both_agree_and_a_leader_approves(house, leader):
    plan, people, *_shifts = house
    asked = swap(plan, people[0], people[1])

    operations.answer_swap(swap=asked, is_agreed=True, by=people[1], now=NOW)
    operations.decide_swap(swap=asked, is_approved=True, by=leader, now=NOW)

    assert workforce.row_of(plan, people[0]) == ["S", "P", "-"]
    assert workforce.row_of(plan, people[1]) == ["P", "-", "P"]


def test_swap_of_two_days_moves_both(house, leader):
    plan, people, *_shifts = house
    asked = swap(plan, people[0], people[1], TUESDAY, TUESDAY + ONE_DAY)

    operations.answer_swap(swap=asked, is_agreed=True, by=people[1], now=NOW)
    operations.decide_swap(swap=asked, is_approved=True, by=leader, now=NOW)

    assert workforce.row_of(plan, people[0]) == ["P", "-", "P"]
    assert workforce.row_of(plan, people[1]) == ["S", "P", "-"]


def test_swap_that_breaks_the_rest_is_refused_before_anybody_is_asked(house):
    plan, people, *_shifts = house
    Plan.objects.filter(pk=plan.pk).update(rules=plan.rules | {"rest_h": 13})

    with pytest.raises(operations.SwapRefused) as refused:
        swap(plan, people[0], people[1])

    assert refused.value.code == "RULE_BROKEN"
    assert "24/11" in str(refused.value)


def test_swap_is_asked_again_about_rules_when_it_is_decided(house, leader):
    plan, people, *_shifts = house
    asked = swap(plan, people[0], people[1])
    operations.answer_swap(swap=asked, is_agreed=True, by=people[1], now=NOW)
    operations.set_cell(plan=plan, person=people[0], day=NEXT_MONDAY, shift=None, by=None, now=NOW)

    with pytest.raises(operations.SwapRefused) as refused:
        operations.decide_swap(swap=asked, is_approved=True, by=leader, now=NOW)

    assert refused.value.code == "NO_SHIFT"


@pytest.mark.parametrize("who", ["giver", "leader"])
def test_swap_is_answered_only_by_the_colleague(house, leader, who):
    plan, people, *_shifts = house
    asked = swap(plan, people[0], people[1])

    with pytest.raises(operations.SwapRefused) as refused:
        operations.answer_swap(swap=asked, is_agreed=True, by=people[0] if who == "giver" else leader, now=NOW)

    assert refused.value.code == "NOT_YOURS"


def test_swap_is_not_decided_by_those_it_is_about(house):
    plan, people, *_shifts = house
    asked = swap(plan, people[0], people[1])
    operations.answer_swap(swap=asked, is_agreed=True, by=people[1], now=NOW)

    with pytest.raises(operations.SwapRefused) as refused:
        operations.decide_swap(swap=asked, is_approved=True, by=people[1], now=NOW)

    assert refused.value.code == "OWN"


def offer(house, kind, day=NEXT_MONDAY + 2 * ONE_DAY, places=1):
    plan, _people, early, _late = house
    return operations.make_offer(plan=plan, kind=kind, day=day, shift=early, places=places, by=None, now=NOW)


def test_open_shift_goes_to_whoever_asks_first(house):
    plan, people, *_shifts = house
    made = offer(house, "OPEN_SHIFT")

    operations.bid(offer=made, person=people[2], has_consented=False, now=NOW)

    made.refresh_from_db()
    assert (made.status, workforce.row_of(plan, people[2])) == ("FILLED", ["-", "-", "P"])
    with pytest.raises(operations.OfferRefused) as refused:
        operations.bid(offer=made, person=people[0], has_consented=False, now=NOW)
    assert refused.value.code == "CLOSED"


def test_overtime_needs_agreement_and_keeps_its_words(house):
    plan, people, *_shifts = house
    made = offer(house, "OVERTIME")

    with pytest.raises(operations.OfferRefused) as refused:
        operations.bid(offer=made, person=people[2], has_consented=False, now=NOW)
    agreed = operations.bid(offer=made, person=people[2], has_consented=True, now=NOW)

    assert refused.value.code == "NO_CONSENT"
    assert "25/11/2026" in agreed.consent
    assert plan.cells.get(person=people[2]).origin == "OVERTIME"


def test_overtime_stops_at_eighteen_hours_a_week():
    unit, people = workforce.team(1)
    early, _late = workforce.shifts(unit)
    plan = workforce.plan(unit, {people[0]: [None] * 4}, first_day=NEXT_MONDAY)
    told = {"plan": plan, "kind": "OVERTIME", "shift": early, "places": 1, "by": None, "now": NOW}
    offers = [operations.make_offer(day=NEXT_MONDAY + ahead * ONE_DAY, **told) for ahead in range(3)]
    for made in offers[:2]:
        operations.bid(offer=made, person=people[0], has_consented=True, now=NOW)

    with pytest.raises(operations.OfferRefused) as refused:
        operations.bid(offer=offers[2], person=people[0], has_consented=True, now=NOW)

    assert refused.value.code == "OVERTIME_WEEK"


def test_offers_lie_in_the_plan_and_ahead(house):
    with pytest.raises(operations.OfferRefused) as refused:
        offer(house, "OPEN_SHIFT", day=dt.date(2027, 1, 4))

    assert refused.value.code == "DAY"
