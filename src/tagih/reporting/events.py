from dataclasses import dataclass
from typing import ClassVar

from tagih.journal.events import BusinessEvent


@dataclass(frozen=True, kw_only=True)
class DayReported(BusinessEvent):
    """The figures of a business date were computed and its report was stored."""

    subject_kind: ClassVar[str] = "day"
    subject: ClassVar[str] = "business_date"

    business_date: str
    groups: int
    changed: int

    @property
    def topics(self) -> tuple[str, ...]:
        return ("report",)


@dataclass(frozen=True, kw_only=True)
class TargetSet(BusinessEvent):
    """What a figure should reach was set for a unit. Value as a decimal string."""

    subject_kind: ClassVar[str] = "unit"
    subject: ClassVar[str] = "unit_id"

    unit_id: int
    figure: str
    value: str
    starts_on: str
