"""Leave: what it takes from the balance, and whether a plan has room for it."""

import datetime as dt
from collections.abc import Container
from dataclasses import dataclass


def working_days(first: dt.date, last: dt.date, free: Container[dt.date], *, days_week: int = 5) -> int:
    """This will count the days that leave takes: those on which the person would have worked by the contract.

    Free days and Sundays take nothing; with a five-day week at most five of a week's days count.
    """
    total = 0
    day = first
    while day <= last:
        until = min(last, day + dt.timedelta(days=6 - day.weekday()))
        span = [day + dt.timedelta(days=ahead) for ahead in range((until - day).days + 1)]
        total += min(days_week, sum(one.weekday() < 6 and one not in free for one in span))
        day = until + dt.timedelta(days=1)
    return total


@dataclass(frozen=True, slots=True)
class Room:
    """One day as leave sees it: agent-intervals missing with and without the person, and people to spare."""

    day: dt.date
    missing_with: float
    missing_without: float
    to_spare: int


def is_room(rooms: list[Room]) -> bool:
    """This will tell whether nobody would be missed: no day gets shorter of people, or somebody is to spare."""
    return all(room.missing_without <= room.missing_with or room.to_spare > 0 for room in rooms)
