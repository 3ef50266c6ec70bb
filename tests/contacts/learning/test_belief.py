import datetime as dt
import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagih.contacts.rules import belief, significance
from tagih.contacts.rules.belief import Belief, Piece, add, answer, at_time, right_party
from tagih.contacts.rules.norms import Firsts, Norm, Slot, age_band, firmness, likeness, pattern, shares, steady

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
NORM = Norm(firmness=0.5, third_weight=0.4)


def believed(*pieces: tuple[str, str], hour: int = 10, at: dt.datetime = NOW) -> Belief | None:
    held = None
    for kind, outcome in pieces:
        held = add(held, Piece(kind, outcome, at, hour, 4))
    return held


def test_nothing_known_is_the_prior():
    assert right_party(None, 0.6, NORM, NOW) == pytest.approx(0.6)
    assert answer(None, NORM, weekday=4, hour=10, at=NOW) == 0.25


def test_right_party_raises_and_wrong_person_lowers_and_no_answer_tells_nothing_of_whose_it_is():
    right = right_party(believed(("DIAL", "RPC")), 0.6, NORM, NOW)
    wrong = right_party(believed(("DIAL", "WRONG_PERSON")), 0.6, NORM, NOW)
    third = right_party(believed(("DIAL", "TPC")), 0.6, NORM, NOW)
    silent = right_party(believed(("DIAL", "NC")), 0.6, NORM, NOW)

    assert right == pytest.approx((0.3 + 1) / 1.5)
    assert (wrong, third) == (pytest.approx(0.3 / 1.5), pytest.approx(0.3 / 0.9))
    assert silent == pytest.approx(0.6)


def test_evidence_loses_half_of_its_weight_in_a_half_life():
    held = believed(("DIAL", "RPC"))

    later = at_time(held, NOW + dt.timedelta(days=180))

    assert (later.right, later.tried, later.hours[10]) == (0.5, 0.5, (0.5, 0.5))
    assert right_party(held, 0.6, NORM, NOW + dt.timedelta(days=3650)) == pytest.approx(0.6, abs=0.01)


def test_number_that_is_right_for_a_stranger_is_believed_less():
    rival = Belief(as_of=NOW, rival_at=NOW)

    assert right_party(rival, 0.6, NORM, NOW) == pytest.approx(0.3 / 1.0)


def test_silence_lowers_the_chance_of_an_answer_and_a_willing_hour_raises_its_own():
    silent = believed(*[("DIAL", "NC")] * 6)
    evening = None
    for _turn in range(6):
        evening = add(evening, Piece("DIAL", "RPC", NOW, 18, 4))
        evening = add(evening, Piece("DIAL", "NC", NOW, 9, 4))

    assert answer(silent, NORM, weekday=4, hour=10, at=NOW) < 0.12
    at_hour = {hour: answer(evening, NORM, weekday=0, hour=hour, at=NOW) for hour in (9, 12, 18)}
    assert at_hour[9] < at_hour[12] < at_hour[18]


def test_one_answer_moves_the_hour_little():
    once = believed(("DIAL", "RPC"), hour=10)

    there, elsewhere = (answer(once, NORM, weekday=0, hour=hour, at=NOW) for hour in (10, 15))

    assert elsewhere < there < 1.2 * elsewhere


@given(st.data())
def test_order_of_arrival_does_not_matter(data):
    pieces = [
        Piece(
            *data.draw(st.sampled_from(sorted(belief.TALLIES))), NOW - dt.timedelta(hours=hours), hours % 24, hours % 7
        )
        for hours in data.draw(st.lists(st.integers(0, 5000), min_size=1, max_size=8))
    ]
    shuffled = list(pieces)
    random.Random(1).shuffle(shuffled)

    def told(order):
        held = None
        for piece in order:
            held = add(held, piece)
        return held

    one, other = told(pieces), told(shuffled)

    assert one.as_of == other.as_of
    for name in ("right", "third", "wrong", "dead", "tried", "answered"):
        assert getattr(one, name) == pytest.approx(getattr(other, name))
    assert sorted(one.hours) == sorted(other.hours)


@given(st.lists(st.sampled_from(sorted(belief.TALLIES)), max_size=12), st.floats(0.01, 0.99), st.integers(0, 23))
def test_beliefs_are_probabilities(pieces, prior, hour):
    held = believed(*pieces, hour=hour)

    assert 0 <= right_party(held, prior, NORM, NOW) <= 1
    assert 0 <= answer(held, NORM, weekday=2, hour=hour, at=NOW) <= 1


def test_chi_square_tail_is_that_of_the_tables():
    assert significance.chi_square_tail(3.841, 1) == pytest.approx(0.05, abs=1e-4)
    assert significance.chi_square_tail(18.307, 10) == pytest.approx(0.05, abs=1e-4)
    assert significance.chi_square_tail(2.0, 10) == pytest.approx(0.99634, abs=1e-4)
    assert significance.chi_square_tail(100, 3) < 1e-20


def test_difference_is_claimed_rarely_where_there_is_none():
    dice = random.Random(7)
    claimed = 0
    for _world in range(400):
        hits = [sum(dice.random() < 0.25 for _try in range(60)) for _hour in range(12)]
        claimed += significance.difference([60] * 12, hits) < 0.01

    assert claimed <= 10


def test_difference_is_seen_where_there_is_one_and_not_claimed_from_little():
    assert significance.difference([100, 100, 100], [20, 22, 55]) < 1e-6
    assert significance.difference([2, 2, 2], [0, 0, 2]) == 1.0
    assert significance.difference([], []) == 1.0
    assert significance.difference([100, 100], [60, 20], expected=[60, 20]) == pytest.approx(1.0)


def test_interval_of_a_share():
    assert significance.share_interval(0, 0) == (0.0, 1.0)
    low, high = significance.share_interval(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)


@pytest.mark.parametrize(("days", "band"), [(None, -1), (0, 0), (89, 0), (90, 1), (364, 1), (365, 2), (2000, 3)])
def test_age_bands(days, band):
    today = dt.date(2026, 11, 20)
    assert age_band(today - dt.timedelta(days=days) if days is not None else None, today) == band


def test_shares_of_small_cells_lean_on_their_role():
    found = shares([
        Firsts("CONSUMER", "core", 0, "RPC", None, 800), Firsts("CONSUMER", "core", 0, "WRONG_PERSON", None, 200),
        Firsts("CONSUMER", "lookup", 0, "WRONG_PERSON", None, 2),
    ])  # fmt: skip

    assert found["CONSUMER"] == pytest.approx(0.8, abs=0.01)
    assert 0.6 < found["CONSUMER|lookup"] < found["CONSUMER|core"]


def test_firmness_is_what_second_answers_tell():
    """Numbers of which 60 % are always right, 40 % never: the first answer decides nearly everything."""
    firsts = [
        Firsts("CONSUMER", "core", 0, "RPC", "RPC", 5900), Firsts("CONSUMER", "core", 0, "RPC", "WRONG_PERSON", 100),
        Firsts("CONSUMER", "core", 0, "WRONG_PERSON", None, 4000),
    ]  # fmt: skip
    firm, _third = firmness(firsts, shares(firsts))
    norm = Norm(firmness=firm)

    after = right_party(believed(("DIAL", "RPC")), 0.6, norm, NOW)

    assert after == pytest.approx(0.95)
    assert (0.6 * firm + 1) / (firm + 1) == pytest.approx(0.983, abs=0.005)


def test_no_number_is_believed_more_than_those_that_were_right_before():
    thrice = [
        Firsts("CONSUMER", "core", 0, "RPC", "RPC", 900, "RPC"),
        Firsts("CONSUMER", "core", 0, "RPC", "RPC", 100, "TPC"),
    ]
    norm = Norm(steady=steady(thrice))

    assert norm.steady == pytest.approx(0.9, abs=0.002)
    assert right_party(believed(*[("DIAL", "RPC")] * 9), 0.6, norm, NOW) == norm.steady
    assert right_party(None, 0.96, norm, NOW) == pytest.approx(0.96)


def test_pattern_names_hours_that_differ_and_none_where_they_do_not():
    steady = [Slot(day, hour, 500, 100, 500) for day, hour in itertools.product(range(5), range(8, 20))]
    evening = [
        Slot(s.weekday, s.hour, 500, 220 if s.hour >= 17 else 100, 500) for s in steady
    ]  # fmt: skip

    assert not pattern(steady).hours_differ
    norm = pattern(evening)
    assert norm.hours_differ
    assert not norm.weekdays_differ
    assert norm.table[2][18] == pytest.approx(0.43, abs=0.02)
    assert norm.table[2][9] == pytest.approx(0.2, abs=0.02)


def test_likeness_tells_alike_points_from_unlike_ones():
    alike = [(0, 8, 2.0, 100), (1, 8, 2.0, 267), (2, 8, 2.0, 311), (3, 8, 2.0, 208), (4, 8, 2.0, 87), (5, 8, 2.0, 27)]
    unlike = [(0.0, 8, 2.0, 600), (6.0, 8, 2.0, 300), (2.0, 8, 2.0, 100)]

    assert likeness(alike, 1.0) > 5
    assert likeness(unlike, 1.0) < 1
    assert likeness([(1.0, 2.0, 1.0, 3)], 1.0) == 1.0
