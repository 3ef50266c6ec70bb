import pytest

from tagih.contacts.rules.phones import masked, normalise


@pytest.mark.parametrize(
    "text",
    ["081234567890", "'081234567890", "6281234567890", "+6281234567890", "006281234567890", "0812-3456-7890",
     "(0812) 3456 7890", "81234567890", "+62 0812 3456 7890", "62081234567890", " 0812\u00a03456\u200b7890 ",
     "081234567890.0"],
)  # fmt: skip
def test_spellings_of_one_number_become_one(text):
    phone = normalise(text)

    assert (phone.value, phone.usable, phone.is_mobile, phone.zones) == ("+6281234567890", True, True, ())


@pytest.mark.parametrize(
    ("text", "reason"),
    [("8.12346E+11", "DIGITS_LOST_IN_SPREADSHEET"), ("8,12346e+11", "DIGITS_LOST_IN_SPREADSHEET"), ("", "EMPTY"),
     ("   ", "EMPTY"), ("0812", "TOO_SHORT"), ("-", "NOT_A_NUMBER"), ("tidak ada", "NOT_A_NUMBER"),
     ("0812345678901234", "NOT_IN_NUMBERING_PLAN"), ("081234567890 / 081345678901", "SEVERAL_NUMBERS"),
     ("0000000000", "NOT_A_NUMBER"),
     ("=cmd", "NOT_A_NUMBER")],
)  # fmt: skip
def test_unusable_number_keeps_its_text_and_says_why(text, reason):
    phone = normalise(text)

    assert (phone.value, phone.usable, phone.reason) == (text.strip(), False, reason)


def test_repairs_are_told():
    assert normalise("'812-3456-7890").repairs == ("PUNCTUATION", "LEADING_ZERO")
    assert normalise("+6281234567890").repairs == ()


def test_landline_has_a_zone():
    assert normalise("0721-482123").zones == ("Asia/Jakarta",)
    assert normalise("0411-872345").zones == ("Asia/Makassar",)


def test_mask_hides_the_middle():
    assert masked("+6281234567890") == "+62812•••••890"
    assert masked("0812") == "••••"
