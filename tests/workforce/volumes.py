"""Synthetic half-hour volumes with a weekday pattern, holidays, paydays, a drifting level and over-dispersed counts."""

import datetime as dt

import numpy as np

from tagih.workforce.rules.forecast import History


def volumes(seed: int, *, weeks: int = 30, intervals: int = 30, level: float = 30.0) -> History:
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
