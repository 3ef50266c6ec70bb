"""Who may do what in `tagih.field`."""

from collections.abc import Mapping
from enum import StrEnum

from tagih.field.permissions import Permission

LEADING = {Permission.SEE_FIELD, Permission.PLAN_VISITS, Permission.REVIEW_VISITS, Permission.SEE_CASH}

GRANTS: Mapping[str, set[StrEnum]] = {
    "FIELD_COLLECTOR": {Permission.WORK_FIELD},
    "TEAM_LEADER": LEADING,
    "SUPERVISOR": LEADING,
    "BRANCH_HEAD": LEADING,
    "HEAD": LEADING,
    "COMPLIANCE": {Permission.SEE_FIELD, Permission.REVIEW_VISITS},
    "CASHIER": {Permission.SEE_CASH, Permission.CHECK_DEPOSITS},
    "AUDITOR": {Permission.SEE_FIELD, Permission.SEE_CASH},
}
