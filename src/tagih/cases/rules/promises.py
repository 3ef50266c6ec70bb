"""A promise to pay: what may be promised, and whether it was kept.

Money counts for a leg when it is effective between the day the promise was made and the leg's due date plus grace.
Earlier legs are filled first; what a leg does not need goes on to the next one that still accepts money of that day.
A leg is kept when at most the tolerance is missing. A part payment does not keep it, whatever its size: the promise is
then PARTIAL, which is a failed promise on which something was paid.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tagih.cases.enums import PromiseStatus

ZERO = Decimal("0.00")
FAILED = frozenset({PromiseStatus.PARTIAL, PromiseStatus.BROKEN})
WITHDRAWN = frozenset({PromiseStatus.CANCELLED, PromiseStatus.SUPERSEDED})
JUDGED = frozenset({PromiseStatus.KEPT}) | FAILED

TRANSITIONS: dict[PromiseStatus, frozenset[PromiseStatus]] = {
    PromiseStatus.OPEN: JUDGED | WITHDRAWN,
    # judged is derived: money that is backdated or reversed judges anew
    PromiseStatus.KEPT: FAILED | {PromiseStatus.OPEN, PromiseStatus.SUPERSEDED},
    PromiseStatus.PARTIAL: frozenset(
        {PromiseStatus.KEPT, PromiseStatus.BROKEN, PromiseStatus.OPEN, PromiseStatus.SUPERSEDED}
    ),
    PromiseStatus.BROKEN: frozenset(
        {PromiseStatus.KEPT, PromiseStatus.PARTIAL, PromiseStatus.OPEN, PromiseStatus.SUPERSEDED}
    ),
    PromiseStatus.CANCELLED: frozenset(),
    PromiseStatus.SUPERSEDED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Leg:
    """One instalment of a promise."""

    due_on: dt.date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """Money that counts: effective on a day, net of reversals."""

    paid_on: dt.date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class JudgedLeg:
    paid: Decimal
    status: PromiseStatus


@dataclass(frozen=True, slots=True)
class Judgement:
    """The outcome of a promise as of a day; legs in the order they were given."""

    status: PromiseStatus
    paid: Decimal
    legs: tuple[JudgedLeg, ...]


def judge(
    *, made_on: dt.date, legs: Sequence[Leg], money: Sequence[Money], as_of: dt.date,
    tolerance: Decimal = ZERO, grace_days: int = 0,
) -> Judgement:  # fmt: skip
    """This will judge a promise with what is known, `as_of` being the last day that is over.

    Depends on nothing but its arguments, so that money recorded later, backdated or reversed gives what it would have
    given from the start. Legs are due in the order given.
    """
    grace = dt.timedelta(days=grace_days)
    filled = [ZERO] * len(legs)
    for piece in sorted(money, key=lambda piece: piece.paid_on):
        left = piece.amount
        for position, leg in enumerate(legs):
            if made_on <= piece.paid_on <= leg.due_on + grace:
                taken = min(left, leg.amount - filled[position])
                filled[position] += taken
                left -= taken
    judged = tuple(
        JudgedLeg(paid, _leg_status(leg, paid, over=as_of >= leg.due_on + grace, tolerance=tolerance))
        for leg, paid in zip(legs, filled, strict=True)
    )
    return Judgement(_status(judged), sum(filled, ZERO), judged)


def last_whole_day(business_date: dt.date, *, local_now: dt.datetime, day_ends_at: dt.time = dt.time(20, 0)) -> dt.date:
    """This will return the last day that is over for a promise: the business date itself from the evening on.

    `local_now` is the wall clock of the house. A round in the morning of a due date does not yet call a promise broken.
    """
    is_over = local_now.date() > business_date or (
        local_now.date() == business_date and local_now.time() >= day_ends_at
    )
    return business_date if is_over else business_date - dt.timedelta(days=1)


def _leg_status(leg: Leg, paid: Decimal, *, over: bool, tolerance: Decimal) -> PromiseStatus:
    if paid >= leg.amount - tolerance:
        return PromiseStatus.KEPT
    if not over:
        return PromiseStatus.OPEN
    return PromiseStatus.PARTIAL if paid > 0 else PromiseStatus.BROKEN


def _status(legs: Sequence[JudgedLeg]) -> PromiseStatus:
    if all(leg.status == PromiseStatus.KEPT for leg in legs):
        return PromiseStatus.KEPT
    if any(leg.status in FAILED for leg in legs):
        return PromiseStatus.PARTIAL if any(leg.paid > 0 for leg in legs) else PromiseStatus.BROKEN
    return PromiseStatus.OPEN
