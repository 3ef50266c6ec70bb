"""What a condition may say, and where exactly each fault stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagih.strategy.queries import meanings
from tagih.strategy.queries.catalogue import MEANINGS
from tagih.strategy.queries.wording import REASONS
from tagih.strategy.rules.conditions import holds, sql, value_of
from tagih.strategy.rules.faults import ConditionFault
from tagih.strategy.rules.reading import read_condition
from tagih.strategy.rules.variables import CATALOGUE

FAULTS = {  # text: code, the word it is about
    "dpf > 1": ("UNKNOWN_NAME", "dpf"),
    "dpd > 'A'": ("TYPES_DIFFER", "dpd > 'A'"),
    "product > 'A'": ("NO_ORDER", ">"),
    "dpd > 3; DROP TABLE x": ("UNEXPECTED", ";"),
    "dpd > (SELECT 1)": ("UNKNOWN_NAME", "SELECT"),
    "EXISTS (SELECT 1)": ("UNKNOWN_FUNCTION", "EXISTS"),
    "dpd > 3 -- AND is_held": ("COMMENT", "3"),
    "dpd > 3 /* x */ AND is_held": ("COMMENT", "3"),
    "dpd::INT > 3": ("UNEXPECTED", "::"),
    "CAST(dpd AS INT) > 3": ("UNKNOWN_FUNCTION", "CAST"),
    "pg_sleep(9) > 1": ("UNKNOWN_FUNCTION", "pg_sleep"),
    "product = 'O''K'": ("UNSAFE_TEXT", "'O''K'"),
    "product = 'A\\B'": ("UNSAFE_TEXT", "'A\\B'"),
    "product = \"MOTOR\"": ("QUOTED_NAME", '"MOTOR"'),
    "product = 'MOTOR": ("UNREADABLE", "product = 'MOTOR"),
    "dpd / (2 - 2) > 1": ("DIVISION_BY_ZERO", "dpd / (2 - 2)"),
    "1 / 0 > dpd": ("DIVISION_BY_ZERO", "1 / 0"),
    "dpd = NULL": ("BARE_NULL", "NULL"),
    "dpd IN (1, NULL)": ("BARE_NULL", "NULL"),
    "dpd IN (1, overdue_amount)": ("LIST_OF_CONSTANTS", "overdue_amount"),
    "roll = 'NEWS'": ("NO_SUCH_VALUE", "'NEWS'"),
    "roll IN ('NEW', 'OLD')": ("NO_SUCH_VALUE", "'OLD'"),
    "dpd BETWEEN 30 AND 1": ("BACKWARDS", "30 AND 1"),
    "dpd": ("NOT_A_CONDITION", "dpd"),
    "dpd + 1": ("NOT_A_CONDITION", "dpd + 1"),
    "NOT dpd": ("NOT_A_CONDITION", "dpd"),
    "product + 1 > 2": ("NOT_A_NUMBER", "product"),
    "1 = 1": ("ONLY_CONSTANTS", "1 = 1"),
    "is_held OR TRUE": ("ONLY_CONSTANTS", "TRUE"),
    "ABS(3) > 1": ("ONLY_CONSTANTS", "ABS(3)"),
    "is_held = has_promise": ("FLAGS_COMPARED", "is_held = has_promise"),
    "ABS(dpd, 1) > 1": ("ARGUMENTS", "ABS(dpd, 1)"),
    "dpd > 1e3": ("NUMBER_FORM", "1e3"),
    "dpd > 1234567890123456": ("NUMBER_FORM", "1234567890123456"),
    "dpd > 999999999999999 * 9": ("NUMBER_TOO_LARGE", "999999999999999 * 9"),
    "dpd*dpd*dpd*dpd*dpd*dpd*dpd*dpd > 1": ("TOO_MUCH_ARITHMETIC", "dpd*dpd*dpd*dpd*dpd*dpd*dpd*dpd > 1"),
    "dpd > 1 AND": ("EXPECTED", ""),
    "(dpd > 1": ("EXPECTED", ""),
    "dpd NOT 3": ("EXPECTED", "3"),
    "dpd > 1 dpd": ("UNEXPECTED", "dpd"),
    "": ("EMPTY", ""),
}  # fmt: skip


@pytest.mark.parametrize("text", FAULTS)
def test_fault_stands_at_its_word(text: str):
    with pytest.raises(ConditionFault) as caught:
        read_condition(text)

    code, word = FAULTS[text]
    place = caught.value.place
    assert (caught.value.code, text[place.start : place.end]) == (code, word)


def test_unknown_name_offers_the_nearest():
    with pytest.raises(ConditionFault) as caught:
        read_condition("days_to_deu < 3")

    assert caught.value.facts["near"] == "days_to_due"


def test_brackets_have_a_limit():
    with pytest.raises(ConditionFault) as caught:
        read_condition("(" * 5000 + "dpd > 1")

    assert caught.value.code in ("TOO_LONG", "TOO_DEEP")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str):
    try:
        node = read_condition(text)
    except ConditionFault as fault:
        assert 0 <= fault.place.start <= fault.place.end <= max(len(text), 1)
    else:
        assert read_condition(sql(node)) is not None


WRITTEN = {
    "dpd BETWEEN 1 AND 30 AND product = 'MOTOR'": "((dpd >= 1) AND (dpd <= 30) AND (product = 'MOTOR'))",
    "NOT is_held OR has_promise = FALSE": "((NOT is_held) OR (NOT has_promise))",
    "overdue_amount / instalments_overdue >= 2 * 500.5": "((overdue_amount / NULLIF(instalments_overdue, 0)) >= 1001)",
    "-dpd < -3": "((0 - dpd) < (-3))",
    "score IS NOT NULL AND bucket NOT IN ('C1')": "((NOT (score IS NULL)) AND (NOT (bucket IN ('C1'))))",
}


@pytest.mark.parametrize("text", WRITTEN)
def test_one_text_for_all_engines(text: str):
    assert sql(read_condition(text)) == WRITTEN[text]


def test_unknown_is_not_true():
    row = {"score": None, "dpd": 5.0}

    assert value_of(read_condition("score > 3"), row) is None
    assert value_of(read_condition("NOT score > 3"), row) is None
    assert value_of(read_condition("score > 3 OR dpd = 5"), row) is True
    assert value_of(read_condition("score > 3 AND dpd = 4"), row) is False
    assert not holds(read_condition("score > 3"), row)


def test_division_by_nothing_is_unknown():
    assert value_of(read_condition("overdue_amount / dpd > 1"), {"overdue_amount": 9.0, "dpd": 0.0}) is None


def test_every_variable_has_meaning_and_readable_example():
    told = {meaning.name: meaning for meaning in meanings()}

    assert told.keys() == CATALOGUE.keys()
    assert all(meaning.meaning and meaning.source for meaning in told.values())
    assert MEANINGS.keys() <= CATALOGUE.keys()
    for variable in CATALOGUE.values():
        assert variable.name in sql(read_condition(variable.example))


def test_every_fault_has_words():
    codes = {code for code, _word in FAULTS.values()} | {"TOO_LONG", "TOO_DEEP"}

    assert codes <= REASONS.keys()
