"""The bank's account beside the ledger, to the rupiah."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet, Sum

from tagih.kernel import money
from tagih.payments.enums import LineState
from tagih.payments.models import Bank, Payment, Statement, StatementLine


@dataclass(frozen=True, slots=True)
class Balance:
    """The evening's comparison for one bank and period. Balanced: every rupiah of one side is explained by the other.

    `received` = `matched` + `unmatched` + `settled` on the bank's side; `posted` = `matched` + `missing` on ours.
    """

    received: Decimal
    matched: Decimal
    unmatched: Decimal
    settled: Decimal
    posted: Decimal
    missing: Decimal
    left: Decimal
    closes_right: bool

    @property
    def is_balanced(self) -> bool:
        return self.closes_right and self.unmatched == 0 and self.missing == 0

    @property
    def difference(self) -> Decimal:
        return self.received - self.settled - self.posted


def statements() -> QuerySet[Statement]:
    """This will list statements, newest first."""
    return Statement.objects.select_related("bank", "read_by").order_by("-until_on", "-pk")


def open_lines() -> QuerySet[StatementLine]:
    """This will list bookings that nobody has explained, oldest first."""
    rows = StatementLine.objects.filter(state=LineState.OPEN).select_related("statement__bank")
    return rows.order_by("booked_on", "pk")


def missing_from(statement: Statement) -> QuerySet[Payment]:
    """This will list payments that we were told of and the statement of that bank and period does not show."""
    return (
        _posted(statement.bank, statement.from_on, statement.until_on)
        .filter(statement_line__isnull=True)
        .order_by("paid_on", "payment_ref")
    )


def balance_of(statement: Statement) -> Balance:
    """This will put both sides of a statement together. Four sums."""
    lines = statement.lines
    by_state = {row["state"]: row["sum"] for row in lines.values("state").annotate(sum=Sum("amount")).order_by("state")}
    sums = {state: by_state.get(state) or money.ZERO for state in LineState.values}
    posted = _sum(_posted(statement.bank, statement.from_on, statement.until_on))
    missing = _sum(missing_from(statement))
    received = sums["MATCHED"] + sums["OPEN"] + sums["SETTLED"]
    told = statement.opens_with is not None and statement.closes_with is not None
    closes_right = not told or statement.opens_with + received + sums["OUTGOING"] == statement.closes_with
    return Balance(
        received, sums["MATCHED"], sums["OPEN"], sums["SETTLED"], posted, missing, sums["OUTGOING"], closes_right
    )


def _posted(bank: Bank | None, from_on: dt.date, until_on: dt.date) -> QuerySet[Payment]:
    rows = Payment.objects.filter(paid_on__range=(from_on, until_on), reversal_of="")
    undone = Payment.objects.exclude(reversal_of="").values("reversal_of")
    rows = rows.exclude(payment_ref__in=undone)
    return rows.filter(channel=bank.code) if bank is not None else rows


def _sum(rows: QuerySet[Payment]) -> Decimal:
    return rows.aggregate(sum=Sum("amount"))["sum"] or money.ZERO
