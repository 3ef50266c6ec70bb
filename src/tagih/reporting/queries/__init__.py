"""What may be asked of figures: the daily report of a date in somebody's scope, and what each figure means."""

from tagih.reporting.queries.repair import RepairEarned, repair_earned
from tagih.reporting.queries.report import (
    Cell,
    DailyReport,
    Row,
    Section,
    daily_report,
    dates_with_figures,
    definitions,
    figures_in,
    is_share,
    stored_reports,
    targets_in_force,
)
from tagih.reporting.queries.wording import changed, headline, long_date, written

__all__ = [
    "Cell",
    "DailyReport",
    "RepairEarned",
    "Row",
    "Section",
    "changed",
    "daily_report",
    "dates_with_figures",
    "definitions",
    "figures_in",
    "headline",
    "is_share",
    "long_date",
    "repair_earned",
    "stored_reports",
    "targets_in_force",
    "written",
]
