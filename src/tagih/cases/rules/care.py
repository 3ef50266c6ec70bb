"""Do no harm: which pauses protect a person, how soon somebody trained must look, and that time never ends them."""

import datetime as dt

from tagih.cases.enums import CareLevel, CareStatus, HoldReason

PROTECTING = frozenset({HoldReason.DECEASED, HoldReason.ILLNESS, HoldReason.DISASTER, HoldReason.DISTRESS})
"""Reasons of a hold that only a trained person ends, with a written reason."""
ANSWER_WITHIN = {
    CareLevel.CRITICAL: dt.timedelta(hours=1),
    CareLevel.SEVERE: dt.timedelta(hours=4),
    CareLevel.NORMAL: dt.timedelta(hours=24),
}
SHORTEST_REASON = 20

TRANSITIONS: dict[CareStatus, frozenset[CareStatus]] = {
    CareStatus.OPEN: frozenset({CareStatus.TAKEN, CareStatus.ENDED}),
    CareStatus.TAKEN: frozenset({CareStatus.OPEN, CareStatus.ENDED}),
    CareStatus.ENDED: frozenset(),
}


def due_at(level: str, *, since: dt.datetime) -> dt.datetime:
    """This will return the instant until which a trained person must have looked."""
    return since + ANSWER_WITHIN[CareLevel(level)]


def graver(one: str, other: str) -> str:
    """This will return the graver of two levels."""
    order = list(CareLevel.values)
    return min(one, other, key=order.index)
