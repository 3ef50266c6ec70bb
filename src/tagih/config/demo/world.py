"""The outside of the demonstration: files at dawn, money during the day."""

import datetime as dt
import shutil
from pathlib import Path

from tagih.kernel import clock
from tagih.portfolio import operations as portfolio
from tagih.portfolio.enums import LandingStatus
from tagih.sandbox.lender import core
from tagih.sandbox.lender.core import Lender

DAWN = dt.time(4, 30)
ORDER = ("customers", "contact_points", "contracts", "instalments", "clock_actions", "payments")


def at(date: dt.date, time: dt.time) -> dt.datetime:
    """This will return the instant of a wall-clock time in Jakarta."""
    return dt.datetime.combine(date, time, tzinfo=clock.WIB).astimezone(dt.UTC)


def land_files(lender: Lender, *, date: dt.date, since: dt.date | None, folder: Path) -> dict[str, int]:
    """This will write the files of a dawn, land them, delete them, and return the rows accepted by feed."""
    now = at(date, DAWN)
    place = folder / date.isoformat()
    written = core.write_files(lender, day=date, since=since, folder=place)
    accepted = {}
    for feed in ORDER:
        if feed not in written:
            continue
        receipt = portfolio.receive_feed(feed=feed, path=written[feed], business_date=date, now=now)
        landing = receipt.landing
        if landing.status == LandingStatus.RECEIVED:
            landing = portfolio.land(landing_id=landing.pk, now=now, is_approved=True)
        accepted[feed] = landing.accepted or 0
    shutil.rmtree(place)
    return accepted
