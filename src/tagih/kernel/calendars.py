"""Free days and working days.

The shipped calendar (library `holidays`) is where the table starts; people correct the table, and the table
is what counts.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import holidays

from tagih.kernel.enums import DayKind, DayStatus
from tagih.kernel.models import CalendarDay

SOURCE = f"holidays {holidays.__version__}"
_CATEGORIES = {"public": DayKind.NATIONAL, "government": DayKind.JOINT_LEAVE}
_ESTIMATE = "(perkiraan)"


@dataclass(frozen=True, slots=True)
class FreeDay:
    """One free day, as rules see it."""

    date: dt.date
    kind: str
    status: str
    name: str
    source: str


Calendar = Mapping[dt.date, tuple[FreeDay, ...]]


def shipped(years: Iterable[int], *, country: str = "ID") -> Calendar:
    """This will return the free days of the shipped calendar, without the database."""
    found: dict[dt.date, tuple[FreeDay, ...]] = {}
    years = list(years)
    for category, kind in _CATEGORIES.items():
        listed = holidays.country_holidays(country, years=years, categories=(category,), language="id")
        for date, name in sorted(listed.items()):
            status = DayStatus.ESTIMATED if _ESTIMATE in name else DayStatus.CONFIRMED
            free = FreeDay(date, kind.value, status.value, name.replace(_ESTIMATE, "").strip(), SOURCE)
            found[date] = (*found.get(date, ()), free)
    return found


def stored(first: dt.date, last: dt.date) -> Calendar:
    """This will return the free days of the editable table from `first` to `last`, both included."""
    found: dict[dt.date, tuple[FreeDay, ...]] = {}
    for day in CalendarDay.objects.filter(date__range=(first, last), is_cancelled=False):
        free = FreeDay(day.date, day.kind, day.status, day.name, day.source)
        found[day.date] = (*found.get(day.date, ()), free)
    return found


def is_national_holiday(day: dt.date, calendar: Calendar) -> bool:
    """This will tell whether the day is a national holiday; joint leave and Sundays are not."""
    return any(free.kind == DayKind.NATIONAL for free in calendar.get(day, ()))


def is_joint_leave(day: dt.date, calendar: Calendar) -> bool:
    """This will tell whether the day is joint leave (cuti bersama)."""
    return any(free.kind == DayKind.JOINT_LEAVE for free in calendar.get(day, ()))


def is_working_day(day: dt.date, calendar: Calendar) -> bool:
    """This will tell whether the office works: Monday to Friday, no free day of any kind."""
    return day.weekday() < 5 and day not in calendar


def add_working_days(day: dt.date, count: int, calendar: Calendar) -> dt.date:
    """This will return the `count`th working day after `day`; `day` itself does not count."""
    while count > 0:
        day += dt.timedelta(days=1)
        count -= is_working_day(day, calendar)
    return day


def working_days_between(first: dt.date, last: dt.date, calendar: Calendar) -> int:
    """This will count the working days after `first` up to and including `last`."""
    days = (last - first).days
    return sum(is_working_day(first + dt.timedelta(days=step), calendar) for step in range(1, days + 1))
