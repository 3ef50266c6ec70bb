from dataclasses import dataclass
from typing import ClassVar

from tagih.journal.events import BusinessEvent


@dataclass(frozen=True, kw_only=True)
class DayDecided(BusinessEvent):
    """A strategy decided for everybody in scope of a business date."""

    subject_kind: ClassVar[str] = "business_date"
    subject: ClassVar[str] = "business_date"

    business_date: str
    lake_version: int
    strategy: str
    people: int
    with_step: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class DecisionsStood(BusinessEvent):
    """Nothing new was decided for a business date: the decisions of the last one stand."""

    subject_kind: ClassVar[str] = "business_date"
    subject: ClassVar[str] = "business_date"

    business_date: str
    reason: str
    since: str
