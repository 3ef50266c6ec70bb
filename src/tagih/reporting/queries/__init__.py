"""What may be asked of figures: the daily report of a date in somebody's scope, and what each figure means."""

from tagih.reporting.queries.report import (
    Cell,
    DailyReport,
    Row,
    Section,
    daily_report,
    dates_with_figures,
    definitions,
)

__all__ = [
    "Cell",
    "DailyReport",
    "Row",
    "Section",
    "daily_report",
    "dates_with_figures",
    "definitions",
]
