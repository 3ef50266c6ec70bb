"""The instant, and the local time of a place. The only module that reads the machine's clock.

Three clocks, never mixed: the instant (UTC), the portfolio's business date (a plain date, passed in), and the
local time of the person contacted. Only web, jobs, the command line and engines call `now()`; everything else is
given `now`.
"""

import datetime as dt
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")
WITA = ZoneInfo("Asia/Makassar")
WIT = ZoneInfo("Asia/Jayapura")
ZONES = {"WIB": WIB, "WITA": WITA, "WIT": WIT}


AHEAD = dt.timedelta(seconds=float(os.environ.get("TAGIH_CLOCK_AHEAD", "0")))
"""How far the clocks of a demonstration's processes go ahead of the machine's, mostly behind it."""
_told: list[Callable[[], dt.datetime]] = []


def now() -> dt.datetime:
    """This will return the instant, in UTC, aware."""
    return _told[-1]() if _told else dt.datetime.now(dt.UTC) + AHEAD


@contextmanager
def told_by(source: Callable[[], dt.datetime]) -> Iterator[None]:
    """This will let `now` ask `source` instead of the machine: the seam for simulated time, in this process only."""
    _told.append(source)
    try:
        yield
    finally:
        _told.remove(source)


def local(instant: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """This will return the wall-clock time of `instant` in `zone`. A naive instant is a ValueError."""
    if instant.tzinfo is None:
        raise ValueError("an instant has a time zone")
    return instant.astimezone(zone)


def today_in(zone: ZoneInfo, *, now: dt.datetime) -> dt.date:
    """This will return the calendar date in `zone` at `now`."""
    return local(now, zone).date()


def end_of_day(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """This will return the first instant after `day` in `zone`, in UTC: an exclusive bound."""
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=zone)
    return midnight.astimezone(dt.UTC)


def start_of_day(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """This will return the first instant of `day` in `zone`, in UTC."""
    return dt.datetime.combine(day, dt.time(), tzinfo=zone).astimezone(dt.UTC)
