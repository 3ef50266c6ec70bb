import datetime as dt

import numpy as np
import pytest

from tagih.workforce.rules.forecast import History, forecast, level_and_events, same_weekday_mean, wape
from tests.workforce.volumes import volumes

TRAINING_DAYS = 26 * 7


@pytest.mark.parametrize("seed", range(5))
def test_forecast_beats_the_four_week_mean_by_a_fifth(seed):
    """The test weeks are never seen; the bar is the one that planners know."""
    history = volumes(seed)
    truth = history.volumes[TRAINING_DAYS:]

    ours = wape(truth, level_and_events(history.until(TRAINING_DAYS), 28))
    theirs = wape(truth, same_weekday_mean(history.until(TRAINING_DAYS), 28))

    assert ours <= 0.8 * theirs


def test_forecast_uses_the_method_that_did_best_on_the_past():
    found = forecast(volumes(1).until(TRAINING_DAYS), 7)

    assert found.method == min(found.scores, key=found.scores.get)
    assert found.error == found.scores[found.method]


def test_forecast_of_a_constant_is_the_constant():
    steady = History(dt.date(2026, 1, 5), np.full((56, 4), 10.0))

    assert np.allclose(forecast(steady, 7).values, 10.0)


def test_forecast_of_nothing_is_nothing():
    silent = History(dt.date(2026, 1, 5), np.zeros((28, 4)))

    assert (forecast(silent, 7).values == 0).all()


def test_forecast_lives_with_days_that_were_not_recorded():
    history = volumes(2, weeks=12)
    holes = history.volumes.copy()
    holes[10:13] = np.nan

    found = forecast(History(history.first, holes, history.holidays), 7)

    assert np.isfinite(found.values).all()
    assert (found.values >= 0).all()


def test_same_weekday_mean_takes_the_last_four():
    days = np.arange(42, dtype=float)[:, None]

    guess = same_weekday_mean(History(dt.date(2026, 1, 5), days), 1)

    assert guess[0, 0] == np.mean([14, 21, 28, 35])
