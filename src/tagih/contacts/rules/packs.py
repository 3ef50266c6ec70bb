"""What a policy pack is: sections of limits, and for every rule it can raise a source, a basis and what consent lifts.

A section that a pack does not have is not asked. Packs are combined by asking each: the strictest wins by itself.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

RULES = (
    "PAID", "PAID_CLAIM_HOLD", "SETTLED", "SOLD", "RESTRUCTURE_ACTIVE",
    "DECEASED_HOLD", "DISPUTE_HOLD", "COMPLAINT_HOLD", "LAWYER_ONLY", "INSOLVENCY", "VULNERABLE_REVIEW",
    "PROCESSING_RESTRICTED",
    "NOT_CONSUMER", "THIRD_PARTY_LOCATE_ONLY", "EC_NO_CONSENT", "EC_LIMIT",
    "NUMBER_RETIRED", "NUMBER_WRONG_PARTY", "NUMBER_UNVERIFIED",
    "AGENT_NO_CERT", "AGENT_CERT_EXPIRED", "AGENT_NO_ASSIGNMENT", "AGENCY_NOT_ELIGIBLE",
    "CHANNEL_DISABLED", "CHANNEL_PLATFORM_PROHIBITED", "CHANNEL_OPT_OUT",
    "TZ_UNKNOWN_INTERSECTION", "DAY_SUNDAY", "HOLIDAY_NATIONAL", "HOLIDAY_CUTI_BERSAMA",
    "BEFORE_WINDOW", "AFTER_WINDOW",
    "PLACE_NOT_BILLING_OR_DOMICILE",
    "CAP_NUMBER_DAY", "CAP_DEBTOR_DAY", "CAP_DEBTOR_7D", "CAP_RPC_DAY", "COOLDOWN", "PTP_NOT_DUE",
    "LETTER_FIELD_MISSING", "SP_SEQUENCE",
    "REPO_NO_FIDUCIA", "REPO_NO_SP", "REPO_DEFAULT_NOT_PROVEN", "REPO_DEBTOR_OBJECTS",
)  # fmt: skip
ORDER = {rule: place for place, rule in enumerate(RULES)}
SECTIONS = frozenset({
    "contracts", "flags", "third_party", "states", "agent", "agency", "channels", "zones", "days", "holidays",
    "windows", "place", "frequency", "cooldown", "letters", "repossession", "rules",
})  # fmt: skip
BASES = frozenset({"LAW", "HOUSE", "PLATFORM", "PERSON"})


class PackFault(ValueError):
    """A pack that cannot be trusted: unknown rule, rule without source, dates that overlap or run backwards.

    `code` says which fault, `about` what it is about, for those who put it into other words.
    """

    def __init__(self, text: str, code: str = "UNREADABLE", about: str = "") -> None:
        self.code, self.about = code, about
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a rule comes from. `consent` names the scope of consent that lifts it, if any."""

    source: str
    basis: str
    consent: str | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    id: str
    title: str
    effective_from: dt.date
    effective_to: dt.date | None
    country: str
    grounds: Mapping[str, Ground]
    sections: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def section(self, name: str) -> Mapping[str, Any]:
        return self.sections.get(name, {})

    def in_force_on(self, day: dt.date) -> bool:
        return self.effective_from <= day and (self.effective_to is None or day < self.effective_to)


def build(text: Mapping[str, Any]) -> Pack:
    """This will make a pack from its parsed text and refuse one whose rules have no source.

    :raises PackFault: naming the pack and what is wrong with it
    """
    name = text.get("id", "?")
    sections = {key: value for key, value in text.items() if isinstance(value, Mapping)}
    unknown = set(sections) - SECTIONS
    if unknown:
        raise PackFault(f"{name}: unknown section {', '.join(sorted(unknown))}", "SECTION", ", ".join(sorted(unknown)))
    if not isinstance(text.get("effective_from"), dt.date):
        raise PackFault(f"{name}: effective_from is missing", "NO_START")
    until = text.get("effective_to")
    if until is not None and until <= text["effective_from"]:
        raise PackFault(f"{name}: effective_to is not after effective_from", "BACKWARDS")
    rules = sections.pop("rules", {})
    for rule, ground in rules.items():
        if rule not in ORDER:
            raise PackFault(f"{name}: unknown rule {rule}", "RULE", rule)
        if not ground.get("source") or ground.get("basis") not in BASES:
            text = f"{name}: rule {rule} needs a source and a basis of {', '.join(sorted(BASES))}"
            raise PackFault(text, "NO_SOURCE", rule)
    missing = set(raised_by(sections)) - set(rules)
    if missing:
        raise PackFault(f"{name}: no source for {', '.join(sorted(missing))}", "NO_SOURCE", ", ".join(sorted(missing)))
    return Pack(
        id=name,
        title=text.get("title", name),
        effective_from=text["effective_from"],
        effective_to=until,
        country=text.get("country", ""),
        grounds={rule: Ground(g["source"], g["basis"], g.get("consent")) for rule, g in rules.items()},
        sections=sections,
    )


def raised_by(sections: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """This will list the rules that a pack with these sections can raise, so that none lacks a source."""
    rules: list[str] = []
    always = {
        "contracts": ("PAID", "PAID_CLAIM_HOLD", "SETTLED", "SOLD", "RESTRUCTURE_ACTIVE"),
        "third_party": ("NOT_CONSUMER", "THIRD_PARTY_LOCATE_ONLY", "EC_NO_CONSENT", "EC_LIMIT"),
        "states": ("NUMBER_RETIRED", "NUMBER_WRONG_PARTY", "NUMBER_UNVERIFIED", "CHANNEL_OPT_OUT"),
        "agent": ("AGENT_NO_CERT", "AGENT_CERT_EXPIRED", "AGENT_NO_ASSIGNMENT"),
        "agency": ("AGENCY_NOT_ELIGIBLE",),
        "zones": ("TZ_UNKNOWN_INTERSECTION",),
        "days": ("DAY_SUNDAY",),
        "windows": ("BEFORE_WINDOW", "AFTER_WINDOW"),
        "place": ("PLACE_NOT_BILLING_OR_DOMICILE",),
        "letters": ("LETTER_FIELD_MISSING", "SP_SEQUENCE"),
        "repossession": ("REPO_NO_FIDUCIA", "REPO_NO_SP", "REPO_DEFAULT_NOT_PROVEN", "REPO_DEBTOR_OBJECTS"),
    }
    for section, raised in always.items():
        if sections.get(section):
            rules.extend(raised)
    channels = sections.get("channels", {})
    rules.extend(["CHANNEL_PLATFORM_PROHIBITED"] if channels.get("prohibited") else [])
    rules.extend(["CHANNEL_DISABLED"] if channels.get("disabled") else [])
    holidays = sections.get("holidays", {})
    rules.extend(["HOLIDAY_NATIONAL"] if holidays.get("national") == "DENY" else [])
    rules.extend(["HOLIDAY_CUTI_BERSAMA"] if holidays.get("cuti_bersama") == "DENY" else [])
    rules.extend(sections.get("flags", {}).values())
    rules.extend(cap["rule"] for cap in sections.get("frequency", {}).get("caps", ()))
    cooldown = sections.get("cooldown", {})
    rules.extend(["PTP_NOT_DUE"] if "promise_lead_days" in cooldown else [])
    rules.extend(["COOLDOWN"] if set(cooldown) - {"promise_lead_days"} else [])
    return rules


def overlaps(packs: list[Pack]) -> list[tuple[str, str]]:
    """This will find versions of one pack that are in force on the same day, as (id, first shared day)."""
    found = []
    for one in packs:
        for other in packs:
            if one is other or one.id != other.id or one.effective_from > other.effective_from:
                continue
            if one.in_force_on(other.effective_from):
                found.append((one.id, other.effective_from.isoformat()))
    return found
