from dataclasses import dataclass
from typing import ClassVar

from tagih.journal.events import BusinessEvent


@dataclass(frozen=True, kw_only=True)
class CaseEvent(BusinessEvent):
    """Something that happened to a case."""

    subject_kind: ClassVar[str] = "case"
    subject: ClassVar[str] = "case_id"

    case_id: int


@dataclass(frozen=True, kw_only=True)
class CaseOpened(CaseEvent):
    """A case was opened for one person outside the daily round."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class CaseClosed(CaseEvent):
    """A case was closed between two rounds, such as by money."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class CasesRolled(BusinessEvent):
    """The daily round opened, moved and closed cases: counts, never one event a row."""

    subject_kind: ClassVar[str] = "day"
    subject: ClassVar[str] = "business_date"

    business_date: str
    opened: int
    moved: int
    closed: int

    @property
    def topics(self) -> tuple[str, ...]:
        return ("queues",)


@dataclass(frozen=True, kw_only=True)
class ActivityRecorded(CaseEvent):
    """Somebody did something about a case and wrote down what came of it."""

    activity_id: str
    action: str
    result: str
    agent_id: int | None

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"case:{self.case_id}", "floor")


@dataclass(frozen=True, kw_only=True)
class ActivityCorrected(CaseEvent):
    """An activity was replaced by a corrected one."""

    activity_id: str
    corrects: str


@dataclass(frozen=True, kw_only=True)
class PromiseMade(CaseEvent):
    """A person promised to pay. Amount over all legs, as a decimal string."""

    promise_id: int
    amount: str
    last_due_on: str


@dataclass(frozen=True, kw_only=True)
class PromiseJudged(CaseEvent):
    """A promise changed its status because of money or time."""

    promise_id: int
    status: str
    previous: str
    paid: str


@dataclass(frozen=True, kw_only=True)
class PromiseCancelled(CaseEvent):
    """A promise was taken back before it was judged."""

    words: ClassVar[tuple[str, ...]] = ("reason",)

    promise_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class PromisesJudged(BusinessEvent):
    """The evening judged promises: counts."""

    subject_kind: ClassVar[str] = "day"
    subject: ClassVar[str] = "business_date"

    business_date: str
    kept: int
    partial: int
    broken: int


@dataclass(frozen=True, kw_only=True)
class HoldOpened(CaseEvent):
    """Collection on a case was paused."""

    hold_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class HoldLifted(CaseEvent):
    """A pause ended."""

    words: ClassVar[tuple[str, ...]] = ("reason",)

    hold_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ArrangementEvent(CaseEvent):
    """Something about an agreement with a person who cannot pay as agreed."""

    arrangement_id: int

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"case:{self.case_id}", "approvals")


@dataclass(frozen=True, kw_only=True)
class ArrangementProposed(ArrangementEvent):
    """A plan was proposed. `waits_for` is the role that must agree, blank when only the signature is missing."""

    kind: str
    total: str
    waits_for: str
    language: str = "id"


@dataclass(frozen=True, kw_only=True)
class ArrangementDecided(ArrangementEvent):
    """A rung approved or refused a plan."""

    words: ClassVar[tuple[str, ...]] = ("reason",)

    decision: str
    status: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ArrangementSigned(ArrangementEvent):
    """A person signed an agreement: it is in force."""

    signed_by: str
    total: str
    last_due_on: str


@dataclass(frozen=True, kw_only=True)
class ArrangementJudged(ArrangementEvent):
    """An agreement changed its state because of money or time."""

    status: str
    previous: str
    paid: str


@dataclass(frozen=True, kw_only=True)
class ArrangementEnded(ArrangementEvent):
    """An agreement was withdrawn, or nobody signed it in time."""

    words: ClassVar[tuple[str, ...]] = ("reason",)

    status: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ArrangementsJudged(BusinessEvent):
    """The evening judged agreements: counts."""

    subject_kind: ClassVar[str] = "day"
    subject: ClassVar[str] = "business_date"

    business_date: str
    late: int
    broken: int
    completed: int


@dataclass(frozen=True, kw_only=True)
class ComplaintEvent(BusinessEvent):
    """Something about a complaint."""

    subject_kind: ClassVar[str] = "complaint"
    subject: ClassVar[str] = "complaint_id"

    complaint_id: int

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"complaint:{self.complaint_id}", "complaints")


@dataclass(frozen=True, kw_only=True)
class ComplaintReceived(ComplaintEvent):
    """A person complained."""

    kind: str
    channel: str
    due_on: str


@dataclass(frozen=True, kw_only=True)
class ComplaintExtended(ComplaintEvent):
    """The term of a complaint was extended, once."""

    words: ClassVar[tuple[str, ...]] = ("reason",)

    due_on: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ComplaintAnswered(ComplaintEvent):
    """A complaint was answered."""

    verdict: str
    restitution: str


@dataclass(frozen=True, kw_only=True)
class ConductReviewAsked(ComplaintEvent):
    """A complaint is about a collector: these of their contacts come into review (ids of attempts, by comma)."""

    collector_id: int
    attempt_ids: str


@dataclass(frozen=True, kw_only=True)
class EscalationEvent(CaseEvent):
    """Something about an escalation of a case."""

    escalation_id: int
    reason: str
    level: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"case:{self.case_id}", "escalations")


@dataclass(frozen=True, kw_only=True)
class EscalationRaised(EscalationEvent):
    """Somebody above was called to a case; `attempt_id` names the call that ran."""

    attempt_id: str


@dataclass(frozen=True, kw_only=True)
class EscalationTaken(EscalationEvent):
    """Somebody took an escalation into their hands."""


@dataclass(frozen=True, kw_only=True)
class EscalationPassedOn(EscalationEvent):
    """Nobody took an escalation in time: it went a rung up."""


@dataclass(frozen=True, kw_only=True)
class EscalationClosed(EscalationEvent):
    """An escalation was closed."""

    words: ClassVar[tuple[str, ...]] = ("outcome",)

    outcome: str


@dataclass(frozen=True, kw_only=True)
class CareEvent(BusinessEvent):
    """Something about a person whom we must not harm. Never the words themselves."""

    subject_kind: ClassVar[str] = "care"
    subject: ClassVar[str] = "care_id"

    care_id: int
    reason: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"care:{self.care_id}", "care")


@dataclass(frozen=True, kw_only=True)
class CareOpened(CareEvent):
    """Contact stopped and a trained person was called."""

    level: str
    source: str


@dataclass(frozen=True, kw_only=True)
class CareTaken(CareEvent):
    """A trained person took it into their hands."""


@dataclass(frozen=True, kw_only=True)
class CareOverdue(CareEvent):
    """Nobody trained answered in time."""

    level: str


@dataclass(frozen=True, kw_only=True)
class CareEnded(CareEvent):
    """A trained person ended the pause, with a written reason."""

    words: ClassVar[tuple[str, ...]] = ("written",)

    written: str


@dataclass(frozen=True, kw_only=True)
class DisasterDeclared(BusinessEvent):
    """Everybody in a region is left in peace from now on."""

    subject_kind: ClassVar[str] = "disaster_area"
    subject: ClassVar[str] = "area_id"

    area_id: int
    region_code: str
    area: str
    cases: int


@dataclass(frozen=True, kw_only=True)
class DisasterEnded(BusinessEvent):
    """A trained person ended the pause of a whole region."""

    subject_kind: ClassVar[str] = "disaster_area"
    subject: ClassVar[str] = "area_id"

    area_id: int
    area: str
    cases: int
    written: str


@dataclass(frozen=True, kw_only=True)
class WorkMoved(BusinessEvent):
    """A leader moved work to another queue or person."""

    subject_kind: ClassVar[str] = "queue"
    subject: ClassVar[str] = "queue_id"

    queue_id: int
    items: int
    reason: str

    @property
    def topics(self) -> tuple[str, ...]:
        return ("queues",)
