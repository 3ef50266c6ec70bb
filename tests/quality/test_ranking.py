"""Nobody gets a place that the data do not give, and reviews are shared out evenly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagih.quality.rules.ranking import Tally, is_better, rank, reviews_to_tell_apart
from tagih.quality.rules.sharing import Work, is_doubled, share


@pytest.mark.parametrize(("first", "second", "needed"), [(0.92, 0.84, 258), (0.95, 0.75, 49)])
def test_reviews_that_tell_two_apart(first, second, needed):
    assert reviews_to_tell_apart(first, second) == reviews_to_tell_apart(second, first) == needed


def test_equal_people_are_never_told_apart():
    assert reviews_to_tell_apart(0.9, 0.9) is None
    assert rank([Tally("a", 9, 10), Tally("b", 9, 10)]).more is None


def test_ten_reviews_rank_nobody_and_say_what_it_would_take():
    found = rank([Tally("Rina", 10, 10), Tally("Budi", 8, 10), Tally("Sari", 9, 10)])

    assert not found.can_rank and found.more > 10
    assert [place.who for place in found.places] == ["Budi", "Rina", "Sari"]  # by name, not by chance
    assert {(place.first, place.last) for place in found.places} == {(1, 3)} and found.places[0].is_few


def test_who_is_surely_worse_stands_behind():
    found = rank([Tally("a", 290, 300), Tally("b", 288, 300), Tally("c", 180, 300)])

    assert found.can_rank and found.more == 0
    assert {place.who: (place.first, place.last) for place in found.places} == {"a": (1, 2), "b": (1, 2), "c": (3, 3)}


def test_nobody_and_one_agent_are_lists_without_places():
    assert rank([]).places == () and rank([]).more is None
    alone = rank([Tally("a", 0, 0)])
    assert (alone.can_rank, alone.places[0].share, alone.places[0].first) == (False, None, 1)


def test_small_numbers_are_drawn_to_the_team():
    found = {place.who: place for place in rank([Tally("new", 0, 1), Tally("a", 95, 100), Tally("b", 90, 100)]).places}

    assert found["new"].share == 0 and found["new"].shrunk > 0.5
    assert abs(found["a"].shrunk - 0.95) < 0.05


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=12))
def test_places_agree_with_one_another(counts):
    tallies = [Tally(f"{place:02}", min(good, of), of) for place, (good, of) in enumerate(counts)]
    found = rank(tallies)

    assert all(1 <= place.first <= place.last <= len(tallies) for place in found.places)
    assert all(place.interval.low <= place.shrunk <= place.interval.high or place.of < 60 for place in found.places)
    assert not any(is_better(a, b) and is_better(b, a) for a in tallies for b in tallies)


AGENTS = [f"agent{number}" for number in range(12)]


def test_reviews_are_shared_evenly_and_no_pair_meets_more_than_it_must():
    works = [Work(f"{agent}-{turn}", agent) for agent in AGENTS for turn in range(4)]

    found = share(works, ["r1", "r2", "r3", "r4"], seed="november")

    assert sorted(list(found.given.values()).count(name) for name in ("r1", "r2", "r3", "r4")) == [12, 12, 12, 12]
    met = [(found.given[work.key], work.agent) for work in works]
    assert max(met.count(pair) for pair in met) <= 2
    assert found == share(reversed(works), ["r1", "r2", "r3", "r4"], seed="november")


def test_nobody_reviews_their_own_and_what_nobody_may_review_is_told():
    works = [Work("x", "r1"), Work("y", "r2", frozenset({"r1"}))]

    found = share(works, ["r1", "r2"], seed="s")

    assert found.given == {"x": "r2"} and found.left == ("y",)
    assert share(works, [], seed="s").left == ("x", "y")


def test_load_of_before_counts():
    found = share([Work(str(n), "a") for n in range(4)], ["full", "free"], seed="s", load={"full": 4})

    assert set(found.given.values()) == {"free"}


def test_one_in_twenty_is_scored_twice_unseen():
    doubled = sum(is_doubled(str(number), seed="november") for number in range(4000))

    assert 140 < doubled < 260
