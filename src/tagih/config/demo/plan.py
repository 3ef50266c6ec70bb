"""Which business dates the demonstration shows, and how much of each."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Depth(StrEnum):
    """How much of a date is played."""

    LAKE = "LAKE"  # files landed
    WHOLE = "WHOLE"  # the whole round, a day's work, the evening
    TODAY = "TODAY"  # the morning's round and the work until now


@dataclass(frozen=True, slots=True)
class Day:
    """A date to play, and the date of the files before it."""

    date: dt.date
    since: dt.date | None
    depth: Depth


MONTHS = 6
DAILY = 3
WORKED = 2


def days(last: dt.date, is_working: Callable[[dt.date], bool]) -> list[Day]:
    """This will return the dates in order: ends of six months, then working days, the last of them in progress."""
    recent = [last]
    while len(recent) < DAILY:
        recent.append(_before(recent[-1], is_working))
    recent.reverse()
    month_ends, first = [], recent[0].replace(day=1)
    while len(month_ends) < MONTHS:
        month_ends.append(first - dt.timedelta(days=1))
        first = month_ends[-1].replace(day=1)
    dates = [*reversed(month_ends), *recent]
    depths = [Depth.LAKE] * (len(dates) - WORKED - 1) + [Depth.WHOLE] * WORKED + [Depth.TODAY]
    return [Day(date, since, depth) for date, since, depth in zip(dates, [None, *dates], depths, strict=False)]


def working_date(now: dt.datetime, is_working: Callable[[dt.date], bool]) -> dt.date:
    """This will return the last working day that has begun: `now` in the house's zone, from nine o'clock on."""
    today = now.date() if now.hour >= 9 else now.date() - dt.timedelta(days=1)
    return today if is_working(today) else _before(today, is_working)


def next_working_date(date: dt.date, is_free_of_holidays: Callable[[dt.date], bool]) -> dt.date:
    """This will return the first day after a date that is neither a Sunday nor a holiday."""
    date += dt.timedelta(days=1)
    while date.weekday() == 6 or not is_free_of_holidays(date):
        date += dt.timedelta(days=1)
    return date


def _before(date: dt.date, is_working: Callable[[dt.date], bool]) -> dt.date:
    date -= dt.timedelta(days=1)
    while not is_working(date):
        date -= dt.timedelta(days=1)
    return date
