"""Which work comes first, and why: precedence, priority and reasons of an item. Pure; the same rule is in
sql/roll_work_items.sql for many, and a test holds the two together.

Reasons are codes with facts that stay true until something happens (since when, not how many days), so that an item
that nothing happened to stays untouched from day to day.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tagih.cases.enums import ItemStatus, Precedence

TRANSITIONS: dict[ItemStatus, frozenset[ItemStatus]] = {
    ItemStatus.READY: frozenset({ItemStatus.LEASED, ItemStatus.CANCELLED}),
    ItemStatus.LEASED: frozenset({ItemStatus.READY, ItemStatus.DONE, ItemStatus.CANCELLED}),
    ItemStatus.DONE: frozenset(),
    ItemStatus.CANCELLED: frozenset(),
}

LEASE = dt.timedelta(minutes=15)
RANKED_BY = 1000
"""A point of a strategy counts more than all weights of the house together."""
ROUNDS_A_DAY = 3
"""How often a case that nobody answered for comes back on the same day."""


@dataclass(frozen=True, slots=True)
class Weight:
    """A measure (AMOUNT, DAYS, FAILED) from `at_least` on adds points; the highest band of each measure counts."""

    measure: str
    at_least: Decimal
    points: int


STARTER = (
    Weight("AMOUNT", Decimal(1_000_000), 10),
    Weight("AMOUNT", Decimal(5_000_000), 20),
    Weight("AMOUNT", Decimal(20_000_000), 30),
    Weight("DAYS", Decimal(8), 10),
    Weight("DAYS", Decimal(25), 25),  # about to pass into the next bucket
    Weight("DAYS", Decimal(31), 15),
    Weight("DAYS", Decimal(55), 25),
    Weight("DAYS", Decimal(61), 20),
    Weight("FAILED", Decimal(1), 10),
    Weight("FAILED", Decimal(3), 20),
)


@dataclass(frozen=True, slots=True)
class PromiseFact:
    due_on: dt.date
    amount: Decimal
    status: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a case when its work is weighed."""

    business_date: dt.date
    overdue_since: dt.date
    overdue_amount: Decimal
    bucket: str = ""
    contract_count: int = 1
    failed_promises: int = 0
    failed: PromiseFact | None = None  # not yet spoken about
    falling_due: PromiseFact | None = None  # today or tomorrow
    callback_at: dt.datetime | None = None  # on the business date or before
    callback_by: int | None = None
    rank: "Rank | None" = None  # as the strategy wants it, if work lists follow it
    evidence: str = ""  # reason of a hold that ended without its matter being settled


@dataclass(frozen=True, slots=True)
class Rank:
    """What a strategy says of the person today."""

    points: int
    segment: str
    step: str
    channel: str
    strategy: str


@dataclass(frozen=True, slots=True)
class Weighed:
    precedence: Precedence
    priority: int
    reasons: list[dict[str, Any]]


def weigh(facts: Facts, weights: Sequence[Weight] = STARTER) -> Weighed:
    """This will return precedence, priority and reasons of the work on a case."""
    days = (facts.business_date - facts.overdue_since).days
    priority = (
        _points(weights, "AMOUNT", facts.overdue_amount)
        + _points(weights, "DAYS", Decimal(days))
        + _points(weights, "FAILED", Decimal(facts.failed_promises))
        + (RANKED_BY * facts.rank.points if facts.rank else 0)
    )
    precedence, first = _foremost(facts)
    reasons = [first] if first else []
    reasons.append(_reason("OVERDUE_SINCE", since=facts.overdue_since.isoformat(), bucket=facts.bucket))
    reasons.append(_reason("AMOUNT", amount=f"{facts.overdue_amount:.2f}"))
    if facts.contract_count > 1:
        reasons.append(_reason("SEVERAL_CONTRACTS", count=facts.contract_count))
    if facts.failed_promises:
        reasons.append(_reason("FAILED_PROMISES", count=facts.failed_promises))
    if facts.rank:
        own = facts.rank
        reasons.append(
            _reason("DECIDED", segment=own.segment, step=own.step, channel=own.channel, strategy=own.strategy)
        )
    return Weighed(precedence, priority, reasons)


def _foremost(facts: Facts) -> tuple[Precedence, dict[str, Any] | None]:
    if facts.falling_due:
        return Precedence.REMINDER, _promise("PROMISE_FALLS_DUE", facts.falling_due)
    if facts.failed:
        return Precedence.BROKEN_PROMISE, _promise("PROMISE_" + facts.failed.status, facts.failed)
    if facts.callback_at:
        return Precedence.CALLBACK, _reason("CALLBACK", at=f"{facts.callback_at:%Y-%m-%dT%H:%M}Z")
    if facts.evidence:
        return Precedence.NEW_EVIDENCE, _reason("HOLD_ENDED", reason=facts.evidence)
    return Precedence.LIST, None


def _points(weights: Sequence[Weight], measure: str, value: Decimal) -> int:
    reached = [weight for weight in weights if weight.measure == measure and weight.at_least <= value]
    return max(reached, key=lambda weight: weight.at_least).points if reached else 0


def _promise(code: str, fact: PromiseFact) -> dict[str, Any]:
    return _reason(code, due_on=fact.due_on.isoformat(), amount=f"{fact.amount:.2f}")


def _reason(code: str, **facts: Any) -> dict[str, Any]:
    return {"code": code, "facts": facts}
