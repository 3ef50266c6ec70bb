"""Days: pauses of the delinquency clock, and due days in short months."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which the delinquency clock stands still; `end_date` is the first day on which it runs again."""

    start_date: dt.date
    end_date: dt.date


def paused_days(pauses: Iterable[Pause], *, start: dt.date, end: dt.date) -> int:
    """This will return the days of the union of pauses inside the half-open period from `start` until before `end`."""
    days, reached = 0, start
    for pause in sorted(pauses, key=lambda pause: (pause.start_date, pause.end_date)):
        begins, ends = max(pause.start_date, reached), min(pause.end_date, end)
        if ends > begins:
            days += (ends - begins).days
            reached = ends
    return days


def next_due_day(due_day: int | None, *, on: dt.date) -> dt.date | None:
    """This will return the next date, from `on`, with that day of the month; in a short month its last day."""
    if not due_day or not 1 <= due_day <= 31:
        return None
    this = _day_in(on.year, on.month, due_day)
    if this >= on:
        return this
    year, month = (on.year + 1, 1) if on.month == 12 else (on.year, on.month + 1)
    return _day_in(year, month, due_day)


def _day_in(year: int, month: int, day: int) -> dt.date:
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
