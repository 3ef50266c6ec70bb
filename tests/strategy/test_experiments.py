"""Experiments: enough people, intervals that hold on every day, and no winner from noise."""

import math

import numpy as np
import pytest

from tagih.strategy.rules.experiments import Side, Verdict, difference, half_width, people_needed

WORTH = 0.05


def side(values: np.ndarray) -> dict[str, Side]:
    return {"all": Side(len(values), float(values.mean()), float(values.var(ddof=1)))}


def test_people_needed_is_what_the_textbook_says():
    trial, base = people_needed(base=0.30, worth_seeing=0.05, share=0.5)

    assert trial == base
    assert 1370 <= trial <= 1380  # Fleiss without correction: 1374 a side


@pytest.mark.parametrize(("base", "worth", "share"), [(0, 0.1, 0.5), (0.2, 0.0, 0.5), (0.2, 0.1, 1.0)])
def test_senseless_plans_are_refused(base, worth, share):
    with pytest.raises(ValueError, match="between 0 and 1"):
        people_needed(base=base, worth_seeing=worth, share=share)


def test_looking_every_day_does_not_make_a_winner_of_noise():
    chance = np.random.default_rng(5)
    runs, days, a_day = 300, 40, 50
    fooled = fooled_fixed = 0
    for _run in range(runs):
        one = chance.random((days, a_day)) < 0.3
        other = chance.random((days, a_day)) < 0.3
        people = np.arange(1, days + 1) * a_day
        first, second = one.sum(axis=1).cumsum() / people, other.sum(axis=1).cumsum() / people
        spread = first * (1 - first) / people + second * (1 - second) / people
        halves = np.array([half_width(value, WORTH) for value in spread])
        fooled += bool((np.abs(first - second) > halves).any())
        fooled_fixed += bool((np.abs(first - second) > 1.96 * np.sqrt(spread)).any())

    assert fooled / runs <= 0.05
    assert fooled_fixed / runs > 0.15  # the usual interval, looked at every day, would have been fooled


def test_real_difference_is_found():
    chance = np.random.default_rng(6)
    trial, base = chance.random(4000) < 0.36, chance.random(4000) < 0.30

    told = difference(side(trial), side(base), worth_seeing=WORTH)

    assert told.verdict is Verdict.BETTER
    assert told.low < told.apart < told.high
    assert difference(side(base), side(trial), worth_seeing=WORTH).verdict is Verdict.WORSE


def test_few_people_say_nothing():
    told = difference(side(np.ones(20)), side(np.zeros(20)), worth_seeing=WORTH)

    assert (told.verdict, told.low, told.high) == (Verdict.TOO_FEW, -math.inf, math.inf)


def test_strata_take_an_uneven_draw_away():
    rich, poor = Side(900, 0.6, 0.24), Side(100, 0.1, 0.09)
    trial, base = {"rich": rich, "poor": poor}, {"rich": Side(100, 0.6, 0.24), "poor": Side(900, 0.1, 0.09)}

    told = difference(trial, base, worth_seeing=WORTH)

    assert told.apart == pytest.approx(0.0)
    assert told.verdict is Verdict.OPEN
