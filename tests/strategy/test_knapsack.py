"""The best use of scarce capacity: within what there is, near the bound, and as exact solvers say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tagih.strategy.value.knapsack import NOTHING, solve

NEEDS = np.array([[4.5, 0, 0], [0, 1, 0], [0, 8, 0], [0, 0, 1], [0.5, 1, 0]])


def town(people: int, seed: int = 1) -> np.ndarray:
    chance = np.random.default_rng(seed)
    owed = np.exp(chance.normal(12, 1.2, people))
    return owed[:, None] * chance.beta(1, 8, (people, 5)) - np.array([3000, 300, 2500, 60000, 500])


def relaxed(worth, needs, capacity) -> float:
    people, actions = worth.shape
    once = np.kron(np.eye(people), np.ones(actions))
    room = np.tile(needs.T, people)
    told = linprog(-worth.ravel(), A_ub=np.vstack([once, room]), b_ub=np.r_[np.ones(people), capacity], bounds=(0, 1))
    return -told.fun


def test_plan_keeps_within_capacity_and_near_the_bound():
    worth, capacity = town(4000), [1800.0, 900.0, 60.0]

    plan = solve(worth, NEEDS, capacity)

    assert (plan.used <= np.array(capacity) + 1e-6).all()
    assert plan.gap < 0.005
    assert plan.bound >= plan.value
    assert ((plan.chosen >= NOTHING) & (plan.chosen < 5)).all()


@given(st.integers(0, 10_000), st.integers(2, 12), st.floats(0, 1))
@settings(max_examples=10, deadline=None)
def test_bound_is_that_of_the_exact_relaxation(seed, people, share):
    worth = town(people, seed)
    capacity = np.array([4.5, 2.0, 1.0]) * people * share

    plan = solve(worth, NEEDS, capacity)

    exact = relaxed(worth, NEEDS, capacity)
    assert plan.value <= exact * (1 + 1e-7) + 1e-6
    assert plan.bound >= exact * (1 - 1e-7) - 1e-6
    assert (plan.used <= capacity + 1e-6).all()


def test_price_is_what_one_more_hour_brings():
    worth = town(20_000, 5)
    before = solve(worth, NEEDS, [9000.0, 4000.0, 300.0])
    more = solve(worth, NEEDS, [9900.0, 4000.0, 300.0])

    assert more.value - before.value == pytest.approx(before.prices[0] * 900, rel=0.12)
    assert more.prices[0] <= before.prices[0] * 1.001


def test_plenty_costs_nothing_and_nothing_gives_nothing():
    worth = town(300)

    plenty, none = solve(worth, NEEDS, [1e9, 1e9, 1e9]), solve(worth, NEEDS, [0.0, 0.0, 0.0])

    assert plenty.value == pytest.approx(np.maximum(worth.max(axis=1), 0).sum())
    assert np.allclose(plenty.prices, 0)
    assert (none.chosen == NOTHING).all()
    assert none.gap == 0


def test_what_is_not_allowed_is_never_chosen():
    worth = town(500)
    allowed = np.random.default_rng(4).random(worth.shape) < 0.4

    plan = solve(worth, NEEDS, [400.0, 200.0, 20.0], allowed=allowed)

    taken = np.flatnonzero(plan.chosen != NOTHING)
    assert len(taken)
    assert allowed[taken, plan.chosen[taken]].all()


def test_nobody_is_no_trouble():
    plan = solve(np.empty((0, 5)), NEEDS, [1.0, 1.0, 1.0])

    assert (len(plan.chosen), plan.value, plan.gap) == (0, 0.0, 0.0)
