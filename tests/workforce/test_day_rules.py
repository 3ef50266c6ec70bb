"""Attendance, the day as it goes, breaks, sharing: arithmetic without a database."""

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tagih.workforce.rules.attendance import Span, kept, spans
from tagih.workforce.rules.breaks import Presence, place
from tagih.workforce.rules.intraday import Situation, alarms, corrected, foreseen
from tagih.workforce.rules.queueing import Demand, service_with
from tagih.workforce.rules.sharing import Account, Worker, share
from tagih.workforce.rules.staffing import Outbound, agents_for_blend, agents_for_reach

EIGHT = dt.datetime(2026, 11, 20, 1, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
SHIFT = Span(EIGHT, EIGHT + 8 * HOUR)


def worked(*told):
    return spans([(EIGHT + hours * HOUR, state) for hours, state in told], until=EIGHT + 20 * HOUR)


def test_a_shift_kept_whole_is_whole():
    found = kept(SHIFT, 420, worked((0, "READY"), (4, "BREAK"), (5, "WORKING"), (8, "OFF")), now=EIGHT + 9 * HOUR)

    assert (found.adherence, found.conformance, found.late_min, found.impact) == (1, 1, 0, "NEUTRAL")


def test_late_and_a_long_break_cost_adherence():
    found = kept(SHIFT, 420, worked((0.5, "READY"), (4, "BREAK"), (6, "READY"), (8, "OFF")), now=EIGHT + 9 * HOUR)

    assert (found.late_min, found.impact) == (30, "LESS")
    assert found.adherence == (480 - 30 - 60) / 480


def test_a_forgotten_sign_out_gives_no_phantom_hours_inside_the_shift():
    found = kept(SHIFT, 420, worked((0, "READY")), now=EIGHT + 9 * HOUR)

    assert (found.right_min, found.left_early_min) == (480, 0)


def test_doubled_states_count_once():
    twice = [*worked((0, "READY"), (8, "OFF")), *worked((0, "WORKING"), (8, "OFF"))]

    assert kept(SHIFT, 420, twice, now=EIGHT + 9 * HOUR).worked_min == 480


def test_nobody_there_is_late_by_now():
    assert kept(SHIFT, 420, [], now=EIGHT + HOUR).late_min == 60


@given(
    told=st.lists(
        st.tuples(st.integers(-180, 720), st.sampled_from(["READY", "WORKING", "BREAK", "PRAYER", "OFF"])), max_size=8
    ),
    now=st.integers(0, 840),
)
def test_adherence_is_a_share_whatever_was_recorded(told, now):
    changes = [(minute / 60, state) for minute, state in sorted(told)]

    found = kept(SHIFT, 420, worked(*changes), now=EIGHT + dt.timedelta(minutes=now))

    assert found.adherence is None or 0 <= found.adherence <= 1 + 1e-9
    assert found.late_min >= 0


def test_corrected_keeps_a_forecast_that_comes_true():
    found = corrected([10.0] * 8, [10.0, 10.0, 10.0])

    assert (found.ratio, found.values, found.is_alert) == (1.0, (10.0,) * 8, False)


def test_corrected_shrinks_by_two_intervals_and_fades():
    found = corrected([10.0] * 8, [20.0, 20.0])

    assert found.ratio == (40 + 20) / (20 + 20)
    assert found.is_alert
    assert list(found.values[2:]) == sorted(found.values[2:], reverse=True)


def test_corrected_of_no_demand_is_no_demand():
    assert corrected([0.0] * 4, [0.0]).values == (0.0,) * 4


def test_foreseen_agrees_with_the_formula_within_its_error():
    """A day of half hours at Erlang A: the simulation starts empty, so it does a little better."""
    agents, demand = 16, Demand(100, 240, 1800, 120)
    day = Situation((100.0,) * 24, (agents,) * 24, 1800, 240, 20, patience_s=120)

    found = foreseen(day, runs=8)
    expected = service_with(agents, demand, 20)

    assert abs(found.service_level - expected.service_level) < 0.03
    assert abs(found.abandon_rate - expected.abandon_rate) < 0.02
    assert abs(found.occupancy - expected.occupancy) < 0.03


@given(backlog=st.integers(0, 40), agents=st.integers(0, 12), more=st.integers(1, 4))
def test_more_people_leave_no_more_over(backlog, agents, more):
    short = Situation((12.0,) * 4, (agents,) * 4, 1800, 300, 1800, backlog=backlog)

    few, many = foreseen(short, runs=1), foreseen(replace(short, agents=(agents + more,) * 4), runs=1)

    assert many.left_over <= few.left_over
    assert 0 <= few.service_level <= 1


def test_alarms_name_what_is_wrong():
    short = Situation((60.0,) * 4, (2,) * 4, 1800, 300, 1800)

    raised = alarms(
        correction=corrected([10.0] * 4, [20.0, 20.0]), outcome=foreseen(short), target=0.8,
        occupancies=[0.95] * 4, absent=3,
    )  # fmt: skip

    assert [alarm.code for alarm in raised] == ["SERVICE_LEVEL", "ABSENT", "BURN_OUT", "VOLUME"]


def test_breaks_lie_apart_and_in_the_middle():
    people = {number: Presence(480, 960, 60) for number in range(4)}
    starts = range(480, 960, 30)

    placed = place(people, list(starts), 30, [3] * 16)

    assert all(640 <= begin <= 740 for begin in placed.values())
    assert len(set(placed.values())) > 1


def test_share_keeps_owners_and_spreads_the_rest():
    workers = [Worker(1, 1, frozenset({"EARLY"})), Worker(2, 0.5, frozenset({"EARLY"}))]
    settled = [Account(10, 1, "EARLY")]

    found = share([*settled, *(Account(number, None, "EARLY") for number in range(5))], workers)

    assert 10 not in found.moves
    assert sorted(found.moves.values()) == [1, 1, 1, 2, 2]


def test_share_leaves_to_nobody_what_nobody_may_take():
    found = share(
        [Account(1, None, "LATE"), Account(2, None, "EARLY")],
        [Worker(1, 1, frozenset({"EARLY"}), is_certified=False), Worker(2, 0, frozenset({"EARLY", "LATE"}))],
    )

    assert (found.moves, found.nobody) == ({}, (1, 2))


@given(
    owners=st.lists(st.sampled_from([None, 1, 2, 3, 9]), max_size=30),
    capacities=st.lists(st.floats(0.2, 1), min_size=1, max_size=3),
)
def test_share_orphans_nothing_that_somebody_may_take(owners, capacities):
    workers = [Worker(number + 1, capacity, frozenset({"EARLY"})) for number, capacity in enumerate(capacities)]

    found = share([Account(number, owner, "EARLY") for number, owner in enumerate(owners)], workers)

    there = {worker.id for worker in workers}
    assert found.nobody == ()
    assert all(found.moves.get(number, owner) in there for number, owner in enumerate(owners))


def test_outbound_staffing_equals_the_published_example():
    """1,000 right parties, 35 %, 25 dials an hour, 6.4 productive hours: 18."""
    assert agents_for_reach(Outbound(1000, 25, 0.35, 6.4)) == 18


def test_blended_work_needs_no_more_than_two_teams():
    told = {"aht_s": 240, "interval_s": 1800, "patience_s": 120, "within_s": 20, "target": 0.8, "case_s": 180}

    both = agents_for_blend(calls=60, cases=40, **told)
    calls, cases = agents_for_blend(calls=60, cases=0, **told), agents_for_blend(calls=0, cases=40, **told)

    assert max(calls.agents, cases.agents) <= both.agents <= calls.agents + cases.agents
    assert both.cases >= 40
