"""Working minutes and working days: when an answer is due, and how much of the time is gone.

Service hours are one span a weekday (minute of the day, end excluded); free days have none. A clock that is paused does
not run, but only so long as `most_paused` minutes in all: somebody who waits for a paper does not wait for ever.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
FURTHEST_DAYS = 1500


@dataclass(frozen=True, slots=True)
class Hours:
    """When service is given: (from, until) in minutes of the day by weekday, 0 = Monday; in one zone."""

    spans: Mapping[int, tuple[int, int]]
    zone: ZoneInfo
    is_free: Callable[[dt.date], bool]

    def span_of(self, day: dt.date) -> tuple[dt.datetime, dt.datetime] | None:
        """This will return the instants between which service is given on a day, None if it is not."""
        span = None if self.is_free(day) else self.spans.get(day.weekday())
        if span is None:
            return None
        midnight = dt.datetime.combine(day, dt.time(), tzinfo=self.zone).astimezone(dt.UTC)
        return midnight + span[0] * MINUTE, midnight + span[1] * MINUTE


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands from here until there; `ends_at` None: still."""

    starts_at: dt.datetime
    ends_at: dt.datetime | None = None


class NoServiceHours(ValueError):
    """Hours that never come: nothing is ever due."""


def minutes_between(start: dt.datetime, end: dt.datetime, hours: Hours) -> int:
    """This will return the whole service minutes that begin at or after `start` and before `end`."""
    return sum(_minutes(max(low, start), min(high, end)) for low, high in _spans(start, end, hours))


def minutes_run(
    start: dt.datetime, end: dt.datetime, hours: Hours, *, pauses: Sequence[Pause] = (), most_paused: int = 10**9
) -> int:  # fmt: skip
    """This will return the service minutes that a clock ran from `start` to `end`, pauses taken out up to their most.

    Pauses do not overlap; they count within the clock's own time only.
    """
    stood = sum(
        minutes_between(max(pause.starts_at, start), min(pause.ends_at or end, end), hours)
        for pause in pauses
        if max(pause.starts_at, start) < min(pause.ends_at or end, end)
    )
    return minutes_between(start, end, hours) - min(stood, most_paused)


def due_after(start: dt.datetime, minutes: int, hours: Hours) -> dt.datetime:
    """This will return the instant at which `minutes` service minutes after `start` are over.

    :raises NoServiceHours:
    """
    left, day = minutes, start.astimezone(hours.zone).date()
    for _turn in range(FURTHEST_DAYS):
        span = hours.span_of(day)
        if span is not None:
            low, high = max(_up(start), span[0]), span[1]
            here = _minutes(low, high)
            if here and left <= here:
                return low + left * MINUTE
            left -= here
        day += DAY
    raise NoServiceHours


def _spans(start: dt.datetime, end: dt.datetime, hours: Hours) -> list[tuple[dt.datetime, dt.datetime]]:
    day, last, found = start.astimezone(hours.zone).date(), end.astimezone(hours.zone).date(), []
    while day <= last:
        span = hours.span_of(day)
        if span is not None:
            found.append(span)
        day += DAY
    return found


def _up(instant: dt.datetime) -> dt.datetime:
    """The first whole minute at or after an instant."""
    whole = instant.replace(second=0, microsecond=0)
    return whole if whole == instant else whole + MINUTE


def _minutes(low: dt.datetime, high: dt.datetime) -> int:
    """Whole minutes that begin in [low, high)."""
    first, end = _up(low), _up(high)
    return max(int((end - first) / MINUTE), 0)
