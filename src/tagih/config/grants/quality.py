"""Who may do what in `tagih.quality`."""

from collections.abc import Mapping
from enum import StrEnum

from tagih.quality.permissions import Permission

OWN = {Permission.SEE_OWN}
LEADING = OWN | {Permission.SEE_RATES, Permission.COACH}
GRANTS: Mapping[str, set[StrEnum]] = {
    "AGENT": OWN,
    "FIELD_COLLECTOR": OWN,
    "TEAM_LEADER": LEADING,
    "SUPERVISOR": LEADING | {Permission.HANDLE_CONDUCT},
    "BRANCH_HEAD": LEADING | {Permission.HANDLE_CONDUCT},
    "HEAD": LEADING | {Permission.PLAN_SAMPLES, Permission.EDIT_FORMS, Permission.HANDLE_CONDUCT},
    "QUALITY": {*Permission} - OWN - {Permission.HANDLE_CONDUCT},
    "TRAINER": {Permission.SEE_RATES, Permission.COACH},
    "COMPLIANCE": {Permission.SEE_RATES, Permission.EDIT_FORMS, Permission.HANDLE_CONDUCT},
    "AUDITOR": {Permission.SEE_RATES},
}
