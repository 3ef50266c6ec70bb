"""Who may do what in `tagih.workforce`."""

from collections.abc import Mapping
from enum import StrEnum

from tagih.workforce.permissions import Permission

LEADING: set[StrEnum] = {
    Permission.SEE_PLANS, Permission.DECIDE_LEAVE, Permission.SEE_ATTENDANCE, Permission.CORRECT_ATTENDANCE,
    Permission.STEER_DAY, Permission.MOVE_PEOPLE,
}  # fmt: skip
OWN: set[StrEnum] = {Permission.OWN_SHIFTS}

GRANTS: Mapping[str, set[StrEnum]] = {
    "AGENT": OWN,
    "FIELD_COLLECTOR": OWN,
    "TEAM_LEADER": OWN | LEADING,
    "SUPERVISOR": OWN | LEADING | {Permission.MAKE_PLANS, Permission.RECORD_LEAVERS, Permission.APPROVE_MOVES},
    "BRANCH_HEAD": OWN | LEADING | {Permission.RECORD_LEAVERS, Permission.APPROVE_MOVES},
    "HEAD": LEADING | {Permission.MAKE_PLANS, Permission.RECORD_LEAVERS, Permission.APPROVE_MOVES,
                       Permission.SET_TARGETS},
    "PLANNER": LEADING | {Permission.MAKE_PLANS, Permission.APPROVE_MOVES, Permission.SET_TARGETS},
    "ADMINISTRATOR": {Permission.RECORD_LEAVERS, Permission.APPROVE_MOVES},
    "AUDITOR": {Permission.SEE_PLANS, Permission.SEE_ATTENDANCE},
}  # fmt: skip
