from dataclasses import dataclass
from typing import ClassVar

from tagih.journal.events import BusinessEvent


@dataclass(frozen=True, kw_only=True)
class PlanAsked(BusinessEvent):
    """Somebody, or the morning, asked for the routes of a branch."""

    subject_kind: ClassVar[str] = "field_plan"
    subject: ClassVar[str] = "plan_id"

    plan_id: int
    day: str
    is_again: bool = False

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"field_plan:{self.plan_id}",)


@dataclass(frozen=True, kw_only=True)
class DayPlanned(BusinessEvent):
    """The routes of a branch stand."""

    subject_kind: ClassVar[str] = "field_plan"
    subject: ClassVar[str] = "plan_id"

    plan_id: int
    day: str
    planned: int
    unplanned: int

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"field_plan:{self.plan_id}", "field")


@dataclass(frozen=True, kw_only=True)
class VisitRecorded(BusinessEvent):
    """A collector was at a door, and the phone has told it."""

    subject_kind: ClassVar[str] = "visit"
    subject: ClassVar[str] = "visit_id"

    visit_id: str
    case_id: int
    collector_id: int
    result: str
    fence: str
    risk: int

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"case:{self.case_id}", "field")


@dataclass(frozen=True, kw_only=True)
class VisitReviewed(BusinessEvent):
    """Somebody looked at weak evidence and decided."""

    subject_kind: ClassVar[str] = "visit"
    subject: ClassVar[str] = "visit_id"
    words: ClassVar[tuple[str, ...]] = ("note",)

    visit_id: str
    outcome: str
    note: str


@dataclass(frozen=True, kw_only=True)
class VisitsWithdrawn(BusinessEvent):
    """Visits of a person that money or a leader made needless."""

    subject_kind: ClassVar[str] = "customer"
    subject: ClassVar[str] = "customer_no"

    visits: int
    reason: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"customer:{self.customer_no}", "field")


@dataclass(frozen=True, kw_only=True)
class ReceiptIssued(BusinessEvent):
    """Cash was taken at a door against a numbered receipt."""

    subject_kind: ClassVar[str] = "receipt"
    subject: ClassVar[str] = "number"

    number: str
    case_id: int
    contract_no: str
    amount: str
    collector_id: int

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"case:{self.case_id}", "field_cash")


@dataclass(frozen=True, kw_only=True)
class ReceiptVoided(BusinessEvent):
    """A receipt was declared void; its payment is undone."""

    subject_kind: ClassVar[str] = "receipt"
    subject: ClassVar[str] = "number"
    words: ClassVar[tuple[str, ...]] = ("reason",)

    number: str
    case_id: int
    amount: str
    reason: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"case:{self.case_id}", "field_cash")


@dataclass(frozen=True, kw_only=True)
class ReceiptDenied(BusinessEvent):
    """The customer says that a receipt is not theirs, or that its money was not received."""

    subject_kind: ClassVar[str] = "receipt"
    subject: ClassVar[str] = "number"

    number: str
    collector_id: int

    @property
    def topics(self) -> tuple[str, ...]:
        return ("field_cash", "field")


@dataclass(frozen=True, kw_only=True)
class DepositMade(BusinessEvent):
    """A collector says that cash was handed over."""

    subject_kind: ClassVar[str] = "deposit"
    subject: ClassVar[str] = "deposit_id"

    deposit_id: str
    collector_id: int
    amount: str

    @property
    def topics(self) -> tuple[str, ...]:
        return ("field_cash",)


@dataclass(frozen=True, kw_only=True)
class DepositChecked(BusinessEvent):
    """A cashier has seen the money of a deposit, or has not."""

    subject_kind: ClassVar[str] = "deposit"
    subject: ClassVar[str] = "deposit_id"
    words: ClassVar[tuple[str, ...]] = ("note",)

    deposit_id: str
    collector_id: int
    amount: str
    is_approved: bool
    note: str

    @property
    def topics(self) -> tuple[str, ...]:
        return ("field_cash",)


@dataclass(frozen=True, kw_only=True)
class CashDayClosed(BusinessEvent):
    """A collector's day with cash was closed at zero."""

    subject_kind: ClassVar[str] = "person"
    subject: ClassVar[str] = "collector_id"

    collector_id: int
    day: str
    received: str

    @property
    def topics(self) -> tuple[str, ...]:
        return ("field_cash",)


@dataclass(frozen=True, kw_only=True)
class HelpCalled(BusinessEvent):
    """A collector pressed the button for help."""

    subject_kind: ClassVar[str] = "person"
    subject: ClassVar[str] = "collector_id"

    collector_id: int
    name_of_collector: str

    @property
    def topics(self) -> tuple[str, ...]:
        return ("field",)


@dataclass(frozen=True, kw_only=True)
class DeviceRegistered(BusinessEvent):
    """A phone was set up for a person."""

    subject_kind: ClassVar[str] = "device"
    subject: ClassVar[str] = "device_id"

    device_id: str
    person_id: int
    name_of_person: str


@dataclass(frozen=True, kw_only=True)
class DeviceBlocked(BusinessEvent):
    """A phone may no longer speak for its person."""

    subject_kind: ClassVar[str] = "device"
    subject: ClassVar[str] = "device_id"

    device_id: str
    person_id: int
    reason: str
