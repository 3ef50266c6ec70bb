import csv
import datetime as dt
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tagih.sandbox.town import exchange, feeds, parameters, season, town
from tagih.sandbox.town.chance import Chance, logistic
from tagih.sandbox.town.parameters import TownRefused

FIRST = dt.date(2026, 11, 2)
CALL_AT = dt.datetime(2026, 11, 2, 3, 0, tzinfo=dt.UTC)


def founded(*, seed: int = 5, people: int = 400, name: str = "motorcycle") -> town.Town:
    return town.found(parameters.load(name), seed=seed, people=people, first=FIRST, days=31)


def lived(place: town.Town, days: int = 31) -> town.Town:
    for day in range(place.first, place.first + days):
        town.live_a_day(place, day)
    return place


@given(seed=st.integers(0, 2**40), few=st.integers(1, 40), more=st.integers(0, 60), day=st.integers(0, 30_000))
def test_a_draw_depends_on_its_key_alone(seed: int, few: int, more: int, day: int) -> None:
    small, large = Chance(seed, few), Chance(seed, few + more)
    large.uniform("other", day)

    assert np.array_equal(small.uniform("pays", day, 2), large.uniform("pays", day, 2)[:few])
    assert np.array_equal(small.normal("income", day), large.normal("income", day)[:few])


@given(seed=st.integers(0, 2**40), day=st.integers(0, 30_000))
def test_draws_of_another_day_purpose_or_turn_are_others(seed: int, day: int) -> None:
    chance = Chance(seed, 64)
    drawn = [
        chance.uniform("a", day),
        chance.uniform("a", day + 1),
        chance.uniform("b", day),
        chance.uniform("a", day, 1),
    ]

    assert all(not np.array_equal(one, other) for index, one in enumerate(drawn) for other in drawn[:index])


@given(median=st.floats(0.01, 0.99), spread=st.floats(0, 3))
def test_shares_lie_between_nothing_and_all(median: float, spread: float) -> None:
    shares = logistic(median, spread, np.array([-3.0, 0.0, 3.0]))

    assert ((shares > 0) & (shares < 1)).all()
    assert shares[1] == pytest.approx(median)


@pytest.mark.parametrize("name", parameters.shipped())
def test_every_shipped_town_can_be_founded_and_lives(name: str) -> None:
    place = lived(founded(people=60, name=name), 7)

    assert place.ledger.movements
    assert (place.state.purse >= 0).all()


@pytest.mark.parametrize("name", parameters.shipped())
def test_every_parameter_says_where_it_comes_from(name: str) -> None:
    told = [line for line in parameters.text_of(name).splitlines() if re.match(r"\w+ = ", line)]

    assert [line for line in told if not re.search(r"# (calibrated: \S|invented|chosen)", line)] == []


def test_a_parameter_that_no_town_knows_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('base = "motorcycle"\n[life]\nluck = 3\n')

    with pytest.raises(TownRefused, match="luck"):
        parameters.load(str(file))


def test_a_town_of_ones_own_says_only_what_is_different(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('base = "cars"\nname = "mine"\n[life]\nshock_days = 5\n')

    mine = parameters.load(str(file))

    assert (mine.life.shock_days, mine.people) == (5, parameters.load("cars").people)


def test_the_same_seed_is_the_same_town_event_by_event() -> None:
    one, other, third = lived(founded()), lived(founded()), lived(founded(seed=6))

    assert one.ledger.digest() == other.ledger.digest()
    assert one.ledger.digest() != third.ledger.digest()


def test_a_call_changes_only_whom_it_reached() -> None:
    quiet, called = founded(), founded()
    town.live_a_day(quiet, quiet.first)
    town.live_a_day(called, called.first)
    lines = exchange.Exchange(called)
    person = next(
        person for person in range(400) if town.days_late(called, called.first)[called.loans.of_person[person][0]] > 3
    )
    for place in np.flatnonzero((called.folk.points.person == person) & (called.folk.points.number != "")):
        for _time in range(3):
            lines.dial(called.folk.points.number[place], CALL_AT)

    for day in range(quiet.first + 1, quiet.first + 31):
        town.live_a_day(quiet, day)
        town.live_a_day(called, day)

    def money(place: town.Town) -> set[tuple]:
        return {(m.ref, m.amount) for m in place.ledger.movements if place.loans.person[m.loan] != person}

    assert money(quiet) == money(called)


def test_forward_rolls_rise_and_cures_fall_with_the_bucket() -> None:
    place = founded(people=8_000)
    before = bucket(place)

    lived(place, 30)

    after = bucket(place)
    forward = [(after[before == k] > k).mean() for k in range(4)]
    cured = [(after[before == k] == 0).mean() for k in range(1, 4)]
    assert forward == sorted(forward)
    assert cured == sorted(cured, reverse=True)
    assert 0.03 < forward[0] < 0.12
    assert (before == 0).mean() > 0.8


def bucket(place: town.Town) -> np.ndarray:
    late = town.days_late(place, place.day)
    return np.where(late <= 0, 0, np.minimum((late - 1) // 30 + 1, 5))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 500), name=st.sampled_from(parameters.shipped()))
def test_books_say_what_the_movements_say(seed: int, name: str) -> None:
    place = lived(founded(seed=seed, people=50, name=name), 12)

    filed = place.ledger.filed(town.dawn(place.first + 12))

    refs = [move.ref for move in filed]
    signed = sum(
        -move.amount if move.reversal_of else move.amount for move in filed if move.number in place.ledger.contracts
    )
    assert len(set(refs)) == len(refs)
    assert all(move.reversal_of in refs for move in filed if move.reversal_of)
    assert place.ledger.told.sum() == signed
    assert (place.ledger.told >= 0).all()
    assert place.ledger.filed(town.dawn(place.first + 12)) == []


def test_files_tell_each_payment_once_and_notices_only_what_files_tell(tmp_path: Path) -> None:
    place = founded()
    whole = rows(feeds.write_files(place, day=FIRST, since=None, folder=tmp_path)["payments"])
    told = []
    for ahead in range(10):
        town.live_a_day(place, place.first + ahead)
        told += feeds.notices(place, until=town.dawn(place.first + ahead + 1))
        day = FIRST + dt.timedelta(days=ahead + 1)
        whole += rows(feeds.write_files(place, day=day, since=day - dt.timedelta(days=1), folder=tmp_path)["payments"])

    refs = [row["payment_ref"] for row in whole]
    assert len(set(refs)) == len(refs)
    assert {notice["payment_ref"] for notice in told} < set(refs)
    assert place.ledger.told.sum() == sum(
        int(row["amount"]) * (-1 if row["reversal_of"] else 1)
        for row in whole if row["contract_no"] in place.ledger.contracts
    )  # fmt: skip


def rows(file: Path) -> list[dict]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_harder_collection_has_diminishing_and_then_negative_returns() -> None:
    gains = [memory_after(talks) for talks in range(1, 5)]

    assert gains == sorted(gains)
    assert gains[1] - gains[0] > gains[3] - gains[2]
    assert willing_after(12) < willing_after(2)


def memory_after(talks: int) -> float:
    place = founded()
    lines = exchange.Exchange(place)
    for turn in range(talks):
        place.state.calls_today[0] = turn + 1
        lines._work_on(0, 0.5, exchange.Speech("REFUSES", "", "CONSUMER"), 0)
    return float(place.state.memory[0])


def willing_after(talks: int) -> float:
    place = founded()
    lines = exchange.Exchange(place)
    for _turn in range(talks):
        lines._work_on(0, 0.5, exchange.Speech("REFUSES", "", "CONSUMER"), 0)
    return float(np.exp(-place.parameters.talk.annoyance_weight * place.state.annoyance[0]))


def test_an_unknown_number_is_inactive() -> None:
    assert exchange.Exchange(founded()).dial("+6281300099999999", CALL_AT).outcome == "INACTIVE"


def test_lebaran_brings_its_bonus_to_the_salaried() -> None:
    lebaran = dt.date(2026, 3, 21)
    place = founded()

    on_the_day = season.income(
        place.folk.traits, place.parameters.season, lebaran - dt.timedelta(days=season.BONUS_DAYS)
    )
    before = season.income(
        place.folk.traits, place.parameters.season, lebaran - dt.timedelta(days=season.BONUS_DAYS + 1)
    )

    assert season.days_to_lebaran(lebaran) == 0
    assert on_the_day[place.folk.traits.work == 0].mean() > before[place.folk.traits.work == 0].mean() + 0.5


def test_a_flood_stops_the_clock_of_the_struck(tmp_path: Path) -> None:
    place = lived(founded(name="crisis_month"), 8)

    files = feeds.write_files(place, day=FIRST + dt.timedelta(days=8), since=FIRST, folder=tmp_path)

    struck = {row["contract_no"] for row in rows(files["clock_actions"])}
    assert 0.03 < len(struck) / len(place.loans.tenor) < 0.2
