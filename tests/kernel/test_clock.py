import datetime as dt

import pytest

from tagih.kernel import clock


def test_one_instant_is_three_local_times():
    instant = dt.datetime(2026, 11, 20, 16, 30, tzinfo=dt.UTC)

    assert [clock.local(instant, zone).hour for zone in (clock.WIB, clock.WITA, clock.WIT)] == [23, 0, 1]
    assert clock.today_in(clock.WIB, now=instant) == dt.date(2026, 11, 20)
    assert clock.today_in(clock.WITA, now=instant) == dt.date(2026, 11, 21)


def test_a_day_is_bounded_by_local_midnights():
    day = dt.date(2026, 11, 20)

    assert clock.start_of_day(day, clock.WIB) == dt.datetime(2026, 11, 19, 17, tzinfo=dt.UTC)
    assert clock.end_of_day(day, clock.WIB) == dt.datetime(2026, 11, 20, 17, tzinfo=dt.UTC)


def test_naive_instant_is_refused():
    with pytest.raises(ValueError, match="zone"):
        clock.local(dt.datetime(2026, 11, 20), clock.WIB)


def test_now_may_be_told_and_goes_back_to_the_machine() -> None:
    then = dt.datetime(2020, 2, 29, 3, 0, tzinfo=dt.UTC)

    with clock.told_by(lambda: then):
        during = clock.now()

    assert during == then
    assert clock.now().year > 2024
