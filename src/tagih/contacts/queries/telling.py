"""One decision of the gate told so that a supervisor can read it to a regulator: the question, the facts, why."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.translation import gettext as _

from tagih.contacts import enums
from tagih.contacts.models import GateDecision
from tagih.contacts.queries.wording import ReasonView, reasons_in_words, sentence_of
from tagih.contacts.rules.casefile import read
from tagih.contacts.rules.facts import Case, Past
from tagih.contacts.rules.zones import SHORT, ZONES_OF_INDONESIA, of_region
from tagih.kernel import calendars, regions

NAMES = {name: short for short, name in SHORT.items()}
LISTED = 12


@dataclass(frozen=True, slots=True)
class ReasonTold:
    """A reason with the facts that it rests on, each one sentence."""

    reason: ReasonView
    facts: list[str]
    until: str


@dataclass(frozen=True, slots=True)
class Told:
    """A decision in words: what was asked, each reason with its facts, what consent lifted, when it may be tried."""

    question: str
    local_time: str
    reasons: list[ReasonTold]
    warnings: list[ReasonTold]
    lifted: list[str]
    again: str
    packs: list[str]


def decision_told(decision: GateDecision) -> Told:
    """This will tell a stored decision in the reader's language from the facts stored with it, no others."""
    case = read(decision.facts)
    zones = zones_of(case)
    views = [_reason(view, case, zones) for view in reasons_in_words(decision.reasons)]
    return Told(
        question=_question(decision, case),
        local_time=_clocks(decision.asked_at, zones),
        reasons=[told for told in views if told.reason.is_refusal],
        warnings=[told for told in views if not told.reason.is_refusal],
        lifted=[sentence_of(rule) for rule in decision.facts.get("lifted_by_consent", ())],
        again=_clocks(decision.next_allowed_at, zones[:1]) if decision.next_allowed_at else "",
        packs=decision.packs.split("+"),
    )


def zones_of(case: Case) -> list[str]:
    """This will give the zones whose local time was asked: of the address, of a landline, else all of Indonesia."""
    stated = {zone for zone in (of_region(case.person.region_code), of_region(case.point.region_code)) if zone}
    return sorted(stated or set(case.point.zones)) or list(ZONES_OF_INDONESIA)


def _question(decision: GateDecision, case: Case) -> str:
    owner = enums.OwnerRole(case.point.owner_role).label if case.point.owner_role else ""
    return _("%(who)s asked at %(at)s: %(channel)s, purpose %(purpose)s, to %(owner)s %(point)s.") % {
        "who": decision.asked_by if decision.asked_by != "system" else _("The system"),
        "at": f"{_moment(decision.asked_at, 'Asia/Jakarta')} WIB",
        "channel": enums.Channel(decision.channel).label,
        "purpose": enums.Purpose(decision.purpose).label,
        "owner": owner,
        "point": decision.contact_point.masked if decision.contact_point else "",
    }


def _reason(view: ReasonView, case: Case, zones: list[str]) -> ReasonTold:
    tell = FACTS.get(view.rule, _nothing)
    if view.is_wish:
        tell = _wish
    until = _clocks(view.until, zones[:1]) if view.until else ""
    return ReasonTold(view, list(tell(case, zones)), until)


def _nothing(case: Case, zones: list[str]) -> Iterable[str]:
    return ()


def _time(case: Case, zones: list[str]) -> Iterable[str]:
    yield _("At the customer's address it was %(clock)s.") % {"clock": _clocks(case.at, zones)}
    yield from _address(case, zones)


def _address(case: Case, zones: list[str]) -> Iterable[str]:
    code = case.person.region_code or case.point.region_code
    if code and len(zones) < len(ZONES_OF_INDONESIA):
        zone = NAMES.get(zones[0], zones[0])
        place = regions.in_words(code)
        yield _("The address is in region %(code)s, whose time is %(zone)s.") % {"code": place, "zone": zone}
    elif case.point.zones:
        yield _("No address is known; the area code of the landline tells the zone.")
    else:
        yield _("No address is known, so only hours that are lawful in every zone remain.")


def _holiday(case: Case, zones: list[str]) -> Iterable[str]:
    day = case.at.astimezone(ZoneInfo(zones[0])).date()
    names = ", ".join(free.name for free in calendars.stored(day, day).get(day, ()))
    if not names:
        names = ", ".join(free.name for free in calendars.shipped([day.year]).get(day, ()))
    yield _("%(day)s is a free day in the calendar: %(name)s.") % {"day": _day(day), "name": names or "–"}


def _counts(case: Case, zones: list[str]) -> Iterable[str]:
    past = sorted(case.history, key=lambda one: one.at, reverse=True)
    yield _("Earlier attempts on all numbers, channels and contracts of this person that were counted: %(n)s.") % {
        "n": len(past)
    }
    for one in past[:LISTED]:
        yield _attempt(one, case, zones[0])


def _attempt(one: Past, case: Case, zone: str) -> str:
    parts = [_clocks(one.at, [zone]), str(enums.Channel(one.channel).label) if one.channel else _("any channel")]
    parts.append(str(enums.ResultClass(one.result_class).label) if one.result_class else _("no result yet"))
    if one.abandoned:
        parts.append(_("abandoned"))
    if one.value is not None and one.value == case.point.value:
        parts.append(_("the same contact point"))
    return " · ".join(parts)


def _contracts(case: Case, zones: list[str]) -> Iterable[str]:
    for contract in case.contracts:
        if contract.contract_no is None:
            continue
        late = _("unknown") if contract.dpd is None else contract.dpd
        yield _("Contract %(number)s: status %(status)s, %(dpd)s days past due.") % {
            "number": contract.contract_no, "status": contract.status or "–", "dpd": late,
        }  # fmt: skip


def _promise(case: Case, zones: list[str]) -> Iterable[str]:
    for contract in case.contracts:
        if contract.promise_due_on:
            yield _("A promise falls due on %(day)s (%(contract)s).") % {
                "day": _day(contract.promise_due_on), "contract": contract.contract_no or _("all contracts"),
            }  # fmt: skip


def _claim(case: Case, zones: list[str]) -> Iterable[str]:
    for contract in case.contracts:
        if contract.claim_paid_at:
            yield _("On %(at)s the customer said that it was paid (%(contract)s).") % {
                "at": _clocks(contract.claim_paid_at, zones[:1]),
                "contract": contract.contract_no or _("all contracts"),
            }  # fmt: skip


def _flags(case: Case, zones: list[str]) -> Iterable[str]:
    labels = ", ".join(str(enums.Flag(flag).label) for flag in case.person.flags)
    yield _("Marked about the customer at that moment: %(flags)s.") % {"flags": labels or "–"}


def _owner(case: Case, zones: list[str]) -> Iterable[str]:
    if case.point.owner_role:
        yield _("The contact point belongs to: %(owner)s.") % {"owner": enums.OwnerRole(case.point.owner_role).label}


def _locate(case: Case, zones: list[str]) -> Iterable[str]:
    yield from _owner(case, zones)
    yield from _consents(case, zones)


def _consents(case: Case, zones: list[str]) -> Iterable[str]:
    for consent in case.person.consents:
        told = {
            "scope": enums.ConsentScope(consent.scope).label,
            "given": _day(consent.granted_on) if consent.granted_on else "–",
            "ended": _day(consent.revoked_on) if consent.revoked_on else "",
        }
        if consent.revoked_on:
            yield _("Consent to %(scope)s of %(given)s, withdrawn on %(ended)s.") % told
        else:
            yield _("Consent to %(scope)s of %(given)s.") % told
    if not case.person.consents:
        yield _("No consent is recorded.")


def _state(case: Case, zones: list[str]) -> Iterable[str]:
    if case.point.state:
        yield _("State of the contact point: %(state)s.") % {"state": enums.PointState(case.point.state).label}


def _agent(case: Case, zones: list[str]) -> Iterable[str]:
    held = case.agent.certificates if case.agent else None
    for certificate in held or ():
        until = _day(certificate.valid_until) if certificate.valid_until else "–"
        yield _("The agent holds certificate %(kind)s, valid until %(until)s.") % {
            "kind": certificate.kind, "until": until,
        }  # fmt: skip
    if not held:
        yield _("The agent holds no certificate.")


def _assignment(case: Case, zones: list[str]) -> Iterable[str]:
    until = case.agent.assignment_valid_until if case.agent else None
    if until:
        yield _("The agent's letter of assignment was valid until %(until)s.") % {"until": _day(until)}
    else:
        yield _("The agent holds no letter of assignment for this customer.")


def _place(case: Case, zones: list[str]) -> Iterable[str]:
    where = enums.Place(case.place).label if case.place else case.point.label or _("unknown")
    yield _("Place of the visit: %(place)s.") % {"place": where}


def _wish(case: Case, zones: list[str]) -> Iterable[str]:
    wish = case.person.wishes
    if wish.not_before or wish.not_after:
        yield _("The customer asked to be contacted between %(from)s and %(to)s.") % {
            "from": _hour(wish.not_before) or "00.00", "to": _hour(wish.not_after) or "24.00",
        }  # fmt: skip
    if wish.days is not None:
        days = ", ".join(str(enums.Weekday(day).label) for day in wish.days)
        yield _("The customer asked to be contacted on: %(days)s.") % {"days": days or "–"}
    if wish.refused_channels:
        refused = ", ".join(str(enums.Channel(channel).label) for channel in wish.refused_channels)
        yield _("The customer does not want: %(channels)s.") % {"channels": refused}
    yield from _time(case, zones)


def _letters(case: Case, zones: list[str]) -> Iterable[str]:
    for letter in case.letters or ():
        if letter.delivered_on:
            yield _("%(kind)s was delivered on %(day)s.") % {"kind": letter.kind, "day": _day(letter.delivered_on)}
        else:
            yield _("%(kind)s has not been delivered.") % {"kind": letter.kind}
    if not case.letters:
        yield _("No warning letter is recorded for the contract.")


def _fiducia(case: Case, zones: list[str]) -> Iterable[str]:
    yield _("Fiducia certificate: %(number)s.") % {"number": case.fiducia_no or _("none is recorded")}


def _proof(case: Case, zones: list[str]) -> Iterable[str]:
    known = case.default_proof in enums.ProofKind.values
    kind = enums.ProofKind(case.default_proof).label if known else _("none is recorded")
    yield _("Proof of default: %(kind)s.") % {"kind": kind}


FACTS: dict[str, Callable[[Case, list[str]], Iterable[str]]] = {
    **dict.fromkeys(("PAID", "SETTLED", "SOLD", "RESTRUCTURE_ACTIVE"), _contracts),
    "PAID_CLAIM_HOLD": _claim,
    "PTP_NOT_DUE": _promise,
    **dict.fromkeys(("DECEASED_HOLD", "DISPUTE_HOLD", "COMPLAINT_HOLD", "LAWYER_ONLY", "INSOLVENCY"), _flags),
    "VULNERABLE_REVIEW": _flags,
    **dict.fromkeys(("NOT_CONSUMER", "THIRD_PARTY_LOCATE_ONLY"), _owner),
    **dict.fromkeys(("EC_NO_CONSENT", "EC_LIMIT"), _locate),
    **dict.fromkeys(("NUMBER_RETIRED", "NUMBER_WRONG_PARTY", "NUMBER_UNVERIFIED", "CHANNEL_OPT_OUT"), _state),
    **dict.fromkeys(("AGENT_NO_CERT", "AGENT_CERT_EXPIRED"), _agent),
    "AGENT_NO_ASSIGNMENT": _assignment,
    **dict.fromkeys(("TZ_UNKNOWN_INTERSECTION", "DAY_SUNDAY", "BEFORE_WINDOW", "AFTER_WINDOW"), _time),
    **dict.fromkeys(("HOLIDAY_NATIONAL", "HOLIDAY_CUTI_BERSAMA"), _holiday),
    "PLACE_NOT_BILLING_OR_DOMICILE": _place,
    **dict.fromkeys(("CAP_NUMBER_DAY", "CAP_DEBTOR_DAY", "CAP_DEBTOR_7D", "CAP_RPC_DAY", "COOLDOWN"), _counts),
    **dict.fromkeys(("SP_SEQUENCE", "REPO_NO_SP"), _letters),
    "REPO_NO_FIDUCIA": _fiducia,
    **dict.fromkeys(("REPO_DEFAULT_NOT_PROVEN", "REPO_DEBTOR_OBJECTS"), _proof),
}
"""Which facts a reason rests on; a rule that is not here needs none beyond its sentence."""


def _clocks(at: dt.datetime, zones: list[str]) -> str:
    """`Friday, 20 November 2026, 20.15 WITA`; several zones one after the other."""
    first = at.astimezone(ZoneInfo(zones[0]))
    times = ", ".join(f"{at.astimezone(ZoneInfo(zone)):%H.%M} {NAMES.get(zone, zone)}" for zone in zones)
    return f"{dateformat.format(first, 'l, j F Y')}, {times}"


def _moment(at: dt.datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%d/%m/%Y %H.%M}"


def _day(day: dt.date) -> str:
    return dateformat.format(day, "j F Y")


def _hour(hour: dt.time | None) -> str:
    return f"{hour:%H.%M}" if hour else ""
