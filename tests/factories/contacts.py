"""People who can be contacted, and agents who may do it."""

import datetime as dt
import itertools
from typing import Any

from tagih.contacts import operations
from tagih.contacts.models import ContactPoint
from tagih.portfolio.models import Contract, Customer, Product
from tagih.staff.models import Certificate, Person, Unit

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
_serial = itertools.count(1)


def make_branch(**changes: Any) -> Unit:
    company, _ = Unit.objects.get_or_create(code="HQ", defaults={"name": "HQ", "kind": "COMPANY", "path": "1."})
    number = next(_serial)
    return Unit.objects.create(
        **{"code": f"B{number}", "name": "Bandar Lampung", "kind": "BRANCH", "parent": company, "path": f"1.{number}."}
        | changes
    )


def make_debtor(*, dpd: int = 12, contracts: int = 1, region_code: str = "18.71", **changes: Any) -> Customer:
    """A customer in Lampung whose contracts are `dpd` days late at `NOW`."""
    number = next(_serial)
    customer = Customer.objects.create(**{"customer_no": f"C{number}", "full_name": "Siti Aminah"} | changes)
    branch = make_branch()
    product, _ = Product.objects.get_or_create(code="MOTOR", defaults={"name": "Motor"})
    for place in range(contracts):
        Contract.objects.create(
            contract_no=f"K{number}-{place}", customer=customer, product=product, branch=branch, status="ACTIVE",
            arithmetic="BALANCE", oldest_unmet_due_on=NOW.date() - dt.timedelta(days=dpd),
        )  # fmt: skip
    if region_code:
        make_point(customer, kind="ADDRESS", value="Jl. Kartini 8", label="DOMICILE", region_code=region_code)
    return customer


def make_point(customer: Customer, **changes: Any) -> ContactPoint:
    number = 10_000_000 + next(_serial)
    told = {"kind": "PHONE", "value": f"0812{number}", "owner_role": "CONSUMER", "source": "test", "label": "MOBILE"}
    return operations.add_point(customer=customer, by=None, now=NOW, **told | changes)


def make_agent(*, certificates: tuple[str, ...] = ("DESK", "FIELD"), until: dt.date = dt.date(2027, 12, 31)) -> Person:
    number = next(_serial)
    agent = Person.objects.create(
        username=f"agent{number}", employee_no=f"E{number}", full_name="Budi Santoso", joined_on=dt.date(2024, 1, 2)
    )
    for kind in certificates:
        Certificate.objects.create(
            person=agent, kind=kind, number=f"{kind}-{number}", issuer="LSP", valid_from=dt.date(2024, 1, 1),
            valid_until=until,
        )  # fmt: skip
    return agent
