import datetime as dt

import pytest

from tagih.config.demo import colleagues, plan
from tagih.config.demo.plan import Depth


def _weekday(date: dt.date) -> bool:
    return date.weekday() < 6


def test_days_are_month_ends_then_working_days_and_the_last_is_in_progress() -> None:
    days = plan.days(dt.date(2026, 11, 20), _weekday)

    dates = [day.date for day in days]
    assert dates[:6] == [
        dt.date(2026, 5, 31), dt.date(2026, 6, 30), dt.date(2026, 7, 31), dt.date(2026, 8, 31), dt.date(2026, 9, 30),
        dt.date(2026, 10, 31),
    ]  # fmt: skip
    assert all(_weekday(date) for date in dates[6:])
    assert [day.since for day in days] == [None, *dates[:-1]]
    assert (days[-1].date, days[-1].depth) == (dt.date(2026, 11, 20), Depth.TODAY)
    assert {day.depth for day in days[-1 - plan.WORKED : -1]} == {Depth.WHOLE}


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("2026-11-20T10:00", dt.date(2026, 11, 20)),
        ("2026-11-20T08:59", dt.date(2026, 11, 19)),  # nothing has happened yet
        ("2026-11-22T12:00", dt.date(2026, 11, 21)),  # Sunday
        ("2026-11-23T06:00", dt.date(2026, 11, 21)),  # Monday before nine
    ],
)
def test_demonstration_shows_the_last_working_day_that_has_begun(now: str, shown: dt.date) -> None:
    assert plan.working_date(dt.datetime.fromisoformat(now), _weekday) == shown


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("2026-11-20T10:00+07:00", "2026-11-20T10:00+07:00"),  # a Friday at work: the clock on the wall
        ("2026-11-20T23:00+07:00", "2026-11-20T10:30+07:00"),
        ("2026-11-22T12:00+07:00", "2026-11-21T10:30+07:00"),  # a Sunday shows Saturday
        ("2026-11-20T05:00+07:00", "2026-11-19T10:30+07:00"),
    ],
)
def test_a_visitor_finds_a_floor_at_work_at_any_hour(now: str, shown: str) -> None:
    instant = dt.datetime.fromisoformat(now)

    assert instant + colleagues.ahead_of_the_wall(instant) == dt.datetime.fromisoformat(shown)
