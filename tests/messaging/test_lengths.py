"""Short messages: alphabets, parts, what a part must never cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagih.messaging.rules import lengths
from tagih.messaging.rules.lengths import GSM, UCS2, Length, measure


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", Length(GSM, 0, 1, 160)),
        ("a" * 160, Length(GSM, 160, 1, 0)),
        ("a" * 161, Length(GSM, 161, 2, 145)),
        ("€" * 80, Length(GSM, 160, 1, 0)),
        ("a" * 152 + "€" + "a" * 10, Length(GSM, 164, 2, 141)),
        ("é" * 160, Length(GSM, 160, 1, 0)),
        ("ê", Length(UCS2, 1, 1, 69)),
        ("🙏", Length(UCS2, 2, 1, 68)),
        ("a" * 69 + "🙏", Length(UCS2, 71, 2, 63)),
        ("سلام", Length(UCS2, 4, 1, 66)),
        ("a" * 5_000, Length(GSM, 5_000, 33, 49)),
    ],
)  # fmt: skip
def test_length_and_parts_are_those_of_an_operator(text, length):
    assert measure(text) == length


@given(st.text(max_size=600))
def test_parts_join_to_the_text_and_fit(text):
    encoding, parts = lengths.encoding_of(text), lengths.parts(text)

    assert "".join(parts) == text
    most = lengths.SINGLE[encoding] if len(parts) == 1 else lengths.EACH[encoding]
    unit = 2 if encoding == UCS2 else 1
    assert all(len(lengths.encoded(part, encoding)) // unit <= most for part in parts)
    assert len(parts) == measure(text).parts


@given(st.text(alphabet=[*lengths.CODES, *lengths.EXTENSION], max_size=300))
def test_the_seven_bit_alphabet_reads_back(text):
    assert lengths.decoded(lengths.encoded(text, GSM), GSM) == text
