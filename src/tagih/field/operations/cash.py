"""Cash: receipts, voids, deposits, what a cashier says to them, the closing of a day."""

import datetime as dt
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

from tagih.cases.models import Case
from tagih.field import events
from tagih.field.enums import DepositState, ReceiptState
from tagih.field.models import Blob, DayClosing, Deposit, Device, Operation, Receipt, ReceiptBlock, Visit
from tagih.field.queries.cash import ledger_of
from tagih.field.rules.bodies import DepositBody, ReceiptBody, VoidBody
from tagih.journal import operations as journal
from tagih.kernel import clock, database, money
from tagih.kernel.errors import Refusal
from tagih.payments import operations as payments
from tagih.payments.enums import Source
from tagih.portfolio.models import Contract
from tagih.staff import queries as staff
from tagih.staff.models import Person

CHANNEL = "FIELD_CASH"
NUMBER = re.compile(r"^(?P<prefix>.+)-(?P<place>\d{6})$")


class NotYet(Refusal):
    """Something that this needs is still on its way; send it again after that."""

    def __init__(self, code: str, value: object) -> None:
        super().__init__(code, _("What this needs has not arrived yet."), value=value)


class NumberNotYours(Refusal):
    """The number is not of this phone's blocks."""

    def __init__(self, number: str) -> None:
        super().__init__(
            "NUMBER_NOT_YOURS", _("This receipt number was not given to this phone."), field="number", value=number,
            remedy=_("Show the receipt to your branch."),
        )  # fmt: skip


class NumberUsed(Refusal):
    """A number stands for one receipt."""

    def __init__(self, number: str) -> None:
        super().__init__(
            "NUMBER_USED", _("There is a receipt with this number."), field="number", value=number,
            remedy=_("Show the receipt to your branch."),
        )  # fmt: skip


class ContractNotTheirs(Refusal):
    """The contract is not one of this customer's."""

    def __init__(self, number: str) -> None:
        super().__init__(
            "CONTRACT_NOT_THEIRS", _("The contract is not this customer's."), field="contract_no", value=number
        )


class ReceiptVoidAlready(Refusal):
    """A receipt is voided once."""

    def __init__(self) -> None:
        super().__init__("RECEIPT_VOID", _("This receipt is void already."))


class CashHandedOver(Refusal):
    """Cash that was handed over is not undone on a phone."""

    def __init__(self) -> None:
        super().__init__(
            "CASH_HANDED_OVER", _("The cash of this receipt was handed over already."),
            remedy=_("Speak with the cashier."),
        )  # fmt: skip


class DayClosedAlready(Refusal):
    """The day with cash is closed; what it counted stands."""

    def __init__(self, day: dt.date) -> None:
        super().__init__(
            "CASH_DAY_CLOSED", _("Cash of this day is closed."), value=day, remedy=_("Speak with the cashier.")
        )


class DepositTooLarge(Refusal):
    """More than what was received cannot be handed over."""

    def __init__(self, held: Decimal) -> None:
        super().__init__(
            "DEPOSIT_TOO_LARGE", _("This is more than the cash in hand, %(held)s.") % {"held": money.rupiah(held)},
            field="amount", value=held, remedy=_("Enter what was handed over; send missing receipts first."),
        )  # fmt: skip


class OwnDeposit(Refusal):
    """Nobody checks what they handed over themselves."""

    def __init__(self) -> None:
        super().__init__("OWN_DEPOSIT", _("Somebody else checks your deposits."), remedy=_("Ask a colleague."))


class DepositChecked(Refusal):
    """A deposit is checked once."""

    def __init__(self) -> None:
        super().__init__("DEPOSIT_CHECKED", _("This deposit was checked already."))


class RejectionNeedsReason(Refusal):
    """Why a deposit is rejected is written down."""

    def __init__(self) -> None:
        super().__init__("REJECTION_NEEDS_REASON", _("Say why it is rejected."), field="note")


class BankLineUsed(Refusal):
    """A line of the bank statement stands for one deposit."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            "BANK_LINE_USED", _("This line of the bank statement belongs to another deposit."),
            field="bank_reference", value=reference,
        )  # fmt: skip


class CashNotZero(Refusal):
    """A day closes when no cash is left in hand and every deposit is checked."""

    def __init__(self, held: Decimal, waiting: int) -> None:
        super().__init__(
            "CASH_NOT_ZERO",
            _("%(held)s is still in hand and %(waiting)d deposits wait to be checked.")
            % {"held": money.rupiah(held), "waiting": waiting},
            value=held, remedy=_("Hand over the cash, check the deposits, then close."),
        )  # fmt: skip


@database.transaction_required
def issue_receipt(
    *, operation: Operation, device: Device, case: Case, body: ReceiptBody, issued_at: dt.datetime, now: dt.datetime
) -> Receipt:  # fmt: skip
    """This will record a receipt and post its money under its number.

    Cash that was taken is a fact: over the limit or after the person paid otherwise it is recorded all the same.

    :raises NumberNotYours:
    :raises NumberUsed:
    :raises ContractNotTheirs:
    :raises NotYet: the visit or the signature has not arrived
    """
    person = device.person
    database.lock("field.cash", person.pk)
    block, place = _block(device, body.number)
    if Receipt.objects.filter(number=body.number).exists():
        raise NumberUsed(body.number)
    contract = Contract.objects.filter(customer_id=case.customer_id, contract_no=body.contract_no).first()
    if contract is None:
        raise ContractNotTheirs(body.contract_no)
    visit = _arrived(Visit, body.visit, "VISIT_NOT_YET")
    signature = _arrived(Blob, body.signature, "BLOB_NOT_YET")
    amount = money.amount(body.amount)
    receipt = Receipt.objects.create(
        id=operation.pk, operation=operation, number=body.number, block=block, place=place, collector=person, case=case,
        customer_id=case.customer_id, contract=contract, visit=visit, amount=amount, words=money.in_words(amount)[:300],
        issued_at=issued_at, recorded_at=now, signature=signature,
    )  # fmt: skip
    payments.post(
        payment_ref=body.number, contract_no=contract.contract_no, paid_on=clock.today_in(clock.WIB, now=issued_at),
        paid_at=issued_at, amount=amount, channel=CHANNEL, source=Source.CASHIER, by=person, now=now,
    )  # fmt: skip
    issued = events.ReceiptIssued(
        number=receipt.number, case_id=case.pk, customer_no=case.customer.customer_no, amount=str(amount),
        contract_no=contract.contract_no, collector_id=person.pk,
    )  # fmt: skip
    journal.publish(issued, by=person, now=now, occurred_at=issued_at)
    return receipt


@database.transaction_required
def void_receipt(*, device: Device, body: VoidBody, now: dt.datetime) -> Receipt:
    """This will declare a receipt void and undo its payment; number and reason stay.

    :raises NotYet: the receipt has not arrived
    :raises NumberNotYours: it is another person's
    :raises ReceiptVoidAlready:
    :raises DayClosedAlready: its day with cash is closed
    """
    person = device.person
    database.lock("field.cash", person.pk)
    receipt = _arrived(Receipt, body.receipt, "RECEIPT_NOT_YET")
    receipt = Receipt.objects.select_related("contract", "customer").get(pk=receipt.pk)
    if receipt.collector_id != person.pk:
        raise NumberNotYours(receipt.number)
    if receipt.state == ReceiptState.VOID:
        raise ReceiptVoidAlready
    day = clock.today_in(clock.WIB, now=receipt.issued_at)
    if DayClosing.objects.filter(collector=person, day__gte=day).exists():
        raise DayClosedAlready(day)
    ledger = ledger_of(person, now=now)
    if ledger.in_hand < receipt.amount:
        raise CashHandedOver
    receipt.state, receipt.voided_at, receipt.void_reason = ReceiptState.VOID, now, body.reason
    receipt.save(update_fields=["state", "voided_at", "void_reason"])
    payments.post(
        payment_ref=f"{receipt.number}-BATAL", contract_no=receipt.contract.contract_no, amount=receipt.amount,
        paid_on=clock.today_in(clock.WIB, now=receipt.issued_at), channel=CHANNEL, reversal_of=receipt.number,
        source=Source.CASHIER, by=person, now=now,
    )  # fmt: skip
    voided = events.ReceiptVoided(
        number=receipt.number, case_id=receipt.case_id, customer_no=receipt.customer.customer_no,
        amount=str(receipt.amount), reason=body.reason,
    )  # fmt: skip
    journal.publish(voided, by=person, now=now)
    return receipt


@database.transaction_required
def make_deposit(
    *, operation: Operation, device: Device, body: DepositBody, made_at: dt.datetime, now: dt.datetime
) -> Deposit:  # fmt: skip
    """This will record that cash was handed over. It leaves the hand at once and counts when a cashier has seen it.

    :raises DepositTooLarge: more than is in hand; receipts may still be on their way
    :raises NotYet: the picture of the slip has not arrived
    """
    person = device.person
    database.lock("field.cash", person.pk)
    slip = _arrived(Blob, body.slip, "BLOB_NOT_YET")
    amount, ledger = money.amount(body.amount), ledger_of(person, now=now)
    if amount > ledger.in_hand:
        raise DepositTooLarge(ledger.in_hand)
    home = next(iter(staff.teams_of(person, on=clock.today_in(clock.WIB, now=now))), None)
    branch = getattr(getattr(person, "collector", None), "branch", None) or home
    deposit = Deposit.objects.create(
        id=operation.pk, operation=operation, collector=person, branch=branch, amount=amount, channel=body.channel,
        reference=body.reference, slip=slip, made_at=made_at, recorded_at=now,
    )  # fmt: skip
    made = events.DepositMade(deposit_id=str(deposit.pk), collector_id=person.pk, amount=str(amount))
    journal.publish(made, by=person, now=now, occurred_at=made_at)
    return deposit


def check_deposit(
    *, deposit: Deposit, is_approved: bool, by: Person, now: dt.datetime, note: str = "", bank_reference: str = ""
) -> Deposit:  # fmt: skip
    """This will say that the money of a deposit was seen, or that it was not: then it is in the collector's hand again.

    :raises OwnDeposit:
    :raises DepositChecked:
    :raises RejectionNeedsReason:
    :raises BankLineUsed:
    """
    if deposit.collector_id == by.pk:
        raise OwnDeposit
    if not is_approved and not note.strip():
        raise RejectionNeedsReason
    with database.transaction():
        database.lock("field.cash", deposit.collector_id)
        held = Deposit.objects.select_for_update().get(pk=deposit.pk)
        if held.state != DepositState.SUBMITTED:
            raise DepositChecked
        line = bank_reference.strip()
        if line and Deposit.objects.filter(bank_reference=line).exclude(pk=held.pk).exists():
            raise BankLineUsed(line)
        held.state = DepositState.APPROVED if is_approved else DepositState.REJECTED
        held.checked_at, held.checked_by, held.check_note = now, by, note.strip()[:200]
        held.bank_reference = line or held.bank_reference
        held.save()
        told = events.DepositChecked(
            deposit_id=str(held.pk), collector_id=held.collector_id, amount=str(held.amount), is_approved=is_approved,
            note=held.check_note,
        )  # fmt: skip
        journal.publish(told, by=by, now=now)
    return held


@dataclass(frozen=True, slots=True)
class BankLine:
    """A credit of the bank statement."""

    reference: str
    amount: Decimal


def match_bank(*, lines: Sequence[BankLine], by: Person, now: dt.datetime) -> int:
    """This will note for deposits that wait which line of the bank statement they are: same amount, and the slip's
    reference in the line's. Nothing is approved by it. Return how many were found."""
    del by, now
    found = 0
    for line in lines:
        with database.transaction():
            database.lock("field.bank", line.reference)
            if Deposit.objects.filter(bank_reference=line.reference).exists():
                continue
            fitting = Deposit.objects.select_for_update().filter(
                ~Q(reference=""), state=DepositState.SUBMITTED, amount=line.amount, bank_reference=""
            )
            mine = [row for row in fitting if row.reference.casefold() in line.reference.casefold()]
            if len(mine) == 1:
                Deposit.objects.filter(pk=mine[0].pk).update(bank_reference=line.reference[:60])
                found += 1
    return found


def close_cash_day(*, collector: Person, day: dt.date, by: Person, now: dt.datetime) -> DayClosing:
    """This will close a collector's day: everything received until then was handed over and seen, to the rupiah.

    :raises CashNotZero:
    :raises OwnDeposit: nobody closes their own day
    :raises DayClosedAlready:
    """
    if collector.pk == by.pk:
        raise OwnDeposit
    with database.transaction():
        database.lock("field.cash", collector.pk)
        if DayClosing.objects.filter(collector=collector, day=day).exists():
            raise DayClosedAlready(day)
        ledger = ledger_of(collector, now=now)
        if ledger.in_hand != 0 or ledger.waiting:
            raise CashNotZero(ledger.in_hand, ledger.waiting)
        since = DayClosing.objects.filter(collector=collector).aggregate(last=Max("closed_at"))["last"]
        rows = Receipt.objects.filter(collector=collector, recorded_at__lte=now)
        given = Deposit.objects.filter(collector=collector, state=DepositState.APPROVED)
        if since is not None:
            rows, given = rows.filter(recorded_at__gt=since), given.filter(recorded_at__gt=since)
        standing = list(rows.filter(state=ReceiptState.ISSUED).values_list("amount", flat=True))
        counted = rows.aggregate(voided=Count("pk", filter=Q(state=ReceiptState.VOID)))
        closing = DayClosing.objects.create(
            collector=collector, day=day, received=money.total(standing), receipts=len(standing),
            deposited=money.total(given.values_list("amount", flat=True)), voided=counted["voided"], closed_at=now,
            closed_by=by,
        )  # fmt: skip
        told = events.CashDayClosed(collector_id=collector.pk, day=day.isoformat(), received=str(closing.received))
        journal.publish(told, by=by, now=now)
    return closing


def deny_receipt(*, receipt: Receipt, now: dt.datetime) -> bool:
    """This will note that the customer does not know a receipt; tell whether that was news."""
    with database.transaction():
        if not Receipt.objects.filter(pk=receipt.pk, denied_at__isnull=True).update(denied_at=now):
            return False
        told = events.ReceiptDenied(
            number=receipt.number, collector_id=receipt.collector_id, customer_no=receipt.customer.customer_no
        )
        journal.publish(told, by=None, now=now)
    return True


def _block(device: Device, number: str) -> tuple[ReceiptBlock, int]:
    match = NUMBER.match(number)
    if match is None:
        raise NumberNotYours(number)
    place = int(match["place"])
    blocks = ReceiptBlock.objects.filter(device=device, prefix=match["prefix"], first__lte=place, last__gte=place)
    block = blocks.first()
    if block is None:
        raise NumberNotYours(number)
    return block, place


def _arrived(model: type[Any], identity: uuid.UUID | None, code: str) -> Any:
    """The row that is named, or nothing if none is; a picture counts when it is whole."""
    if identity is None:
        return None
    found = model.objects.filter(pk=identity).first()
    if found is None or (isinstance(found, Blob) and found.completed_at is None):
        raise NotYet(code, identity)
    return found
