"""The service clock equals a walk over every single minute, on 10,000 random cases."""

import datetime as dt
import random
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from tagih.cases.rules.service_clock import Hours, NoServiceHours, Pause, due_after, minutes_between, minutes_run

ZONE = ZoneInfo("Asia/Jakarta")
START = dt.datetime(2026, 3, 12, tzinfo=dt.UTC)
DAYS = 16
MINUTES = DAYS * 1440
FREE = {dt.date(2026, 3, 19), dt.date(2026, 3, 20), dt.date(2026, 3, 23)}
MINUTE = dt.timedelta(minutes=1)
RANDOM_CASES = 10_000
SHAPES = (
    dict.fromkeys(range(5), (480, 1020)),
    dict.fromkeys(range(6), (480, 1200)),
    {0: (0, 1440), 2: (600, 601), 6: (1439, 1440)},
)


def hours(shape: int) -> Hours:
    return Hours(SHAPES[shape], ZONE, lambda day: day in FREE)


@cache
def served(shape: int) -> list[bool]:
    """Of every minute since START, whether service is given in it: looked up one by one."""
    found = []
    for step in range(MINUTES):
        local = (START + step * MINUTE).astimezone(ZONE)
        span = SHAPES[shape].get(local.weekday())
        minute = local.hour * 60 + local.minute
        found.append(local.date() not in FREE and span is not None and span[0] <= minute < span[1])
    return found


def walk(shape: int, first: int, last: int, paused: set[int], most: int) -> int:
    ran = stood = 0
    for step in range(first, last):
        if served(shape)[step]:
            ran += 1
            stood += step in paused
    return ran - min(stood, most)


def test_ten_thousand_random_clocks_equal_the_minute_walker() -> None:
    draw = random.Random(18)
    for _row in range(RANDOM_CASES):
        shape, first = draw.randrange(len(SHAPES)), draw.randrange(MINUTES - 4000)
        last = first + draw.randrange(draw.choice([300, 300, 1000, 4000]))
        cuts = sorted(draw.sample(range(first, last + 1), 4)) if last - first > 4 else []
        pauses, paused = [], set()
        for low, high in zip(cuts[::2], cuts[1::2], strict=True):
            pauses.append(Pause(START + low * MINUTE, START + high * MINUTE))
            paused |= set(range(low, high))
        most = draw.choice([0, 60, 10**9])

        ran = minutes_run(
            START + first * MINUTE, START + last * MINUTE, hours(shape), pauses=pauses, most_paused=most
        )

        assert ran == walk(shape, first, last, paused, most)


def test_what_is_due_is_due_when_its_minutes_are_over() -> None:
    draw = random.Random(19)
    for _row in range(1000):
        shape, first, minutes = draw.randrange(len(SHAPES)), draw.randrange(5000), draw.randrange(1, 1500)
        start = START + first * MINUTE + dt.timedelta(seconds=draw.choice([0, 1, 59]))

        due = due_after(start, minutes, hours(shape))

        assert minutes_between(start, due, hours(shape)) == minutes
        assert minutes_between(start, due - MINUTE, hours(shape)) == minutes - 1


def test_a_pause_that_still_lasts_stops_the_clock() -> None:
    start = dt.datetime(2026, 3, 16, 2, 0, tzinfo=dt.UTC)

    ran = minutes_run(start, start + 90 * MINUTE, hours(0), pauses=[Pause(start + 30 * MINUTE)])

    assert ran == 30


def test_hours_that_never_come_are_said() -> None:
    with pytest.raises(NoServiceHours):
        due_after(START, 1, Hours({}, ZONE, lambda day: False))
