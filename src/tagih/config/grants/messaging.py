"""Who may do what in `tagih.messaging`."""

from collections.abc import Mapping
from enum import StrEnum

from tagih.messaging.permissions import Permission

ANSWERING = {Permission.SEE_MESSAGES, Permission.ANSWER_MESSAGES, Permission.SEE_SANDBOX}
GRANTS: Mapping[str, set[StrEnum]] = {
    "AGENT": ANSWERING,
    "FIELD_COLLECTOR": {Permission.SEE_MESSAGES},
    "TEAM_LEADER": ANSWERING,
    "SUPERVISOR": ANSWERING | {Permission.SEE_ALL_THREADS},
    "BRANCH_HEAD": ANSWERING,
    "HEAD": ANSWERING | {Permission.SEE_ALL_THREADS, Permission.APPROVE_TEMPLATES},
    "STRATEGIST": {Permission.SEE_MESSAGES, Permission.EDIT_TEMPLATES, Permission.SEE_SANDBOX},
    "COMPLIANCE": {Permission.SEE_MESSAGES, Permission.APPROVE_TEMPLATES, Permission.SEE_ALL_THREADS},
    "QUALITY": {Permission.SEE_MESSAGES},
    "AUDITOR": {Permission.SEE_MESSAGES},
    "OPERATOR": {Permission.SEE_MESSAGES},
    "ADMINISTRATOR": {Permission.SEE_MESSAGES, Permission.EDIT_CHANNELS, Permission.SEE_SANDBOX},
}
