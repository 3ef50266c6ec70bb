"""People whom nobody can reach, and those who search for them."""

import datetime as dt
from decimal import Decimal

from tagih.contacts import operations
from tagih.contacts.models import ContactPoint, RepairItem
from tagih.portfolio.models import Contract, Customer
from tests.factories import contacts

NOW = contacts.NOW
DAY = NOW.date()


def debtor(*, overdue: int = 1_000_000, **changes: object) -> Customer:
    """A customer in Lampung, 12 days late, without any number."""
    made = contacts.make_debtor(**changes)
    Contract.objects.filter(customer=made).update(overdue_principal=Decimal(overdue), bucket="C0")
    return made


def broken(customer: Customer, state: str = "WRONG_PERSON", **changes: object) -> ContactPoint:
    point = contacts.make_point(customer, **changes)
    ContactPoint.objects.filter(pk=point.pk).update(state=state)
    point.refresh_from_db()
    return point


def item(customer: Customer | None = None, **changes: object) -> RepairItem:
    """An open repair item, by way of the round."""
    customer = customer or debtor(**changes)
    operations.look_again(customer_ids=[customer.pk], now=NOW)
    return RepairItem.objects.get(customer=customer, closed_at__isnull=True)


def later(**delta: float) -> dt.datetime:
    return NOW + dt.timedelta(**delta)
