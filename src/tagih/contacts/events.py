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
class PersonFlagged(BusinessEvent):
    """Something about a person limits contact from now on."""

    subject_kind: ClassVar[str] = "customer"
    subject: ClassVar[str] = "customer_no"

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

    scope: str


@dataclass(frozen=True, kw_only=True)
class PointsPublished(BusinessEvent):
    """The contact points of a business date arrived."""

    subject_kind: ClassVar[str] = "business_date"
    subject: ClassVar[str] = "business_date"

    business_date: str
    added: int
    changed: int
    unusable: int
