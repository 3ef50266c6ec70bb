"""What the law wants proven is proven on a day that has begun somewhere in the country."""

import datetime as dt

import pytest

from tagih.contacts import operations
from tagih.contacts.models import DefaultProof, LetterRecord
from tests.factories.contacts import make_debtor

pytestmark = pytest.mark.django_db
MORNING = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)  # 10.00 in Jakarta
NIGHT = dt.datetime(2026, 11, 20, 15, 30, tzinfo=dt.UTC)  # 00.30 of the 21st in Jayapura


def prove(day: dt.date, now: dt.datetime) -> None:
    debtor = make_debtor()
    operations.record_default_proof(
        customer=debtor, contract_no=debtor.contracts.get().contract_no, kind="COURT_DECISION", proven_on=day,
        evidence="Putusan 12/Pdt.G/2026", by=None, now=now,
    )  # fmt: skip


def deliver(day: dt.date, now: dt.datetime) -> None:
    debtor = make_debtor()
    operations.record_letter(
        customer=debtor, contract_no=debtor.contracts.get().contract_no, kind="SP1", source=f"letter:{debtor.pk}",
        delivered_on=day, by=None, now=now,
    )  # fmt: skip


@pytest.mark.parametrize("tell", [prove, deliver])
def test_tomorrow_proves_nothing(tell) -> None:
    with pytest.raises(operations.NotInTheFuture):
        tell(dt.date(2026, 11, 21), MORNING)
    tell(dt.date(2026, 11, 20), MORNING)

    assert DefaultProof.objects.count() + LetterRecord.objects.count() == 1


@pytest.mark.parametrize("tell", [prove, deliver])
def test_a_day_begins_in_the_east(tell) -> None:
    tell(dt.date(2026, 11, 21), NIGHT)

    assert DefaultProof.objects.count() + LetterRecord.objects.count() == 1
