"""What the round orders: the words of the day's decisions, and reminders of what was promised for today."""

import datetime as dt

import pytest

from tagih.config import day, reminders
from tagih.kernel import clock
from tagih.messaging.models import Message
from tagih.portfolio.models import Customer
from tests.factories import cases
from tests.factories import messages as make
from tests.strategy.test_day import DAY, NOW, decided_day  # noqa: F401

pytestmark = pytest.mark.django_db


def ordered() -> list[tuple[str, str, str, str]]:
    rows = Message.objects.order_by("reference").values_list("customer__customer_no", "template__code", "step", "state")
    return list(rows)


def morning(on: dt.date = DAY, now: dt.datetime = NOW) -> None:
    day.order_messages(business_date=on, now=now, by=None)


def test_decisions_in_writing_wait_in_the_outbox_once(decided_day):  # noqa: F811
    morning()
    morning()

    assert ordered() == [("C1", "TAGIH_SMS", "ea_sms", "QUEUED")]
    assert Message.objects.get().reference == "2026-11-20:C1:ea_sms"


def test_a_day_that_is_over_orders_nothing(decided_day):  # noqa: F811
    done = day.order_messages(business_date=DAY, now=NOW + dt.timedelta(days=1), by=None)

    assert (done.rows, ordered()) == ({"too_late": 1}, [])


def test_a_promise_for_today_is_reminded_of_once(settings, lake):
    make.ready(settings)
    case = cases.case(cases.branch())
    cases.operations.record_promise(case=case, draft=cases.draft((1, 400_000), (3, 600_000)), by=None, now=make.NOW)
    tomorrow, now = make.DAY + dt.timedelta(days=1), make.NOW + dt.timedelta(days=1)

    assert reminders.order(business_date=make.DAY, now=make.NOW, by=None).new == 0
    reminders.order(business_date=tomorrow, now=now, by=None)
    reminders.order(business_date=tomorrow, now=now, by=None)

    message = Message.objects.get(template__code="REMIND_PROMISE")
    assert (message.customer, message.case, message.state) == (case.customer, case, "QUEUED")
    assert message.due_on == clock.today_in(clock.WIB, now=now)


def test_every_template_that_the_shipped_strategy_names_may_be_said(settings):
    from tagih.messaging.queries import templates_in_use
    from tagih.strategy.queries import shipped_text
    from tagih.strategy.queries.versions import readable

    make.ready(settings)
    strategy = readable(shipped_text())
    written = {step.template for treatment in strategy.treatments.values() for step in treatment.steps
               if step.channel in ("SMS", "WHATSAPP", "EMAIL")}  # fmt: skip

    assert written - templates_in_use() == set()
    assert Customer.objects.count() == 0
