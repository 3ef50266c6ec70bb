import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tagih.kernel.errors import Refusal
from tagih.web.ui.forms import DayField, RupiahField, read_day, refusals_shown

TODAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.250.000", "1250000"),
        ("1250000", "1250000"),
        ("Rp 1.250.000", "1250000"),
        ("Rp1.250.000,50", "1250000.50"),
        ("1,25jt", "1250000"),
        ("1.5 juta", "1500000"),
        ("500rb", "500000"),
        ("500 ribu", "500000"),
        ("75k", "75000"),
        ("Rp\u00a075.000", "75000"),
    ],
)
def test_rupiah_as_people_type_it(text, amount):
    assert RupiahField().clean(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["dua juta", "1,2,3", "1.25.000", "=1+1", "--5", "1e6", "٣٣"])
def test_rupiah_that_could_mean_two_things_is_refused(text):
    with pytest.raises(ValidationError):
        RupiahField().clean(text)


@pytest.mark.parametrize(("text", "code"), [("9.999", "min"), ("10.001", "max")])
def test_rupiah_limits_say_the_limit(text, code):
    field = RupiahField(minimum=Decimal(10_000), maximum=Decimal(10_000))

    with pytest.raises(ValidationError) as refused:
        field.clean(text)

    assert refused.value.code == code
    assert "Rp10.000" in refused.value.messages[0]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("25/11/2026", dt.date(2026, 11, 25)),
        ("25-11-26", dt.date(2026, 11, 25)),
        ("25/11", dt.date(2026, 11, 25)),
        ("25", dt.date(2026, 11, 25)),
        ("20", TODAY),
        ("5", dt.date(2026, 12, 5)),
        ("31", dt.date(2026, 12, 31)),
        ("+0", TODAY),
        ("+3", dt.date(2026, 11, 23)),
        ("2026-11-25", dt.date(2026, 11, 25)),
    ],
)
def test_day_as_people_type_it(text, day):
    assert read_day(text, today=TODAY) == day


@pytest.mark.parametrize("text", ["31/02/2026", "32", "0", "besok", "25/13", "", "29/02/2027"])
def test_day_that_does_not_exist_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        read_day(text, today=TODAY)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_day_written_is_the_day_read(day):
    assert DayField().clean(day.strftime("%d/%m/%Y")) == day


@given(st.integers(1, 28), st.dates(dt.date(2020, 1, 1), dt.date(2090, 1, 1)))
def test_day_of_month_is_the_next_one(number, today):
    found = read_day(str(number), today=today)

    assert found.day == number
    assert 0 <= (found - today).days <= 31


class Sample(forms.Form):
    amount = forms.CharField()


def test_refusal_goes_to_its_field_or_to_the_top():
    form, other = Sample({"amount": "1"}), Sample({"amount": "1"})

    with refusals_shown(form):
        raise Refusal("TOO_LARGE", "Too large.", field="amount", remedy="Ask.")
    with refusals_shown(other):
        raise Refusal("CLOSED", "Closed.")

    assert form.errors == {"amount": ["Too large. Ask."]}
    assert other.non_field_errors() == ["Closed."]
