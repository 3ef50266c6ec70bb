import datetime as dt

import pytest

from tagih.contacts import operations
from tagih.contacts.models import Attempt, GateDecision
from tagih.journal.models import Event
from tagih.kernel.operations import set_calendar_day
from tests.contacts.test_attempts import call
from tests.factories.contacts import make_debtor, make_point

pytestmark = pytest.mark.django_db
HALF = dt.timedelta(minutes=30)


def free_day(now):
    set_calendar_day(date=now.date(), kind="NATIONAL", name="Pilkada", source="Keppres", by="admin", now=now)


def waiting(now, **changes):
    debtor = make_debtor()
    return call(debtor, make_point(debtor), now, starts_now=False, **changes).attempt


def test_holiday_added_at_noon_calls_back_what_has_not_started(now):
    ahead, begun = waiting(now), waiting(now)
    assert operations.start_attempt(attempt=begun, by=None, now=now)
    talking = call(debtor := make_debtor(), make_point(debtor), now).attempt
    free_day(now)

    assert operations.call_back_reserved(now=now + HALF) == 1

    states = {a.pk: a.state for a in Attempt.objects.all()}
    assert states == {ahead.pk: "CANCELLED", begun.pk: "RESERVED", talking.pk: "RESERVED"}
    refusal = GateDecision.objects.get(verdict="DENY")
    assert (refusal.customer_id, refusal.refused_by) == (ahead.customer_id, ["HOLIDAY_NATIONAL"])
    assert Event.objects.get(name="contacts.WorkCalledBack").payload["attempts"] == 1
    assert not operations.start_attempt(attempt=ahead, by=None, now=now + HALF)


def test_nothing_is_called_back_on_an_ordinary_day_and_its_own_reservation_is_no_reason(now):
    ahead = waiting(now)

    assert operations.call_back_reserved(now=now + HALF) == 0
    assert operations.start_attempt(attempt=ahead, by=None, now=now + HALF)
    assert not operations.start_attempt(attempt=ahead, by=None, now=now + HALF)


def test_flag_set_since_calls_back_too(now):
    ahead = waiting(now)
    operations.set_flag(customer=ahead.customer, flag="ILL", reason="x", source="t", by=None, now=now)

    assert operations.call_back_reserved(now=now + HALF) == 1
    assert operations.call_back_reserved(now=now + HALF) == 0


def test_sweep_runs_every_minute():
    from procrastinate.contrib.django import app

    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}

    assert periodic["contacts.call_back_reserved"] == "* * * * *"
