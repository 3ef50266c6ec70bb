"""A failure to protect personal data: 3 x 24 hours to tell the authority and the people (UU 27/2022 art. 46)."""

import datetime as dt
from collections.abc import Iterable

from tagih.privacy.enums import BreachStatus, Recipient

TELL_WITHIN = dt.timedelta(hours=72)
MUST_KNOW = frozenset({Recipient.AUTHORITY, Recipient.SUBJECTS})

TRANSITIONS: dict[BreachStatus, frozenset[BreachStatus]] = {
    BreachStatus.OPEN: frozenset({BreachStatus.NOTIFIED}),
    BreachStatus.NOTIFIED: frozenset({BreachStatus.CLOSED}),
    BreachStatus.CLOSED: frozenset(),
}


def due_at(discovered_at: dt.datetime) -> dt.datetime:
    """This will return the instant until which authority and people must have been told."""
    return discovered_at + TELL_WITHIN


def still_to_tell(told: Iterable[str]) -> frozenset[str]:
    """This will return whom the law says to tell and nobody told yet."""
    return MUST_KNOW - set(told)
