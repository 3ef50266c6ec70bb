"""How a contract can be paid now, and how much is due on it."""

import datetime as dt
import io
from dataclasses import dataclass
from decimal import Decimal

import segno

from tagih.kernel import money
from tagih.payments.enums import BankKind
from tagih.payments.models import PayCode, QrisCode
from tagih.payments.rules import qris
from tagih.portfolio import queries as portfolio
from tagih.portfolio.models import Contract


@dataclass(frozen=True, slots=True)
class Due:
    """What is due on a contract: by component when late, else the next instalment."""

    principal: Decimal
    interest: Decimal
    fee: Decimal
    late_charge: Decimal
    total: Decimal
    due_on: dt.date | None
    days_late: int


@dataclass(frozen=True, slots=True)
class Way:
    """One number to pay under."""

    kind: str
    bank: str
    number: str

    @property
    def grouped(self) -> str:
        return grouped_digits(self.number)


def due_on_contract(contract: Contract, *, on: dt.date) -> Due:
    """This will return what is due on a contract on a day, with its parts."""
    late = contract.overdue_principal + contract.overdue_interest + contract.overdue_fee
    if contract.oldest_unmet_due_on is not None and late > 0:
        charge = portfolio.late_charge_on(contract, on)
        return Due(
            contract.overdue_principal, contract.overdue_interest, contract.overdue_fee, charge, late + charge,
            contract.oldest_unmet_due_on, max((on - contract.oldest_unmet_due_on).days, 0),
        )  # fmt: skip
    nothing = money.ZERO
    return Due(nothing, nothing, nothing, nothing, contract.instalment_amount or nothing, contract.next_due_on, 0)


def ways_of(contract: Contract) -> list[Way]:
    """This will list the numbers under which a contract can be paid, banks before shops. One query."""
    codes = PayCode.objects.filter(contract=contract, closed_at__isnull=True, bank__is_active=True)
    ordered = codes.select_related("bank").order_by("bank__kind", "bank__name")
    found = [Way(row.bank.kind, row.bank.name, row.number) for row in ordered]
    return sorted(found, key=lambda way: way.kind != BankKind.VA)


def contract_of_qris(reference: str) -> str:
    """This will return the number of the contract that a QRIS reference stands for, blank for none."""
    code = QrisCode.objects.filter(reference=reference).select_related("contract").first()
    return code.contract.contract_no if code else ""


def qris_picture(code: QrisCode) -> bytes:
    """This will draw a code as an SVG picture."""
    text = qris.dynamic(code.merchant.static_text, amount=code.amount, reference=code.reference)
    target = io.BytesIO()
    segno.make(text, error="m").save(target, kind="svg", scale=5, border=4, dark="#000", light="#fff", nl=False)
    return target.getvalue()


def grouped_digits(number: str) -> str:
    """This will write digits in fours, as people read them out."""
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))
