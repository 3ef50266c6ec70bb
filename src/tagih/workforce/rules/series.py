"""Volumes as they stand in a file: one row an interval, perhaps of several series."""

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tagih.workforce.rules.forecast import History, gaps_filled

TIME_COLUMNS = ("at", "interval_start", "timestamp", "datetime", "date", "time", "ds")
VALUE_COLUMNS = ("value", "volume", "calls", "count", "y")
SERIES_COLUMNS = ("series", "unique_id", "queue", "skill")
FEWEST_DAYS = 14
LONGEST_SPAN_DAYS = 20 * 366


class SeriesUnreadable(ValueError):
    """A row that is no volume, or too few of them; says where."""


@dataclass(frozen=True, slots=True)
class Series:
    """One series on its own grid: `times` are the intervals of a day."""

    name: str
    history: History
    times: tuple[dt.time, ...]

    def ahead(self, count: int) -> list[dt.datetime]:
        """This will return the next `count` intervals after the last day of the history."""
        first = self.history.date(len(self.history.volumes))
        days = (first + dt.timedelta(days=day) for day in itertools.count())
        grid = (dt.datetime.combine(day, time) for day in days for time in self.times)
        return list(itertools.islice(grid, count))


def read(header: Sequence[str], rows: Iterable[Sequence[str]], holidays: frozenset[dt.date]) -> list[Series]:
    """This will read rows of time, volume and perhaps series.

    :raises SeriesUnreadable: with the line, the column and what is wrong
    """
    names = [name.strip().lstrip("\ufeff").lower() for name in header]
    time_at = _column(names, TIME_COLUMNS)
    value_at = _column(names, VALUE_COLUMNS)
    series_at = next((names.index(name) for name in SERIES_COLUMNS if name in names), None)
    found: dict[str, dict[dt.datetime, float]] = {}
    for line, row in enumerate(rows, start=2):
        if not any(field.strip() for field in row):
            continue
        if len(row) < len(names):
            raise SeriesUnreadable(f"line {line}: {len(row)} fields, the header has {len(names)}")
        name = row[series_at].strip() if series_at is not None else ""
        at = _time(row[time_at], line, names[time_at])
        volumes = found.setdefault(name, {})
        if at in volumes:
            raise SeriesUnreadable(f"line {line}: {at:%Y-%m-%d %H:%M} occurs twice")
        volumes[at] = _volume(row[value_at], line, names[value_at])
    if not found:
        raise SeriesUnreadable("there is no row below the header")
    return [_series(name, volumes, holidays) for name, volumes in found.items()]


def _column(names: list[str], wanted: tuple[str, ...]) -> int:
    for name in wanted:
        if name in names:
            return names.index(name)
    raise SeriesUnreadable(f"no column named {', '.join(wanted[:-1])} or {wanted[-1]}; there are: {', '.join(names)}")


def _time(text: str, line: int, column: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        raise SeriesUnreadable(f"line {line}, {column}: {text[:40]!r} is no time such as 2026-11-21T08:30") from None


def _volume(text: str, line: int, column: str) -> float:
    try:
        value = float(text) if text.strip() else float("nan")
    except ValueError:
        raise SeriesUnreadable(f"line {line}, {column}: {text[:40]!r} is not a number") from None
    if value < 0 or np.isinf(value):
        raise SeriesUnreadable(f"line {line}, {column}: {text[:40]!r} is not a volume from 0")
    return value


def _series(name: str, volumes: dict[dt.datetime, float], holidays: frozenset[dt.date]) -> Series:
    times = tuple(sorted({at.time() for at in volumes}))
    place = {time: number for number, time in enumerate(times)}
    rows: dict[dt.date, np.ndarray] = {}
    for at, value in volumes.items():
        rows.setdefault(at.date(), np.full(len(times), np.nan))[place[at.time()]] = value
    if (max(rows) - min(rows)).days > LONGEST_SPAN_DAYS:
        raise SeriesUnreadable(f"series {name or '1'}: {min(rows)} to {max(rows)} is too long to be one series")
    days = gaps_filled(list(rows), rows, len(times))
    if len(days) < FEWEST_DAYS:
        raise SeriesUnreadable(f"series {name or '1'}: {len(days)} days are too few, {FEWEST_DAYS} are the least")
    if not np.nansum(days):
        days = np.nan_to_num(days)
    return Series(name, History(min(rows), days, holidays), times)
