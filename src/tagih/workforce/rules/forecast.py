"""Volumes to come, from volumes that were: level x weekday x events x shape of the day.

Daily totals: the logarithm is regressed (ridge) on weekday, days around payday and public holidays; what is left is a
level that moves slowly and is followed by exponential smoothing. Intervals share a day's total by the shape of its
weekday, shrunk to the shape of all days. Methods compete on the past: each forecasts the last weeks from what was known
before (rolling origin), the one with the smallest weighted absolute percentage error is used.
"""

import datetime as dt
import functools
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

RIDGE = 0.5  # in observations: how much a pattern must show before it is believed
LEVEL_MEMORY = 0.14  # how much of a day's surprise stays
PAYDAY_DAYS = tuple(range(24, 32))
PAYDAY_WEEK = frozenset({25, 26, 27, 28})  # most Indonesian salaries
TRIAL_DAYS, TRIALS = 7, 4
LEAST_DAYS = 14


@dataclass(frozen=True)
class History:
    """Volumes by day (rows, without gaps) and interval of the day (columns). NaN where nothing was recorded."""

    first: dt.date
    volumes: np.ndarray
    holidays: frozenset[dt.date] = frozenset()

    def until(self, days: int) -> "History":
        """This will return the first `days` days."""
        return History(self.first, self.volumes[:days], self.holidays)

    def date(self, day: int) -> dt.date:
        return self.first + dt.timedelta(days=day)


@dataclass(frozen=True)
class Forecast:
    """`values` by day and interval; `error` of the method on the past (WAPE); `scores` of all that competed."""

    values: np.ndarray
    method: str
    error: float
    scores: dict[str, float]


def forecast(history: History, days: int) -> Forecast:
    """This will forecast `days` days by the method that did best on the past weeks."""
    scores = {name: _score(method, history) for name, method in METHODS.items()}
    best = min(scores, key=lambda name: (np.nan_to_num(scores[name], nan=np.inf), list(METHODS).index(name)))
    return Forecast(METHODS[best](history, days), best, scores[best], scores)


def wape(truth: np.ndarray, guess: np.ndarray) -> float:
    """This will return the weighted absolute percentage error over what was recorded; NaN where that is nothing."""
    seen = ~np.isnan(truth)
    total = np.abs(truth[seen]).sum()
    return float(np.abs(truth[seen] - guess[seen]).sum() / total) if total else float("nan")


def same_weekday_mean(history: History, days: int) -> np.ndarray:
    """This will repeat the mean of the last four same weekdays, the method to beat."""
    have = len(history.volumes)
    rows = []
    for ahead in range(days):
        back = list(range((have + ahead) % 7, have, 7))[-4:]
        rows.append(_mean(history.volumes[back]))
    return np.array(rows)


def level_and_events(history: History, days: int) -> np.ndarray:
    """This will put level, weekday, events and the shape of the day together."""
    totals = np.nansum(history.volumes, axis=1)
    seen = ~np.isnan(history.volumes).all(axis=1) & (totals > 0)
    have = len(totals)
    if not seen.any():
        return np.zeros((days, history.volumes.shape[1]))
    marks = np.array([_marks(date, *_around(date, history.holidays)) for date in map(history.date, range(have + days))])
    logs = np.log(np.maximum(totals, 1e-9))
    weights, levels = _fit(marks[:have][seen], logs[seen])
    day_totals = np.exp(levels + marks[have:] @ weights)
    shapes = _shapes(history)
    return day_totals[:, None] * np.array([shapes[history.date(have + ahead).weekday()] for ahead in range(days)])


def _fit(marks: np.ndarray, logs: np.ndarray) -> tuple[np.ndarray, float]:
    """Twice: patterns on logs without their level, level on logs without their patterns."""
    levels = np.full(len(logs), logs.mean())
    weights = np.zeros(marks.shape[1])
    squared = marks.T @ marks + RIDGE * np.eye(marks.shape[1])
    for _ in range(3):
        weights = np.linalg.solve(squared, marks.T @ (logs - levels))
        levels = _smooth((logs - marks @ weights).tolist())
    return weights, float(levels[-1])


def _smooth(values: list[float]) -> np.ndarray:
    """Exponential smoothing that starts at the middle of the first two weeks and takes in outliers only in part."""
    level = statistics.median(values[:LEAST_DAYS])
    middle = statistics.median(values)
    most = 3 * 1.4826 * statistics.median(abs(value - middle) for value in values) + 1e-9
    levels = []
    for value in values:
        level += LEVEL_MEMORY * max(-most, min(most, value - level))
        levels.append(level)
    return np.array(levels)


def _around(date: dt.date, holidays: frozenset[dt.date]) -> tuple[bool, bool, bool]:
    """Whether the day, the day after and the day before are holidays."""
    day = dt.timedelta(days=1)
    return date in holidays, date + day in holidays, date - day in holidays


@functools.lru_cache(maxsize=20_000)
def _marks(date: dt.date, is_holiday: bool, is_eve: bool, is_after: bool) -> tuple[float, ...]:
    """One column an effect: weekday, day of the month around payday and just after, holiday and its neighbours."""
    return (
        *(float(date.weekday() == weekday) for weekday in range(7)),
        *(float(date.day == number) for number in (1, 2, *PAYDAY_DAYS)),
        float(date.day in PAYDAY_WEEK),
        float(is_holiday),
        float(is_eve),
        float(is_after),
    )


def _shapes(history: History) -> np.ndarray:
    """The shape of each weekday, drawn to that of all days as far as the difference may be chance."""
    totals = np.nansum(history.volumes, axis=1, keepdims=True)
    shares = np.divide(history.volumes, totals, out=np.full_like(history.volumes, np.nan), where=totals > 0)
    seen = ~np.isnan(shares)
    overall = _mean(shares)
    weekdays = (history.first.weekday() + np.arange(len(shares))) % 7
    shapes = []
    for weekday in range(7):
        own = shares[weekdays == weekday]
        count = seen[weekdays == weekday].sum(axis=0)
        mean = np.where(count > 0, _mean(own), overall)
        chance = np.nansum((own - mean) ** 2) / max(int((count - 1).sum()), 1) / max(float(count.mean()), 1.0)
        differs = float(np.mean((mean - overall) ** 2))
        trust = max(0.0, 1 - chance / differs) if differs > 0 and count.max(initial=0) > 1 else 0.0
        mixed = overall + trust * (mean - overall)
        shapes.append(mixed / mixed.sum() if mixed.sum() else mixed)
    return np.array(shapes)


def _mean(rows: np.ndarray) -> np.ndarray:
    seen = ~np.isnan(rows)
    count = seen.sum(axis=0)
    return np.divide(np.nansum(rows, axis=0), count, out=np.zeros(rows.shape[1]), where=count > 0)


def _score(method: Callable[[History, int], np.ndarray], history: History) -> float:
    truths, guesses = [], []
    for trial in range(TRIALS, 0, -1):
        origin = len(history.volumes) - trial * TRIAL_DAYS
        if origin < LEAST_DAYS:
            continue
        truths.append(history.volumes[origin : origin + TRIAL_DAYS])
        guesses.append(method(history.until(origin), TRIAL_DAYS))
    return wape(np.concatenate(truths), np.concatenate(guesses)) if truths else float("nan")


METHODS: dict[str, Callable[[History, int], np.ndarray]] = {
    "same_weekday_mean": same_weekday_mean,
    "level_and_events": level_and_events,
}


def gaps_filled(dates: Sequence[dt.date], rows: dict[dt.date, np.ndarray], width: int) -> np.ndarray:
    """This will lay rows on every day from the earliest to the latest date; NaN where there is none."""
    first, last = min(dates), max(dates)
    empty = np.full(width, np.nan)
    return np.array([rows.get(first + dt.timedelta(days=day), empty) for day in range((last - first).days + 1)])
