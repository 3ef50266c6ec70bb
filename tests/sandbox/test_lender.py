import ast
import csv
import datetime as dt
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from tagih.sandbox import lender as package
from tagih.sandbox.lender import core

ANCHOR = dt.date(2026, 11, 20)


@pytest.fixture(scope="module")
def lender() -> core.Lender:
    return core.open_lender(seed=7, customers=300, anchor=ANCHOR)


@pytest.fixture(scope="module")
def files(lender: core.Lender, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict]]:
    written = core.write_files(lender, day=ANCHOR, since=None, folder=tmp_path_factory.mktemp("files"))
    return {feed: _rows(file) for feed, file in written.items()}


def _rows(file: Path) -> list[dict]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_lender_of_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    first = core.open_lender(seed=3, customers=60, anchor=ANCHOR)
    again = core.open_lender(seed=3, customers=60, anchor=ANCHOR)

    here = core.write_files(first, day=ANCHOR, since=None, folder=tmp_path / "here")
    there = core.write_files(again, day=ANCHOR, since=None, folder=tmp_path / "there")

    assert {feed: file.read_bytes() for feed, file in here.items()} == {
        feed: file.read_bytes() for feed, file in there.items()
    }


def test_schedule_adds_up_to_the_principal_of_its_contract(files: dict) -> None:
    scheduled = defaultdict(Decimal)
    for row in files["instalments"]:
        scheduled[row["contract_no"]] += Decimal(row["principal"])

    principal = {row["contract_no"]: Decimal(row["principal"]) for row in files["contracts"]}

    assert {number: scheduled[number] for number in principal} == principal


def test_files_of_two_dawns_say_together_what_one_file_says(lender: core.Lender, tmp_path: Path) -> None:
    before = ANCHOR - dt.timedelta(days=40)
    whole = core.write_files(lender, day=ANCHOR, since=None, folder=tmp_path / "whole")
    first = core.write_files(lender, day=before, since=None, folder=tmp_path / "first")
    second = core.write_files(lender, day=ANCHOR, since=before, folder=tmp_path / "second")

    for feed in ("customers", "contact_points", "instalments", "payments", "clock_actions"):
        parts = [*_rows(first[feed]), *_rows(second.get(feed, first[feed]))] if feed in second else _rows(first[feed])
        assert sorted(map(str, parts)) == sorted(map(str, _rows(whole[feed])))


def test_money_in_a_file_was_known_before_its_dawn(files: dict) -> None:
    assert files["payments"]
    assert {row["paid_on"] < "2026-11-20" and row["recorded_at"] < "2026-11-20" for row in files["payments"]} == {True}


def test_no_file_knows_the_future(lender: core.Lender, tmp_path: Path) -> None:
    early = ANCHOR - dt.timedelta(days=190)

    files = core.write_files(lender, day=early, since=None, folder=tmp_path)

    dated = {"customers": "deceased_on", "contact_points": "obtained_on", "contracts": "disbursed_on"}
    for feed, column in (dated | {"payments": "paid_on"}).items():
        assert all(row[column] < early.isoformat() for row in _rows(files[feed]))


def test_reversal_undoes_a_payment_of_the_same_contract_and_amount(files: dict) -> None:
    by_reference = {row["payment_ref"]: row for row in files["payments"]}
    reversals = [row for row in files["payments"] if row["reversal_of"]]

    assert reversals
    for row in reversals:
        undone = by_reference[row["reversal_of"]]
        assert (undone["contract_no"], undone["amount"]) == (row["contract_no"], row["amount"])
        assert undone["recorded_at"] < row["recorded_at"]


def test_notices_of_a_day_are_in_the_files_of_the_next(lender: core.Lender, tmp_path: Path) -> None:
    told = {notice["payment_ref"]: notice for notice in core.notices(lender, day=ANCHOR)}

    later = core.write_files(lender, day=ANCHOR + dt.timedelta(days=1), since=ANCHOR, folder=tmp_path)
    filed = {row["payment_ref"]: row for row in _rows(later["payments"]) if row["paid_on"] == ANCHOR.isoformat()}

    assert told
    for reference, notice in told.items():
        assert (filed[reference]["contract_no"], filed[reference]["amount"] + ".00") == (
            notice["contract_no"], notice["amount"],
        )  # fmt: skip


def test_people_are_clearly_invented(files: dict) -> None:
    phones = [row["value"] for row in files["contact_points"] if row["kind"] == "WHATSAPP"]

    assert {number[4:7] for number in phones} == {"000"}
    assert {row["identity_no"][4:6] for row in files["customers"]} == {"99"}


def test_lender_knows_nothing_of_the_house() -> None:
    folder = Path(package.__file__).parent
    imported = {
        node.module
        for file in folder.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module.startswith("tagih")
    }

    assert {name.split(".")[1] for name in imported} == {"sandbox"}
