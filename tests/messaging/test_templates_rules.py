"""Words of templates: variables and what the linter finds."""

import tomllib
from importlib import resources

import pytest

from tagih.messaging.rules.lint import ERROR, lint
from tagih.messaging.rules.templates import Text, VariableMissing, filled, variables_of

GOOD = "{lender}: Bpk/Ibu {name}, ada informasi untuk Anda di {link} {stop}"


def codes(
    body: str, *, channel: str = "SMS", purpose: str = "COLLECT", subject: str = "Informasi", english: str = GOOD
):
    texts = {"id": Text(body, subject), "en": Text(english, subject)}
    found = lint(channel=channel, purpose=purpose, is_service=False, texts=texts)
    return {one.code for one in found if one.severity == ERROR}


def test_good_words_pass():
    assert codes(GOOD) == set()


def test_what_comes_with_tagih_passes():
    told = tomllib.loads((resources.files("tagih.messaging") / "starter" / "templates.toml").read_text())

    for one in told["template"]:
        texts = {lang: Text(one[lang], one.get(f"subject_{lang}", "")) for lang in ("id", "en")}
        found = lint(
            channel=one["channel"], purpose=one["purpose"], is_service=one.get("is_service", False), texts=texts
        )
        assert [finding for finding in found if finding.severity == ERROR] == [], one["code"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (GOOD + " Kami akan melapor ke polisi.", "THREAT"),
        (GOOD + " Jangan sampai unit DISITA", "THREAT"),
        (GOOD + " Apakah Anda tidak malu pada tetangga?", "SHAMING"),
        (GOOD + " ｐｏｌｉｓｉ", "THREAT"),
        ("{lender}: tunggakan Anda ada di {link} {stop}", "DEBT_ON_LOCK_SCREEN"),
        ("{lender}: {name}, bayar {amount_due} di {link} {stop}", "DEBT_ON_LOCK_SCREEN"),
        ("Bpk/Ibu {name}, ada informasi di {link} {stop}", "SENDER_MISSING"),
        ("{lender}: Bpk/Ibu {name}, ada informasi di {link}", "OPT_OUT_MISSING"),
        (GOOD + " {nama}", "VARIABLE_UNKNOWN"),
        (GOOD + " {", "BRACE_OPEN"),
        (GOOD + " https://bayar.example/x", "LINK_WRITTEN_OUT"),
        ("{lender}: BAPAK DAN IBU {name} HARAP MEMBUKA {link} {stop}", "SHOUTING"),
        (GOOD + " \u202eterbalik", "HIDDEN_SIGNS"),
        (GOOD + "a" * 5_000, "TOO_LONG"),
        ("", "LANGUAGE_MISSING"),
    ],
)
def test_what_must_not_be_said_is_found(body, code):
    assert code in codes(body)


def test_nobody_else_learns_of_a_debt():
    assert "DEBT_TO_ANOTHER" in codes("{lender}: kami mencari {name} tentang angsuran. {stop}", purpose="LOCATE")


def test_a_letter_may_tell_the_amount_but_not_in_its_subject():
    body = GOOD + " Jumlah {amount_due}."

    assert codes(body, channel="EMAIL") == set()
    assert codes(body, channel="EMAIL", subject="Tunggakan Anda") == {"DEBT_ON_LOCK_SCREEN"}


def test_values_are_not_read_as_variables():
    assert filled(Text("{name}"), {"name": "{link}", "link": "x"}).body == "{link}"


@pytest.mark.parametrize("values", [{}, {"name": ""}])
def test_a_missing_value_is_named(values):
    with pytest.raises(VariableMissing) as missing:
        filled(Text("Yth {name}"), values)

    assert missing.value.name == "name"


def test_variables_are_listed_once():
    assert variables_of("{a} {b} {a}") == ["a", "b"]
