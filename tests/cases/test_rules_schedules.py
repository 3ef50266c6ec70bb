"""Schedules to the rupiah, against numpy-financial with decimals and against a day-by-day reckoning."""

import datetime as dt
import itertools
import random
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tagih.cases.rules import schedules
from tagih.cases.rules.schedules import Method, Terms, TermsImpossible, schedule

FIRST = dt.date(2026, 12, 31)
MANY = 10_000
ZERO = Decimal(0)


def half_up(values):
    return np.array([value.quantize(Decimal(1), rounding=ROUND_HALF_UP) for value in values], dtype=object)


def random_terms(count: int, seed: int) -> list[Terms]:
    draw = random.Random(seed)
    return [
        Terms(
            principal=Decimal(draw.randrange(500_000, 400_000_000)),
            periods=min(draw.randrange(1, 61), draw.randrange(1, 61)),
            first_due_on=dt.date(2026, 1, 1) + dt.timedelta(days=draw.randrange(730)),
            annual_rate=Decimal(draw.randrange(1, 6000)) / 10_000,
        )
        for _row in range(count)
    ]  # fmt: skip


def test_ten_thousand_random_terms_equal_numpy_financial_to_the_rupiah() -> None:
    """Instalments by `pmt`, the rest column by column over all schedules at once; in every tenth schedule the interest
    of each line by `ipmt`, too."""
    every = random_terms(MANY, seed=8)
    made = [schedule(terms) for terms in every]
    rate = np.array([terms.annual_rate / 12 for terms in every], dtype=object)
    periods = np.array([terms.periods for terms in every])
    balance = np.array([terms.principal for terms in every], dtype=object)
    instalment = half_up(npf.pmt(rate, periods, -balance, ZERO, 0))

    for number in range(1, int(periods.max()) + 1):
        alive = np.flatnonzero(periods >= number)
        interest = half_up(balance[alive] * rate[alive])
        tenth = np.flatnonzero(alive % 10 == 0)
        asked = alive[tenth]
        left = (periods[asked] - number + 1).astype(object)
        assert list(half_up(npf.ipmt(rate[asked], 1, left, -balance[asked], ZERO, 0))) == list(interest[tenth])
        principal = np.where(periods[alive] == number, balance[alive], instalment[alive] - interest)
        lines = [made[row][number - 1] for row in alive]
        assert [line.interest for line in lines] == list(interest)
        assert [line.principal for line in lines] == list(principal)
        balance[alive] = balance[alive] - principal

    assert not balance.any()


def test_the_last_instalment_absorbs_only_what_rounding_left() -> None:
    """Each line rounds interest by half a rupiah and the instalment by half; growth at the rate bounds the rest."""
    for terms in random_terms(500, seed=9):
        lines, monthly = schedule(terms), terms.annual_rate / 12
        most = sum((1 + monthly) ** power for power in range(terms.periods)) + 1
        assert abs(lines[-1].total - lines[0].total) <= most


def test_flat_interest_is_on_the_first_principal() -> None:
    lines = schedule(Terms(Decimal(10_000_000), 3, FIRST, Decimal("0.12"), Method.FLAT))

    assert [(line.principal, line.interest) for line in lines] == [
        (Decimal(3_333_333), Decimal(100_000)), (Decimal(3_333_333), Decimal(100_000)),
        (Decimal(3_333_334), Decimal(100_000)),
    ]  # fmt: skip


def test_due_dates_keep_their_day_and_short_months_their_last() -> None:
    lines = schedule(Terms(Decimal(400_000), 4, FIRST, method=Method.EQUAL))

    assert [line.due_on for line in lines] == [
        dt.date(2026, 12, 31), dt.date(2027, 1, 31), dt.date(2027, 2, 28), dt.date(2027, 3, 31)
    ]  # fmt: skip


def test_grace_asks_for_interest_only_and_carried_arrears_come_after_it() -> None:
    terms = Terms(Decimal(12_000_000), 8, FIRST, Decimal("0.18"), grace=2, carried=Decimal(1_000_000))
    lines = schedule(terms)

    assert [(line.principal, line.interest, line.carried) for line in lines[:2]] == [(0, Decimal(180_000), 0)] * 2
    assert sum(line.carried for line in lines) == terms.carried
    assert sum(line.principal for line in lines) == terms.principal


@pytest.mark.parametrize(
    "terms",
    [
        Terms(ZERO, 3, FIRST), Terms(Decimal(1000), 0, FIRST), Terms(Decimal(1000), 3, FIRST, grace=3),
        Terms(Decimal(10), 60, FIRST, method=Method.EQUAL), Terms(Decimal(1000), 3, FIRST, Decimal(-1)),
        Terms(Decimal(9000), 12, FIRST, method=Method.EQUAL, to=Decimal(1000)),
    ],
)  # fmt: skip
def test_impossible_terms_are_refused(terms: Terms) -> None:
    with pytest.raises(TermsImpossible):
        schedule(terms)


amounts = st.integers(100_000, 900_000_000).map(Decimal)


@settings(max_examples=200, deadline=None)
@given(
    principal=amounts, carried=st.integers(0, 9_000_000).map(Decimal), periods=st.integers(1, 60),
    grace=st.integers(0, 12), rate=st.integers(0, 6000), method=st.sampled_from(Method),
    to=st.sampled_from([Decimal(1), Decimal(100), Decimal(1000)]),
    first=st.dates(dt.date(2025, 1, 1), dt.date(2030, 1, 1)),
)  # fmt: skip
def test_every_schedule_pays_back_exactly(principal, carried, periods, grace, rate, method, to, first) -> None:
    terms = Terms(principal, periods, first, Decimal(rate) / 10_000, method, grace, carried, to)
    try:
        lines = schedule(terms)
    except TermsImpossible:
        return

    assert sum(line.principal for line in lines) == principal
    assert sum(line.carried for line in lines) == carried
    assert all(line.total > 0 or line.number <= grace for line in lines)
    assert all(early.due_on < late.due_on for early, late in itertools.pairwise(lines))
    assert all(line.interest == line.interest.to_integral_value() for line in lines)
    regular = lines[grace:-1]
    assert len({line.total for line in regular}) <= 1


def test_the_rate_of_a_contract_is_the_one_of_numpy_financial() -> None:
    draw = random.Random(3)
    for _row in range(200):
        principal, periods = Decimal(draw.randrange(2_000_000, 90_000_000)), draw.randrange(6, 61)
        instalment = schedules.payment(principal, Decimal(draw.randrange(5, 40)) / 1000, periods)
        expected = npf.rate(periods, -float(instalment), float(principal), 0.0) * 12
        assert abs(float(schedules.rate_of(principal, periods, instalment)) - expected) < 0.00001


def test_a_contract_that_gives_back_no_more_than_its_principal_has_no_rate() -> None:
    assert schedules.rate_of(Decimal(1200), 12, Decimal(100)) == 0


def test_present_value_discounts_by_actual_days() -> None:
    on = dt.date(2026, 1, 1)
    worth = schedules.present_value(
        [(on, Decimal(1_000_000)), (dt.date(2027, 1, 1), Decimal(1_120_000))], on=on, annual_rate=Decimal("0.12")
    )

    assert worth == Decimal(2_000_000)
