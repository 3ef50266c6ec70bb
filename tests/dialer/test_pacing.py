import dataclasses

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tagih.dialer.rules import pacing
from tagih.dialer.rules.learned import Learned
from tagih.dialer.rules.pacing import Floor, Steering, predictive, progressive
from tagih.dialer.rules.simulation import Day, simulate

DAY = Day(agents=20, answer=0.3, ring_s=20, talk_s=120, wrap_s=20, target=0.03, hours=2, seed=3)


def floor(**changes: object) -> Floor:
    quiet = Floor(
        agents=20, idle=4, wrapping=3, callers_waiting=0, ringing_s=np.full(10, 5.0), talking_s=np.full(13, 60.0)
    )
    return dataclasses.replace(quiet, **changes)


def test_progressive_keeps_one_line_per_idle_agent():
    assert progressive(floor(idle=4, ringing_s=np.zeros(1))).dial == 3


def test_progressive_dials_nobody_while_callers_wait_for_all_idle_agents():
    assert progressive(floor(idle=1, callers_waiting=2, ringing_s=np.zeros(0))).dial == 0


def test_predictive_is_progressive_for_a_very_small_team():
    small = floor(agents=3, idle=2, ringing_s=np.zeros(0), talking_s=np.full(1, 10.0), wrapping=0)

    assert predictive(small, Learned(), Steering(0.03)) == progressive(small)


def test_predictive_dials_more_when_more_agents_are_idle():
    orders = [predictive(floor(idle=idle), Learned(), Steering(0.03)).dial for idle in range(12)]

    assert orders == sorted(orders)
    assert orders[-1] > orders[0]


def test_predictive_dials_less_with_a_wider_margin():
    narrow = predictive(floor(idle=8), Learned(), Steering(0.03, margin=1.0))
    wide = predictive(floor(idle=8), Learned(), Steering(0.03, margin=3.0))

    assert wide.dial < narrow.dial


def test_predictive_gives_up_old_lines_only_when_answers_outrun_agents():
    crowded = floor(idle=0, wrapping=0, ringing_s=np.full(80, 20.0), talking_s=np.full(20, 5.0))
    calm = floor(idle=20, wrapping=0, ringing_s=np.full(5, 20.0), talking_s=np.zeros(0))

    assert predictive(crowded, Learned(), Steering(0.03)).give_up > 0
    assert predictive(calm, Learned(), Steering(0.03)).give_up == 0


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine pauses for seconds
@given(
    idle=st.integers(0, 40),
    talking=st.lists(st.floats(0, 2000), max_size=40),
    ringing=st.lists(st.floats(0, 200), max_size=80),
    waiting=st.integers(0, 5),
    margin=st.floats(pacing.MARGIN_LOWEST, pacing.MARGIN_HIGHEST),
)
def test_predictive_never_gives_up_a_young_line_nor_dials_without_bound(idle, talking, ringing, waiting, margin):
    now = Floor(
        agents=idle + len(talking),
        idle=idle,
        wrapping=0,
        callers_waiting=waiting,
        ringing_s=np.array(ringing),
        talking_s=np.array(talking),
    )

    order = predictive(now, Learned(), Steering(0.03, margin=margin))

    assert 0 <= order.give_up <= sum(age >= pacing.SHORTEST_RING_S for age in ringing)
    assert 0 <= order.dial <= pacing.MOST_LINES_PER_AGENT * now.agents + pacing.MOST_LINES_EXTRA


def test_learned_finds_the_answer_probability():
    learned = Learned()
    for number in range(4_000):
        learned.saw_ring_end(18.0, was_answered=number % 10 == 0)

    assert abs(learned.answer_probability - 0.1) < 0.02


def test_learned_tables_are_probabilities_that_grow_with_the_horizon():
    tables = Learned().forecast()

    for table in (tables.ring_ends, tables.agent_frees):
        assert (table >= 0).all() and (table <= 1).all()
        assert (np.diff(table, axis=0) >= -1e-9).all()


def test_simulate_repeats_a_day_from_its_seed():
    assert simulate(DAY) == simulate(DAY)


def test_simulate_progressive_abandons_nobody():
    assert simulate(dataclasses.replace(DAY, mode="progressive")).abandon_rate == 0


def test_simulate_predictive_beats_one_line_per_agent_within_its_target():
    predicted = simulate(DAY)
    one_to_one = simulate(dataclasses.replace(DAY, mode="progressive"))

    assert predicted.utilisation > one_to_one.utilisation + 0.1
    assert predicted.abandon_rate < 0.035


@pytest.mark.parametrize("change", ["answers", "talks"])
def test_simulate_keeps_its_target_when_the_day_turns(change):
    """Answers halve, or talks double, at half time; the share is over four hours."""
    halved = {"answer_factor": lambda clock: 1.0 if clock < 7200 else 0.5}
    doubled = {"talk_factor": lambda clock: 1.0 if clock < 7200 else 2.0}

    outcome = simulate(dataclasses.replace(DAY, hours=4, **(halved if change == "answers" else doubled)))

    assert outcome.abandon_rate <= 0.03
    assert outcome.utilisation > 0.8


def test_simulate_accounts_for_every_answer():
    outcome = simulate(DAY)

    assert outcome.connects + outcome.abandoned <= outcome.calls
    assert outcome.given_up <= 0.06 * outcome.calls
