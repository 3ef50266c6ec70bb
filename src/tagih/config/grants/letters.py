"""Who may do what in `tagih.letters`."""

from collections.abc import Mapping
from enum import StrEnum

from tagih.letters.permissions import Permission as Letters

LEADING: set[StrEnum] = {Letters.SEE_LETTERS, Letters.WRITE_LETTERS, Letters.CARRY_LETTERS}
GRANTS: Mapping[str, set[StrEnum]] = {
    "AGENT": {Letters.SEE_LETTERS},
    "FIELD_COLLECTOR": {Letters.SEE_LETTERS, Letters.CARRY_LETTERS},
    "TEAM_LEADER": LEADING,
    "SUPERVISOR": LEADING,
    "BRANCH_HEAD": LEADING,
    "HEAD": LEADING | {Letters.EDIT_LETTERHEAD},
    "COMPLIANCE": LEADING | {Letters.EDIT_LETTERHEAD},
    "AUDITOR": {Letters.SEE_LETTERS},
    "ADMINISTRATOR": {Letters.EDIT_LETTERHEAD, Letters.SEE_LETTERS},
}
