"""When a warning letter may go: from how many days late, and how long after the one before was delivered."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tagih.letters.enums import LetterKind as Kind
from tagih.letters.enums import LetterStatus as Status

BEFORE = {Kind.SP2: Kind.SP1, Kind.SP3: Kind.SP2, Kind.SOMASI: Kind.SP3}
WARNINGS = (Kind.SP1, Kind.SP2, Kind.SP3, Kind.SOMASI)

TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.NUMBERED: frozenset({Status.READY, Status.VOID}),
    Status.READY: frozenset({Status.PRINTED, Status.DELIVERED, Status.VOID}),
    Status.PRINTED: frozenset({Status.HANDED, Status.DELIVERED, Status.RETURNED, Status.VOID}),
    Status.HANDED: frozenset({Status.DELIVERED, Status.RETURNED, Status.VOID}),
    Status.RETURNED: frozenset({Status.HANDED, Status.DELIVERED, Status.VOID}),
    Status.DELIVERED: frozenset(),
    Status.VOID: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Ladder:
    """Days late from which each warning may go, and the days between the delivery of one and the next."""

    from_days: Mapping[Kind, int]
    days_between: int = 7


HOUSE = Ladder({Kind.SP1: 7, Kind.SP2: 14, Kind.SP3: 21, Kind.SOMASI: 28})
"""Practice of the association; the law names no days."""


@dataclass(frozen=True, slots=True)
class Early:
    """Why a warning may not go yet: the rule, and the first day on which it may, if that is known."""

    code: str
    not_before: dt.date | None = None


def too_early(
    kind: Kind, *, days_late: int, delivered: Mapping[Kind, dt.date], on: dt.date, ladder: Ladder = HOUSE
) -> Early | None:  # fmt: skip
    """This will name why a warning letter may not go on a day, None when it may. Other kinds always may."""
    kind = Kind(kind)
    if kind not in WARNINGS:
        return None
    former = BEFORE.get(kind)
    if former is not None and former not in delivered:
        return Early("LETTER_OUT_OF_SEQUENCE")
    if days_late < ladder.from_days[kind]:
        return Early("LETTER_TOO_EARLY", on + dt.timedelta(days=ladder.from_days[kind] - days_late))
    if former is not None:
        earliest = delivered[former] + dt.timedelta(days=ladder.days_between)
        if on < earliest:
            return Early("LETTER_TOO_SOON_AFTER", earliest)
    return None


def may_become(now: Status, then: Status) -> bool:
    """This will tell whether a letter may pass from one state to another."""
    return Status(then) in TRANSITIONS[Status(now)]
