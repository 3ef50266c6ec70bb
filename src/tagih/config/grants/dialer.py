"""Who may do what in `tagih.dialer`."""

from collections.abc import Mapping
from enum import StrEnum

from tagih.dialer.permissions import Permission

WATCHING = {Permission.SEE_WALLBOARD}
LEADING = WATCHING | {Permission.SUPERVISE_CALLS, Permission.HEAR_RECORDINGS}
RUNNING = LEADING | {Permission.RUN_CAMPAIGNS}

GRANTS: Mapping[str, set[StrEnum]] = {
    "TEAM_LEADER": {*LEADING},
    "SUPERVISOR": {*RUNNING},
    "BRANCH_HEAD": {*LEADING},
    "HEAD": {*RUNNING},
    "QUALITY": {*WATCHING, Permission.HEAR_RECORDINGS},
    "PLANNER": {*WATCHING},
    "AUDITOR": {*WATCHING, Permission.HEAR_RECORDINGS},
}
