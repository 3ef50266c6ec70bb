"""QRIS texts against published strings, and what must hold for any merchant and amount."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagih.payments.rules import qris
from tagih.payments.rules.qris import Field, NotQris

HEAD = (
    "26640017ID.CO.EXAMPLE.WWW0118936000140000000001021000000000010303UMI"
    "51440014ID.CO.QRIS.WWW0215ID10200000000010303UMI"
)
TAIL = "5802ID5919MULTIFINANCE CONTOH6014BANDAR LAMPUNG61053511162130109C0-0001236304"
STATIC = f"000201010211{HEAD}520460125303360{TAIL}8900"
DYNAMIC = f"000201010212{HEAD}5204601253033605406825000{TAIL}C933"


def test_checksum_has_the_published_check_value():
    assert qris.checksum("123456789") == "29B1"


def test_static_becomes_the_published_dynamic_text():
    assert qris.dynamic(STATIC, amount=Decimal(825_000)) == DYNAMIC


def test_a_static_text_is_told_from_a_dynamic_one():
    assert (qris.is_static(STATIC), qris.is_static(DYNAMIC)) == (True, False)


def test_sen_are_written_only_where_there_are_any():
    told = {field.tag: field.value for field in qris.fields(qris.dynamic(STATIC, amount=Decimal("1250000.50")))}

    assert told["54"] == "1250000.5"


def test_the_reference_goes_into_the_additional_field_and_keeps_the_bill():
    told = {field.tag: field.value for field in qris.checked(qris.dynamic(STATIC, amount=Decimal(1), reference="K7Q2"))}

    assert qris.fields(told["62"]) == [Field("01", "C0-000123"), Field("05", "K7Q2")]


def test_lengths_count_bytes_of_a_name_beyond_ascii():
    name = "KOPI SENJA é☕"
    text = qris.written([Field("00", "01"), Field("59", name)])

    assert text == f"00020159{len(name.encode())}{name}"
    assert qris.fields(text)[1].value == name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "FORMAT"),
        ("000", "TRUNCATED"),
        ("0002", "TRUNCATED"),
        ("00XX01", "LENGTH"),
        (STATIC[:-4] + "8901", "CHECKSUM"),
        (STATIC[:-8], "CHECKSUM_MISSING"),
        (STATIC.replace("LAMPUNG", "LAMPANG"), "CHECKSUM"),
    ],
)  # fmt: skip
def test_what_is_damaged_is_refused_by_name(text, code):
    with pytest.raises(NotQris) as refused:
        qris.checked(text)

    assert refused.value.code == code


def test_a_dynamic_text_is_nobodys_template():
    with pytest.raises(NotQris, match="NOT_STATIC"):
        qris.dynamic(DYNAMIC, amount=Decimal(1))


@pytest.mark.parametrize("amount", [Decimal(0), Decimal(-5), Decimal("0.001"), Decimal(10) ** 13])
def test_an_amount_that_no_code_can_carry_is_refused(amount):
    with pytest.raises(NotQris, match="AMOUNT"):
        qris.dynamic(STATIC, amount=amount)


@given(
    amount=st.decimals(min_value="0.01", max_value="999999999.99", places=2),
    reference=st.text(alphabet="ABCDEFGHJKLMNPQRSTUVWXYZ23456789-", max_size=25),
)
def test_every_dynamic_text_reads_back_whole(amount, reference):
    text = qris.dynamic(STATIC, amount=amount, reference=reference)
    told = {field.tag: field.value for field in qris.checked(text)}

    assert Decimal(told["54"]) == amount
    assert told["01"] == "12"
    assert qris.written(qris.fields(text)) == text


@given(place=st.integers(0, len(STATIC) - 1), sign=st.characters(codec="ascii", min_codepoint=32))
def test_one_changed_sign_never_passes(place, sign):
    damaged = STATIC[:place] + sign + STATIC[place + 1 :]
    if damaged == STATIC:
        return

    with pytest.raises(NotQris):
        qris.checked(damaged)
