"""What runs next by itself, and how far business days are."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings

from tagih.kernel import clock, lake, steps
from tagih.portfolio.enums import DayStatus, LandingStatus, Turn
from tagih.portfolio.models import BusinessDay, Landing
from tagih.portfolio.queries.landings import landings
from tagih.portfolio.queries.marks import inputs_mark
from tagih.portfolio.rules.days import Next, Standing, Timetable, following

UNFINISHED = (LandingStatus.RECEIVED, LandingStatus.LANDING, LandingStatus.WAITING)


def timetable() -> Timetable:
    """This will return which files a round waits for and its hours, from `TAGIH_ROUND`."""
    return Timetable.parse(settings.TAGIH_ROUND)


def run_name(turn: str, business_date: dt.date) -> str:
    """This will return how the steps of a round (`day`) or an evening of a date are noted; a round adds its mark."""
    return f"{'evening' if turn == Turn.EVENING else 'day'} {business_date.isoformat()}"


def next_turns(*, now: dt.datetime, limit: int = 100) -> list[Next]:
    """This will return what comes next by itself for some dates, oldest first: those still open, and today.

    Of many open dates the oldest `limit`; today always, so that what was left open never keeps a new day waiting.
    """
    plan = timetable()
    today = clock.today_in(clock.WIB, now=now)
    days: dict[dt.date, BusinessDay | None] = {
        day.date: day for day in BusinessDay.objects.filter(status=DayStatus.OPEN, date__lte=today)
    }
    if today not in days and not BusinessDay.objects.filter(date__gte=today).exists():
        days[today] = None
    dates = sorted(days)
    dates = dates[:limit] + [date for date in dates[limit:] if date == today]
    found = (following(plan, _standing(date, days[date], plan.feeds), zone=clock.WIB) for date in dates)
    return [turn for turn in found if turn is not None]


def due_turns(*, now: dt.datetime) -> list[Next]:
    """This will return what is to run now, oldest date first."""
    local = clock.local(now, clock.WIB)
    return [turn for turn in next_turns(now=now) if turn.is_due(local)]


def business_days(*, limit: int) -> list[BusinessDay]:
    """This will return the newest business days."""
    return list(BusinessDay.objects.order_by("-date")[:limit])


def _standing(date: dt.date, day: BusinessDay | None, feeds: Iterable[str]) -> Standing:
    arrived = landings(since=date, until=date)
    last = Landing.objects.filter(business_date=date, status=LandingStatus.LANDED).order_by("-finished_at").first()
    missing = [feed for feed in feeds if lake.latest(feed, date) is None] if day is None else []
    return Standing(
        date=date,
        status=DayStatus(day.status) if day else None,
        missing=tuple(missing),
        landing=tuple(sorted(set(arrived.filter(status__in=UNFINISHED).values_list("feed", flat=True)))),
        last_landed_at=clock.local(last.finished_at, clock.WIB) if last else None,
        is_round_done=bool(day and day.round_mark and day.round_mark == inputs_mark(date)),
        round_ended_at=clock.local(day.round_ended_at, clock.WIB) if day and day.round_ended_at else None,
        failures={turn: told for turn in Turn if (told := _failure(turn, date)) is not None},
    )


def _failure(turn: Turn, date: dt.date) -> tuple[int, dt.datetime] | None:
    failed = steps.last_failure(run_name(turn, date))
    return (failed.attempts, clock.local(failed.ended_at, clock.WIB)) if failed else None
