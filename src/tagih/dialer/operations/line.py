"""One call by hand: rung, listened to, ended, through whichever telephony is connected.

Permission to call comes first and is not asked here: the call's id is that of an attempt that the contact gate allowed.
"""

import datetime as dt
import logging
import uuid
from dataclasses import dataclass

from tagih.dialer.adapters.telephony import Cause, Kind, LineEvent, Telephony
from tagih.staff.models import Person

log = logging.getLogger("tagih.dialer")
_connected: list[Telephony] = []


@dataclass(frozen=True, slots=True)
class Line:
    """A call as far as it has come."""

    events: tuple[LineEvent, ...]

    @property
    def is_live(self) -> bool:
        return bool(self.events) and self.events[-1].kind != Kind.ENDED

    @property
    def cause(self) -> Cause | None:
        return self.events[-1].cause if self.events else None


def connect(telephony: Telephony | None) -> None:
    """This will let calls go through a provider; None: people dial with a telephone of their own."""
    _connected[:] = [telephony] if telephony else []


def is_connected() -> bool:
    """This will tell whether calls go through a provider."""
    return bool(_connected)


def place_call(*, call: uuid.UUID, number: str, by: Person, now: dt.datetime) -> None:
    """This will ring a number where a provider is connected. It asks no permission: the attempt has it."""
    for telephony in _connected:
        telephony.dial(call=call, number=number, now=now)
        log.info("call placed", extra={"call": str(call), "person": by.pk})


def hang_up(*, call: uuid.UUID, by: Person, now: dt.datetime) -> None:
    """This will hang up. A call that is over already stays as it ended."""
    for telephony in _connected:
        telephony.hang_up(call=call, now=now)
        log.info("call ended by us", extra={"call": str(call), "person": by.pk})


def line_of(*, call: uuid.UUID, now: dt.datetime) -> Line:
    """This will return what happened on a call until now; an empty line for a call that no provider knows."""
    return Line(tuple(event for telephony in _connected for event in telephony.events(call=call, now=now)))
