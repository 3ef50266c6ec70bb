"""What happens to ways of reaching people and to the permission to use them."""

from dataclasses import dataclass
from typing import ClassVar

from tagih.journal.events import BusinessEvent


@dataclass(frozen=True, kw_only=True)
class PointRetired(BusinessEvent):
    """A contact value was found wrong, dead or refused, and is so on every person who has it."""

    subject_kind: ClassVar[str] = "contact_point"
    subject: ClassVar[str] = "contact_point_id"

    contact_point_id: int
    state: str
    reason: str
    points: int


@dataclass(frozen=True, kw_only=True)
class PointAdded(BusinessEvent):
    """Somebody gave us a contact point."""

    subject_kind: ClassVar[str] = "contact_point"
    subject: ClassVar[str] = "contact_point_id"

    contact_point_id: int
    kind: str
    source: str


@dataclass(frozen=True, kw_only=True)
class PointVerified(BusinessEvent):
    """A contact point was proven to be the person's own; `evidence` says how, without the value."""

    subject_kind: ClassVar[str] = "contact_point"
    subject: ClassVar[str] = "contact_point_id"

    contact_point_id: int
    evidence: str


@dataclass(frozen=True, kw_only=True)
class CodeIssued(BusinessEvent):
    """A one-time code was made for a number and waits to be sent."""

    subject_kind: ClassVar[str] = "contact_point"
    subject: ClassVar[str] = "contact_point_id"

    contact_point_id: int
    code_id: int


@dataclass(frozen=True, kw_only=True)
class TraceStepRecorded(BusinessEvent):
    """A step of the search for a person was made."""

    subject_kind: ClassVar[str] = "repair"
    subject: ClassVar[str] = "repair_id"

    repair_id: int
    kind: str
    finding: str


@dataclass(frozen=True, kw_only=True)
class RepairsRolled(BusinessEvent):
    """Repair items were opened and closed for a business date."""

    subject_kind: ClassVar[str] = "business_date"
    subject: ClassVar[str] = "business_date"

    business_date: str
    opened: int
    repaired: int
    dropped: int


@dataclass(frozen=True, kw_only=True)
class UpdateRequested(BusinessEvent):
    """Somebody asks to change contact data, with proof."""

    subject_kind: ClassVar[str] = "update_request"
    subject: ClassVar[str] = "request_id"

    request_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class UpdateDecided(BusinessEvent):
    """A second person decided about changed contact data."""

    subject_kind: ClassVar[str] = "update_request"
    subject: ClassVar[str] = "request_id"

    request_id: int
    state: str


@dataclass(frozen=True, kw_only=True)
class PersonFlagged(BusinessEvent):
    """Something about a person limits contact from now on."""

    subject_kind: ClassVar[str] = "customer"
    subject: ClassVar[str] = "customer_no"
    words: ClassVar[tuple[str, ...]] = ("reason",)

    flag: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class FlagCleared(BusinessEvent):
    """What limited contact with a person is over."""

    subject_kind: ClassVar[str] = "customer"
    subject: ClassVar[str] = "customer_no"

    flag: str


@dataclass(frozen=True, kw_only=True)
class ConsentGranted(BusinessEvent):
    subject_kind: ClassVar[str] = "customer"
    subject: ClassVar[str] = "customer_no"

    scope: str


@dataclass(frozen=True, kw_only=True)
class ConsentRevoked(BusinessEvent):
    subject_kind: ClassVar[str] = "customer"
    subject: ClassVar[str] = "customer_no"
    words: ClassVar[tuple[str, ...]] = ("reason",)

    scope: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class PointsPublished(BusinessEvent):
    """The contact points of a business date arrived."""

    subject_kind: ClassVar[str] = "business_date"
    subject: ClassVar[str] = "business_date"

    business_date: str
    added: int
    changed: int
    unusable: int


@dataclass(frozen=True, kw_only=True)
class OutcomesRecorded(BusinessEvent):
    """A carrier, a provider or a bot told what became of many values."""

    subject_kind: ClassVar[str] = "source"
    subject: ClassVar[str] = "source"

    source: str
    rows: int
    written: int
    verified: int
    retired: int


@dataclass(frozen=True, kw_only=True)
class SharedNumberResolved(BusinessEvent):
    """Somebody decided about a number that many people had given."""

    subject_kind: ClassVar[str] = "shared_number"
    subject: ClassVar[str] = "shared_number_id"

    shared_number_id: int
    decision: str
    reason: str
    points: int


@dataclass(frozen=True, kw_only=True)
class SharedNumberReopened(BusinessEvent):
    """Somebody took a decision about a shared number back."""

    subject_kind: ClassVar[str] = "shared_number"
    subject: ClassVar[str] = "shared_number_id"

    shared_number_id: int
    reason: str
    points: int


@dataclass(frozen=True, kw_only=True)
class WishRecorded(BusinessEvent):
    """A person asked for hours, days or channels."""

    subject_kind: ClassVar[str] = "customer"
    subject: ClassVar[str] = "customer_no"
    words: ClassVar[tuple[str, ...]] = ("evidence",)

    evidence: str


@dataclass(frozen=True, kw_only=True)
class WishEnded(BusinessEvent):
    """What a person asked for is over."""

    subject_kind: ClassVar[str] = "customer"
    subject: ClassVar[str] = "customer_no"


@dataclass(frozen=True, kw_only=True)
class LetterDelivered(BusinessEvent):
    """A person recorded that a warning letter was handed over."""

    subject_kind: ClassVar[str] = "customer"
    subject: ClassVar[str] = "customer_no"
    words: ClassVar[tuple[str, ...]] = ("evidence",)

    contract_no: str
    kind: str
    delivered_on: str
    evidence: str


@dataclass(frozen=True, kw_only=True)
class LetterWithdrawn(BusinessEvent):
    """A warning letter proves nothing any more."""

    subject_kind: ClassVar[str] = "customer"
    subject: ClassVar[str] = "customer_no"
    words: ClassVar[tuple[str, ...]] = ("reason",)

    contract_no: str
    kind: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DefaultProven(BusinessEvent):
    """How default was proven, or that the customer objects."""

    subject_kind: ClassVar[str] = "customer"
    subject: ClassVar[str] = "customer_no"
    words: ClassVar[tuple[str, ...]] = ("evidence",)

    contract_no: str
    kind: str
    evidence: str


@dataclass(frozen=True, kw_only=True)
class AgentAssigned(BusinessEvent):
    """An agent was given a letter of assignment."""

    subject_kind: ClassVar[str] = "person"
    subject: ClassVar[str] = "person_id"

    person_id: int
    number: str
    valid_until: str


@dataclass(frozen=True, kw_only=True)
class PackDrafted(BusinessEvent):
    """Somebody wrote a version of the lender's own rules."""

    subject_kind: ClassVar[str] = "pack_version"
    subject: ClassVar[str] = "pack_version_id"

    pack_version_id: int
    pack: str


@dataclass(frozen=True, kw_only=True)
class ReplayStarted(BusinessEvent):
    """The last 90 days are asked again with a draft."""

    subject_kind: ClassVar[str] = "pack_version"
    subject: ClassVar[str] = "pack_version_id"

    pack_version_id: int
    pack: str
    replay_id: int


@dataclass(frozen=True, kw_only=True)
class PackSubmitted(BusinessEvent):
    """A version waits for a second person."""

    subject_kind: ClassVar[str] = "pack_version"
    subject: ClassVar[str] = "pack_version_id"

    pack_version_id: int
    pack: str


@dataclass(frozen=True, kw_only=True)
class PackApproved(BusinessEvent):
    """A second person put a version in force."""

    subject_kind: ClassVar[str] = "pack_version"
    subject: ClassVar[str] = "pack_version_id"

    pack_version_id: int
    pack: str
    effective_from: str


@dataclass(frozen=True, kw_only=True)
class PackRejected(BusinessEvent):
    """A second person sent a version back."""

    subject_kind: ClassVar[str] = "pack_version"
    subject: ClassVar[str] = "pack_version_id"

    pack_version_id: int
    pack: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class WorkCalledBack(BusinessEvent):
    """Reservations that had not started were called back, because the gate would refuse them now."""

    subject_kind: ClassVar[str] = "business_date"
    subject: ClassVar[str] = "business_date"

    business_date: str
    attempts: int
    rules: str
