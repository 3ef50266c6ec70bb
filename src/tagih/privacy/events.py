"""What happens around personal data. Never the data."""

from dataclasses import dataclass
from typing import ClassVar

from tagih.journal.events import BusinessEvent


@dataclass(frozen=True, kw_only=True)
class RequestEvent(BusinessEvent):
    """Something that happened to a person's request."""

    subject_kind: ClassVar[str] = "data_request"
    subject: ClassVar[str] = "request_id"

    request_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class RequestReceived(RequestEvent):
    due_at: str


@dataclass(frozen=True, kw_only=True)
class RequestProposed(RequestEvent):
    proposal: str
    ground: str


@dataclass(frozen=True, kw_only=True)
class RequestSentBack(RequestEvent):
    words: ClassVar[tuple[str, ...]] = ("reason",)

    reason: str


@dataclass(frozen=True, kw_only=True)
class RequestDecided(RequestEvent):
    status: str
    ground: str


@dataclass(frozen=True, kw_only=True)
class RequestDone(RequestEvent):
    outcome: dict


@dataclass(frozen=True, kw_only=True)
class LiftingProposed(RequestEvent):
    """Somebody proposes to end a restriction."""

    words: ClassVar[tuple[str, ...]] = ("reason",)

    reason: str


@dataclass(frozen=True, kw_only=True)
class RestrictionEnded(RequestEvent):
    words: ClassVar[tuple[str, ...]] = ("reason",)

    reason: str


@dataclass(frozen=True, kw_only=True)
class LiftingDeclined(RequestEvent):
    words: ClassVar[tuple[str, ...]] = ("reason",)

    reason: str


@dataclass(frozen=True, kw_only=True)
class RequestLate(RequestEvent):
    """The 3 x 24 hours are nearly over, or over."""

    due_at: str


@dataclass(frozen=True, kw_only=True)
class BreachEvent(BusinessEvent):
    subject_kind: ClassVar[str] = "breach"
    subject: ClassVar[str] = "breach_id"

    breach_id: int


@dataclass(frozen=True, kw_only=True)
class BreachRecorded(BreachEvent):
    due_at: str


@dataclass(frozen=True, kw_only=True)
class BreachTold(BreachEvent):
    recipient: str


@dataclass(frozen=True, kw_only=True)
class BreachLate(BreachEvent):
    due_at: str


@dataclass(frozen=True, kw_only=True)
class BreachClosed(BreachEvent):
    """A breach was closed."""


@dataclass(frozen=True, kw_only=True)
class RetentionSwitched(BusinessEvent):
    subject_kind: ClassVar[str] = "retention_rule"
    subject: ClassVar[str] = "rule"

    rule: str
    is_on: bool
    months: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RetentionProposed(BusinessEvent):
    """A rule is to let go of more than it does now; a second person decides."""

    subject_kind: ClassVar[str] = "retention_rule"
    subject: ClassVar[str] = "rule"

    rule: str
    months: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RetentionDeclined(BusinessEvent):
    subject_kind: ClassVar[str] = "retention_rule"
    subject: ClassVar[str] = "rule"

    rule: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DataLetGo(BusinessEvent):
    """A retention rule worked: counts, never one event a row."""

    subject_kind: ClassVar[str] = "retention_rule"
    subject: ClassVar[str] = "rule"

    rule: str
    cutoff: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class KeysRotated(BusinessEvent):
    subject_kind: ClassVar[str] = "key"
    subject: ClassVar[str] = "key"

    key: str
    rows: int
