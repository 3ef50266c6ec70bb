"""What the variables of a template stand for, for one person now."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from babel.dates import format_date

from tagih.cases.models import Promise
from tagih.cases.queries import business_date
from tagih.kernel import money
from tagih.messaging.queries.links import link_of
from tagih.messaging.rules.outbox import Standing
from tagih.messaging.rules.templates import VARIABLES
from tagih.portfolio import queries as portfolio
from tagih.portfolio.models import Contract, Customer
from tagih.staff.models import Unit

STOP = {"id": "Balas STOP untuk berhenti", "en": "Reply STOP to opt out"}


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed on one contract on a day: late, or the instalment that comes next."""

    contract_no: str
    amount: Decimal
    due_on: dt.date | None
    days_late: int


def standings_of(customer_id: int) -> list[Standing]:
    """This will tell how each live contract of a person stands. One query."""
    rows = Contract.objects.filter(customer_id=customer_id, status__in=["ACTIVE", "WRITTEN_OFF"])
    told = rows.values_list("contract_no", "oldest_unmet_due_on", "next_due_on", "overdue_principal",
                            "overdue_interest", "overdue_fee")  # fmt: skip
    return [
        Standing(no, oldest is not None and sum(parts) > 0, next_due_on)
        for no, oldest, next_due_on, *parts in told
    ]  # fmt: skip


def owed_of(customer_id: int, *, contract_no: str, on: dt.date) -> list[Owed]:
    """This will list what is owed on each live contract, late ones first, the oldest before. One query."""
    rows = Contract.objects.filter(customer_id=customer_id, status__in=["ACTIVE", "WRITTEN_OFF"])
    rows = rows.filter(contract_no=contract_no) if contract_no else rows
    return sorted(
        (_owed(row, on) for row in rows.select_related("product")),
        key=lambda one: (-one.days_late, one.due_on or dt.date.max, one.contract_no),
    )


def _owed(row: Contract, on: dt.date) -> Owed:
    late = row.overdue_principal + row.overdue_interest + row.overdue_fee
    if row.oldest_unmet_due_on is not None and late > 0:
        days = max((on - row.oldest_unmet_due_on).days, 0)
        return Owed(row.contract_no, late + portfolio.late_charge_on(row, on), row.oldest_unmet_due_on, days)
    return Owed(row.contract_no, row.instalment_amount or money.ZERO, row.next_due_on, 0)


def values_of(
    customer: Customer, *, contract_no: str, language: str, extra: Mapping[str, str], now: dt.datetime
) -> dict[str, str]:  # fmt: skip
    """This will return every variable that is known for a person, in the words of a language."""
    on = business_date(now=now)
    owed = owed_of(customer.pk, contract_no=contract_no, on=on)
    late = [one for one in owed if one.days_late]
    shown = late or owed[:1]
    amount = money.total(one.amount for one in shown)
    promise = Promise.objects.filter(case__customer=customer, status="OPEN").order_by("-made_at").first()
    first = shown[0] if shown else None
    values = {
        "lender": company_name(),
        "name": customer.full_name,
        "contract_no": masked_number(first.contract_no) if first else "",
        "amount_due": money.rupiah(amount) if amount > 0 else "",
        "due_date": _day(first.due_on, language) if first and first.due_on else "",
        "days_late": str(first.days_late) if first and first.days_late else "",
        "promise_amount": money.rupiah(promise.total) if promise else "",
        "promise_date": _day(promise.last_due_on, language) if promise else "",
        "link": link_of(customer.pk, now=now),
        "stop": STOP[language],
    }
    return values | {str(name): str(value) for name, value in extra.items() if value not in (None, "")}


def company_name() -> str:
    """This will return the lender's name, as the root of the organisation has it."""
    root = Unit.objects.filter(kind="COMPANY").order_by("pk").values_list("name", flat=True).first()
    return root or "Tagih"


def masked_number(contract_no: str) -> str:
    """This will show the end of a contract number: enough for its owner to know it."""
    return f"•••{contract_no[-4:]}" if len(contract_no) > 4 else contract_no


def _day(day: dt.date, language: str) -> str:
    return format_date(day, "d MMMM y", locale="id" if language == "id" else "en")


def snippet_values(customer_id: int, *, now: dt.datetime) -> dict[str, str]:
    """This will return what ready answers may mention."""
    return {"link": link_of(customer_id, now=now), "lender": company_name()}


def variable_examples() -> list[tuple[str, str]]:
    """This will list every variable with an example."""
    return [(f"{{{name}}}", example) for name, example in VARIABLES.items()]
