"""What happens with people and the organisation. Never a password, never a secret."""

from dataclasses import dataclass
from typing import ClassVar

from tagih.journal.events import BusinessEvent


@dataclass(frozen=True, kw_only=True)
class PersonEvent(BusinessEvent):
    """Something that happened to a person who works here."""

    subject_kind: ClassVar[str] = "person"
    subject: ClassVar[str] = "person_id"

    person_id: int
    full_name: str


@dataclass(frozen=True, kw_only=True)
class PersonHired(PersonEvent):
    employee_no: str


@dataclass(frozen=True, kw_only=True)
class PersonLeft(PersonEvent):
    left_on: str


@dataclass(frozen=True, kw_only=True)
class PersonReturned(PersonEvent):
    joined_on: str


@dataclass(frozen=True, kw_only=True)
class RoleGranted(PersonEvent):
    role: str
    unit_code: str
    starts_on: str


@dataclass(frozen=True, kw_only=True)
class RoleEnded(PersonEvent):
    role: str
    unit_code: str
    ends_on: str


@dataclass(frozen=True, kw_only=True)
class CertificateRecorded(PersonEvent):
    kind: str
    number: str
    valid_until: str


@dataclass(frozen=True, kw_only=True)
class CertificateSuspended(PersonEvent):
    """A certificate was suspended, or given back."""

    kind: str
    number: str
    is_suspended: bool


@dataclass(frozen=True, kw_only=True)
class PasswordReset(PersonEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class SecondFactorEnrolled(PersonEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class SecondFactorRemoved(PersonEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class UnitEvent(BusinessEvent):
    """Something that happened to a unit of the organisation."""

    subject_kind: ClassVar[str] = "unit"
    subject: ClassVar[str] = "unit_id"

    unit_id: int
    code: str
    unit_name: str


@dataclass(frozen=True, kw_only=True)
class UnitOpened(UnitEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class UnitChanged(UnitEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class UnitClosed(UnitEvent):
    closed_on: str
