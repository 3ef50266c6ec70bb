"""Whether an agreement is kept, judged by money and days alone: the same in whatever order money was recorded.

Money effective from the day of signature fills the oldest payment first. A payment may come until its due date and
grace. After that the agreement is broken, whatever part was paid; completed it is when all is paid.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tagih.cases.enums import ArrangementStatus as Status
from tagih.cases.enums import ArrangementWarning as Warning_
from tagih.cases.rules.promises import Leg, Money
from tagih.cases.rules.schedules import ZERO

RUNNING = frozenset({Status.ACTIVE, Status.LATE})
JUDGED = frozenset({Status.BROKEN, Status.COMPLETED})
DUE_SOON_DAYS = 3

TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.PROPOSED: frozenset({Status.APPROVED, Status.REFUSED, Status.CANCELLED, Status.EXPIRED}),
    Status.APPROVED: frozenset({Status.ACTIVE, Status.CANCELLED, Status.EXPIRED}),
    # judged is derived: money that is backdated or reversed judges anew
    Status.ACTIVE: frozenset({Status.LATE, Status.BROKEN, Status.COMPLETED, Status.CANCELLED}),
    Status.LATE: frozenset({Status.ACTIVE, Status.BROKEN, Status.COMPLETED, Status.CANCELLED}),
    Status.BROKEN: frozenset({Status.ACTIVE, Status.LATE, Status.COMPLETED}),
    Status.COMPLETED: frozenset({Status.ACTIVE, Status.LATE, Status.BROKEN}),
    Status.REFUSED: frozenset(),
    Status.CANCELLED: frozenset(),
    Status.EXPIRED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Watched:
    """An agreement as of a day: its status, what was paid on it and on each payment, and a warning before it breaks."""

    status: Status
    paid: Decimal
    legs: tuple[Decimal, ...]
    warning: str


def watch(
    *, starts_on: dt.date, legs: Sequence[Leg], money: Sequence[Money], as_of: dt.date,
    tolerance: Decimal = ZERO, grace_days: int = 0,
) -> Watched:  # fmt: skip
    """This will judge an agreement with what is known, `as_of` being the last day that is over."""
    counted = [piece for piece in money if piece.paid_on >= starts_on]
    received = sum((piece.amount for piece in counted), ZERO)
    left, filled, needed, is_broken, was_late, is_late = max(received, ZERO), [], ZERO, False, False, False
    grace = dt.timedelta(days=grace_days)
    for leg in legs:
        taken = min(left, leg.amount)
        filled.append(taken)
        left -= taken
        needed += leg.amount
        in_time = sum((piece.amount for piece in counted if piece.paid_on <= leg.due_on + grace), ZERO)
        on_day = sum((piece.amount for piece in counted if piece.paid_on <= leg.due_on), ZERO)
        if as_of >= leg.due_on + grace and in_time < needed - tolerance:
            is_broken = True
        if as_of >= leg.due_on and on_day < needed - tolerance:
            was_late = True
            is_late = is_late or received < needed - tolerance
    if received >= needed - tolerance and not is_broken:
        status = Status.COMPLETED
    elif is_broken:
        status = Status.BROKEN
    else:
        status = Status.LATE if is_late else Status.ACTIVE
    return Watched(status, sum(filled, ZERO), tuple(filled), _warning(status, legs, filled, as_of, was_late=was_late))


def _warning(
    status: Status, legs: Sequence[Leg], filled: Sequence[Decimal], as_of: dt.date, *, was_late: bool
) -> str:  # fmt: skip
    if status not in RUNNING:
        return ""
    if status == Status.LATE:
        return Warning_.LATE
    soon = as_of + dt.timedelta(days=DUE_SOON_DAYS)
    due_soon = any(
        as_of < leg.due_on <= soon and paid < leg.amount for leg, paid in zip(legs, filled, strict=True)
    )
    if due_soon and was_late:
        return Warning_.LATE_BEFORE
    return Warning_.DUE_SOON if due_soon else ""
