"""Agreement beyond chance: equal to well-known libraries on random tables, and honest with few contacts."""

import krippendorff as known
import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from tagih.quality.rules.agreement import cohen, drifts, krippendorff, raw_agreement, with_interval

SEEDS = range(25)


def table(seed: int, *, reviewers: int = 2, missing: float = 0.0) -> list[list[float | None]]:
    """Answers from 0 to 3 that mostly agree, some of them missing."""
    chance = np.random.default_rng(seed)
    truth = chance.integers(0, 4, int(chance.integers(6, 40)))
    rows = [[float(v if chance.random() < 0.7 else chance.integers(0, 4)) for _r in range(reviewers)] for v in truth]
    return [[None if chance.random() < missing else value for value in row] for row in rows]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("weights", ["", "linear", "quadratic"])
def test_kappa_is_the_librarys(seed, weights):
    pairs = [tuple(row) for row in table(seed)]

    expected = cohen_kappa_score(*zip(*pairs, strict=True), weights=weights or None)

    assert cohen(pairs, weights=weights) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval"])
def test_alpha_is_the_librarys_also_with_missing_answers(seed, level):
    units = table(seed, reviewers=4, missing=0.3)
    data = np.array([[np.nan if value is None else value for value in row] for row in units]).T

    expected = known.alpha(reliability_data=data, level_of_measurement=level)

    assert krippendorff(units, level=level) == pytest.approx(expected, abs=1e-12)


def test_nothing_to_disagree_about_is_no_agreement():
    assert cohen([(1, 1), (1, 1)]) is None
    assert krippendorff([[1, 1], [1, 1]]) is None
    assert cohen([]) is None and krippendorff([]) is None
    assert raw_agreement([[1, None]])[0] is None


def test_interval_is_wide_with_few_contacts_narrow_with_many_and_repeatable():
    few = with_interval(table(3)[:10] * 2, krippendorff, seed="q4")
    many = with_interval(table(3)[:10] * 20, krippendorff, seed="q4")

    assert few.interval.high - few.interval.low > 2 * (many.interval.high - many.interval.low)
    assert few == with_interval(table(3)[:10] * 2, krippendorff, seed="q4")
    assert few.interval.low <= few.value <= few.interval.high


def test_kappa_of_twenty_contacts_is_known_to_a_third_only():
    """Agreement 0.9 where chance alone gives 0.6: kappa 0.75 +- 0.33 with 20 contacts."""
    units = [[1, 1]] * 13 + [[0, 0]] * 5 + [[1, 0], [0, 1]]

    found = with_interval(units, lambda rows: cohen([tuple(row) for row in rows]), seed="kappa")

    assert found.value == pytest.approx(0.76, abs=0.03)
    assert found.interval.high - found.interval.low > 0.4


def test_reviewer_who_scores_ten_points_higher_drifts_and_others_do_not():
    contacts = [{"rina": 80 + n % 3, "budi": 81 - n % 2, "sari": 90 + n % 4} for n in range(12)]

    found = {one.reviewer: one for one in drifts(contacts)}

    assert found["sari"].is_drifting and found["sari"].mean > 8
    assert drifts([{"rina": 80}]) == []
    assert not drifts([{"rina": 80, "budi": 90}])[0].is_drifting  # one contact proves nothing


def test_raw_agreement_counts_pairs():
    share, interval, contacts = raw_agreement([[1, 1, 0], [1, 1, 1]])

    assert (share, contacts) == (pytest.approx(4 / 6), 2) and interval.low < share < interval.high
