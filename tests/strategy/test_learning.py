"""Scores from the past: what they reach on real people, and what they refuse to know."""

import numpy as np
import pytest

from tagih.strategy.value.judging import stability
from tagih.strategy.value.leaks import by_name
from tagih.strategy.value.learning import LeakFound, Table, split, train, unpacked
from tests.strategy.past import calls, taiwan

KNOWN = [f"known_{number}" for number in range(4)]


def test_real_card_holders_are_ranked_as_well_as_the_literature_says():
    table = taiwan()

    score = train(table, list(table.columns))

    report = score.report
    assert report["kind"] == "GBM"
    assert report["auc"] >= 0.77
    assert report["calibration_error"] < 0.02
    assert {row["group"] for row in report["fairness"]["sex"]} == {"F", "M"}
    assert not {"sex", "age"} & set(score.features)


def test_duration_of_the_call_is_refused_by_its_name():
    with pytest.raises(LeakFound) as refused:
        train(calls(6_000), [*KNOWN, "duration"])

    assert [(leak.code, leak.feature) for leak in refused.value.leaks] == [("AFTER_THE_FACT", "duration")]


def test_duration_under_an_innocent_name_is_found_by_what_it_knows():
    table = calls(6_000)
    hidden = Table(dict(table.columns) | {"angka_7": table.columns["duration"]}, table.happened, table.moment)

    with pytest.raises(LeakFound) as refused:
        train(hidden, [*KNOWN, "angka_7"])

    (leak,) = refused.value.leaks
    assert (leak.code, leak.feature) == ("TOO_GOOD_ALONE", "angka_7")
    assert leak.together > leak.without + 0.05


def test_honest_features_raise_no_alarm_and_keep_their_promise():
    table = calls(6_000)

    score = train(table, KNOWN)

    assert score.report["auc"] > 0.6
    assert score.report["calibration_error"] < 0.03
    assert score.report["is_time_ordered"]
    assert score.report["auc_low"] < score.report["auc"] < score.report["auc_high"]


@pytest.mark.parametrize("name", ["talk_seconds", "call_duration", "result", "outcome_code", "y", "promise_made"])
def test_names_of_what_comes_after_are_known(name):
    assert [leak.code for leak in by_name([name])] == ["AFTER_THE_FACT"]


@pytest.mark.parametrize("name", ["sex", "AGE", "birth_date", "region_code", "MARRIAGE", "agama"])
def test_protected_traits_are_refused(name):
    assert [leak.code for leak in by_name([name])] == ["PROTECTED"]


@pytest.mark.parametrize("name", ["last_result", "days_since_result", "calls_7d", "dpd", "talk_seconds_30d", "usage"])
def test_what_is_known_before_is_no_leak(name):
    assert by_name([name]) == []


def test_what_is_judged_lies_after_what_was_learned():
    table = calls(1000)

    learned, tuned, last = split(table)

    assert table.moment[learned].max() < table.moment[tuned].min()
    assert table.moment[tuned].max() < table.moment[last].min()
    assert len(learned) + len(tuned) + len(last) == 1000


@pytest.mark.parametrize(("rows", "kind"), [(60, "RATE"), (1500, "SCORECARD"), (6_000, "GBM")])
def test_thin_history_makes_a_simpler_score(rows, kind):
    score = train(calls(rows), KNOWN)

    again = unpacked(score.packed())

    matrix = np.random.default_rng(1).normal(size=(50, 4))
    matrix[0, 0] = np.nan
    assert score.kind == kind
    assert np.allclose(again.chance(matrix), score.chance(matrix))
    assert ((score.chance(matrix) >= 0) & (score.chance(matrix) <= 1)).all()


def test_more_of_what_can_only_help_never_lowers_the_chance():
    table = calls(6_000)
    bound = Table(table.columns, table.happened, table.moment, monotone={"known_0": 1})

    score = train(bound, KNOWN, look_for_leaks=False)

    row = np.zeros((41, 4))
    row[:, 0] = np.linspace(-3, 3, 41)
    assert (np.diff(score.chance(row)) >= -1e-12).all()


def test_reasons_name_what_moved_a_person():
    score = train(calls(6_000), KNOWN)

    told = score.reasons(np.array([3.0, 0.0, 0.0, 0.0]))

    assert told[0][0] == "known_0"
    assert told[0][1] > 0


def test_drift_is_seen_where_something_moved():
    chance = np.random.default_rng(2)
    same, moved = chance.normal(size=5000), chance.normal(1.0, 1, 5000)

    assert stability(same[:2500], same[2500:]) < 0.1
    assert stability(same, moved) > 0.25
