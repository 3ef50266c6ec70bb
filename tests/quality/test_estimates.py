"""Weighted rates: worked by hand, unbiased, and covered by their intervals as often as these say."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagih.quality.rules.estimates import Seen, mean_interval, student, weighted
from tagih.quality.rules.sizes import wilson

RISK = ((1200, 135, 2.1), (1200, 90, 0.7), (1200, 75, 0.2))  # size, drawn, how often against the mean


def seen(name: str, size: int, *values: float) -> list[Seen]:
    return [Seen(name, size, value) for value in values]


def test_share_is_weighted_by_the_size_of_its_stratum():
    found = weighted([*seen("risky", 100, 1, 1, 1, 0), *seen("calm", 900, 0, 0)])

    assert found.share == pytest.approx(0.1 * 0.75)
    assert (found.reviewed, found.of_frame) == (6, 1000)


def test_share_of_a_whole_frame_is_known_exactly():
    found = weighted(seen("all", 4, 1, 0, 0, 0))

    assert (found.share, found.interval.low, found.interval.high) == (0.25, 0.25, 0.25)


def test_stratum_nobody_reviewed_says_nothing_and_is_told():
    assert weighted([]).share is None
    assert weighted([]).interval.high == 1.0
    assert weighted(seen("a", 10, 0, 1)).of_frame == 10


def test_nothing_found_does_not_mean_nothing_there():
    found = weighted([part for name in range(60) for part in seen(f"agent {name}", 10_000, 0)])

    assert found.interval.low == 0 and found.interval.high == pytest.approx(wilson(found=0, of=60).high, abs=0.002)


def test_one_stratum_without_end_is_wilsons_interval():
    found = weighted(seen("all", 10**9, *[1] * 9, *[0] * 31))

    assert found.interval.low == pytest.approx(wilson(found=9, of=40).low, abs=0.01)
    assert found.interval.high == pytest.approx(wilson(found=9, of=40).high, abs=0.01)


@given(
    st.lists(
        st.tuples(st.integers(1, 500), st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=1, max_size=8)),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_share_lies_in_its_interval_and_both_between_none_and_all(strata):
    found = weighted(part for place, (size, values) in enumerate(strata) for part in seen(str(place), size, *values))

    assert 0 <= found.interval.low <= found.share <= found.interval.high <= 1


def _draws(chance, kind: str, rate: float) -> tuple[float, list[Seen]]:
    """A month with its true rate, and a review of it: three strata by risk, or four contacts of every agent."""
    if kind == "risk":
        parts = [(size, drawn, min(1.0, rate * times)) for size, drawn, times in RISK]
    else:
        rates = chance.beta(3, 3 / rate - 3, 50)
        parts = [(int(size), 4, own) for size, own in zip(chance.integers(20, 140, 50), rates, strict=True)]
    contacts = [chance.random(size) < own for size, _drawn, own in parts]
    truth = sum(found.sum() for found in contacts) / sum(size for size, _drawn, _own in parts)
    reviews = [
        Seen(str(place), len(found), float(value))
        for place, (found, (_size, drawn, _own)) in enumerate(zip(contacts, parts, strict=True))
        for value in chance.choice(found, drawn, replace=False)
    ]
    return truth, reviews


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["risk", "agents"])
def test_intervals_cover_as_often_as_they_say_and_the_estimate_is_unbiased(kind):
    """Eight hundred simulated months: the only way to see both. Two seconds."""
    chance, turns = np.random.default_rng(20261120), 800
    errors, covered = [], 0
    for turn in range(turns):
        truth, reviews = _draws(chance, kind, (0.03, 0.1, 0.3, 0.45)[turn % 4])
        found = weighted(reviews)
        errors.append(found.share - truth)
        covered += found.interval.low <= truth <= found.interval.high

    simulation = math.sqrt(0.95 * 0.05 / turns)
    assert abs(covered / turns - 0.95) < 3 * simulation
    assert abs(np.mean(errors)) < 3 * np.std(errors) / math.sqrt(turns)


def test_plain_share_of_a_risk_sample_is_not_the_rate():
    chance, plain, weights = np.random.default_rng(7), [], []
    for _turn in range(60):
        truth, reviews = _draws(chance, "risk", 0.1)
        plain.append(np.mean([one.value for one in reviews]) - truth)
        weights.append(weighted(reviews).share - truth)

    assert np.mean(plain) > 0.01 > abs(np.mean(weights))


def test_wilson_covers_on_average_as_often_as_it_says():
    covered = []
    for of in (20, 60, 240):
        kept = [wilson(found=found, of=of) for found in range(of + 1)]
        for rate in np.linspace(0.02, 0.98, 97):
            chances = [math.comb(of, found) * rate**found * (1 - rate) ** (of - found) for found in range(of + 1)]
            covered.append(sum(c for c, one in zip(chances, kept, strict=True) if one.low <= rate <= one.high))

    assert np.mean(covered) == pytest.approx(0.95, abs=0.006)


@pytest.mark.parametrize(("degrees", "value"), [(1, 12.706), (2, 4.303), (5, 2.571), (9, 2.262), (30, 2.042)])
def test_students_quantile_is_that_of_the_tables(degrees, value):
    assert student(0.95, degrees) == pytest.approx(value, rel=0.005)


def test_mean_needs_two():
    assert mean_interval([80.0]) is None
    mean, interval = mean_interval([70.0, 80.0, 90.0])
    assert mean == 80 and interval.low == pytest.approx(80 - 4.303 * 10 / math.sqrt(3), abs=0.01)
