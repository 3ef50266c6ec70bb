"""What screens and packages above read of the dialer."""

from tagih.dialer.queries.board import (
    Figures,
    SeatLine,
    Slot,
    abandoned_shares,
    causes_today,
    figures_today,
    seat_lines,
    slots_of,
)
from tagih.dialer.queries.calls import live_call_of, recorded_calls

__all__ = [
    "Figures",
    "SeatLine",
    "Slot",
    "abandoned_shares",
    "causes_today",
    "figures_today",
    "live_call_of",
    "recorded_calls",
    "seat_lines",
    "slots_of",
]
