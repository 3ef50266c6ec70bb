"""The rules that look at who, whose, what and where. Time heals none of their refusals but the limit on relatives."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from tagih.contacts.rules.answers import WARN, Question, Reason

CLOSED = {"PAID": "PAID", "SETTLED": "SETTLED", "CLOSED": "SETTLED", "SOLD": "SOLD",
          "RESTRUCTURE": "RESTRUCTURE_ACTIVE", "RESTRUCTURED": "RESTRUCTURE_ACTIVE",
          "RESTRUCTURE_ACTIVE": "RESTRUCTURE_ACTIVE"}  # fmt: skip
RETIRED = {"RETIRED": "NUMBER_RETIRED", "DISCONNECTED": "NUMBER_RETIRED", "WRONG_PERSON": "NUMBER_WRONG_PARTY",
           "OPTED_OUT": "CHANNEL_OPT_OUT"}  # fmt: skip
UNSURE = frozenset({"UNVERIFIED", "SUSPECT"})
PRESSING = frozenset({"COLLECT", "REPOSSESS"})
PLACE_OF_LABEL = {"BILLING": "BILLING", "DOMICILE": "DOMICILE", "HOME": "DOMICILE", "OFFICE": "OFFICE",
                  "IDENTITY_CARD": "OTHER"}  # fmt: skip
PROVEN = frozenset({"ACKNOWLEDGED_VOLUNTARY", "ACKNOWLEDGED", "VOLUNTARY", "VOLUNTARY_SURRENDER", "WRITTEN_AGREEMENT",
                    "COURT", "COURT_DECISION", "LAPS", "LAPS_DECISION", "OTHER_LAWFUL"})  # fmt: skip
OBJECTED = ("OBJECT", "REFUS", "DISPUT", "REJECT", "DENIED", "COURT_ROUTE")


def contracts(q: Question) -> Iterator[Reason]:
    """Nothing left to collect on any contract, or money said to be under way."""
    if not q.pack.section("contracts"):
        return
    named = [c for c in q.case.contracts if (c.contract_no, c.status, c.dpd) != (None, None, None)]
    closed = [_closed_by(contract, q.case.purpose) for contract in named]
    if closed and all(closed):
        for rule in dict.fromkeys(closed):
            yield q.reason(rule)
    if any(c.claim_paid_at and not _closed_by(c, q.case.purpose) for c in q.case.contracts):
        yield q.reason("PAID_CLAIM_HOLD")


def _closed_by(contract, purpose: str) -> str | None:
    if contract.status in CLOSED:
        return CLOSED[contract.status]
    return "PAID" if purpose in PRESSING and contract.dpd is not None and contract.dpd <= 0 else None


def flags(q: Question) -> Iterator[Reason]:
    """Something about the person that stops contact until a trained person has looked."""
    holds = q.pack.section("flags")
    for rule in dict.fromkeys(holds[flag] for flag in q.case.person.flags if flag in holds):
        yield q.reason(rule)


def third_party(q: Question) -> Iterator[Reason]:
    """Only the consumer is dunned; others may be asked for whereabouts, with consent, rarely, without the debt."""
    section, owner = q.pack.section("third_party"), q.case.point.owner_role
    if not section or owner is None or owner in section["collect"]:
        return
    may_locate = owner in section.get("locate", ())
    if q.case.purpose != "LOCATE" or not may_locate:
        yield q.reason("NOT_CONSUMER")
        if may_locate:
            yield q.reason("THIRD_PARTY_LOCATE_ONLY")
        return
    if section.get("locate_needs_consent") and not consented(q, "LOCATE"):
        yield q.reason("EC_NO_CONSENT")
    asked = [past.at for past in q.case.history if past.value in (None, q.case.point.value)]
    if asked and section.get("locate_once"):
        yield q.reason("EC_LIMIT")
    elif asked and max(asked) + timedelta(days=section.get("locate_once_per_days", 0)) > q.at:
        yield q.reason("EC_LIMIT", until=max(asked) + timedelta(days=section["locate_once_per_days"]))
    yield q.reason("THIRD_PARTY_LOCATE_ONLY", WARN)


def consented(q: Question, scope: str) -> bool:
    """A dated grant stands unless a revocation of that scope came on its day or later, whichever grant it names."""
    rows = [c for c in q.case.person.consents if c.scope == scope]
    revoked = [c.revoked_on for c in rows if c.revoked_on and c.revoked_on <= q.today]
    granted = [c.granted_on for c in rows if c.granted_on and c.granted_on <= q.today]
    return any(day > max(revoked) for day in granted) if revoked else bool(granted)


def states(q: Question) -> Iterator[Reason]:
    """What is known about the number itself; a number once answered by a stranger stays wrong for good."""
    if not q.pack.section("states"):
        return
    point = q.case.point
    if point.state in RETIRED:
        yield q.reason(RETIRED[point.state])
    elif point.state in UNSURE:
        yield q.reason("NUMBER_UNVERIFIED", WARN)
    bad = any(p.result_class == "BAD" and p.value == point.value for p in q.case.history)
    if point.value is not None and bad and point.state not in RETIRED:
        yield q.reason("NUMBER_WRONG_PARTY")


def agent(q: Question) -> Iterator[Reason]:
    """A certified person, and at the door or the collateral one with a letter of assignment."""
    section, case = q.pack.section("agent"), q.case
    if not section:
        return
    proof_needed = case.purpose in section.get("proof_needed", ())
    wanted = section["purposes"].get(case.purpose) or section["channels"].get(case.channel)
    held = case.agent.certificates if case.agent else None
    if wanted and held is None and proof_needed:
        yield q.reason("AGENT_NO_CERT")
    elif wanted and held is not None:
        fitting = [c for c in held if c.kind in wanted]
        if not fitting:
            yield q.reason("AGENT_NO_CERT")
        elif all(c.valid_until is not None and c.valid_until < q.today for c in fitting):
            yield q.reason("AGENT_CERT_EXPIRED")
    if case.channel in section["assignment_channels"] or case.purpose in section["assignment_purposes"]:
        known = bool(case.agent and case.agent.assignment_known)
        until = case.agent.assignment_valid_until if case.agent else None
        if (known and (until is None or until < q.today)) or (not known and proof_needed):
            yield q.reason("AGENT_NO_ASSIGNMENT")


def agency(q: Question) -> Iterator[Reason]:
    """A partner must be a licensed legal entity and, where the pack says so, no affiliate of the funder."""
    section, partner = q.pack.section("agency"), q.case.agency
    if not section or partner is None:
        return
    affiliated = partner.affiliate_of_funder and section.get("no_affiliate_of_funder")
    if not partner.legal_entity or not partner.licensed or affiliated:
        yield q.reason("AGENCY_NOT_ELIGIBLE")


def channels(q: Question) -> Iterator[Reason]:
    """A channel that its platform forbids for debts, that the lender switched off, or that the person refused."""
    section, channel = q.pack.section("channels"), q.case.channel
    if channel in section.get("prohibited", ()):
        yield q.reason("CHANNEL_PLATFORM_PROHIBITED")
    if channel in section.get("disabled", ()):
        yield q.reason("CHANNEL_DISABLED")


def place(q: Question) -> Iterator[Reason]:
    """A visit goes to the billing address or the domicile; a place that is not known is neither."""
    section = q.pack.section("place")
    if not section or q.case.channel not in section["channels"]:
        return
    where = q.case.place or PLACE_OF_LABEL.get(q.case.point.label or "")
    if where not in section["allowed"]:
        yield q.reason("PLACE_NOT_BILLING_OR_DOMICILE")


def letters(q: Question) -> Iterator[Reason]:
    """A letter with its lawful content, and none before its predecessor was delivered."""
    section, case = q.pack.section("letters"), q.case
    if not section or (case.channel != "LETTER" and case.purpose != "DELIVER_LETTER"):
        return
    if case.letter_fields is not None:
        empty = [name for name in section["content"] if case.letter_fields.get(name) in (None, "")]
        if empty:
            yield q.reason("LETTER_FIELD_MISSING")
    if not _in_sequence(case.letters or (), section["sequence"], q.today):
        yield q.reason("SP_SEQUENCE")


def _in_sequence(letters_, sequence: list[str], today) -> bool:
    first = {}
    for letter in letters_:
        day = letter.delivered_on
        if day is not None and (letter.kind not in first or day < first[letter.kind]):
            first[letter.kind] = day
    pending = {letter.kind for letter in letters_ if letter.delivered_on is None}
    for before, after in pairwise(sequence):
        if after in first and (before not in first or first[before] >= first[after]):
            return False
        if after in pending and (before not in first or first[before] > today):
            return False
    return True


def repossession(q: Question) -> Iterator[Reason]:
    """Proven default, a delivered warning letter and a registered fiducia; an objection leads to the court."""
    section, case = q.pack.section("repossession"), q.case
    if not section or case.purpose != "REPOSSESS":
        return
    if not (case.fiducia_no or "").strip():
        yield q.reason("REPO_NO_FIDUCIA")
    delivered = {x.kind for x in case.letters or () if x.delivered_on is not None and x.delivered_on <= q.today}
    if len(delivered & set(section["letters"])) < section["min_letters"]:
        yield q.reason("REPO_NO_SP")
    proof = (case.default_proof or "").strip().upper().replace(" ", "_").replace("-", "_")
    objects = "DISPUTE" in case.person.flags or any(word in proof for word in OBJECTED)
    if objects:
        yield q.reason("REPO_DEBTOR_OBJECTS")
    elif proof not in PROVEN:
        yield q.reason("REPO_DEFAULT_NOT_PROVEN")


def unknown_facts(q: Question) -> Iterator[str]:
    """Facts that a rule of this pack wanted and nobody gave."""
    case = q.case
    if q.pack.section("third_party") and case.point.owner_role is None:
        yield "contact_point.owner_role"
    if q.pack.section("states") and case.point.state is None:
        yield "contact_point.state"
    wanted = q.pack.section("agent").get("channels", {}).get(case.channel)
    if wanted and case.channel in ("CALL", "VISIT") and (case.agent is None or case.agent.certificates is None):
        yield "agent.certificates"
    if case.channel == "VISIT" and q.pack.section("agent") and not (case.agent and case.agent.assignment_known):
        yield "agent.assignment_valid_until"
    if not q.local.known:
        yield "person.region_code"
