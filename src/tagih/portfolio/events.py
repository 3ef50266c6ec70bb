"""What happened to the portfolio."""

from dataclasses import dataclass
from typing import ClassVar

from tagih.journal.events import BusinessEvent


@dataclass(frozen=True, kw_only=True)
class FeedEvent(BusinessEvent):
    """Something that happened to a feed file."""

    subject_kind: ClassVar[str] = "landing"
    subject: ClassVar[str] = "landing_id"

    landing_id: int
    feed: str
    business_date: str


@dataclass(frozen=True, kw_only=True)
class FeedReceived(FeedEvent):
    """A file arrived and is to be landed by a worker."""


@dataclass(frozen=True, kw_only=True)
class FeedLanded(FeedEvent):
    """A file is in the lake."""

    rows: int
    rejected: int
    lake_version: int


@dataclass(frozen=True, kw_only=True)
class DayEvent(BusinessEvent):
    """Something that happened to the books of a business date."""

    subject_kind: ClassVar[str] = "business_day"
    subject: ClassVar[str] = "business_date"

    business_date: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (*super().topics, "rounds")


@dataclass(frozen=True, kw_only=True)
class DayClosed(DayEvent):
    """The evening closed the books of a date."""

    partitions: int


@dataclass(frozen=True, kw_only=True)
class DayReopened(DayEvent):
    """Closed books were opened again for a restatement."""

    reason: str
