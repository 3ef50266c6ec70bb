from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagih.kernel import money

amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=2)
weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any)


@given(amounts, weights)
def test_split_sums_exactly_and_gives_weightless_parts_nothing(whole, weights):
    parts = money.split(whole, weights)

    assert money.total(parts) == whole
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


@given(amounts, weights)
def test_split_of_positive_money_has_no_negative_part_and_is_within_a_unit_of_its_share(whole, weights):
    parts = money.split(abs(whole), weights)

    for part, weight in zip(parts, weights, strict=True):
        assert part >= 0
        assert abs(part - abs(whole) * weight / sum(weights)) <= money.CENT


def test_split_in_whole_rupiah_leaves_the_sen_with_the_first():
    assert money.split(Decimal("100.50"), [1, 1, 1], to=Decimal(1)) == [Decimal("34.50"), Decimal(33), Decimal(33)]


def test_split_without_weights_is_refused():
    with pytest.raises(money.NotMoney):
        money.split(Decimal(100), [0, 0])


@given(amounts)
def test_written_rupiah_is_read_back(value):
    assert money.parse(money.rupiah(value)) == value


@given(amounts)
def test_english_notation_is_read_back(value):
    assert money.parse(f"{value:,.2f}") == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.250.000,50", "1250000.50"),
        ("1,250,000.50", "1250000.50"),
        ("Rp 1.250.000,-", "1250000"),
        ("Rp1.250", "1250"),
        ("1,250", "1250"),
        ("1250.5", "1250.50"),
        ("1250,5", "1250.50"),
        ("(500)", "-500"),
        ("-0", "0"),
        (" 750 000 ", "750000"),
    ],
)
def test_parse_reads_both_notations(text, expected):
    assert money.parse(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text", ["", "abc", "8.12346E+11", "1.2.3", "1,25,000", "NaN", "1.250.000.5", "12.3456", "=1+1"]
)
def test_parse_refuses_what_is_no_sure_amount(text):
    with pytest.raises(money.NotMoney):
        money.parse(text)


@pytest.mark.parametrize("value", [1.5, True, None, "1e400", Decimal("NaN"), Decimal("0.001"), Decimal(10) ** 16])
def test_amount_refuses_floats_and_what_numeric_18_2_cannot_hold(value):
    with pytest.raises(money.NotMoney):
        money.amount(value)


def test_times_refuses_a_float_factor():
    with pytest.raises(money.NotMoney):
        money.times(Decimal(100), 0.005)


@pytest.mark.parametrize(
    ("value", "mode", "expected"),
    [
        ("0.125", "HALF_UP", "0.13"),
        ("0.125", "HALF_EVEN", "0.12"),
        ("0.129", "DOWN", "0.12"),
        ("-0.125", "HALF_UP", "-0.13"),
    ],
)
def test_rounded_follows_its_mode(value, mode, expected):
    assert money.rounded(Decimal(value), mode=mode) == Decimal(expected)


def test_rupiah_writes_sen_only_where_there_are_any():
    assert money.rupiah(Decimal("1250000")) == "Rp1.250.000"
    assert money.rupiah(Decimal("-0.5")) == "-Rp0,50"
    assert money.written(Decimal("1234.5"), currency="CHF") == "CHF 1.234,50"


def test_short_writes_millions_and_billions():
    assert [money.short(Decimal(value)) for value in ("950000", "1250000", "2500000000", "-3000000")] == [
        "Rp950.000",
        "Rp1,3 jt",
        "Rp2,5 M",
        "-Rp3 jt",
    ]


def test_in_words_includes_sen():
    assert money.in_words(Decimal("1001.50")) == "seribu satu rupiah lima puluh sen"
    assert money.in_words(Decimal("-2000000")) == "minus dua juta rupiah"
