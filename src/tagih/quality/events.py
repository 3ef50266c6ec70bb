"""What happens with samples, scores and what follows from them. Ids and codes, never words about a person."""

from dataclasses import dataclass
from typing import ClassVar

from tagih.journal.events import BusinessEvent


@dataclass(frozen=True, kw_only=True)
class SampleDrawn(BusinessEvent):
    """A plan was drawn from its frame."""

    subject_kind: ClassVar[str] = "sample_plan"
    subject: ClassVar[str] = "plan_id"

    plan_id: int
    frame: int
    reviews: int
    seed: str


@dataclass(frozen=True, kw_only=True)
class ReviewsHandedOver(BusinessEvent):
    """Open reviews of somebody who left went to others."""

    subject_kind: ClassVar[str] = "person"
    subject: ClassVar[str] = "person_id"

    person_id: int
    reviews: int
    left: int


@dataclass(frozen=True, kw_only=True)
class FormPublished(BusinessEvent):
    """A version of a scorecard came into force."""

    subject_kind: ClassVar[str] = "scorecard"
    subject: ClassVar[str] = "code"

    code: str
    number: int


@dataclass(frozen=True, kw_only=True)
class ScoreEvent(BusinessEvent):
    """Something that happened to a score."""

    subject_kind: ClassVar[str] = "evaluation"
    subject: ClassVar[str] = "evaluation_id"

    evaluation_id: int
    agent_id: int | None


@dataclass(frozen=True, kw_only=True)
class ScoreSubmitted(ScoreEvent):
    points: str
    is_fatal: bool


@dataclass(frozen=True, kw_only=True)
class ScoreReleased(ScoreEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class GraveFailureFound(ScoreEvent):
    """A released score holds a grave failure."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ScoreAcknowledged(ScoreEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class ScoreDisputed(ScoreEvent):
    dispute_id: int
    due_on: str


@dataclass(frozen=True, kw_only=True)
class DisputeDecided(ScoreEvent):
    dispute_id: int
    status: str
    overturned: int


@dataclass(frozen=True, kw_only=True)
class RecordingEvent(BusinessEvent):
    """Something that happened to a recording."""

    subject_kind: ClassVar[str] = "attempt"
    subject: ClassVar[str] = "attempt_id"

    attempt_id: str


@dataclass(frozen=True, kw_only=True)
class RecordingKept(RecordingEvent):
    seconds: int


@dataclass(frozen=True, kw_only=True)
class RecordingMissing(RecordingEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class RecordingDeleted(RecordingEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class CalibrationEvent(BusinessEvent):
    """Something that happened to a calibration session."""

    subject_kind: ClassVar[str] = "calibration"
    subject: ClassVar[str] = "calibration_id"

    calibration_id: int


@dataclass(frozen=True, kw_only=True)
class CalibrationOpened(CalibrationEvent):
    contacts: int
    reviewers: int


@dataclass(frozen=True, kw_only=True)
class CalibrationDiscussed(CalibrationEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class CalibrationClosed(CalibrationEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class CoachingEvent(BusinessEvent):
    """Something that happened in a coaching."""

    subject_kind: ClassVar[str] = "coaching"
    subject: ClassVar[str] = "coaching_id"

    coaching_id: int
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class CoachingOpened(CoachingEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class StepAgreed(CoachingEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class CoachingClosed(CoachingEvent):
    outcome: str


@dataclass(frozen=True, kw_only=True)
class IncidentEvent(BusinessEvent):
    """Something that happened in the handling of an incident."""

    subject_kind: ClassVar[str] = "incident"
    subject: ClassVar[str] = "incident_id"

    incident_id: int


@dataclass(frozen=True, kw_only=True)
class IncidentReported(IncidentEvent):
    kind: str


@dataclass(frozen=True, kw_only=True)
class IncidentMoved(IncidentEvent):
    status: str


@dataclass(frozen=True, kw_only=True)
class PraiseGiven(BusinessEvent):
    """Somebody was praised."""

    subject_kind: ClassVar[str] = "person"
    subject: ClassVar[str] = "person_id"

    person_id: int


@dataclass(frozen=True, kw_only=True)
class HardCallMarked(BusinessEvent):
    """An agent marked a contact as hard."""

    subject_kind: ClassVar[str] = "attempt"
    subject: ClassVar[str] = "attempt_id"

    attempt_id: str
    level: str


@dataclass(frozen=True, kw_only=True)
class CertificateEnding(BusinessEvent):
    """A certificate ends in at most so many days."""

    subject_kind: ClassVar[str] = "person"
    subject: ClassVar[str] = "person_id"

    person_id: int
    kind: str
    days: int
    valid_until: str
