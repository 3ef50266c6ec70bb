"""A thousand series forecast, and the error against the mean of four weeks on weeks that nobody has seen."""

import datetime as dt
import time
from typing import Any

import numpy as np

from tagih.workforce.rules.forecast import METHODS, History, forecast, same_weekday_mean, wape

TRAINING_DAYS, AHEAD = 26 * 7, 28


def volumes(seed: int, *, weeks: int = 30, intervals: int = 30, level: float = 30.0) -> History:
    """This will make half hours with a weekday pattern, holidays, paydays, a drifting level, over-dispersed counts."""
    luck = np.random.default_rng(seed)
    first = dt.date(2026, 1, 5)
    days = weeks * 7
    weekday = np.array([1.25, 1.1, 1.0, 0.95, 1.0, 0.6, 0.25]) * luck.uniform(0.9, 1.1, 7)
    shape = np.exp(-0.5 * ((np.linspace(0, 1, intervals) - 0.3) / 0.22) ** 2) + 0.35
    holidays = frozenset(first + dt.timedelta(days=int(day)) for day in luck.choice(days, 8, replace=False))
    drift = np.exp(np.cumsum(luck.normal(0, 0.02, days)))
    means = np.empty((days, intervals))
    for day in range(days):
        date = first + dt.timedelta(days=day)
        payday = 1.5 if 25 <= date.day <= 28 else 1.0
        holiday = 0.35 if date in holidays else 1.0
        means[day] = level * drift[day] * weekday[date.weekday()] * payday * holiday * shape
    counts = luck.poisson(means * luck.gamma(40, 1 / 40, means.shape))
    return History(first, counts.astype(float), holidays)


def measure(*, series: int, seeds: int) -> dict[str, Any]:
    """This will forecast `series` series by competition, and score `seeds` of them on their last four weeks."""
    made = [volumes(seed) for seed in range(min(series, 50))]
    began, used = time.perf_counter(), time.process_time()
    for number in range(series):
        forecast(made[number % len(made)].until(TRAINING_DAYS), AHEAD)
    wall, cpu = time.perf_counter() - began, time.process_time() - used
    scored = [_score(volumes(seed)) for seed in range(seeds)]
    return {
        "series": series,
        "wall_s": round(wall, 2),
        "cpu_s": round(cpu, 2),
        "error": round(float(np.mean([ours for ours, _theirs in scored])), 4),
        "four_week_mean_error": round(float(np.mean([theirs for _ours, theirs in scored])), 4),
        "least_gain": round(min(1 - ours / theirs for ours, theirs in scored), 4),
        "methods": sorted(METHODS),
    }


def _score(history: History) -> tuple[float, float]:
    truth, past = history.volumes[TRAINING_DAYS:], history.until(TRAINING_DAYS)
    return wape(truth, forecast(past, AHEAD).values), wape(truth, same_weekday_mean(past, AHEAD))
