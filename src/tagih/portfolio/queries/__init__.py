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
from tagih.portfolio.queries.day import business_date

__all__ = [
    "balances_at",
    "business_date",
    "clock_actions_at",
    "contact_points_at",
    "contracts_at",
    "customers_at",
    "feed_dates",
    "feed_versions",
    "payments_known_at",
    "schedules_at",
]
