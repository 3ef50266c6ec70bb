"""The only writer of the business calendar and of tallies."""

import datetime as dt

from django.db import connection
from django.utils.translation import gettext_lazy as _

from tagih.kernel import calendars
from tagih.kernel.database import transaction
from tagih.kernel.enums import DayKind, DayStatus
from tagih.kernel.errors import Refusal
from tagih.kernel.models import CalendarDay, Tally


class CalendarDayNeedsName(Refusal):
    """A free day without a name tells nobody why the phones are silent."""

    def __init__(self) -> None:
        super().__init__("CALENDAR_DAY_NEEDS_NAME", _("A free day needs a name."), field="name")


def load_shipped_calendar(*, now: dt.datetime, years: range | None = None) -> int:
    """This will add the days of the shipped calendar that the table does not know and return their number.

    Last year to the year after next. What people edited or cancelled stays as they left it.
    """
    known = calendars.shipped(years or range(now.year - 1, now.year + 3))
    rows = [
        CalendarDay(date=free.date, kind=free.kind, status=free.status, name=free.name[:120], source=free.source)
        for frees in known.values()
        for free in frees
    ]
    before = CalendarDay.objects.count()
    CalendarDay.objects.bulk_create(rows, ignore_conflicts=True)
    return CalendarDay.objects.count() - before


def set_calendar_day(
    *, date: dt.date, kind: DayKind, name: str, source: str, by: str, now: dt.datetime,
    status: DayStatus = DayStatus.CONFIRMED,
) -> CalendarDay:  # fmt: skip
    """This will make `date` a free day of this kind, or change what is said about it.

    :raises CalendarDayNeedsName:
    """
    if not name.strip():
        raise CalendarDayNeedsName
    with transaction():
        day, _made = CalendarDay.objects.update_or_create(
            date=date, kind=kind,
            defaults={
                "name": name.strip(), "source": source.strip() or by, "status": status, "is_cancelled": False,
                "edited_at": now, "edited_by": by,
            },
        )  # fmt: skip
        return day


def cancel_calendar_day(*, date: dt.date, kind: DayKind, by: str, now: dt.datetime) -> bool:
    """This will make `date` no longer free for this reason and tell whether it was; the row stays as a memory."""
    days = CalendarDay.objects.filter(date=date, kind=kind, is_cancelled=False)
    return bool(days.update(is_cancelled=True, edited_at=now, edited_by=by))


def count_up(*, key: str, now: dt.datetime) -> int:
    """This will count one more of `key` in the minute of `now` and return how many there were, over all processes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_tally (key, minute, count) VALUES (%s, %s, 1)"
            " ON CONFLICT (key, minute) DO UPDATE SET count = kernel_tally.count + 1 RETURNING count",
            [key[:200], now.replace(second=0, microsecond=0)],
        )
        return cursor.fetchone()[0]


def forget_tallies(*, before: dt.datetime) -> int:
    """This will remove the tallies of minutes that are over and return their number."""
    return Tally.objects.filter(minute__lt=before).delete()[0]
