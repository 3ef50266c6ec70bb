"""What the gate answers: a verdict with every reason, each with its source and the instant at which it falls away."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from tagih.contacts.rules.facts import Case
from tagih.contacts.rules.packs import Pack
from tagih.contacts.rules.zones import Local

DENY, WARN = "DENY", "WARN"


@dataclass(frozen=True, slots=True)
class Reason:
    """`until` is when this rule alone would say yes; None means that time does not heal it."""

    rule: str
    severity: str
    source: str
    basis: str
    pack: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """`lifted` are rules that a consent set aside, `unknown` the facts that were wanted and not given."""

    allowed: bool
    reasons: tuple[Reason, ...]
    next_allowed_at: datetime | None
    lifted: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        return "ALLOW" if self.allowed else "DENY"


class Calendar(Protocol):
    """Days of rest: NATIONAL, JOINT_LEAVE or None. A dictionary by date will do."""

    def get(self, day: date, /) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Question:
    """One case asked of one pack at one instant, with the days of rest of that pack's country."""

    case: Case
    pack: Pack
    at: datetime
    local: Local
    holidays: Calendar

    @property
    def today(self) -> date:
        return self.at.astimezone(self.local.zones[0]).date()

    def reason(self, rule: str, severity: str = DENY, until: datetime | None = None) -> Reason:
        ground = self.pack.grounds[rule]
        return Reason(rule, severity, ground.source, ground.basis, self.pack.id, until)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """This will give the first instant of a local day."""
    return datetime.combine(day, time(0), zone)


def next_midnight(at: datetime, zone: ZoneInfo, days: int = 1) -> datetime:
    return midnight(at.astimezone(zone).date() + timedelta(days=days), zone)
