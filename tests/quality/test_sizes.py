import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagih.quality.rules.sizes import sample_size, size_to_see_one, wilson


@pytest.mark.parametrize(
    ("margin", "expected"),
    [
        (0.10, [66, 83, 88, 95, 96, 97]),
        (0.05, [132, 235, 278, 357, 381, 385]),
        (0.03, [169, 385, 517, 880, 1037, 1068]),
    ],
)
def test_sample_size_equals_the_published_table(margin, expected):
    """The table of the literature rounds 1067.07 down to 1067; a promise of +- 3 points needs 1068."""
    sizes = [
        sample_size(population=population, margin=margin, confidence=0.95, expected=0.5)
        for population in (200, 600, 1_000, 5_000, 36_000, None)
    ]

    assert sizes == expected


@pytest.mark.parametrize(("population", "expected"), [(600, 235), (36_000, 381)])
def test_sample_size_for_a_share_of_nine_in_ten(population, expected):
    assert sample_size(population=population, margin=0.03, confidence=0.95, expected=0.9) == expected


def test_sample_size_of_nothing_is_nothing():
    assert sample_size(population=0, margin=0.05, confidence=0.95, expected=0.5) == 0


@given(population=st.integers(1, 10**7), margin=st.floats(0.001, 0.5), expected=st.floats(0, 1))
def test_sample_size_never_exceeds_the_population(population, margin, expected):
    size = sample_size(population=population, margin=margin, confidence=0.95, expected=expected)

    assert 1 <= size <= population


@pytest.mark.parametrize(("share", "size"), [(0.05, 59), (0.02, 149), (0.01, 299)])
def test_size_to_see_one_equals_the_rule_of_three(share, size):
    assert size_to_see_one(share=share, confidence=0.95) == size


@pytest.mark.parametrize(
    ("found", "of", "low", "high"), [(5, 5, 57, 100), (9, 10, 60, 98), (18, 20, 70, 97), (36, 40, 77, 96)]
)
def test_wilson_equals_published_intervals(found, of, low, high):
    interval = wilson(found=found, of=of)

    assert (round(interval.low * 100), round(interval.high * 100)) == (low, high)


def test_wilson_of_no_review_says_nothing():
    interval = wilson(found=0, of=0)

    assert (interval.low, interval.high) == (0.0, 1.0)


def test_wilson_covers_the_truth_at_its_rate():
    """Exact coverage by the binomial law, averaged over shares: it swings, it must not drift."""
    shares = [number / 200 for number in range(10, 191)]
    intervals = [wilson(found=found, of=60) for found in range(61)]
    coverage = [
        sum(
            math.comb(60, found) * share**found * (1 - share) ** (60 - found)
            for found, interval in enumerate(intervals)
            if interval.low <= share <= interval.high
        )
        for share in shares
    ]

    assert abs(sum(coverage) / len(coverage) - 0.95) < 0.005
    assert min(coverage) > 0.9
