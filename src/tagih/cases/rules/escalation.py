"""Who must hear of what, how soon, and what stops at once. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from tagih.cases.enums import EscalationLevel as Level
from tagih.cases.enums import EscalationReason as Reason
from tagih.cases.enums import EscalationStatus as Status
from tagih.cases.enums import HoldReason

TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.OPEN: frozenset({Status.TAKEN, Status.CLOSED}),
    Status.TAKEN: frozenset({Status.OPEN, Status.CLOSED}),  # open again: passed a rung up
    Status.CLOSED: frozenset(),
}
LADDER = (Level.LEADER, Level.SUPERVISOR, Level.COMPLIANCE, Level.MANAGEMENT)
ROLES: Mapping[Level, frozenset[str]] = {
    Level.LEADER: frozenset({"TEAM_LEADER", "SUPERVISOR", "BRANCH_HEAD", "HEAD"}),
    Level.SUPERVISOR: frozenset({"SUPERVISOR", "BRANCH_HEAD", "HEAD"}),
    Level.COMPLIANCE: frozenset({"COMPLIANCE", "HEAD"}),
    Level.MANAGEMENT: frozenset({"HEAD"}),
}
ACKNOWLEDGE_MINUTES: Mapping[Level, int] = {
    Level.LEADER: 15, Level.SUPERVISOR: 120, Level.COMPLIANCE: 120, Level.MANAGEMENT: 540,
}  # fmt: skip
URGENT_MINUTES = 15


@dataclass(frozen=True, slots=True)
class Route:
    """Where an escalation begins, in how many working minutes somebody takes it, and the pause that it opens."""

    level: Level
    minutes: int
    hold: HoldReason | None


STRAIGHT_UP: Mapping[Reason, HoldReason | None] = {
    Reason.THREAT: HoldReason.MANAGEMENT, Reason.ILLNESS: HoldReason.ILLNESS, Reason.LAWYER: HoldReason.LEGAL,
    Reason.PRESS: HoldReason.MANAGEMENT, Reason.REGULATOR: HoldReason.COMPLAINT,
}  # fmt: skip


def route(reason: Reason) -> Route:
    """This will return where an escalation goes: grave ones straight to compliance, and contact stops."""
    if reason in STRAIGHT_UP:
        return Route(Level.COMPLIANCE, URGENT_MINUTES, STRAIGHT_UP[reason])
    level = Level.SUPERVISOR if reason == Reason.FRAUD else Level.LEADER
    return Route(level, ACKNOWLEDGE_MINUTES[level], None)


def next_level(level: Level) -> Level:
    """This will return the rung above, or the highest again."""
    position = LADDER.index(level)
    return LADDER[min(position + 1, len(LADDER) - 1)]
