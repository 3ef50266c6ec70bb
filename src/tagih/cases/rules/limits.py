"""What a role may accept in a promise. Pure: answers with the first limit that is passed, or None."""

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from tagih.cases.rules.promises import ZERO, Leg


@dataclass(frozen=True, slots=True)
class Limits:
    """How late, how small, in how many legs and how often. Percentages are of what is overdue."""

    max_days_ahead: int = 7
    min_share_percent: int = 25
    max_legs: int = 2
    max_per_month: int = 3
    tolerance_percent: int = 0
    grace_days: int = 0


@dataclass(frozen=True, slots=True)
class Passed:
    """The limit that a promise passes: its code, the field it concerns, and what would have been allowed."""

    code: str
    field: str
    allowed: object = None


def widest(limits: Iterable[Limits]) -> Limits:
    """This will return what somebody with several roles may accept: the most generous of each limit."""
    every = list(limits)
    if not every:
        return Limits()
    return Limits(
        max_days_ahead=max(one.max_days_ahead for one in every),
        min_share_percent=min(one.min_share_percent for one in every),
        max_legs=max(one.max_legs for one in every),
        max_per_month=max(one.max_per_month for one in every),
        tolerance_percent=max(one.tolerance_percent for one in every),
        grace_days=max(one.grace_days for one in every),
    )


def check(
    legs: Sequence[Leg], *, today: dt.date, overdue: Decimal, made_this_month: int, limits: Limits
) -> Passed | None:
    """This will name the first limit that a promise passes, or None if it may be recorded. Amounts in rupiah."""
    total = sum((leg.amount for leg in legs), ZERO)
    latest = today + dt.timedelta(days=limits.max_days_ahead)
    smallest = smallest_total(overdue, limits)
    shapes = [
        (not legs, Passed("PROMISE_EMPTY", "amount")),
        (any(leg.amount <= 0 for leg in legs), Passed("PROMISE_AMOUNT_NOT_POSITIVE", "amount")),
        (any(leg.due_on < today for leg in legs), Passed("PROMISE_IN_THE_PAST", "due_on", today)),
        (
            any(late.due_on <= early.due_on for early, late in itertools.pairwise(legs)),
            Passed("PROMISE_LEGS_OUT_OF_ORDER", "due_on"),
        ),
        (len(legs) > limits.max_legs, Passed("PROMISE_TOO_MANY_LEGS", "amount", limits.max_legs)),
        (any(leg.due_on > latest for leg in legs), Passed("PROMISE_TOO_FAR", "due_on", latest)),
        (total < smallest, Passed("PROMISE_TOO_SMALL", "amount", smallest)),
        (made_this_month >= limits.max_per_month, Passed("PROMISE_TOO_OFTEN", "", limits.max_per_month)),
    ]
    return next((passed for is_passed, passed in shapes if is_passed), None)


def smallest_total(overdue: Decimal, limits: Limits) -> Decimal:
    """This will return the smallest amount that may be promised, in whole rupiah, rounded down."""
    return (max(overdue, ZERO) * limits.min_share_percent / 100).quantize(Decimal(1), rounding=ROUND_DOWN)


def tolerance(legs: Sequence[Leg], limits: Limits) -> Decimal:
    """This will return how much may be missing from each leg: a share of the smallest one, in whole rupiah."""
    if not legs or not limits.tolerance_percent:
        return ZERO
    share = min(leg.amount for leg in legs) * limits.tolerance_percent / 100
    return share.quantize(Decimal(1), rounding=ROUND_DOWN).quantize(ZERO)
