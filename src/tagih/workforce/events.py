from dataclasses import dataclass
from typing import ClassVar

from tagih.journal.events import BusinessEvent


@dataclass(frozen=True, kw_only=True)
class PlanEvent(BusinessEvent):
    """Something that happened to a shift plan."""

    subject_kind: ClassVar[str] = "plan"
    subject: ClassVar[str] = "plan_id"

    plan_id: int
    unit_code: str
    first_day: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"plan:{self.plan_id}", "roster")


@dataclass(frozen=True, kw_only=True)
class PlanRequested(PlanEvent):
    """A plan is to be made by the search."""


@dataclass(frozen=True, kw_only=True)
class PlanReady(PlanEvent):
    """The search has made a plan, or could not."""

    is_made: bool


@dataclass(frozen=True, kw_only=True)
class PlanPublished(PlanEvent):
    version: int


@dataclass(frozen=True, kw_only=True)
class PersonOfPlan(BusinessEvent):
    """Something about the shifts, leave or hours of a person."""

    subject_kind: ClassVar[str] = "person"
    subject: ClassVar[str] = "person_id"

    person_id: int
    full_name: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"shifts:{self.person_id}", "roster")


@dataclass(frozen=True, kw_only=True)
class CellChanged(PersonOfPlan):
    """A day of a published plan changed."""

    day: str
    shift: str
    why: str


@dataclass(frozen=True, kw_only=True)
class AbsenceReported(PersonOfPlan):
    first_day: str
    last_day: str


@dataclass(frozen=True, kw_only=True)
class LeaveAsked(PersonOfPlan):
    first_day: str
    last_day: str
    status: str


@dataclass(frozen=True, kw_only=True)
class LeaveDecided(PersonOfPlan):
    first_day: str
    last_day: str
    status: str


@dataclass(frozen=True, kw_only=True)
class SwapDecided(PersonOfPlan):
    day: str
    status: str


@dataclass(frozen=True, kw_only=True)
class OvertimeAgreed(PersonOfPlan):
    """Somebody agreed to hours beyond the contract; the words are kept with the bid."""

    day: str
    bid_id: int


@dataclass(frozen=True, kw_only=True)
class AttendanceCorrected(PersonOfPlan):
    day: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DepartureRecorded(PersonOfPlan):
    kind: str
    noticed_on: str
    last_day: str
    cases: int


@dataclass(frozen=True, kw_only=True)
class AccessEnded(PersonOfPlan):
    last_day: str


@dataclass(frozen=True, kw_only=True)
class TransferDecided(PersonOfPlan):
    unit_code: str
    starts_on: str
    status: str


@dataclass(frozen=True, kw_only=True)
class DayEvent(BusinessEvent):
    """Something done about the day of a unit."""

    subject_kind: ClassVar[str] = "unit"
    subject: ClassVar[str] = "unit_id"

    unit_id: int
    unit_code: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"day:{self.unit_id}", "roster", "floor")


@dataclass(frozen=True, kw_only=True)
class MeasureTaken(DayEvent):
    measure_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class MeasureUndone(DayEvent):
    measure_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class CasesShared(DayEvent):
    """Cases of people who are not there were given to others."""

    moved: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ForecastKept(DayEvent):
    forecast_id: int
    method: str
