"""Published figures, a simulation, and laws of the two queues."""

import heapq
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagih.workforce.rules.queueing import Demand, agents_needed, probability_of_waiting, service_with

HALF_HOUR = 1800


@pytest.mark.parametrize(
    ("calls", "aht", "target", "within", "agents", "service_level"),
    [
        (100, 240, 0.8, 20, 17, 0.8104),
        (25, 240, 0.8, 20, 6, 0.8813),
        (400, 180, 0.9, 10, 48, 0.9000),
        (8, 300, 0.8, 20, 3, 0.8382),
        (60, 300, 0.8, 30, 14, 0.8833),
    ],
)
def test_agents_needed_without_patience_equal_published_tables(calls, aht, target, within, agents, service_level):
    service = agents_needed(Demand(calls, aht, HALF_HOUR), service_level=target, within_s=within)

    assert (service.agents, round(service.service_level, 4), service.abandon_rate) == (agents, service_level, 0)


@pytest.mark.parametrize(
    ("calls", "aht", "target", "within", "agents", "abandoned"),
    [
        (100, 240, 0.8, 20, 16, 0.051),
        (25, 240, 0.8, 20, 5, 0.081),
        (400, 180, 0.9, 10, 46, 0.018),
        (60, 300, 0.8, 30, 12, 0.072),
    ],
)
def test_agents_needed_with_two_minutes_patience(calls, aht, target, within, agents, abandoned):
    service = agents_needed(Demand(calls, aht, HALF_HOUR, patience_s=120), service_level=target, within_s=within)

    assert (service.agents, round(service.abandon_rate, 3)) == (agents, abandoned)


def test_probability_of_waiting_equals_the_textbook_value():
    """Two agents, one Erlang: C = 1/3."""
    assert math.isclose(probability_of_waiting(2, 1.0), 1 / 3)


@pytest.mark.slow
@pytest.mark.parametrize(("agents", "patience"), [(16, 120), (15, 60), (17, None)])
def test_service_equals_a_simulation_within_its_error(agents, patience):
    """60,000 simulated callers put the standard error near 0.002 (more with the long memory of a queue)."""
    demand = Demand(100, 240, HALF_HOUR, patience)

    expected = service_with(agents, demand, 20)
    in_time, lost, wait = simulated(agents, demand, within_s=20, callers=60_000, seed=7)

    assert abs(expected.service_level - in_time) < 0.02
    assert abs(expected.abandon_rate - lost) < 0.006
    assert abs(expected.asa_s - wait) < max(0.6, 0.15 * expected.asa_s)


def simulated(agents, demand, *, within_s, callers, seed):
    """First come, first served; every caller hangs up at the end of his own patience."""
    draw = random.Random(seed)
    free_at = [0.0] * agents
    clock, in_time, lost, waits = 0.0, 0, 0, []
    for _ in range(callers):
        clock += draw.expovariate(demand.rate)
        wait = max(0.0, free_at[0] - clock)
        if demand.patience_s is not None and wait > draw.expovariate(1 / demand.patience_s):
            lost += 1
            continue
        in_time += wait <= within_s
        waits.append(wait)
        heapq.heapreplace(free_at, clock + wait + draw.expovariate(1 / demand.aht_s))
    return in_time / callers, lost / callers, sum(waits) / len(waits)


demands = st.builds(
    Demand,
    calls=st.floats(0.1, 800),
    aht_s=st.floats(10, 900),
    interval_s=st.sampled_from([900.0, 1800.0, 3600.0]),
    patience_s=st.one_of(st.none(), st.floats(5, 1200)),
)


@given(demand=demands, target=st.floats(0.05, 0.99), within=st.floats(0, 120))
def test_agents_needed_are_the_fewest_that_reach_the_target(demand, target, within):
    service = agents_needed(demand, service_level=target, within_s=within)

    assert service.service_level >= target
    assert 0 <= service.abandon_rate <= 1
    assert 0 < service.occupancy <= 1
    assert service_with(service.agents - 1, demand, within).service_level < target


@given(demand=demands, agents=st.integers(1, 200))
def test_shares_stay_between_zero_and_one(demand, agents):
    service = service_with(agents, demand, 20)

    assert 0 <= service.service_level <= 1
    assert 0 <= service.abandon_rate <= 1
    assert 0 <= service.occupancy <= 1


def test_no_calls_need_nobody():
    assert agents_needed(Demand(0, 240, HALF_HOUR), service_level=0.8, within_s=20).agents == 0


def test_overload_without_patience_never_answers():
    service = service_with(10, Demand(100, 240, HALF_HOUR), 20)

    assert (service.service_level, service.asa_s) == (0, math.inf)
