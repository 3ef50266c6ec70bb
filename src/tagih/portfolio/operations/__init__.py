"""What changes the portfolio: one module per noun."""

from tagih.portfolio.operations.landings import (
    Receipt,
    approve_landing,
    land,
    mark_failed,
    receive_feed,
    refuse_landing,
)

__all__ = [
    "Receipt",
    "approve_landing",
    "land",
    "mark_failed",
    "receive_feed",
    "refuse_landing",
]
