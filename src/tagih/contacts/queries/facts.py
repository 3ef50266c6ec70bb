"""The facts of a live question to the gate, read in one round trip."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tagih.contacts import enums, packs
from tagih.contacts.models import ContactPoint
from tagih.contacts.rules.checks import CLOSED
from tagih.contacts.rules.facts import (
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
from tagih.contacts.rules.packs import Pack
from tagih.contacts.rules.zones import SHORT
from tagih.kernel import calendars, database
from tagih.kernel.clock import WIB, local
from tagih.kernel.enums import DayKind
from tagih.portfolio.enums import Arithmetic
from tagih.portfolio.models import Customer
from tagih.staff import models as staff

HUMAN = frozenset({enums.Channel.CALL, enums.Channel.VISIT})
WITH_LETTERS = frozenset({enums.Purpose.DELIVER_LETTER, enums.Purpose.REPOSSESS})


class LiveCalendar:
    """The lender's own calendar; a year that nobody entered is answered by the library, never by "no holiday"."""

    def __init__(self, near: Mapping[str, str], known_years: Sequence[int], today: dt.date) -> None:
        self._near = {dt.date.fromisoformat(day): kind for day, kind in near.items()}
        self._known_years = frozenset(known_years)
        self._first, self._last = today - dt.timedelta(days=2), today + dt.timedelta(days=50)
        self._library = packs.DaysOfRest("ID")

    def get(self, day: dt.date) -> str | None:
        if day.year not in self._known_years:
            return self._library.get(day)
        if self._first <= day <= self._last:
            return self._near.get(day)
        kinds = {free.kind for free in calendars.stored(day, day).get(day, ())}
        return next((kind for kind in (DayKind.NATIONAL, DayKind.JOINT_LEAVE) if kind in kinds), None)


@dataclass(frozen=True, slots=True)
class Known:
    """What was read about one person: the case for the rules, the calendar, and what is stored beside the answer.

    `unit_id` is the agent's unit on that day, else the branch of the first contract; `products` are those of open
    contracts; `stamp` tells which of the lender's rules are in force.
    """

    case: Case
    calendar: LiveCalendar
    unit_id: int | None
    products: tuple[str, ...]
    stamp: int | None


def gather(
    *,
    customer: Customer,
    contact_point: ContactPoint | None,
    channel: str,
    purpose: str,
    agent: staff.Person | None,
    place: str | None,
    now: dt.datetime,
    contract_nos: Sequence[str] | None = None,
) -> Known:
    """This will read what the gate may know about one person, bounded and by index, in one statement.

    The caller holds the lock on the person, so that the counts stay true until it writes.
    """
    asking = Asking(customer.pk, contact_point, channel, purpose, agent, place, now, contract_nos)
    (row,) = database.fetch_prepared("tagih.contacts", "gather", asking.parameters())
    return known_of(asking, row, is_vulnerable=customer.is_vulnerable, deceased_on=customer.deceased_on)


@dataclass(frozen=True, slots=True)
class Asking:
    """One question to the gate. `identity` names the attempt that it may become."""

    customer_id: int
    contact_point: ContactPoint | None
    channel: str
    purpose: str
    agent: staff.Person | None
    place: str | None
    now: dt.datetime
    contract_nos: Sequence[str] | None = None
    identity: str = ""

    @property
    def today(self) -> dt.date:
        return local(self.now, WIB).date()

    def parameters(self) -> dict[str, Any]:
        """What the statement `gather` is asked with."""
        return {
            "customer": self.customer_id,
            "now": self.now,
            "today": self.today,
            "agent": self.agent.pk if self.agent else None,
            "point": self.contact_point.pk if self.contact_point else None,
            "asks_letters": self.channel == enums.Channel.LETTER or self.purpose in WITH_LETTERS,
            "asks_proof": self.purpose == enums.Purpose.REPOSSESS,
        }


def known_of(
    asking: Asking, row: Mapping[str, Any], *, is_vulnerable: bool, deceased_on: dt.date | None
) -> Known:  # fmt: skip
    """This will make the case for the rules of what was read.

    Letters, proof and fiducia are those of the one contract that is named, or of the only one there is; of several none
    is proven.
    """
    today = asking.today
    about = _about(row["contracts"], asking.contract_nos)
    pending = next((x["content"] for x in _of(row["letters"], about) if not x["delivered_on"] and x["content"]), None)
    case = Case(
        id=asking.identity,
        pack="",
        at=asking.now,
        channel=asking.channel,
        purpose=asking.purpose,
        point=_point(row["point"]),
        person=_person(row, is_vulnerable=is_vulnerable, is_deceased=deceased_on is not None),
        contracts=_contracts(row, today),
        agent=_agent(asking.agent, asking.channel, row),
        place=asking.place,
        history=_history(row),
        letters=_letters(row, asking.purpose, about),
        letter_fields=pending,
        fiducia_no=next((c["fiducia_no"] for c in row["contracts"] if c["contract_no"] == about), None) or None,
        default_proof=next((d["kind"] for d in reversed(_of(row["proofs"], about) if about else ())), None),
    )
    unit = row["unit"] or next((c["branch"] for c in row["contracts"]), None)
    open_ones = {c["product"] for c in row["contracts"] if c["status"] not in CLOSED}
    calendar = LiveCalendar(row["free_days"], row["known_years"], today)
    return Known(case, calendar, unit, tuple(sorted(open_ones)), row["stamp"])


def live_calendars(asked: Sequence[Pack], indonesia: LiveCalendar) -> dict[str, Any]:
    """This will give the days of rest for a live decision: the lender's calendar at home, the library abroad."""
    return {**packs.library_calendars(asked), "ID": indonesia}


def _about(contracts: Sequence[Mapping[str, Any]], named: Sequence[str] | None) -> str | None:
    """The one contract that this is about, if there is one."""
    listed = [contract["contract_no"] for contract in contracts]
    wanted = [number for number in listed if number in set(named)] if named else listed
    return wanted[0] if len(wanted) == 1 and (not named or len(named) == 1) else None


def _of(rows: Sequence[Mapping[str, Any]] | None, about: str | None) -> list[Mapping[str, Any]]:
    return [row for row in rows or () if about in (None, row["contract_no"])]


def _letters(row: Mapping[str, Any], purpose: str, about: str | None) -> tuple[Letter, ...] | None:
    if row["letters"] is None:
        return None
    if about is None and purpose == enums.Purpose.REPOSSESS:
        return ()
    return tuple(Letter(x["kind"], _day(x["delivered_on"])) for x in _of(row["letters"], about))


def _point(row: Mapping[str, Any] | None) -> Point:
    if row is None:
        return Point(owner_role=enums.OwnerRole.CONSUMER)
    return Point(
        kind=row["kind"],
        value=row["value"],
        owner_role=row["owner_role"],
        label=row["label"] or None,
        region_code=row["region_code"] or None,
        state=enums.PointState.RETIRED.value if row["unusable_reason"] else row["state"],
        zones=(SHORT[row["zone"]],) if row["zone"] in SHORT else (),
    )


def _person(row: Mapping[str, Any], *, is_vulnerable: bool, is_deceased: bool) -> Person:
    flags = set(row["flags"])
    flags |= {enums.Flag.DECEASED.value} if is_deceased else set()
    flags |= {enums.Flag.VULNERABLE.value} if is_vulnerable else set()
    consents = tuple(Consent(c["scope"], _day(c["granted_on"]), _day(c["revoked_on"])) for c in row["consents"])
    wishes = _wishes(row["wish"])
    return Person(flags=tuple(sorted(flags)), consents=consents, region_code=row["region_code"], wishes=wishes)


def _wishes(row: Mapping[str, Any] | None) -> Wishes:
    if row is None:
        return Wishes()
    hours = [dt.time.fromisoformat(row[name]) if row[name] else None for name in ("not_before", "not_after")]
    days = None if row["days"] is None else tuple(row["days"])
    return Wishes(hours[0], hours[1], days, tuple(row["refused_channels"]))


def _contracts(row: Mapping[str, Any], today: dt.date) -> tuple[Contract, ...]:
    told: list[Contract] = []
    anyone = [r for r in row["restraints"] if not r["contract_no"]]
    for contract in row["contracts"]:
        mine = [r for r in row["restraints"] if r["contract_no"] == contract["contract_no"]]
        told.append(_restrained(contract["contract_no"], contract["status"], _dpd(contract, today), mine))
    listed = {contract["contract_no"] for contract in row["contracts"]}
    elsewhere = [r for r in row["restraints"] if r["contract_no"] and r["contract_no"] not in listed]
    if anyone or elsewhere:
        held = [r for r in (*anyone, *elsewhere) if r["kind"] != enums.RestraintKind.RESTRUCTURE]
        told.append(_restrained(None, None, None, held))
    return tuple(told)


def _restrained(number: str | None, status: str | None, dpd: int | None, mine: list[dict[str, Any]]) -> Contract:
    promised = [_day(r["due_on"]) for r in mine if r["kind"] == enums.RestraintKind.PROMISE_NOT_DUE and r["due_on"]]
    claimed = [_instant(r["starts_at"]) for r in mine if r["kind"] == enums.RestraintKind.CLAIM_PAID]
    arranged = any(r["kind"] == enums.RestraintKind.RESTRUCTURE for r in mine)
    return Contract(
        contract_no=number,
        dpd=dpd,
        status="RESTRUCTURED" if arranged and status == "ACTIVE" else status,
        promise_due_on=min((day for day in promised if day), default=None),
        claim_paid_at=min(claimed, default=None),
    )


def _dpd(contract: Mapping[str, Any], today: dt.date) -> int | None:
    if contract["arithmetic"] == Arithmetic.NONE:
        return None
    oldest = _day(contract["oldest_unmet_due_on"])
    return (today - oldest).days + contract["dpd_offset"] if oldest else 0


def _agent(agent: staff.Person | None, channel: str, row: Mapping[str, Any]) -> Agent | None:
    if agent is None:
        return Agent(certificates=()) if channel in HUMAN else None
    held = tuple(Certificate(c["kind"], _day(c["valid_until"])) for c in row["certificates"])
    return Agent(held, row["assigned_until"], assignment_known=True)


def _history(row: Mapping[str, Any]) -> tuple[Past, ...]:
    told = [
        Past(_instant(h["at"]), h["channel"], h["value"], h["result_class"], h["abandoned"]) for h in row["history"]
    ]
    last = row["last_here"]
    if last is not None and all(past.at != last for past in told):
        told.append(Past(last, None, row["point"]["value"]))
    return tuple(told)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
