"""Never, always, together: what is proven is true, and every example is one."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tagih.strategy.rules.analysis import Finding, can_fail, can_hold
from tagih.strategy.rules.conditions import Node, Row, holds
from tagih.strategy.rules.reading import read_condition
from tagih.strategy.rules.variables import CATALOGUE, Kind
from tests.strategy.texts import COLUMNS, conditions

NEVER = [
    "dpd > 5 AND dpd < 6",
    "dpd < 0",
    "is_held AND NOT is_held",
    "roll = 'NEW' AND roll IN ('STAY', 'BACK')",
    "overdue_amount > 1000 AND NOT overdue_amount > 1000",
    "score IS NULL AND score > 3",
    "product <> 'A' AND product = 'A'",
    "dpd = 3.5",
]
ALWAYS = ["dpd >= 0", "score > 5 OR score <= 5 OR score IS NULL", "is_held OR NOT is_held", "NOT contracts < 1"]
SOMETIMES = ["score > 5 OR score <= 5", "overdue_amount > outstanding", "overdue_amount / instalment_amount > 3"]


@pytest.mark.parametrize("text", NEVER)
def test_never_is_proven(text: str):
    assert can_hold(read_condition(text)).finding is Finding.NEVER


@pytest.mark.parametrize("text", ALWAYS)
def test_always_is_proven(text: str):
    assert can_fail(read_condition(text)).finding is Finding.NEVER


@pytest.mark.parametrize("text", SOMETIMES)
def test_example_is_one(text: str):
    node = read_condition(text)

    met, missed = can_hold(node), can_fail(node)

    assert holds(node, met.example)
    assert not holds(node, missed.example)


def test_what_is_calculated_is_not_called_proven():
    assert can_hold(read_condition("overdue_amount > overdue_amount")).finding is Finding.UNSETTLED


def test_together_has_an_example():
    one, other = read_condition("dpd BETWEEN 1 AND 30"), read_condition("dpd >= 30 AND product = 'MOTOR'")

    answer = can_hold(one, other)

    assert answer.example == {"dpd": 30.0, "product": "MOTOR"}


def _value(name: str) -> st.SearchStrategy:
    variable = CATALOGUE[name]
    if variable.kind is Kind.FLAG:
        return st.booleans()
    if variable.kind is Kind.TEXT:
        known = st.sampled_from(["C1", "C2", "MOTOR", "", "c1", "Toko Maju 2", "X"])
    else:
        whole = st.integers(int(max(variable.low, -50)), 60).map(float)
        known = whole if variable.kind is Kind.COUNT else st.one_of(whole, st.floats(variable.low, variable.high))
    return st.one_of(st.none(), known) if variable.is_nullable else known


possible_people = st.fixed_dictionaries({name: _value(name) for name in COLUMNS})


@settings(max_examples=150, deadline=None)
@given(one=conditions(), other=conditions(), row=possible_people)
def test_proof_has_no_exception(one: Node, other: Node, row: Row):
    assume(holds(one, row) and holds(other, row))

    assert can_hold(one, other).finding is not Finding.NEVER


@settings(max_examples=150, deadline=None)
@given(node=conditions(), row=possible_people)
def test_always_has_no_exception(node: Node, row: Row):
    assume(not holds(node, row))

    assert can_fail(node).finding is not Finding.NEVER
