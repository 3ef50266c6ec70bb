"""The life of a message, and what to do about one whose worker died."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from tagih.messaging.enums import MessageState

TRANSITIONS: dict[MessageState, frozenset[MessageState]] = {
    MessageState.QUEUED: frozenset(
        {MessageState.RESERVED, MessageState.CANCELLED, MessageState.REFUSED, MessageState.OUTRANKED,
         MessageState.EXPIRED, MessageState.FAILED}
    ),
    MessageState.RESERVED: frozenset({MessageState.HANDED, MessageState.CANCELLED, MessageState.QUEUED}),
    MessageState.HANDED: frozenset(
        {MessageState.ACCEPTED, MessageState.FAILED, MessageState.DOUBTFUL, MessageState.RESERVED}
    ),
    MessageState.ACCEPTED: frozenset({MessageState.DELIVERED, MessageState.FAILED}),
    MessageState.DOUBTFUL: frozenset({MessageState.ACCEPTED, MessageState.DELIVERED, MessageState.FAILED}),
    MessageState.DELIVERED: frozenset(),
    MessageState.FAILED: frozenset({MessageState.DELIVERED}),
    MessageState.CANCELLED: frozenset(),
    MessageState.REFUSED: frozenset(),
    MessageState.OUTRANKED: frozenset(),
    MessageState.EXPIRED: frozenset(),
}  # fmt: skip
SPOKEN = (MessageState.HANDED, MessageState.ACCEPTED, MessageState.DELIVERED, MessageState.DOUBTFUL)
"""States in which the person has heard us, or may have."""
LIFE = dt.timedelta(hours=36)
"""A message that could not leave so long after its time says nothing useful any more."""
FORGOTTEN_AFTER = dt.timedelta(seconds=90)
"""A worker that was handing a message over so long ago is dead."""
MOST_TRIES = 6


class Recovery(StrEnum):
    """What to do with a message whose worker died."""

    AGAIN = "AGAIN"
    DOUBT = "DOUBT"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a contract stands for the question whether a message about it is still true."""

    contract_no: str
    is_late: bool
    next_due_on: dt.date | None


def may_become(state: str, target: str) -> bool:
    """This will tell whether a message in `state` may go to `target`."""
    return target in TRANSITIONS[MessageState(state)]


def recovery(state: str, *, is_idempotent: bool) -> Recovery:
    """This will decide about a message of a dead worker: what surely never left, or what the provider would recognise
    by its reference, is handed over again; anything else perhaps reached the person and is not repeated."""
    return Recovery.AGAIN if state == MessageState.RESERVED or is_idempotent else Recovery.DOUBT


def retry_after(tries: int) -> dt.timedelta | None:
    """This will return how long to wait before the next try, None when enough was tried."""
    return None if tries >= MOST_TRIES else dt.timedelta(seconds=30 * 4 ** (tries - 1))


def is_settled(standings: list[Standing], *, contract_no: str, about_due_on: dt.date | None) -> bool:
    """This will tell whether money settled what a message is about: nothing is late any more, and the instalment of
    which it reminds is paid. A contract that is not known any more is settled."""
    about = [one for one in standings if not contract_no or one.contract_no == contract_no]
    if any(one.is_late for one in about):
        return False
    if about_due_on is None:
        return True
    return all(one.next_due_on is None or one.next_due_on > about_due_on for one in about)
