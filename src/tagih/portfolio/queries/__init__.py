"""What may be asked of the portfolio: the feeds as they stood on a business date, and the landings of files."""

from tagih.portfolio.queries.as_of import (
    balances_at,
    clock_actions_at,
    contact_points_at,
    contracts_at,
    customers_at,
    feed_dates,
    feed_versions,
    payments_known_at,
    schedules_at,
)
from tagih.portfolio.queries.days import business_date, newest_day, schemes_on
from tagih.portfolio.queries.figures import allocations_at, contracts_like, delinquency_at, late_charge_on, payments_at
from tagih.portfolio.queries.landings import findings_of, landings, profile_choices, rejects_of
from tagih.portfolio.queries.marks import inputs_mark
from tagih.portfolio.queries.people import IDENTITY
from tagih.portfolio.queries.rounds import business_days, due_turns, next_turns, run_name, timetable

__all__ = [
    "IDENTITY",
    "allocations_at",
    "balances_at",
    "business_date",
    "business_days",
    "clock_actions_at",
    "contact_points_at",
    "contracts_at",
    "contracts_like",
    "customers_at",
    "delinquency_at",
    "due_turns",
    "feed_dates",
    "feed_versions",
    "findings_of",
    "inputs_mark",
    "landings",
    "late_charge_on",
    "newest_day",
    "next_turns",
    "payments_at",
    "payments_known_at",
    "profile_choices",
    "rejects_of",
    "run_name",
    "schedules_at",
    "schemes_on",
    "timetable",
]
