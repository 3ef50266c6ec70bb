import datetime as dt

import pytest

from tagih.kernel import calendars, operations
from tagih.kernel.enums import DayKind, DayStatus


def test_shipped_calendar_keeps_national_holidays_and_joint_leave_apart():
    calendar = calendars.shipped([2026])

    assert calendars.is_national_holiday(dt.date(2026, 3, 21), calendar)
    assert not calendars.is_national_holiday(dt.date(2026, 3, 20), calendar)
    assert calendars.is_joint_leave(dt.date(2026, 3, 20), calendar)


def test_shipped_calendar_marks_estimates_and_drops_the_word():
    free = calendars.shipped([2027])[dt.date(2027, 3, 10)][0]

    assert (free.status, free.name) == (DayStatus.ESTIMATED, "Hari Raya Idul Fitri")


def test_working_days_skip_weekends_and_free_days():
    calendar = calendars.shipped([2026])
    wednesday = dt.date(2026, 12, 23)

    assert calendars.add_working_days(wednesday, 1, calendar) == dt.date(2026, 12, 28)
    assert calendars.working_days_between(wednesday, dt.date(2026, 12, 29), calendar) == 2


@pytest.mark.django_db
def test_loading_again_adds_nothing_and_keeps_what_people_changed(now):
    made = operations.load_shipped_calendar(now=now)
    christmas = dt.date(2026, 12, 25)
    operations.cancel_calendar_day(date=christmas, kind=DayKind.NATIONAL, by="rina", now=now)
    operations.set_calendar_day(
        date=dt.date(2026, 12, 9), kind=DayKind.NATIONAL, name="Pilkada", source="Keppres 33/2026", by="rina", now=now
    )

    again = operations.load_shipped_calendar(now=now)

    calendar = calendars.stored(dt.date(2026, 12, 1), dt.date(2026, 12, 31))
    assert made > 50
    assert again == 0
    assert christmas not in calendar
    assert calendar[dt.date(2026, 12, 9)][0].name == "Pilkada"


@pytest.mark.django_db
def test_free_day_without_a_name_is_refused(now):
    with pytest.raises(operations.CalendarDayNeedsName):
        operations.set_calendar_day(
            date=dt.date(2026, 12, 9), kind=DayKind.COMPANY, name=" ", source="", by="rina", now=now
        )
