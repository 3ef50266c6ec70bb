"""Money that comes while a round is at work is counted once, as if it had come before or after."""

import datetime as dt

import pytest

from tagih.config import day
from tagih.kernel import clock
from tagih.payments import operations as payments
from tagih.portfolio.models import Contract
from tests.factories.days import company, run_portfolio
from tests.factories.lake import landed

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = (dt.date(2026, 11, date) for date in (18, 19, 20))


def at(date: dt.date, minute: int) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(5, minute), tzinfo=clock.WIB).astimezone(dt.UTC)


def owed() -> tuple[dt.date | None, int, int]:
    row = Contract.objects.get(contract_no="K1")
    return row.oldest_unmet_due_on, int(row.overdue_principal), int(row.overdue_interest)


@pytest.mark.parametrize(("amount", "left"), [(1_000_000, (None, 0, 0)), (400_000, (dt.date(2026, 11, 5), 600_000, 0))])
def test_money_between_derivation_and_publication_counts_once(lake, amount, left):
    company()
    for feed in ("customers", "contracts", "instalments"):
        landed(feed, FIRST, {})
    run_portfolio(FIRST, now=at(FIRST, 0))
    assert owed() == (dt.date(2026, 11, 5), 900_000, 100_000)
    landed("contracts", SECOND, {})
    day.derive(business_date=SECOND, now=at(SECOND, 0), by=None)
    notice = {"payment_ref": "N1", "contract_no": "K1", "paid_at": at(SECOND, 1).isoformat(), "amount": str(amount)}

    payments.post_notice(notice=notice, source="NOTICE", by=None, now=at(SECOND, 1))
    between = owed()
    day.publish(business_date=SECOND, now=at(SECOND, 2), by=None)
    after = owed()
    landed("contracts", THIRD, {})
    run_portfolio(THIRD, now=at(THIRD, 0))

    assert (between, after, owed()) == (left, left, left)
