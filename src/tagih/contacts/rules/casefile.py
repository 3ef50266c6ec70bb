"""One case of `tagih gate try` as JSON: reads it into facts, refuses what it cannot read by field, value and remedy.

Absent keys mean unknown. The stored facts of a live decision have the same form, so that they can be asked again.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tagih.contacts import enums
from tagih.contacts.rules import phones
from tagih.contacts.rules.facts import (
    Agency,
    Agent,
    Case,
    Certificate,
    Consent,
    Contract,
    Letter,
    Past,
    Person,
    Point,
    Wishes,
)
from tagih.contacts.rules.zones import SHORT

STATUSES = ("ACTIVE", "CURRENT", "OPEN", "OVERDUE", "DELINQUENT", "WRITTEN_OFF", "CLOSED", "PAID", "SETTLED", "SOLD",
            "RESTRUCTURE", "RESTRUCTURED", "RESTRUCTURE_ACTIVE")  # fmt: skip
CERTIFICATES = ("DESK", "FIELD", "REPOSSESSION", "REVIEWER")
LETTERS = ("SP1", "SP2", "SP3", "SOMASI")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
YEARS = range(2000, 2100)
CHANNELS, PURPOSES, KINDS = (tuple(c.values) for c in (enums.Channel, enums.Purpose, enums.PointKind))
OWNERS, STATES, FLAGS = (tuple(c.values) for c in (enums.OwnerRole, enums.PointState, enums.Flag))
SCOPES, PLACES, RESULTS = (tuple(c.values) for c in (enums.ConsentScope, enums.Place, enums.ResultClass))
COUNTRIES = {"US": "US", "UK": "GB", "PH": "PH", "IN": "IN", "MY": "MY"}


phone_of = lru_cache(maxsize=1024)(phones.normalise)


@dataclass
class CaseFault(ValueError):
    """A case that cannot be asked: which field, its value, and what to write instead."""

    field: str
    value: Any
    problem: str
    remedy: str

    def __str__(self) -> str:
        shown = repr(self.value)
        return f"{self.field}: {self.problem}, got {shown[:77] + '...' if len(shown) > 80 else shown}; {self.remedy}"


def read(text: Any) -> Case:
    """This will read one parsed JSON object as a case.

    :raises CaseFault: for a missing id, time or channel, an unknown code, a time without offset
    """
    case = _object(text, "case")
    pack = _text(case, "pack") or "ID_OJK_2023"
    country = COUNTRIES.get(pack.split("_")[0].upper(), "ID")
    return Case(
        id=_id(case),
        pack=_packs(case, pack),
        at=_instant(case, "at", required=True),
        channel=_code(case, "channel", CHANNELS, required=True),
        purpose=_code(case, "purpose", PURPOSES) or "COLLECT",
        point=_point(_part(case, "contact_point"), country),
        person=_person(_part(case, "person")),
        contracts=tuple(_contract(row, where) for row, where in _rows(case, "contracts")),
        agent=_agent(case),
        agency=Agency(**_flags_of(_part(case, "agency"), "agency")) if case.get("agency") is not None else None,
        place=_code(case, "place", PLACES),
        history=tuple(_past(row, where, country) for row, where in _rows(case, "history")),
        letters=_letters(case),
        letter_fields=_part(case, "letter") if case.get("letter") is not None else None,
        fiducia_no=_text(case, "fiducia_no"),
        default_proof=_proof(case),
    )


def _id(case: Mapping) -> str | int:
    value = case.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise CaseFault("id", value, "is missing or neither text nor number", "give every case an id")
    return value


def _packs(case: Mapping, pack: str) -> str:
    variant = _text(case, "variant")
    return f"{pack}_{variant}" if variant else pack


def _point(point: Mapping, country: str) -> Point:
    kind = _code(point, "kind", KINDS, "contact_point.")
    value = _text(point, "value", "contact_point.")
    phone = phone_of(value, country) if value and kind in (None, "PHONE", "WHATSAPP") else None
    zone = _code(point, "zone", tuple(SHORT), "contact_point.")
    return Point(
        kind=kind,
        value=_comparable(value, country),
        owner_role=_code(point, "owner_role", OWNERS, "contact_point."),
        label=(_text(point, "label", "contact_point.") or "").upper() or None,
        region_code=_text(point, "region_code", "contact_point."),
        state=_code(point, "state", STATES, "contact_point."),
        zones=(SHORT[zone],) if zone else phone.zones if phone else (),
    )


def _comparable(value: str | None, country: str) -> str | None:
    """Two spellings of one number are one number; anything else is compared without case and outer blanks."""
    if value is None:
        return None
    phone = phone_of(value, country)
    return phone.value if phone.usable else " ".join(value.split()).casefold()


def _person(person: Mapping) -> Person:
    return Person(
        flags=tuple(_codes(person, "flags", FLAGS, "person.")),
        consents=tuple(
            Consent(
                scope=_code(row, "scope", SCOPES, where, required=True),
                granted_on=_day(row, "granted_on", where),
                revoked_on=_day(row, "revoked_on", where),
            )
            for row, where in _rows(person, "consents", "person.")
        ),
        region_code=_text(person, "region_code", "person."),
        wishes=_wishes(_part(person, "preferences", "person.") if person.get("preferences") else {}),
    )


def _proof(case: Mapping) -> str | None:
    """How default was proven; `true` is taken as proven in writing, an object by its `kind`."""
    value = case.get("default_proof")
    if isinstance(value, bool):
        return "WRITTEN_AGREEMENT" if value else None
    return _text(value, "kind", "default_proof.") if isinstance(value, dict) else _text(case, "default_proof")


def _wishes(wishes: Mapping) -> Wishes:
    where = "person.preferences."
    return Wishes(
        not_before=_hour(wishes, "not_before", where),
        not_after=_hour(wishes, "not_after", where),
        days=tuple(_codes(wishes, "days", DAYS, where, fold=str.lower)) if wishes.get("days") is not None else None,
        refused_channels=tuple(_codes(wishes, "refused_channels", CHANNELS, where)),
    )


def _contract(row: Mapping, where: str) -> Contract:
    return Contract(
        contract_no=_text(row, "contract_no", where),
        dpd=_whole(row, "dpd", where),
        status=_code(row, "status", STATUSES, where),
        promise_due_on=_day(row, "promise_due_on", where),
        claim_paid_at=_moment(row, "claim_paid_at", where),
    )


def _agent(case: Mapping) -> Agent | None:
    if case.get("agent") is None:
        return None
    agent = _part(case, "agent")
    certificates = None
    if agent.get("certificates") is not None:
        certificates = tuple(
            Certificate(_code(row, "kind", CERTIFICATES, where, required=True), _day(row, "valid_until", where))
            for row, where in _rows(agent, "certificates", "agent.")
        )
    until = _day(agent, "assignment_valid_until", "agent.")
    return Agent(certificates, until, assignment_known="assignment_valid_until" in agent)


def _past(row: Mapping, where: str, country: str) -> Past:
    return Past(
        at=_instant(row, "at", where, required=True),
        channel=_code(row, "channel", CHANNELS, where),
        value=_comparable(_text(row, "value", where), country),
        result_class=_code(row, "result_class", RESULTS, where),
        abandoned=row.get("abandoned") is True,
    )


def _letters(case: Mapping) -> tuple[Letter, ...] | None:
    if case.get("letters") is None:
        return None
    return tuple(
        Letter(_code(row, "kind", LETTERS, where, required=True), _day(row, "delivered_on", where))
        for row, where in _rows(case, "letters")
    )


def _object(value: Any, where: str) -> Mapping:
    if not isinstance(value, dict):
        remedy = "write one JSON object a line" if where == "case" else "write an object, or leave it out"
        raise CaseFault(where, value, "is not an object", remedy)
    return value


def _part(parent: Mapping, key: str, where: str = "") -> Mapping:
    value = parent.get(key)
    return {} if value is None else _object(value, where + key)


def _rows(parent: Mapping, key: str, where: str = "") -> list[tuple[Mapping, str]]:
    value = parent.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise CaseFault(where + key, value, "is not a list", "write a list of objects")
    return [(_object(row, f"{where}{key}[{n}]"), f"{where}{key}[{n}].") for n, row in enumerate(value)]


def _text(parent: Mapping, key: str, where: str = "") -> str | None:
    value = parent.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise CaseFault(where + key, value, "is not text", "write it in quotes")
    return str(value).strip() or None


def _code(parent: Mapping, key: str, known, where: str = "", *, required: bool = False) -> Any:
    value = parent.get(key)
    if value is None and not required:
        return None
    if not isinstance(value, str) or value not in known:
        problem = "is missing" if value is None else "is not a known code"
        raise CaseFault(where + key, value, problem, f"use one of {', '.join(known)}")
    return value


def _codes(parent: Mapping, key: str, known, where: str, fold=str) -> list[str]:
    value = parent.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise CaseFault(where + key, value, "is not a list", f"write a list of {', '.join(known)}")
    for n, item in enumerate(value):
        if not isinstance(item, str) or fold(item) not in known:
            raise CaseFault(f"{where}{key}[{n}]", item, "is not a known code", f"use one of {', '.join(known)}")
    return [fold(item) for item in value]


def _whole(parent: Mapping, key: str, where: str) -> int | None:
    value = parent.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise CaseFault(where + key, value, "is not a whole number", "write days as a whole number, such as 12")
    return value


def _flags_of(parent: Mapping, where: str) -> dict[str, bool]:
    answers = {key: parent.get(key) for key in ("legal_entity", "licensed", "affiliate_of_funder")}
    for key, value in answers.items():
        if value is not None and not isinstance(value, bool):
            raise CaseFault(f"{where}.{key}", value, "is neither true nor false", "write true or false")
    return answers


def _instant(parent: Mapping, key: str, where: str = "", *, required: bool = False) -> Any:
    remedy = "write ISO 8601 with offset, such as 2026-11-23T08:00:00+07:00"
    value = parent.get(key)
    if value is None and not required:
        return None
    if not isinstance(value, str):
        raise CaseFault(where + key, value, "is missing" if value is None else "is not text", remedy)
    try:
        at = dt.datetime.fromisoformat(value.strip())
    except ValueError:
        raise CaseFault(where + key, value, "is not a time", remedy) from None
    if at.tzinfo is None:
        raise CaseFault(where + key, value, "has no offset", remedy)
    if at.year not in YEARS:
        raise CaseFault(where + key, value, "is outside the years 2000 to 2099", remedy)
    return at


def _day(parent: Mapping, key: str, where: str) -> dt.date | None:
    value = parent.get(key)
    if value is None:
        return None
    remedy = "write a date such as 2026-11-23"
    try:
        day = dt.datetime.fromisoformat(value.strip()).date()
    except (ValueError, AttributeError):
        raise CaseFault(where + key, value, "is not a date", remedy) from None
    if day.year not in range(1900, 2200):
        raise CaseFault(where + key, value, "is outside the years 1900 to 2199", remedy)
    return day


def _moment(parent: Mapping, key: str, where: str) -> dt.datetime | None:
    """A time with offset, or a bare date: the claim of payment is known by day in some registers."""
    value = parent.get(key)
    if isinstance(value, str) and len(value.strip()) == 10:
        day = _day(parent, key, where)
        return dt.datetime.combine(day, dt.time(0), dt.UTC) if day else None
    return _instant(parent, key, where)


def _hour(parent: Mapping, key: str, where: str) -> dt.time | None:
    value = parent.get(key)
    if value is None:
        return None
    try:
        hour = dt.time.fromisoformat(value)
    except (ValueError, TypeError):
        raise CaseFault(where + key, value, "is not an hour", "write an hour such as 09:00") from None
    return hour.replace(tzinfo=None)
