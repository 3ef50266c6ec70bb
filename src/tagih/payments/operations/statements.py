"""Statements read and compared with what we were told; what differs becomes somebody's task."""

import datetime as dt
import hashlib

from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel.database import transaction
from tagih.kernel.errors import Refusal
from tagih.payments.adapters.statements import Line, NotAStatement, read
from tagih.payments.enums import LineState
from tagih.payments.events import StatementRead
from tagih.payments.models import Bank, PayCode, Payment, Statement, StatementLine
from tagih.staff.models import Person


class StatementUnreadable(Refusal):
    """The file is no statement that we can read."""

    def __init__(self, where: str) -> None:
        super().__init__(
            "STATEMENT_UNREADABLE",
            _("The file cannot be read as CSV, MT940 or camt.053: %(where)s.") % {"where": where},
            field="file", remedy=_("Ask the bank for one of these, in rupiah."),
        )  # fmt: skip


class StatementKnown(Refusal):
    """The same file was read before."""

    def __init__(self) -> None:
        super().__init__("STATEMENT_KNOWN", _("This statement was read before."), field="file")


class LineSettled(Refusal):
    """The booking is explained."""

    def __init__(self) -> None:
        super().__init__("LINE_SETTLED", _("This booking is explained already."))


class ExplanationMissing(Refusal):
    """A difference is settled with a word why."""

    def __init__(self) -> None:
        super().__init__("EXPLANATION_MISSING", _("Write what this money is."), field="note")


def read_statement(
    *, content: bytes, file_name: str, bank: Bank | None, by: Person | None, now: dt.datetime
) -> Statement:  # fmt: skip
    """This will read a statement once and match each booking with a payment: by its reference, by the number it was
    paid under, then by an amount that occurs only once that day. What is left is a task.

    :raises StatementUnreadable:
    :raises StatementKnown:
    """
    digest = hashlib.sha256(content).hexdigest()
    try:
        told = read(content)
    except NotAStatement as problem:
        raise StatementUnreadable(problem.where) from None
    with transaction():
        if Statement.objects.filter(sha256=digest).exists():
            raise StatementKnown
        days = [line.booked_on for line in told.lines]
        statement = Statement.objects.create(
            bank=bank, account=told.account, file_name=file_name[:200], sha256=digest, form=told.form,
            currency=told.currency, opens_with=told.opens_with, closes_with=told.closes_with, from_on=min(days),
            until_on=max(days), read_at=now, read_by=by,
        )  # fmt: skip
        found = _matched(told.lines, bank)
        StatementLine.objects.bulk_create(
            StatementLine(
                statement=statement, number=number, booked_on=line.booked_on, amount=line.amount,
                reference=line.reference, text=line.text, payment=found.get(number), state=_state(line, number, found),
            )
            for number, line in enumerate(told.lines, start=1)
        )  # fmt: skip
        unmatched = sum(
            _state(line, number, found) == LineState.OPEN for number, line in enumerate(told.lines, start=1)
        )
        event = StatementRead(statement_id=statement.pk, bookings=len(told.lines), unmatched=unmatched)
        journal.publish(event, by=by, now=now)
    return statement


def match_again(*, statement: Statement, now: dt.datetime) -> int:
    """This will look again for payments of bookings that wait, such as after a late notice; return how many."""
    with transaction():
        waiting = list(statement.lines.select_for_update(of=("self",)).filter(state=LineState.OPEN))
        lines = [Line(row.booked_on, row.amount, row.reference, row.text) for row in waiting]
        found = _matched(lines, statement.bank)
        for number, row in enumerate(waiting, start=1):
            if number in found:
                row.payment, row.state = found[number], LineState.MATCHED
                row.save(update_fields=["payment", "state"])
    return len(found)


def settle_line(*, line: StatementLine, note: str, by: Person, now: dt.datetime) -> None:
    """This will explain a booking that is no payment of a contract, such as interest of the bank.

    :raises LineSettled:
    :raises ExplanationMissing:
    """
    if not note.strip():
        raise ExplanationMissing
    with transaction():
        open_line = StatementLine.objects.filter(pk=line.pk, state=LineState.OPEN)
        if not open_line.update(state=LineState.SETTLED, note=note.strip()[:200], settled_by=by, settled_at=now):
            raise LineSettled


def _state(line: Line, number: int, found: dict[int, Payment]) -> str:
    if line.amount <= 0:
        return LineState.OUTGOING
    return LineState.MATCHED if number in found else LineState.OPEN


def _matched(lines: tuple[Line, ...] | list[Line], bank: Bank | None) -> dict[int, Payment]:
    """Line number -> payment; no payment explains two bookings."""
    first, last = (
        min((line.booked_on for line in lines), default=None),
        max((line.booked_on for line in lines), default=None),
    )
    if first is None or last is None:
        return {}
    rows = Payment.objects.filter(
        paid_on__range=(first - dt.timedelta(days=3), last), reversal_of="", statement_line__isnull=True
    )
    rows = rows.filter(channel=bank.code) if bank is not None else rows
    free = {row.payment_ref: row for row in rows.order_by("paid_on", "payment_ref")}
    codes = dict(PayCode.objects.values_list("number", "contract_id")) if bank is not None else {}
    found: dict[int, Payment] = {}
    for step in (_by_reference, _by_code, _by_amount):
        for number, line in enumerate(lines, start=1):
            if number in found or line.amount <= 0:
                continue
            payment = step(line, free, codes)
            if payment is not None:
                found[number] = free.pop(payment.payment_ref)
    return found


def _by_reference(line: Line, free: dict[str, Payment], codes: dict[str, int]) -> Payment | None:
    words = f"{line.reference} {line.text}"
    exact = free.get(line.reference)
    if exact is not None and exact.amount == line.amount:
        return exact
    named = [row for ref, row in free.items() if row.amount == line.amount and ref.rpartition("-")[2] in words.split()]
    return named[0] if len(named) == 1 else None


def _by_code(line: Line, free: dict[str, Payment], codes: dict[str, int]) -> Payment | None:
    contracts = {codes[word] for word in f"{line.reference} {line.text}".split() if word in codes}
    same = [row for row in free.values() if row.contract_id in contracts and row.amount == line.amount]
    return same[0] if same else None


def _by_amount(line: Line, free: dict[str, Payment], codes: dict[str, int]) -> Payment | None:
    same = [row for row in free.values() if row.amount == line.amount and row.paid_on == line.booked_on]
    return same[0] if len(same) == 1 else None
