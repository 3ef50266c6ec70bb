"""Reads of the workforce."""

from tagih.workforce.queries.leave import balance_of, balances_of
from tagih.workforce.queries.people import (
    PLANNED_ROLES,
    memberships_between,
    people_between,
    teams_at_five_past_eight,
    terms_of,
    unit_of,
    zone_of,
)
from tagih.workforce.queries.problem import (
    assignment_of,
    leave_days,
    plan_on,
    problem_of,
    published_cells,
    shift_kinds_of,
)
from tagih.workforce.queries.wording import REMEDIES, RULES, in_words

__all__ = [
    "PLANNED_ROLES",
    "REMEDIES",
    "RULES",
    "assignment_of",
    "balance_of",
    "balances_of",
    "in_words",
    "leave_days",
    "memberships_between",
    "people_between",
    "plan_on",
    "problem_of",
    "published_cells",
    "shift_kinds_of",
    "teams_at_five_past_eight",
    "terms_of",
    "unit_of",
    "zone_of",
]
