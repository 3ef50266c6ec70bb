"""The search for a person: steps in order of cost, through the gate, each with finding, cost, person and time."""

import datetime as dt
from decimal import Decimal

import pytest

from tagih.contacts import operations, queries
from tagih.contacts.adapters import lookup
from tagih.contacts.enums import Finding, TraceKind
from tagih.contacts.models import Attempt, ContactPoint, RepairItem
from tagih.contacts.operations import Given
from tagih.contacts.rules import repair as rules
from tagih.kernel.errors import Refusal
from tagih.portfolio.models import Customer
from tests.factories import contacts
from tests.factories.repair import NOW, broken, debtor, item, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent():
    return contacts.make_agent()


def relative(customer: Customer, *, may_be_asked: bool = True, role: str = "EMERGENCY_CONTACT") -> ContactPoint:
    if may_be_asked:
        operations.grant_consent(
            customer=customer, scope="LOCATE", evidence="application form", granted_on=dt.date(2025, 1, 1), by=None,
            now=NOW,
        )  # fmt: skip
    return contacts.make_point(customer, owner_role=role, owner_name="Ibu Ratna")


def refused(code: str):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def test_relative_with_consent_is_asked_for_whereabouts_and_gives_a_number(agent):
    search = item()
    point = relative(search.customer)
    outcome = operations.ask_whereabouts(item=search, kind="EMERGENCY_CONTACT", contact_point=point, by=agent, now=NOW)

    step = operations.record_step(
        item=search, kind="EMERGENCY_CONTACT", finding="NUMBER", attempt=outcome.attempt, by=agent,
        found=Given("0813 5555 0001", label="MOBILE"), now=later(minutes=4),
    )  # fmt: skip

    search.refresh_from_db()
    assert outcome.decision.purpose == "LOCATE"
    assert (step.cost, step.person, step.made_at, step.asked) == (Decimal(2000), agent, later(minutes=4), point)
    assert (step.found.source, step.found.owner_role, step.found.state) == (
        "TRACE_EMERGENCY_CONTACT", "CONSUMER", "UNVERIFIED"
    )  # fmt: skip
    assert search.state == "FOUND"
    assert Attempt.objects.get().result_class == "TPC"


def test_relative_without_consent_is_refused_by_the_gate_and_nothing_is_recorded(agent):
    search = item()
    point = relative(search.customer, may_be_asked=False)

    outcome = operations.ask_whereabouts(item=search, kind="EMERGENCY_CONTACT", contact_point=point, by=agent, now=NOW)

    assert not outcome.allowed
    assert "EC_NO_CONSENT" in {reason["rule"] for reason in outcome.decision.reasons}
    with refused("STEP_NEEDS_ATTEMPT"):
        operations.record_step(item=search, kind="EMERGENCY_CONTACT", finding="KNOWS_NOTHING", by=agent, now=NOW)
    operations.record_step(item=search, kind="EMERGENCY_CONTACT", finding="NOT_POSSIBLE", by=agent, now=NOW)
    assert search.steps.get().cost == 0


def test_employer_is_not_asked_as_if_he_were_the_emergency_contact(agent):
    search = item()
    office = relative(search.customer, role="OFFICE")

    with refused("STEP_DOES_NOT_FIT"):
        operations.ask_whereabouts(item=search, kind="EMERGENCY_CONTACT", contact_point=office, by=agent, now=NOW)
    assert operations.ask_whereabouts(item=search, kind="EMPLOYER", contact_point=office, by=agent, now=NOW).allowed


def test_one_call_is_one_step(agent):
    search = item()
    call = operations.ask_whereabouts(
        item=search, kind="EMERGENCY_CONTACT", contact_point=relative(search.customer), by=agent, now=NOW
    ).attempt
    operations.record_step(item=search, kind="EMERGENCY_CONTACT", finding="NO_ANSWER", attempt=call, by=agent, now=NOW)

    with refused("STEP_NEEDS_ATTEMPT"):
        operations.record_step(
            item=search, kind="EMERGENCY_CONTACT", finding="KNOWS_NOTHING", attempt=call, by=agent, now=NOW
        )


def test_dead_number_of_a_relative_is_learnt(agent):
    search = item()
    point = relative(search.customer)
    call = operations.ask_whereabouts(
        item=search, kind="EMERGENCY_CONTACT", contact_point=point, by=agent, now=NOW
    ).attempt

    operations.record_step(item=search, kind="EMERGENCY_CONTACT", finding="BAD_NUMBER", attempt=call, by=agent, now=NOW)

    point.refresh_from_db()
    assert point.state == "DISCONNECTED"


def test_number_of_the_same_person_in_another_record_is_taken_over_for_nothing(agent):
    search = item()
    twin, stranger = contacts.make_debtor(), contacts.make_debtor()
    Customer.objects.filter(pk__in=[search.customer_id, twin.pk]).update(identity_hash=b"same")
    theirs = contacts.make_point(twin, value="081344445555")
    contacts.make_point(stranger)
    search = RepairItem.objects.select_related("customer").get(pk=search.pk)

    (offer,) = queries.elsewhere(search.customer)
    step = operations.adopt_point(item=search, contact_point=theirs, by=agent, now=NOW)

    assert (offer.point_id, offer.customer_no) == (theirs.pk, twin.customer_no)
    assert (step.cost, bytes(step.found.value_hash)) == (0, bytes(theirs.value_hash))
    assert queries.elsewhere(search.customer) == []


def test_number_of_a_stranger_is_not_taken_over(agent):
    search = item()
    theirs = contacts.make_point(contacts.make_debtor())

    with refused("STEP_DOES_NOT_FIT"):
        operations.adopt_point(item=search, contact_point=theirs, by=agent, now=NOW)


def test_number_that_proved_wrong_before_is_no_find(agent):
    person = debtor()
    broken(person, value="081299990000")
    search = item(person)

    with refused("POINT_PROVEN_WRONG"):
        operations.record_step(
            item=search, kind="OTHER_CONTRACTS", finding="NUMBER", found=Given("+62 812-9999-0000"), by=agent, now=NOW
        )

    assert not search.steps.exists()


def test_finding_without_what_was_found_is_refused(agent):
    with refused("FOUND_MISSING"):
        operations.record_step(item=item(), kind="OTHER_CONTRACTS", finding="NUMBER", by=agent, now=NOW)


def test_search_is_exhausted_when_every_step_was_tried_and_lives_again_with_the_next(agent):
    search = item()
    for kind in TraceKind:
        finding = "KNOWS_NOTHING" if kind in ("OTHER_CONTRACTS", "PROVIDER_LOOKUP") else "NOT_POSSIBLE"
        operations.record_step(item=search, kind=kind, finding=finding, by=agent, now=NOW)
    search.refresh_from_db()
    tried = search.state

    operations.record_step(
        item=search, kind="OTHER_CONTRACTS", finding="NUMBER", found=Given("081366667777"), by=agent, now=NOW
    )

    search.refresh_from_db()
    assert (tried, search.state) == ("EXHAUSTED", "FOUND")


def test_provider_is_asked_only_where_one_is_set_up(agent, settings):
    search = item()
    with refused("NO_LOOKUP"):
        operations.look_up(item=search, by=agent, now=NOW)
    settings.TAGIH_LOOKUP = "sandbox"

    step = operations.look_up(item=search, by=agent, now=NOW)

    assert (step.kind, step.cost) == ("PROVIDER_LOOKUP", Decimal(60_000))
    assert step.finding in (Finding.NUMBER, Finding.KNOWS_NOTHING)


def test_provider_hears_nothing_of_a_debt(settings):
    settings.TAGIH_LOOKUP = "sandbox"

    answers = [lookup.lookup().numbers_of(lookup.Wanted(f"C{n}", "Siti", "")) for n in range(200)]

    assert set(lookup.Wanted.__slots__) == {"customer_no", "full_name", "birth_date"}
    assert 60 < sum(bool(found) for found in answers) < 140
    assert answers == [lookup.lookup().numbers_of(lookup.Wanted(f"C{n}", "Siti", "")) for n in range(200)]


def test_closed_search_takes_no_steps(agent):
    search = item()
    ContactPoint.objects.filter(pk=contacts.make_point(search.customer).pk).update(state="VERIFIED")
    operations.look_again(customer_ids=[search.customer_id], now=NOW)

    with refused("REPAIR_OVER"):
        operations.record_step(item=search, kind="OTHER_CONTRACTS", finding="KNOWS_NOTHING", by=agent, now=NOW)


def test_steps_come_in_order_of_cost_and_the_house_sets_costs(settings):
    settings.TAGIH_REPAIR_COSTS = "FIELD_VISIT=90000, EMPLOYER=1000"
    search = item()

    told = [(step.kind, step.cost) for step in queries.search_of(search)]

    assert told == [
        ("OTHER_CONTRACTS", 0), ("EMPLOYER", 1_000), ("EMERGENCY_CONTACT", 2_000), ("PROVIDER_LOOKUP", 60_000),
        ("FIELD_VISIT", 90_000),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["FIELD_VISIT", "FIELD_VISIT=-3", "FIELD_VISIT=4.5", "MAGIC=3"])
def test_costs_that_cannot_be_read(text):
    with pytest.raises(ValueError):
        rules.costs_of(text)


def number(**changes) -> rules.Number:
    known = {"state": "VERIFIED", "is_usable": True, "verified_on": NOW.date(), "reached_on": None, "failures": 0}
    return rules.Number(**known | changes)


@pytest.mark.parametrize(
    ("numbers", "asked"),
    [
        ([], ["NO_NUMBER"]),
        ([number(is_usable=False, state="WRONG_PERSON")], ["NO_NUMBER"]),
        ([number()], []),
        ([number(state="UNVERIFIED", verified_on=None)], ["NO_VERIFIED_NUMBER"]),
        ([number(verified_on=NOW.date() - dt.timedelta(days=181))], ["OLD_VERIFICATION"]),
        ([number(verified_on=NOW.date() - dt.timedelta(days=400), reached_on=NOW.date())], []),
        ([number(verified_on=None)], ["OLD_VERIFICATION"]),
        ([number(failures=3)], ["BETTER_HOUR"]),
        ([number(failures=3), number()], []),
        ([number(is_other_answering=True)], ["ONLY_OTHERS_ANSWER"]),
    ],
)
def test_what_to_ask_for_while_talking(numbers, asked):
    assert rules.asks(numbers, today=NOW.date()) == asked
