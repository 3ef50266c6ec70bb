"""The telephony port: what a provider does for one call, whether it is a PBX or a simulated line."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from tagih.dialer.enums import Cause

__all__ = ["Cause", "Kind", "LineEvent", "Telephony"]


class Kind(StrEnum):
    """What happens on a line."""

    RINGING = "RINGING"
    ANSWERED = "ANSWERED"
    HEARD = "HEARD"
    ENDED = "ENDED"


@dataclass(frozen=True, slots=True)
class LineEvent:
    """One thing that happened. `text` is what was heard, where a provider writes it down, and `gloss` its English."""

    at: dt.datetime
    kind: Kind
    text: str = ""
    gloss: str = ""
    cause: Cause | None = None


class Telephony(Protocol):
    """A provider of lines. A call carries the id of the attempt that the gate allowed."""

    def dial(self, *, call: uuid.UUID, number: str, now: dt.datetime) -> None:
        """This will begin to ring a number (+62...)."""
        ...

    def hang_up(self, *, call: uuid.UUID, now: dt.datetime) -> None:
        """This will end a call; one that is over already, or unknown, changes nothing."""
        ...

    def events(self, *, call: uuid.UUID, now: dt.datetime) -> Sequence[LineEvent]:
        """This will return what happened on a call until now, in order; nothing of an unknown call."""
        ...
