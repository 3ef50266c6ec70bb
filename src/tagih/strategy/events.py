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
class StepsCarriedOut(BusinessEvent):
    """What the decisions of a business date wanted of letters and of the field was ordered there."""

    subject_kind: ClassVar[str] = "business_date"
    subject: ClassVar[str] = "business_date"

    business_date: str
    letters: int
    visits: int


@dataclass(frozen=True, kw_only=True)
class DecisionsStood(BusinessEvent):
    """Nothing new was decided for a business date: the decisions of the last one stand."""

    subject_kind: ClassVar[str] = "business_date"
    subject: ClassVar[str] = "business_date"

    business_date: str
    reason: str
    since: str


@dataclass(frozen=True, kw_only=True)
class VersionEvent(BusinessEvent):
    """Something happened to a version of a strategy."""

    subject_kind: ClassVar[str] = "strategy_version"
    subject: ClassVar[str] = "strategy_version_id"

    strategy_version_id: int
    strategy: str


@dataclass(frozen=True, kw_only=True)
class VersionDrafted(VersionEvent):
    """Somebody wrote a new version."""


@dataclass(frozen=True, kw_only=True)
class ReplayStarted(VersionEvent):
    """Past days are to be decided again by a version."""

    replay_id: int


@dataclass(frozen=True, kw_only=True)
class VersionSubmitted(VersionEvent):
    """A version waits for a second person."""


@dataclass(frozen=True, kw_only=True)
class VersionApproved(VersionEvent):
    """A second person approved a version."""


@dataclass(frozen=True, kw_only=True)
class VersionRejected(VersionEvent):
    """A second person sent a version back."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class VersionReleased(VersionEvent):
    """A version is in force from a date, for everybody or for a share."""

    release_id: int
    share: int
    effective_on: str


@dataclass(frozen=True, kw_only=True)
class ReleaseTakenBack(VersionEvent):
    """What was in force before a release is in force again."""

    release_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class WorkOrderSet(BusinessEvent):
    """Work lists follow something else from now on."""

    subject_kind: ClassVar[str] = "work_order"
    subject: ClassVar[str] = "order"

    order: str
