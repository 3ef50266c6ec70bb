"""Who may do what in `tagih.strategy`."""

from collections.abc import Mapping
from enum import StrEnum

from tagih.strategy.permissions import Permission

GRANTS: Mapping[str, set[StrEnum]] = {
    "STRATEGIST": {
        Permission.SEE_STRATEGY, Permission.EDIT_STRATEGY, Permission.APPROVE_STRATEGY, Permission.RELEASE_STRATEGY,
    },
    "HEAD": {Permission.SEE_STRATEGY, Permission.APPROVE_STRATEGY, Permission.RELEASE_STRATEGY},
    "COMPLIANCE": {Permission.SEE_STRATEGY, Permission.APPROVE_STRATEGY},
    "SUPERVISOR": {Permission.SEE_STRATEGY},
    "AUDITOR": {Permission.SEE_STRATEGY},
}  # fmt: skip
