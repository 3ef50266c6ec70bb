"""The house's service hours and calendar, for clocks that run in working minutes and working days."""

import datetime as dt

from tagih.cases.queries.day import HOUSE_ZONE
from tagih.cases.rules import service_clock
from tagih.cases.rules.service_clock import Hours
from tagih.kernel import calendars

SPANS = dict.fromkeys(range(5), (8 * 60, 17 * 60))
AHEAD = dt.timedelta(days=400)


def service_hours(*, around: dt.datetime) -> Hours:
    """This will return the hours in which the house answers: Monday to Friday, 08.00 to 17.00, without free days."""
    first = (around - AHEAD).date()
    calendar = calendars.stored(first, (around + AHEAD).date())
    return Hours(SPANS, HOUSE_ZONE, lambda day: day in calendar)


def due_after(start: dt.datetime, minutes: int) -> dt.datetime:
    """This will return when so many service minutes from `start` on are over."""
    return service_clock.due_after(start, minutes, service_hours(around=start))


def last_day(received_on: dt.date, working_days: int) -> dt.date:
    """This will return the last working day of a term that begins the day after `received_on`."""
    calendar = calendars.stored(received_on, received_on + AHEAD)
    return calendars.add_working_days(received_on, working_days, calendar)
