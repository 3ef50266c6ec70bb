"""A certificate that ends, or is suspended: gate, dialer, field plan, roster and hand-out follow by themselves."""

import datetime as dt

import pytest

from tagih.contacts import operations as contacts
from tagih.dialer import operations as dialer
from tagih.field.operations import routing
from tagih.staff.models import Certificate
from tagih.workforce.operations.sharing import takers
from tagih.workforce.queries.problem import uncertified_days
from tests.factories import cases as make
from tests.factories import field as door
from tests.factories import quality

pytestmark = pytest.mark.django_db
LAST = dt.date(2026, 11, 20)
NEXT = LAST + dt.timedelta(days=1)
DAYS = [LAST, NEXT]


@pytest.fixture
def branch():
    return quality.branch()


def at_ten(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(3), tzinfo=dt.UTC)


def ends(person, kind: str, *, suspended: bool = False) -> None:
    """The certificate ends on the last day, or holds on and is suspended from the next."""
    made = Certificate.objects.filter(person=person, kind=kind)
    made.update(valid_until=NEXT if suspended else LAST, suspended_at=at_ten(NEXT) if suspended else None)


def test_the_last_day_counts_and_the_day_after_nobody_is_planned_or_given_cases(branch):
    agent = quality.agent(branch)
    ends(agent, "DESK")
    unit = branch.children.filter(kind="TEAM").first() or branch

    able = [{one.id for one in takers(unit, day, without=set(), only=None) if one.is_certified} for day in DAYS]

    assert able == [{agent.pk}, set()]
    assert uncertified_days([agent.pk], LAST, NEXT) == {agent.pk: {NEXT}}


def test_a_suspended_certificate_counts_as_none_everywhere(branch):
    agent = quality.agent(branch)
    ends(agent, "DESK", suspended=True)
    unit = branch.children.filter(kind="TEAM").first() or branch

    assert not any(one.is_certified for one in takers(unit, NEXT, without=set(), only=None))
    assert uncertified_days([agent.pk], NEXT, NEXT) == {agent.pk: {NEXT}}
    with pytest.raises(dialer.NoCertificate):
        dialer.sit_down(person=agent, now=at_ten(NEXT))


def test_who_never_had_a_certificate_is_in_training_and_planned(branch):
    trainee = make.agent(branch, name="Putri Anjani")

    assert uncertified_days([trainee.pk], LAST, NEXT)[trainee.pk] == set()


def test_the_dialer_seats_until_the_last_day(branch):
    agent = quality.agent(branch)
    ends(agent, "DESK")

    dialer.sit_down(person=agent, now=at_ten(LAST))

    with pytest.raises(dialer.NoCertificate):
        dialer.sit_down(person=agent, now=at_ten(NEXT))


def test_the_gate_lets_calls_through_on_the_last_day_only(branch):
    agent, case = quality.agent(branch), make.case(branch)
    ends(agent, "DESK")
    point = contacts.add_point(customer=case.customer, kind="PHONE", value="081290001234", owner_role="CONSUMER",
                               source="x", by=None, now=at_ten(LAST))  # fmt: skip

    def rules(day: dt.date) -> set[str]:
        outcome = contacts.open_attempt(customer=case.customer, contact_point=point, channel="CALL", purpose="COLLECT",
                                        agent=agent, by=agent, now=at_ten(day))  # fmt: skip
        return {reason["rule"] for reason in outcome.decision.reasons}

    found = [rules(day) for day in DAYS]

    assert ["AGENT_CERT_EXPIRED" in one for one in found] == [False, True]


def test_the_field_plan_leaves_the_collector_out_from_the_next_day(branch):
    collector = door.collector(branch)
    ends(collector, "FIELD")
    plans = [routing.DayPlan(branch=branch, day=day) for day in DAYS]

    found = [routing._able(plan) for plan in plans]

    assert [[man.person for man in men] for men, _out in found] == [[collector], []]
    assert found[1][1] == [{"collector": str(collector), "reason": "NO_CERTIFICATE"}]
