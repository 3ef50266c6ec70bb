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
from tagih.dialer.queries.calls import guests_of, last_granted, live_call_of, recorded_calls, seat_of

__all__ = [
    "Figures",
    "SeatLine",
    "Slot",
    "abandoned_shares",
    "causes_today",
    "figures_today",
    "guests_of",
    "last_granted",
    "live_call_of",
    "recorded_calls",
    "seat_lines",
    "seat_of",
    "slots_of",
]
