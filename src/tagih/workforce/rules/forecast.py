"""Volumes to come, from volumes that were: level x weekday x events x shape of the day.

Daily totals: the logarithm is regressed (ridge) on weekday, days around payday and public holidays; what is left is a
level that moves slowly and is followed by exponential smoothing. Intervals share a day's total by the shape of its
weekday, shrunk to the shape of all days. Methods compete on the past: each forecasts the last weeks from what was known
before (rolling origin), the one with the smallest weighted absolute percentage error is used.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

RIDGE = 0.5  # in observations: how much a pattern must show before it is believed
LEVEL_MEMORY = 0.18
SHAPE_PRIOR_DAYS = 3.0
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
    marks = np.array([_marks(history.date(day), history.holidays) for day in range(have + days)])
    logs = np.log(np.maximum(totals, 1e-9))
    weights, levels = _fit(marks[:have][seen], logs[seen])
    day_totals = np.exp(levels + marks[have:] @ weights)
    shapes = _shapes(history)
    return day_totals[:, None] * np.array([shapes[history.date(have + ahead).weekday()] for ahead in range(days)])


def _fit(marks: np.ndarray, logs: np.ndarray) -> tuple[np.ndarray, float]:
    """Twice: patterns on logs without their level, level on logs without their patterns."""
    level = np.full(len(logs), logs.mean())
    weights = np.zeros(marks.shape[1])
    for _ in range(3):
        weights = np.linalg.solve(marks.T @ marks + RIDGE * np.eye(marks.shape[1]), marks.T @ (logs - level))
        level = _smooth(logs - marks @ weights)
    return weights, float(level[-1])


def _smooth(values: np.ndarray) -> np.ndarray:
    """Exponential smoothing that starts at the mean of the first two weeks and takes in outliers only in part."""
    level = float(np.median(values[:LEAST_DAYS]))
    spread = float(np.median(np.abs(values - np.median(values)))) * 1.4826 + 1e-9
    levels = []
    for value in values:
        level += LEVEL_MEMORY * float(np.clip(value - level, -3 * spread, 3 * spread))
        levels.append(level)
    return np.array(levels)


def _marks(date: dt.date, holidays: frozenset[dt.date]) -> list[float]:
    """One column an effect: weekday, day of the month around payday and just after, holiday and its neighbours."""
    day = dt.timedelta(days=1)
    return [
        *(float(date.weekday() == weekday) for weekday in range(7)),
        *(float(date.day == number) for number in (1, 2, *PAYDAY_DAYS)),
        float(date.day in PAYDAY_WEEK),
        float(date in holidays),
        float(date + day in holidays),
        float(date - day in holidays),
    ]


def _shapes(history: History) -> np.ndarray:
    totals = np.nansum(history.volumes, axis=1, keepdims=True)
    shares = np.divide(history.volumes, totals, out=np.full_like(history.volumes, np.nan), where=totals > 0)
    overall = _mean(shares)
    shapes = []
    for weekday in range(7):
        days = [day for day in range(len(shares)) if history.date(day).weekday() == weekday]
        own = shares[days]
        count = (~np.isnan(own)).sum(axis=0)
        mixed = (np.nansum(own, axis=0) + SHAPE_PRIOR_DAYS * overall) / (count + SHAPE_PRIOR_DAYS)
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
