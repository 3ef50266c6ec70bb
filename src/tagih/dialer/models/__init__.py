"""Campaigns with their lists, calls with their recordings, seats with their log."""

from tagih.dialer.models.calls import Call, Recording
from tagih.dialer.models.campaigns import Campaign, Entry, Now
from tagih.dialer.models.seats import Seat, SeatChange, Wish

__all__ = ["Call", "Campaign", "Entry", "Now", "Recording", "Seat", "SeatChange", "Wish"]
