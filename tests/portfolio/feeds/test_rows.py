"""What is mended, what is rejected and what is kept as it is, value by value."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from tests.factories.feeds import csv_text


def codes(landing):
    return {finding["code"]: finding["count"] for finding in landing.findings}


def test_clean_file_lands_typed_without_findings(load, rows):
    landing = load("contracts", csv_text("contracts", {}, {"contract_no": "K2", "principal": "", "status": "CLOSED"}))

    assert (landing.status, landing.rows, landing.accepted, landing.rejected, landing.repaired) == (
        "LANDED",
        2,
        2,
        0,
        0,
    )
    assert landing.findings == []
    assert rows("contracts", "contract_no", "principal", "currency", "disbursed_on", "status") == [
        ("K1", Decimal("12000000.00"), "IDR", dt.date(2026, 1, 15), "ACTIVE"),
        ("K2", None, "IDR", dt.date(2026, 1, 15), "CLOSED"),
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1250000", "1250000.00"),
        ("1250000.5", "1250000.50"),
        ("1.250.000", "1250000.00"),
        ('"1.250.000,50"', "1250000.50"),
        ('"1,250,000.50"', "1250000.50"),
        ('"1250,50"', "1250.50"),
        ("Rp 1.250.000", "1250000.00"),
        ('"Rp1.250.000,-"', "1250000.00"),
        ("652.530000001", "652.53"),
        ("1250.505", "1250.51"),
        ("0.125", "0.13"),
        (" 500000 ", "500000.00"),
    ],
)
def test_amount_with_one_reading_is_read(load, rows, written, read):
    landing = load("payments", csv_text("payments", {"amount": written}))

    assert landing.rejected == 0
    assert rows("payments", "amount") == [Decimal(read)]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1.250", "AMBIGUOUS_AMOUNT"),
        ("125.000", "AMBIGUOUS_AMOUNT"),
        ('"1,250"', "AMBIGUOUS_AMOUNT"),
        ("1.25E+06", "SCIENTIFIC"),
        ("lima ratus", "NOT_AN_AMOUNT"),
        ("0", "NOT_POSITIVE"),
        ("-500000", "NOT_POSITIVE"),
        ("", "MISSING"),
    ],
)
def test_amount_that_cannot_be_read_surely_is_rejected(load, rejects, written, code):
    landing = load("payments", csv_text("payments", {}, {"payment_ref": "P2", "amount": written}))

    assert (landing.rows, landing.accepted, landing.rejected) == (2, 1, 1)
    assert [(line, column, found) for line, column, _value, found in rejects(landing)] == [(3, "amount", code)]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-11-10", dt.date(2026, 11, 10)),
        ("2026-11-10 00:00:00", dt.date(2026, 11, 10)),
        ("2026-11-10T00:00:00Z", dt.date(2026, 11, 10)),
        ("20261110", dt.date(2026, 11, 10)),
        ("46336", dt.date(2026, 11, 10)),
        ("2024-02-29", dt.date(2024, 2, 29)),
    ],
)
def test_date_with_one_reading_is_read(load, rows, written, read):
    load("payments", csv_text("payments", {"paid_on": written}))

    assert rows("payments", "paid_on") == [read]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2026-02-29", "NO_SUCH_DATE"),
        ("2026-13-01", "NO_SUCH_DATE"),
        ("10/11/2026", "NOT_A_DATE"),
        ("2026-11-10 14:30:00", "NOT_A_DATE"),
        ("2026-11-21", "IN_FUTURE"),
        ("0026-11-10", "OUT_OF_RANGE"),
    ],
)
def test_date_that_cannot_be_is_rejected(load, rejects, written, code):
    landing = load("payments", csv_text("payments", {}, {"payment_ref": "P2", "paid_on": written}))

    assert rejects(landing) == [(3, "paid_on", written, code)]


def test_recorded_at_is_an_instant_in_utc_and_wib_where_it_has_no_zone(load, rows):
    load(
        "payments",
        csv_text(
            "payments",
            {"recorded_at": "2026-11-10T09:15:00"},
            {"payment_ref": "P2", "recorded_at": "2026-11-10T09:15:00Z"},
            {"payment_ref": "P3", "recorded_at": "2026-11-10 09:15:00+08:00"},
            {"payment_ref": "P4", "recorded_at": ""},
        ),
    )

    assert rows("payments", "payment_ref", "recorded_at") == [
        ("P1", dt.datetime(2026, 11, 10, 2, 15)),
        ("P2", dt.datetime(2026, 11, 10, 9, 15)),
        ("P3", dt.datetime(2026, 11, 10, 1, 15)),
        ("P4", None),
    ]


def test_marks_of_spreadsheets_are_removed_from_identifiers_and_recorded(load, rows):
    landing = load(
        "contact_points",
        csv_text("contact_points", {"value": "'0812345678"}, {"customer_no": "C2", "value": '"=""08123456"""'}),
    )

    assert rows("contact_points", "customer_no", "value", "is_usable") == [
        ("C1", "0812345678", True),
        ("C2", "08123456", True),
    ]
    assert (landing.repaired, codes(landing)) == (2, {"MARKS_REMOVED": 2})


def test_phone_in_scientific_notation_is_kept_and_unusable(load, rows):
    landing = load(
        "contact_points",
        csv_text(
            "contact_points",
            {"value": "8.12346E+11"},
            {"value": "62812345678"},
            {"kind": "EMAIL", "value": "siti at example"},
            {"kind": "EMAIL", "value": "siti@example.com"},
        ),
    )

    assert (landing.accepted, landing.repaired, codes(landing)) == (4, 0, {"UNUSABLE": 1})
    assert rows("contact_points", "value", "is_usable") == [
        ("62812345678", True),
        ("8.12346E+11", False),
        ("siti at example", False),
        ("siti@example.com", True),
    ]


def test_identity_in_scientific_notation_is_kept_and_unusable(load, rows):
    load("customers", csv_text("customers", {"identity_no": "3.27301E+15"}, {"customer_no": "C2"}))

    assert rows("customers", "customer_no", "identity_no", "identity_is_usable") == [
        ("C1", "3.27301E+15", False),
        ("C2", "3273014101900001", True),
    ]


def test_contract_number_in_scientific_notation_is_rejected(load, rejects):
    landing = load("contracts", csv_text("contracts", {}, {"contract_no": "8.12346E+11"}))

    assert rejects(landing) == [(3, "contract_no", "8.12346E+11", "SCIENTIFIC")]


def test_formula_in_a_key_is_rejected_and_harmless_in_the_rejects_file(load, rejects):
    landing = load("contracts", csv_text("contracts", {}, {"contract_no": "=cmd|' /C calc'!A0"}))

    assert rejects(landing) == [(3, "contract_no", "'=cmd|' /C calc'!A0", "FORMULA")]


def test_formula_in_a_name_is_kept_as_text_and_told(load, rows):
    landing = load("customers", csv_text("customers", {"full_name": "=cmd|' /C calc'!A0"}))

    assert rows("customers", "full_name") == ["=cmd|' /C calc'!A0"]
    assert (landing.repaired, codes(landing)) == (0, {"FORMULA_KEPT_AS_TEXT": 1})


def test_codes_are_read_in_any_case_and_unknown_ones_rejected(load, rows, rejects):
    landing = load(
        "contracts",
        csv_text("contracts", {"status": "Written off"}, {"contract_no": "K2", "status": "LUNAS"}),
    )

    assert rows("contracts", "status") == ["WRITTEN_OFF"]
    assert rejects(landing) == [(3, "status", "LUNAS", "NOT_IN_LIST")]


def test_personal_values_are_masked_in_the_rejects_file_and_whole_beside_it(load, rejects):
    landing = load("customers", csv_text("customers", {}, {"customer_no": "C2", "full_name": "Panjang " * 30}))

    assert rejects(landing) == [(3, "full_name", "Pa***g ", "TOO_LONG")]
    assert "Panjang Panjang" in Path(landing.rejects_file).with_name("rejected-rows.csv").read_text()


def test_row_with_several_faults_names_each(load, rejects):
    landing = load("contracts", csv_text("contracts", {}, {"contract_no": "", "due_day": "32", "principal": "-1"}))

    assert (landing.rejected, sorted(rejects(landing))) == (
        1,
        [(3, "contract_no", "", "MISSING"), (3, "due_day", "32", "OUT_OF_RANGE"), (3, "principal", "-1", "NEGATIVE")],
    )


def test_same_row_twice_loses_nothing_and_is_told(load, rows, rejects):
    landing = load("payments", csv_text("payments", {}, {"payment_ref": "P2"}, {}))

    assert (landing.rows, landing.accepted, landing.rejected) == (3, 2, 1)
    assert rejects(landing) == [(4, "payment_ref", "P1", "ROW_TWICE")]
    assert rows("payments", "payment_ref") == ["P1", "P2"]


def test_same_key_with_other_values_keeps_the_first_and_rejects_the_rest(load, rows, rejects):
    landing = load("payments", csv_text("payments", {}, {"amount": "7"}, {"amount": "8"}))

    assert rows("payments", "payment_ref", "amount") == [("P1", Decimal("500000.00"))]
    assert rejects(landing) == [(3, "payment_ref", "P1", "KEY_TWICE"), (4, "payment_ref", "P1", "KEY_TWICE")]


def test_clock_actions_that_start_together_are_different_rows(load, rows):
    landing = load(
        "clock_actions", csv_text("clock_actions", {}, {"end_date": "2026-11-30"}, {"end_date": "2026-11-01"})
    )

    assert len(rows("clock_actions", "end_date")) == 2
    assert landing.rejected == 1


def test_balances_of_another_date_are_rejected(load, rejects):
    landing = load("balances", csv_text("balances", {}, {"contract_no": "K2", "business_date": "2026-11-19"}))

    assert rejects(landing) == [(3, "business_date", "2026-11-19", "OTHER_DATE")]


def test_ten_megabytes_in_one_field_reject_that_row_only(load, rows, rejects):
    landing = load(
        "contracts",
        csv_text("contracts", {}, {"contract_no": "K2", "product": "x" * 10_000_000}, {"contract_no": "K3"}),
    )

    assert rows("contracts", "contract_no") == ["K1", "K3"]
    assert [(line, column, len(value), code) for line, column, value, code in rejects(landing)] == [
        (3, "product", 80, "TOO_LONG")
    ]


def test_flags_are_read_in_both_languages(load, rows):
    load(
        "customers",
        csv_text(
            "customers",
            *(
                {"customer_no": f"C{turn}", "vulnerable": word}
                for turn, word in enumerate(["ya", "Tidak", "1", "false", ""])
            ),
        ),
    )

    assert rows("customers", "customer_no", "vulnerable") == [
        ("C0", True),
        ("C1", False),
        ("C2", True),
        ("C3", False),
        ("C4", None),
    ]
