import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagih.kernel import ids

numbers = st.integers(0, 10**12)


@given(st.datetimes(min_value=dt.datetime(2000, 1, 1), max_value=dt.datetime(2200, 1, 1)))
def test_uuid7_tells_its_millisecond_and_sorts_by_time(moment):
    instant = moment.replace(tzinfo=dt.UTC)

    early, late = ids.uuid7(instant), ids.uuid7(instant + dt.timedelta(milliseconds=2))

    assert (early.version, early.variant) == (7, "specified in RFC 4122")
    assert abs(ids.instant_of(early) - instant) <= dt.timedelta(milliseconds=1)
    assert early < late


@given(numbers)
def test_short_code_leads_back_to_its_number(number):
    code = ids.short_code(number, prefix="P")

    assert ids.number_of(code, prefix="P") == number
    assert ids.number_of(f" {code.lower()} ", prefix="P") == number


@given(numbers, st.data())
def test_short_code_with_one_wrong_sign_is_noticed(number, data):
    code = ids.short_code(number)
    place = data.draw(st.integers(0, len(code) - 1))
    wrong = data.draw(st.sampled_from([sign for sign in ids.ALPHABET if sign != code[place]]))

    assert ids.number_of(code[:place] + wrong + code[place + 1 :]) is None


@given(numbers, st.data())
def test_short_code_with_swapped_neighbours_is_noticed(number, data):
    code = ids.short_code(number)
    place = data.draw(st.integers(0, len(code) - 3))
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert swapped == code or ids.number_of(swapped) is None


@pytest.mark.parametrize("text", ["", "A", "P-", "OOOOOO"])
def test_number_of_nonsense_is_none(text):
    assert ids.number_of(text, prefix="P") is None
