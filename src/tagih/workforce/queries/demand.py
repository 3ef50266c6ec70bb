"""What was done by half hours, and what it needs of people."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from django.db.models import QuerySet

from tagih.cases.models import Activity
from tagih.kernel import calendars
from tagih.staff.models import Unit
from tagih.workforce.enums import SeriesKind
from tagih.workforce.models import DemandForecast, PlanningEvent
from tagih.workforce.queries.people import zone_of
from tagih.workforce.rules.forecast import LEAST_DAYS, History
from tagih.workforce.rules.staffing import agents_for_cases

OPENS_MIN, CLOSES_MIN, LENGTH_MIN = 8 * 60, 20 * 60, 30  # the hours in which people may be called
WEEKS = 26
INBOUND = "CALL_IN"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was done, by day and half hour."""

    first: dt.date
    volumes: np.ndarray
    holidays: frozenset[dt.date]
    starts_min: int = OPENS_MIN
    length_min: int = LENGTH_MIN

    @property
    def series(self) -> History:
        return History(self.first, self.volumes, self.holidays)

    def date(self, day: int) -> dt.date:
        return self.first + dt.timedelta(days=day)


def history_of(
    unit: Unit, kind: str, *, until: dt.date, since: dt.date | None = None, least: int = LEAST_DAYS
) -> Recorded | None:
    """This will return the work that people of a unit recorded before a day, by its local time; None if too little.

    Days count by the team of the day: the activity carries it.
    """
    first = since or until - dt.timedelta(weeks=WEEKS)
    zone = zone_of(unit)
    rows = Activity.objects.filter(
        team__path__startswith=unit.path, business_date__gte=first, business_date__lt=until, corrects__isnull=True
    )
    rows = rows.filter(action__code=INBOUND) if kind == SeriesKind.INBOUND else rows.exclude(action__code=INBOUND)
    by_day: dict[dt.date, np.ndarray] = defaultdict(lambda: np.zeros((CLOSES_MIN - OPENS_MIN) // LENGTH_MIN))
    for ended in rows.values_list("ended_at", flat=True).iterator():
        local = ended.astimezone(zone)
        number = (local.hour * 60 + local.minute - OPENS_MIN) // LENGTH_MIN
        if 0 <= number < (CLOSES_MIN - OPENS_MIN) // LENGTH_MIN:
            by_day[local.date()][number] += 1
    if not by_day:
        return None
    begins = since or min(by_day)
    days = (until - begins).days
    if days < least:
        return None
    free = calendars.stored(begins, until + dt.timedelta(days=62))
    holidays = frozenset(day for day in free if calendars.is_national_holiday(day, free))
    empty = np.zeros((CLOSES_MIN - OPENS_MIN) // LENGTH_MIN)
    volumes = np.array([by_day.get(begins + dt.timedelta(days=day), empty) for day in range(days)])
    return Recorded(begins, volumes, holidays)


def events_between(unit: Unit, first: dt.date, last: dt.date) -> QuerySet[PlanningEvent]:
    """This will return the events that touch days of a unit: its own and those of the units above."""
    ids = [int(part) for part in unit.path.split(".") if part]
    return PlanningEvent.objects.filter(unit__in=ids, first_day__lte=last, last_day__gte=first).order_by("first_day")


def demand_of(forecast: DemandForecast, *, handling_s: float, occupancy: float = 0.85) -> dict:
    """This will turn volumes foreseen into people needed by half hour; nobody on Sundays and national holidays."""
    starts = [forecast.starts_min + forecast.length_min * number for number in range(len(forecast.values[0]))]
    last = forecast.first_day + dt.timedelta(days=forecast.days)
    free = calendars.stored(forecast.first_day, last)
    need = []
    for number, row in enumerate(forecast.values):
        day = forecast.first_day + dt.timedelta(days=number)
        is_closed = day.weekday() == 6 or calendars.is_national_holiday(day, free)
        need.append(
            [
                0
                if is_closed
                else round(agents_for_cases(value, handling_s, forecast.length_min * 60, occupancy=occupancy), 2)
                for value in row
            ]
        )
    return {"starts": starts, "length": forecast.length_min, "need": need, "source": f"forecast:{forecast.pk}"}


def steady_demand(
    first_day: dt.date, days: int, *, weekday: int, saturday: int, opens_min: int = OPENS_MIN,
    closes_min: int = CLOSES_MIN,
) -> dict:  # fmt: skip
    """This will need as many people in every half hour as somebody says; nobody on Sundays and national holidays."""
    starts = list(range(opens_min, closes_min, LENGTH_MIN))
    free = calendars.stored(first_day, first_day + dt.timedelta(days=days))
    need = []
    for number in range(days):
        day = first_day + dt.timedelta(days=number)
        is_closed = day.weekday() == 6 or calendars.is_national_holiday(day, free)
        people = 0 if is_closed else (saturday if day.weekday() == 5 else weekday)
        need.append([people] * len(starts))
    return {"starts": starts, "length": LENGTH_MIN, "need": need, "source": "hand"}
