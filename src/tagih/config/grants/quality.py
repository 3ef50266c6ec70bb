"""Who may do what in `tagih.quality`."""

from collections.abc import Mapping
from enum import StrEnum

from tagih.quality.permissions import Permission

OWN = {Permission.SEE_OWN}
LEADING = OWN | {Permission.SEE_RATES}
GRANTS: Mapping[str, set[StrEnum]] = {
    "AGENT": OWN,
    "FIELD_COLLECTOR": OWN,
    "TEAM_LEADER": LEADING,
    "SUPERVISOR": LEADING,
    "BRANCH_HEAD": LEADING,
    "HEAD": LEADING | {Permission.PLAN_SAMPLES, Permission.EDIT_FORMS},
    "QUALITY": {*Permission} - OWN,
    "TRAINER": {Permission.SEE_RATES},
    "COMPLIANCE": {Permission.SEE_RATES, Permission.EDIT_FORMS},
    "AUDITOR": {Permission.SEE_RATES},
}
