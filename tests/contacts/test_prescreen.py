import datetime as dt
import random

import pytest

from tagih.contacts import enums, operations, packs, queries
from tagih.contacts.models import ContactPoint
from tagih.contacts.queries import facts
from tagih.contacts.rules.decision import decide
from tagih.portfolio.models import Contract
from tests.factories.contacts import make_agent, make_debtor, make_point

pytestmark = pytest.mark.django_db
MOMENTS = [  # an ordinary morning, an evening lawful in WIB alone, a Sunday, an early Saturday
    dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC),
    dt.datetime(2026, 11, 20, 11, 30, tzinfo=dt.UTC),
    dt.datetime(2026, 11, 22, 3, 0, tzinfo=dt.UTC),
    dt.datetime(2026, 11, 20, 23, 30, tzinfo=dt.UTC),
]


def populate(dice, agent, now):
    """People with a bit of everything; attempts are made through the gate, where it lets them."""
    for _ in range(dice.choice([1, 2])):
        region = dice.choice(["18.71", "73.71", "91.71", "", "18.01"])
        debtor = make_debtor(dpd=dice.choice([12, 12, 0, 40]), contracts=dice.choice([1, 2]), region_code=region)
        points = [make_point(debtor) for _ in range(dice.choice([1, 1, 2]))]
        if dice.random() < 0.2:
            Contract.objects.filter(customer=debtor).update(status=dice.choice(["CLOSED", "SOLD", "WRITTEN_OFF"]))
        if dice.random() < 0.2:
            operations.set_flag(customer=debtor, flag=dice.choice(enums.Flag.values), reason="x", source="t", by=None,
                                now=now)  # fmt: skip
        if dice.random() < 0.3:
            numbers = ["", *Contract.objects.filter(customer=debtor).values_list("contract_no", flat=True)]
            operations.restrain(
                customer=debtor, kind=dice.choice(enums.RestraintKind.values), source=f"t:{debtor.pk}", by=None,
                now=now, contract_no=dice.choice(numbers), due_on=now.date() + dt.timedelta(days=dice.randrange(-2, 4)),
            )  # fmt: skip
        if dice.random() < 0.3:
            operations.grant_consent(customer=debtor, scope="TIME", evidence="x", by=None, now=now,
                                     granted_on=now.date() - dt.timedelta(days=dice.choice([0, 9, -1])))  # fmt: skip
        if dice.random() < 0.2:
            operations.record_wish(customer=debtor, evidence="x", by=None, now=now, not_before=dt.time(9),
                                   refused_channels=dice.choice([[], ["CALL"], ["SMS"]]))  # fmt: skip
        for hours in sorted(dice.sample(range(1, 24 * 8), dice.choice([0, 0, 1, 4])), reverse=True):
            made = operations.open_attempt(
                customer=debtor, contact_point=dice.choice(points), channel=dice.choice(["CALL", "SMS"]),
                purpose="REMIND", agent=agent, by=None, now=now - dt.timedelta(hours=hours),
            )  # fmt: skip
            if made.attempt and dice.random() < 0.7:
                operations.close_attempt(attempt=made.attempt, by=None, now=now,
                                         result_class=dice.choice(enums.ResultClass.values),
                                         is_abandoned=dice.random() < 0.2)  # fmt: skip


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_prescreen_answers_as_the_rules_one_by_one(now):
    dice, agent = random.Random(now.isoformat()), make_agent()
    for _ in range(30):
        populate(dice, agent, now)
    asked = packs.named("ID_OJK_2023+HOUSE_DEFAULT", now.date())

    told = queries.prescreen(channel="CALL", purpose="COLLECT", now=now, agent=agent)

    one_by_one = {}
    for point in ContactPoint.objects.filter(kind="PHONE").select_related("customer").distinct("customer"):
        best = queries.next_point(point.customer, at=now)
        if best is not None:
            known = facts.gather(
                customer=point.customer, contact_point=ContactPoint(pk=best.id), channel="CALL", purpose="COLLECT",
                agent=agent, place=None, now=now,
            )  # fmt: skip
            calendars = facts.live_calendars(asked, known.calendar)
            one_by_one[point.customer_id, best.id] = decide(known.case, asked, calendars)
    assert set(told.allowed) == {key for key, decision in one_by_one.items() if decision.allowed}
    assert told.asked == len(one_by_one)
    rules = [r.rule for d in one_by_one.values() for r in d.reasons if r.severity == "DENY"]
    assert told.refused == {rule: rules.count(rule) for rule in set(rules)}


def test_boundaries_cut_between_attempts_that_count_and_those_that_do_not(now):
    agent, debtor = make_agent(), make_debtor()
    point = make_point(debtor)
    operations.open_attempt(customer=debtor, contact_point=point, channel="CALL", purpose="COLLECT", agent=agent,
                            by=None, now=now)  # fmt: skip
    twin = make_debtor()
    operations.open_attempt(customer=twin, contact_point=make_point(twin), channel="CALL", purpose="COLLECT",
                            agent=agent, by=None, now=now + dt.timedelta(microseconds=1))  # fmt: skip

    told = queries.prescreen(channel="CALL", purpose="COLLECT", now=now + dt.timedelta(minutes=120), agent=agent)

    assert told.allowed == [(debtor.pk, point.pk)]
    assert told.refused == {"COOLDOWN": 1}
