"""What the gate may know when it decides. The live gate and `tagih gate try` fill the same dataclasses.

`None` means unknown, an empty tuple means known to be none. Unknown never proves what the law wants proven (consent,
place of a visit, zone, conditions of repossession); it only warns where the lender's own register would answer.
"""

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Point:
    """The way to reach somebody. `value` is normalised or a hash: it is only ever compared."""

    kind: str | None = None
    value: str | None = None
    owner_role: str | None = None
    label: str | None = None
    region_code: str | None = None
    state: str | None = None
    zones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Consent:
    scope: str
    granted_on: dt.date | None = None
    revoked_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """The debtor's own wishes: local hours and days, refused channels. They bind like law and nothing lifts them."""

    not_before: dt.time | None = None
    not_after: dt.time | None = None
    days: tuple[str, ...] | None = None
    refused_channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    flags: tuple[str, ...] = ()
    consents: tuple[Consent, ...] = ()
    region_code: str | None = None
    wishes: Wishes = Wishes()


@dataclass(frozen=True, slots=True)
class Contract:
    contract_no: str | None = None
    dpd: int | None = None
    status: str | None = None
    promise_due_on: dt.date | None = None
    claim_paid_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    kind: str
    valid_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Agent:
    """`assignment_known` tells an unknown letter of assignment from a missing one."""

    certificates: tuple[Certificate, ...] | None = None
    assignment_valid_until: dt.date | None = None
    assignment_known: bool = False


@dataclass(frozen=True, slots=True)
class Agency:
    """A partner who collects for the lender. Unknown answers are `None`."""

    legal_entity: bool | None = None
    licensed: bool | None = None
    affiliate_of_funder: bool | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """One earlier attempt on this person, over all channels and contracts."""

    at: dt.datetime
    channel: str | None = None
    value: str | None = None
    result_class: str | None = None
    abandoned: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A warning letter. Without a date of delivery it is the one about to go out."""

    kind: str
    delivered_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One question to the gate. `at` keeps the offset it was asked with; every comparison is between instants."""

    id: str | int
    at: dt.datetime
    channel: str
    purpose: str = "COLLECT"
    point: Point = Point()
    person: Person = Person()
    contracts: tuple[Contract, ...] = ()
    agent: Agent | None = None
    agency: Agency | None = None
    place: str | None = None
    history: tuple[Past, ...] = ()
    letters: tuple[Letter, ...] | None = None
    letter_fields: dict[str, object] | None = field(default=None, hash=False)
    fiducia_no: str | None = None
    default_proof: str | None = None
    pack: str = "ID_OJK_2023"
