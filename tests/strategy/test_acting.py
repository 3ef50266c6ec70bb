"""What a talk is worth is learned from who was talked to: found where it is, not where it only looks so."""

import numpy as np
import pytest

from tagih.strategy.value.acting import FEWEST_TALKS, Conditions, Mornings, learn, order


def mornings(count: int, *, seed: int = 4) -> tuple[Conditions, Mornings]:
    """A talk brings half an instalment to those with the first feature; those with the second pay anyway, and are
    talked to three times as often.
    """
    chance = np.random.default_rng(seed)
    known = (chance.random((count, 3)) < 0.5).astype(np.float32)
    talked = chance.random(count) < np.where(known[:, 1] > 0, 0.3, 0.1)
    pays = 0.2 + 0.5 * known[:, 1] + 0.5 * known[:, 0] * talked * (known[:, 1] == 0)
    soon = (chance.random(count) < pays).astype(float)
    return Conditions(known, np.full(count, 2.0)), Mornings(known, talked, soon, known)


@pytest.mark.slow
def test_gain_is_found_with_those_whom_a_talk_moves():
    """Slow: six times boosting over 20,000 mornings."""
    acting = learn(*mornings(20_000))

    moved, pays_anyway, neither = acting.gain(np.array([[1, 0, 0], [0, 1, 0], [0, 0, 0]], dtype=np.float32))
    assert 0.35 < moved < 0.65
    assert abs(pays_anyway) < 0.12
    assert abs(neither) < 0.12


def test_thin_past_teaches_nothing():
    conditions, told = mornings(200)

    assert told.talked.sum() < FEWEST_TALKS
    assert learn(conditions, told) is None


def test_order_is_by_value_per_second_and_whom_a_talk_harms_comes_last():
    gain = np.array([100.0, 300.0, -5.0, -np.inf, 300.0])
    reach = np.array([0.9, 0.2, 0.9, 0.9, 0.4])

    scores = order(gain, reach, np.array([100.0, 50.0, 50.0, 50.0, 100.0]))

    assert np.argsort(-scores, kind="stable").tolist() == [1, 4, 0, 2, 3]
    assert scores[3] == -np.inf
