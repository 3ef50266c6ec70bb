"""The life of a repair item, the steps of a search in order of cost, and what an agent should ask for."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tagih.contacts.enums import Finding, PointState, RepairState, TraceKind

TRANSITIONS: dict[RepairState, frozenset[RepairState]] = {
    RepairState.OPEN: frozenset(
        {
            RepairState.SEARCHING, RepairState.FOUND, RepairState.EXHAUSTED, RepairState.REPAIRED,
            RepairState.DROPPED,
        }
    ),
    RepairState.SEARCHING: frozenset(
        {RepairState.FOUND, RepairState.EXHAUSTED, RepairState.REPAIRED, RepairState.DROPPED}
    ),
    RepairState.FOUND: frozenset({RepairState.SEARCHING, RepairState.REPAIRED, RepairState.DROPPED}),
    RepairState.EXHAUSTED: frozenset(
        {RepairState.SEARCHING, RepairState.FOUND, RepairState.REPAIRED, RepairState.DROPPED}
    ),
    RepairState.REPAIRED: frozenset(),
    RepairState.DROPPED: frozenset(),
}  # fmt: skip
BROKEN = frozenset({PointState.WRONG_PERSON, PointState.DISCONNECTED, PointState.RETIRED})
"""States of a number that nobody can reach anybody with. Opted out is not among them: it is a wish, not a fault."""
COSTS: dict[TraceKind, Decimal] = {
    TraceKind.OTHER_CONTRACTS: Decimal(0),
    TraceKind.EMERGENCY_CONTACT: Decimal(2_000),
    TraceKind.EMPLOYER: Decimal(2_000),
    TraceKind.FIELD_VISIT: Decimal(45_000),
    TraceKind.PROVIDER_LOOKUP: Decimal(60_000),
}
"""What a step costs by default, in rupiah: the house's own figures, `TAGIH_REPAIR_COSTS` sets others."""
ROLES: Mapping[TraceKind, frozenset[str]] = {
    TraceKind.EMERGENCY_CONTACT: frozenset({"EMERGENCY_CONTACT", "SPOUSE", "CO_BORROWER", "GUARANTOR"}),
    TraceKind.EMPLOYER: frozenset({"OFFICE"}),
    TraceKind.FIELD_VISIT: frozenset({"CONSUMER"}),
}
"""Whose contact points a step may use. Steps that are not here touch nobody."""
CHANNELS: Mapping[TraceKind, str] = {
    TraceKind.EMERGENCY_CONTACT: "CALL",
    TraceKind.EMPLOYER: "CALL",
    TraceKind.FIELD_VISIT: "VISIT",
}
CLASSES: Mapping[Finding, str] = {
    Finding.NUMBER: "TPC",
    Finding.ADDRESS: "TPC",
    Finding.KNOWS_NOTHING: "TPC",
    Finding.REFUSES: "TPC",
    Finding.NO_ANSWER: "NC",
    Finding.BAD_NUMBER: "BAD",
}
OLD_DAYS = 180
"""A verification older than this is asked for again."""
UNANSWERED = 3
"""So many attempts in a row without contact: another hour is worth asking for."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether a person has a number that is not broken, and whether one of them is proven."""

    has_number: bool
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Number:
    """What is known of one of the person's own numbers. `is_other_answering`: only others answered there lately."""

    state: str
    is_usable: bool
    verified_on: dt.date | None
    reached_on: dt.date | None
    failures: int
    is_other_answering: bool = False


def next_state(state: str | None, *, is_at_stake: bool, reach: Reach) -> str | None:
    """This will give the state of a person's repair item from the facts alone; None: there is and need be none."""
    if state is None:
        return RepairState.OPEN if is_at_stake and not reach.has_number else None
    if not is_at_stake:
        return RepairState.DROPPED
    if reach.has_number:
        return RepairState.REPAIRED if reach.is_verified else RepairState.FOUND
    return RepairState.SEARCHING if state == RepairState.FOUND else RepairState(state)


def state_after_step(state: str, tried: Iterable[str], finding: str) -> str:
    """This will give the state after a step, `tried` being the kinds of all steps so far with this one.

    A found number shows in the facts (`next_state`). When every kind was tried in vain, everything was tried.
    """
    if state == RepairState.FOUND:
        return RepairState.FOUND
    if set(TraceKind) <= set(tried) and finding not in (Finding.NUMBER, Finding.ADDRESS):
        return RepairState.EXHAUSTED
    return RepairState.SEARCHING


def in_order_of_cost(costs: Mapping[TraceKind, Decimal]) -> list[TraceKind]:
    """This will order the steps of a search, the cheapest first; equally dear ones as the house lists them."""
    return sorted(TraceKind, key=lambda kind: (costs[kind], list(TraceKind).index(kind)))


def costs_of(text: str) -> dict[TraceKind, Decimal]:
    """This will read `EMPLOYER=2500,FIELD_VISIT=50000`; what it does not name costs the default.

    :raises ValueError: an unknown step, or a cost that is no amount
    """
    named = dict(COSTS)
    for part in filter(None, (part.strip() for part in text.split(","))):
        kind, _, amount = part.partition("=")
        if not amount.strip().isdigit():
            raise ValueError(f"{part}: write STEP=RUPIAH")
        named[TraceKind(kind.strip())] = Decimal(amount.strip())
    return named


def asks(numbers: Sequence[Number], *, today: dt.date) -> list[str]:
    """This will say in codes what to ask the person for while talking, the most urgent first; nothing is a good answer.

    NO_NUMBER, NO_VERIFIED_NUMBER, ONLY_OTHERS_ANSWER, OLD_VERIFICATION, BETTER_HOUR.
    """
    usable = [number for number in numbers if number.is_usable]
    verified = [number for number in usable if number.state == PointState.VERIFIED]
    if not usable:
        return ["NO_NUMBER"]
    found: list[str] = []
    if not verified:
        found.append("NO_VERIFIED_NUMBER")
    if all(number.is_other_answering for number in usable):
        found.append("ONLY_OTHERS_ANSWER")
    seen = [max(filter(None, (number.verified_on, number.reached_on)), default=None) for number in verified]
    known = [day for day in seen if day is not None]
    if verified and (not known or (today - max(known)).days > OLD_DAYS):
        found.append("OLD_VERIFICATION")
    if all(number.failures >= UNANSWERED for number in usable):
        found.append("BETTER_HOUR")
    return found
