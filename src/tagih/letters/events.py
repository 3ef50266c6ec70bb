from dataclasses import dataclass
from typing import ClassVar

from tagih.journal.events import BusinessEvent


@dataclass(frozen=True, kw_only=True)
class LetterEvent(BusinessEvent):
    """Something about a letter."""

    subject_kind: ClassVar[str] = "letter"
    subject: ClassVar[str] = "letter_id"

    letter_id: int
    number: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class LetterIssued(LetterEvent):
    """A letter was numbered."""


@dataclass(frozen=True, kw_only=True)
class LetterDelivered(LetterEvent):
    """A letter reached somebody."""

    received_by: str
    delivered_on: str


@dataclass(frozen=True, kw_only=True)
class LetterReturned(LetterEvent):
    """A letter came back."""

    words: ClassVar[tuple[str, ...]] = ("reason",)

    reason: str


@dataclass(frozen=True, kw_only=True)
class LetterVoided(LetterEvent):
    """A letter is void; its number stays its own."""

    words: ClassVar[tuple[str, ...]] = ("reason",)

    reason: str


@dataclass(frozen=True, kw_only=True)
class LettersOrdered(BusinessEvent):
    """Many letters were numbered at once: counts."""

    subject_kind: ClassVar[str] = "day"
    subject: ClassVar[str] = "day"

    day: str
    ordered: int
    refused: int
