"""People who can be written to, open channels over the sandbox, and orders."""

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any

from tagih.cases.models import Case
from tagih.contacts.models import ContactPoint
from tagih.messaging import operations
from tagih.messaging.models import ChannelSetting, Message
from tagih.messaging.operations import Order
from tagih.portfolio.models import Contract, Customer
from tests.factories import cases, contacts

NOW = cases.NOW
DAY = cases.DAY
_number = count(1)


def clock_at(now: dt.datetime = NOW):
    return lambda: now


def ready(settings: Any, **channels: str) -> None:
    """Templates that come with Tagih, and SMS and e-mail open over the sandbox, or over named providers."""
    settings.TAGIH_MESSAGES = "sandbox"
    operations.load_reference(now=NOW)
    for channel, provider in ({"SMS": "sandbox", "EMAIL": "sandbox"} | channels).items():
        ChannelSetting.objects.update_or_create(
            channel=channel,
            defaults={"provider": provider, "is_open": True, "rate_per_second": 1000, "cost_per_part": Decimal(350)},
        )


def debtor(*, days: int | None = 10, overdue: int = 1_000_000, email: bool = False, **more: Any) -> Customer:
    """A customer of a branch with an open case when late, a mobile number and an address in Lampung."""
    branch = more.pop("branch", None) or cases.branch()
    contract = cases.contract(branch, days=days, overdue=overdue, **more)
    contacts.make_point(contract.customer, kind="ADDRESS", value="Jl. Kartini 8", label="DOMICILE", region_code="18.71")
    contacts.make_point(contract.customer)
    if email:
        contacts.make_point(contract.customer, kind="EMAIL", value=f"siti{next(_number)}@mail.example", label="")
    if days is not None:
        cases.round()
    return contract.customer


def contract_of(customer: Customer) -> Contract:
    return Contract.objects.get(customer=customer)


def case_of(customer: Customer) -> Case | None:
    return Case.objects.filter(customer=customer, status="OPEN").first()


def phone_of(customer: Customer) -> ContactPoint:
    return ContactPoint.objects.get(customer=customer, kind="PHONE")


def order(customer: Customer, *, template: str = "REMIND_EARLY", **more: Any) -> Order:
    case = case_of(customer)
    told = {"reference": f"o{next(_number)}", "customer_id": customer.pk, "template": template, "due_at": NOW,
            "case_id": case.pk if case else None}  # fmt: skip
    return Order(**told | more)


def ordered(customer: Customer, **more: Any) -> Message:
    """One message waiting."""
    one = order(customer, **more)
    operations.order_messages(orders=[one], by=None, now=NOW)
    return Message.objects.get(reference=one.reference)


def send(channel: str = "SMS", *, now: dt.datetime = NOW, **more: Any) -> dict[str, int]:
    return operations.send_due(channel=channel, now=clock_at(now), pause=lambda seconds: None, **more).counts
