"""The pure rules for one contract and the set-based pass for all say the same, in every column."""

import datetime as dt
import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import Phase, given
from hypothesis import settings as runs
from hypothesis import strategies as st

from tagih.kernel import lake
from tagih.portfolio.columnar.allocations import allocations
from tagih.portfolio.columnar.delinquency import delinquency
from tagih.portfolio.columnar.sources import Bench, Schemes
from tagih.portfolio.enums import SchemeKind
from tagih.portfolio.rules.delinquency import OWING, roll, standing
from tagih.portfolio.rules.presets import PRESETS
from tagih.portfolio.rules.schemes import Allocation, Buckets, Counting, Penalty, Terms
from tests.factories.portfolios import ON, portfolio, tables

BY_COMPONENT = Allocation.parse(PRESETS[SchemeKind.ALLOCATION]["by_component"][1])
PRINCIPAL_FIRST = Allocation.parse(
    {"order": [f"{when}.{part}" for when in ("PAST_DUE", "DUE") for part in ("PRINCIPAL", "INTEREST", "FEE")]}
)
TERMS = {
    "default": Terms(),
    "no_charge": Terms(penalty=Penalty(), counting=Counting(tolerance=Decimal("1000"), grace_days=3)),
    "capped": Terms(
        penalty=Penalty(method="DAILY", rate=Decimal("0.005"), cap_rate=Decimal("0.2"), grace_days=2),
        counting=Counting(due_date_is_day=1),
        buckets=Buckets(base="C0", first_number=1, last_number=6),
    ),
    "tolerant": Terms(
        penalty=Penalty(method="DAILY", rate=Decimal("0.002"), grace_days=1), counting=Counting(tolerance=Decimal(2000))
    ),
    "by_component": Terms(
        allocation=BY_COMPONENT, penalty=Penalty(method="FLAT", amount=Decimal(50_000), cap_amount=Decimal(40_000))
    ),
    "principal_first": Terms(allocation=PRINCIPAL_FIRST, counting=Counting(tolerance=Decimal(500))),
}
COMPARED = (
    "dpd", "delinquent_days", "oldest_unmet_due_on", "dpd_offset", "clock_days", "next_due_on", "instalments_overdue",
    "overdue_principal", "overdue_interest", "overdue_fee", "overdue_penalty", "penalty_per_day", "bucket",
    "bucket_rank", "collectability",
)  # fmt: skip


def by_contract(table: object, connection: object) -> dict[str, dict]:
    rows = connection.to_pyarrow(table).to_pylist()
    assert len({row["contract_no"] for row in rows}) == len(rows)
    return {row["contract_no"]: row for row in rows}


@pytest.mark.parametrize("name", TERMS)
@runs(max_examples=2, deadline=None, phases=[Phase.generate])
@given(seed=st.integers(0, 10**6))
def test_all_at_once_equals_one_by_one(name: str, seed: int) -> None:
    terms = TERMS[name]
    facts = portfolio(random.Random(seed), 120)

    with lake.engine() as connection:
        bench = Bench(connection)
        found = by_contract(delinquency(tables(facts), on=ON, schemes=Schemes(terms), bench=bench), connection)

    expected = {no: standing(own, on=ON, terms=terms) for no, own in facts.items()}
    assert {no: {column: row[column] for column in COMPARED} for no, row in found.items()} == {
        no: {column: getattr(stand, column) for column in COMPARED} for no, stand in expected.items()
    }


@pytest.mark.parametrize("name", TERMS)
@runs(max_examples=2, deadline=None, phases=[Phase.generate])
@given(seed=st.integers(0, 10**6))
def test_allocations_of_all_equal_those_of_one(name: str, seed: int) -> None:
    terms = TERMS[name]
    facts = portfolio(random.Random(seed), 80)

    with lake.engine() as connection:
        bench = Bench(connection)
        table = allocations(tables(facts), on=ON, schemes=Schemes(terms), bench=bench)
        found = connection.to_pyarrow(table).to_pylist()

    expected = [
        (share.payment_ref, no, share.instalment_number, share.component.value, share.amount)
        for no, own in facts.items()
        for share in standing(own, on=ON, terms=terms).shares
    ]
    assert sorted(map(repr, (tuple(row.values()) for row in found))) == sorted(map(repr, merged(expected)))


def merged(shares: list[tuple]) -> list[tuple]:
    """One row per payment, contract, instalment and component."""
    sums: dict[tuple, Decimal] = {}
    for *key, amount in shares:
        sums[tuple(key)] = sums.get(tuple(key), Decimal(0)) + amount
    return [(*key, amount.quantize(Decimal("0.01"))) for key, amount in sums.items()]


@runs(max_examples=2, deadline=None, phases=[Phase.generate])
@given(seed=st.integers(0, 10**6))
def test_each_product_has_its_own_schemes(seed: int) -> None:
    schemes = Schemes(TERMS["default"], {"PRODUCT1": TERMS["capped"], "PRODUCT2": TERMS["by_component"]})
    facts = portfolio(random.Random(seed), 60)
    sources = tables(facts)

    with lake.engine() as connection:
        bench = Bench(connection)
        found = by_contract(delinquency(sources, on=ON, schemes=schemes, bench=bench), connection)

    for no, own in facts.items():
        stand = standing(own, on=ON, terms=schemes.of(found[no]["product"]))
        assert {column: found[no][column] for column in COMPARED} == {
            column: getattr(stand, column) for column in COMPARED
        }


@pytest.mark.parametrize("name", ["default", "capped"])
@runs(max_examples=2, deadline=None, phases=[Phase.generate])
@given(seed=st.integers(0, 10**6))
def test_roll_of_all_equals_roll_of_one(name: str, seed: int) -> None:
    terms, yesterday = TERMS[name], ON - dt.timedelta(days=31)
    chance = random.Random(seed)
    facts = portfolio(chance, 100)
    before = {no: own for no, own in facts.items() if chance.random() > 0.1}
    after = {
        no: replace(own, status=chance.choice([own.status] * 5 + ["CLOSED"]))
        for no, own in facts.items()
        if chance.random() > 0.1
    }

    with lake.engine() as connection:
        bench = Bench(connection)
        previous = delinquency(tables(before), on=yesterday, schemes=Schemes(terms), bench=bench)
        sources = replace(tables(after), previous=bench.keep(previous))
        found = by_contract(delinquency(sources, on=ON, schemes=Schemes(terms), bench=bench), connection)

    stood = {no: standing(own, on=yesterday, terms=terms) for no, own in before.items()}
    for no, own in after.items():
        stand, past = standing(own, on=ON, terms=terms), stood.get(no)
        expected = roll(
            rank=stand.bucket_rank, days=stand.delinquent_days, is_closed=own.status not in OWING,
            previous_rank=past.bucket_rank if past else None, previous_days=past.delinquent_days if past else 0,
            was_closed=past is not None and before[no].status not in OWING,
        )  # fmt: skip
        assert found[no]["roll"] == expected
        if past and past.delinquent_days:
            assert found[no]["previous_bucket"] == past.bucket
    gone = {no for no, past in stood.items() if no not in after and past.delinquent_days}
    assert set(found) == set(after) | gone
    assert {found[no]["roll"] for no in gone} <= {"CLOSED"}
