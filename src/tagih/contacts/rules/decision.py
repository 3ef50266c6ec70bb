"""Asks every rule of every pack and collects all reasons in the order of the rule book."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from tagih.contacts.rules import checks, counts
from tagih.contacts.rules.answers import DENY, Calendar, Decision, Question, Reason
from tagih.contacts.rules.facts import Case
from tagih.contacts.rules.packs import ORDER, Pack
from tagih.contacts.rules.zones import resolve

LASTING = (
    checks.contracts, checks.flags, checks.third_party, checks.states, checks.agent, checks.agency,
    checks.channels, checks.place, checks.letters, checks.repossession,
)  # fmt: skip
PASSING = (counts.hours_and_days, counts.caps, counts.cooldown, counts.promises)
HORIZON = 400

Calendars = Mapping[str, Calendar]


def decide(case: Case, packs: Sequence[Pack], calendars: Calendars) -> Decision:
    """This will ask all packs about one case and answer with all reasons; one refusal refuses.

    `calendars` maps a country to its days of rest (`NATIONAL` or `JOINT_LEAVE`). `next_allowed_at` is the earliest
    instant at which everything that time heals is healed, and None when something else refuses too.
    """
    reasons, lifted = _ask(case, packs, calendars, case.at, lasting=True)
    denials = [reason for reason in reasons if reason.severity == DENY]
    opening = None
    if denials and all(reason.until is not None for reason in denials):
        opening = _opening(case, packs, calendars)
    unknown = dict.fromkeys(fact for pack in packs for fact in checks.unknown_facts(_question(case, pack, calendars)))
    return Decision(not denials, tuple(reasons), opening, tuple(lifted), tuple(unknown))


def refusing(case: Case, packs: Sequence[Pack], calendars: Calendars) -> frozenset[str]:
    """This will tell the rules that refuse, without looking for the time at which they no longer do."""
    reasons, _lifted = _ask(case, packs, calendars, case.at, lasting=True)
    return frozenset(reason.rule for reason in reasons if reason.severity == DENY)


def _opening(case: Case, packs: Sequence[Pack], calendars: Calendars) -> datetime | None:
    at = case.at
    for _ in range(HORIZON):
        waits = [r.until for r in _ask(case, packs, calendars, at, lasting=False)[0] if r.severity == DENY and r.until]
        if not waits:
            local = resolve(case, packs[0]).zones[0]
            return at.astimezone(local)
        at = max(waits)
    return None


def _ask(
    case: Case, packs: Sequence[Pack], calendars: Calendars, at: datetime, *, lasting: bool
) -> tuple[list[Reason], list[str]]:
    found: list[Reason] = []
    lifted: list[str] = []
    rules = (*LASTING, *PASSING) if lasting else (checks.third_party, *PASSING)
    for pack in packs:
        question = _question(case, pack, calendars, at)
        for rule in rules:
            for reason in rule(question):
                scope = pack.grounds[reason.rule].consent
                if scope and checks.consented(question, scope):
                    lifted.append(reason.rule)
                else:
                    found.append(reason)
    if packs:
        found.extend(counts.wishes(_question(case, packs[0], calendars, at)))
    return _strictest(found), list(dict.fromkeys(lifted))


def _question(case: Case, pack: Pack, calendars: Calendars, at: datetime | None = None) -> Question:
    country = pack.section("holidays").get("calendar", pack.country)
    return Question(case, pack, at or case.at, resolve(case, pack), calendars.get(country, {}))


def _strictest(found: list[Reason]) -> list[Reason]:
    """One reason per rule and severity: the one that holds longest; law before house where they hold equally."""
    best: dict[tuple[str, str], Reason] = {}
    for reason in found:
        known = best.get((reason.rule, reason.severity))
        if known is None or _longer(reason, known):
            best[reason.rule, reason.severity] = reason
    denied = {rule for rule, severity in best if severity == DENY}
    kept = [r for (rule, severity), r in best.items() if severity == DENY or rule not in denied]
    return [replace(r) for r in sorted(kept, key=lambda r: (ORDER[r.rule], r.severity))]


def _longer(reason: Reason, known: Reason) -> bool:
    return known.until is not None and (reason.until is None or reason.until > known.until)
