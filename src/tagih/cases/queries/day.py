"""The business date, and the instants between which the house works on it."""

import datetime as dt

from tagih.kernel import clock
from tagih.portfolio import queries as portfolio

HOUSE_ZONE = clock.WIB


def business_date(*, now: dt.datetime) -> dt.date:
    """This will return the portfolio's business date; before the first round, today in Jakarta."""
    return portfolio.business_date() or clock.today_in(HOUSE_ZONE, now=now)


def house_day(business_date: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """This will return the first instant of a business date in Jakarta, and the first instant after it."""
    return clock.start_of_day(business_date, HOUSE_ZONE), clock.end_of_day(business_date, HOUSE_ZONE)
