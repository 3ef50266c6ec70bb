"""Certificates: three years, renewed from three months before they end, reminded of at four distances."""

import datetime as dt
from collections.abc import Collection

REMIND_DAYS = (90, 60, 30, 7)
RENEWED_FROM_DAYS = 90
VALID_YEARS = 3


def due_reminder(days_left: int, given: Collection[int]) -> int | None:
    """This will return the reminder to give now, by its distance in days; None when none is due.

    If several were missed, only the nearest is given: nobody needs four letters on one day.
    """
    passed = [days for days in REMIND_DAYS if 0 <= days_left <= days]
    if not passed or min(passed) in given:
        return None
    return min(passed)


def state(*, valid_from: dt.date, valid_until: dt.date, is_suspended: bool, on: dt.date) -> str:
    """This will return how a certificate stands on a local day: it ends with the last minute of its last day."""
    if is_suspended:
        return "SUSPENDED"
    if on > valid_until:
        return "EXPIRED"
    if on < valid_from:
        return "NOT_YET"
    return "ENDING" if (valid_until - on).days <= RENEWED_FROM_DAYS else "VALID"


def renewable_from(valid_until: dt.date) -> dt.date:
    """This will return the first day on which a certificate may be renewed."""
    return valid_until - dt.timedelta(days=RENEWED_FROM_DAYS)
