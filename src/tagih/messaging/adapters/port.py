"""What Tagih asks of whoever carries messages."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message as it leaves: to whom, what, and the reference by which it is recognised."""

    reference: uuid.UUID
    recipient: str
    text: str
    sender: str = ""
    subject: str = ""
    stop_link: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has it. `cost` None: by the house's price of a part."""

    provider_ref: str
    parts: int = 1
    cost: Decimal | None = None
    is_delivered: bool = False


class Refused(Exception):
    """The provider does not take this message and never will. `is_dead`: there is nobody at that address."""

    def __init__(self, reason: str, *, is_dead: bool = False) -> None:
        self.reason, self.is_dead = reason, is_dead
        super().__init__(reason)


class Unavailable(Exception):
    """Surely not taken; worth another try after a while."""

    def __init__(self, reason: str, *, after: dt.timedelta | None = None) -> None:
        self.reason, self.after = reason, after
        super().__init__(reason)


class Doubtful(Exception):
    """It may have been taken: the answer did not arrive, and the provider would not recognise a second try."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Session(Protocol):
    """An open line to a provider."""

    def send(self, parcel: Parcel) -> Accepted:
        """This will hand a message over.

        :raises Refused: for good
        :raises Unavailable: not taken, try later
        :raises Doubtful: perhaps taken
        """


class Provider(Protocol):
    """One carrier of one channel. `is_idempotent`: the same reference handed over twice arrives once."""

    name: str
    is_idempotent: bool

    def session(self) -> AbstractContextManager[Session]:
        """This will open a line for a run of messages.

        :raises Unavailable: nobody answers
        """


class WhatHappened(StrEnum):
    """What a receipt tells."""

    ACCEPTED = "ACCEPTED"
    DELIVERED = "DELIVERED"
    READ = "READ"
    FAILED = "FAILED"
    DEAD = "DEAD"
    COMPLAINED = "COMPLAINED"


@dataclass(frozen=True, slots=True)
class Told:
    """A receipt: of which message, what happened and when."""

    what: WhatHappened
    at: dt.datetime
    provider_ref: str = ""
    reference: uuid.UUID | None = None
    reason: str = ""
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A reply: who wrote what."""

    provider_ref: str
    sender: str
    text: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Post:
    """What one delivery of a provider holds."""

    receipts: list[Told] = field(default_factory=list)
    replies: list[Written] = field(default_factory=list)

    def __iter__(self) -> Iterator[Told | Written]:
        yield from self.receipts
        yield from self.replies


class NotUnderstood(ValueError):
    """A delivery is not of the provider's form."""
