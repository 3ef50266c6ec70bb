"""Requests of the person: 3 x 24 hours to answer, and two people who agree on the answer."""

import datetime as dt

from tagih.privacy.enums import RequestStatus

ANSWER_WITHIN = dt.timedelta(hours=72)
"""UU 27/2022 arts. 30, 32, 40, 41."""
SOON = dt.timedelta(hours=24)
"""From here on a request that nobody decided is called louder."""
OPEN = frozenset({RequestStatus.RECEIVED, RequestStatus.PROPOSED, RequestStatus.GRANTED})

TRANSITIONS: dict[RequestStatus, frozenset[RequestStatus]] = {
    RequestStatus.RECEIVED: frozenset({RequestStatus.PROPOSED}),
    RequestStatus.PROPOSED: frozenset({RequestStatus.GRANTED, RequestStatus.REFUSED, RequestStatus.RECEIVED}),
    RequestStatus.GRANTED: frozenset({RequestStatus.DONE}),
    RequestStatus.DONE: frozenset(),
    RequestStatus.REFUSED: frozenset(),
}


def due_at(asked_at: dt.datetime) -> dt.datetime:
    """This will return the instant until which the person must have an answer."""
    return asked_at + ANSWER_WITHIN


def urgency(due: dt.datetime, *, now: dt.datetime, is_open: bool) -> str:
    """This will return how the clock stands: OVERDUE, SOON, or blank."""
    if not is_open:
        return ""
    if now > due:
        return "OVERDUE"
    return "SOON" if due - now <= SOON else ""
