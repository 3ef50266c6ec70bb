"""Contracts in PostgreSQL with a schedule, and notices for them."""

import datetime as dt
from decimal import Decimal
from typing import Any

from tagih.portfolio.models import BusinessDay, Contract, Customer, Instalment, Product
from tagih.staff.models import Unit

ON = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)


def branch() -> Unit:
    top, _ = Unit.objects.get_or_create(code="HQ", defaults={"name": "HQ", "kind": "COMPANY", "path": "1."})
    return Unit.objects.get_or_create(
        code="B1", defaults={"name": "B1", "kind": "BRANCH", "parent": top, "path": "1.2."}
    )[0]


def contract(number: str = "K1", *, due_dates: tuple[str, ...] = ("2026-10-05", "2026-11-05"), **more: Any) -> Contract:
    """A contract of Rp1.000.000 an instalment, on the newest business date."""
    BusinessDay.objects.get_or_create(date=ON, defaults={"opened_at": NOW, "lake_version": 1, "published_version": 1})
    customer, _ = Customer.objects.get_or_create(customer_no=f"C-{number}", defaults={"full_name": f"Person {number}"})
    product, _ = Product.objects.get_or_create(code="MOTOR", defaults={"name": "MOTOR"})
    row = Contract.objects.create(
        contract_no=number, customer=customer, product=product, branch=branch(), **({"status": "ACTIVE"} | more)
    )
    for position, due_date in enumerate(due_dates, start=1):
        Instalment.objects.create(
            contract=row, number=position, due_date=dt.date.fromisoformat(due_date), principal=Decimal(800_000),
            interest=Decimal(200_000),
        )  # fmt: skip
    return row


def notice(**more: Any) -> dict[str, Any]:
    """A notice of Rp1.000.000 for K1."""
    told = {"payment_ref": "N1", "contract_no": "K1", "paid_at": "2026-11-20T09:00:00+07:00", "amount": "1000000"}
    return told | {"channel": "VA"} | more
