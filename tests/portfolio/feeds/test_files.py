"""Files as they really arrive: encodings, separators, line ends, kinds, headers."""

import datetime as dt
import gzip
import os
import zipfile
from decimal import Decimal

import openpyxl
import pyarrow
import pytest
from pyarrow import parquet

from tagih.portfolio.feeds import files
from tagih.portfolio.feeds.files import FileUnusable, WrongHeader
from tagih.portfolio.models import Landing
from tests.factories.feeds import CONTRACT, PAYMENT, csv_text

TWO = csv_text("contracts", {}, {"contract_no": "K2"})


@pytest.mark.parametrize(
    "content",
    [
        TWO.encode("utf-8-sig"),
        TWO.encode("utf-16"),
        TWO.encode("utf-16-le"),
        TWO.replace(",", ";").encode(),
        TWO.replace(",", "\t").encode(),
        TWO.replace("\n", "\r\n").encode(),
        TWO.replace("\n", "\r").encode(),
        TWO.rstrip("\n").encode(),
        ("\n\n" + TWO + "\n\n").encode(),
        TWO.replace("contract_no", " Contract No ").encode(),
        gzip.compress(TWO.encode()),
    ],
    ids=[
        "bom",
        "utf-16",
        "utf-16 bare",
        "semicolon",
        "tab",
        "crlf",
        "cr",
        "no last end",
        "blank lines",
        "header",
        "gzip",
    ],
)
def test_file_lands_however_it_is_written(load, rows, content):
    landing = load("contracts", content)

    assert (landing.status, landing.rejected) == ("LANDED", 0)
    assert rows("contracts", "contract_no", "due_day") == [("K1", 5), ("K2", 5)]


def test_names_in_two_encodings_are_read_and_recorded(load, rows):
    text = csv_text("customers", {"full_name": "Zoë Müller"}, {"customer_no": "C2", "full_name": "André"}).split("\n")
    content = (text[0] + "\n" + text[1] + "\n").encode() + (text[2] + "\n").encode("cp1252")

    landing = load("customers", content)

    assert rows("customers", "full_name") == ["André", "Zoë Müller"]
    assert [(found["code"], found["count"]) for found in landing.findings] == [("ENCODING", 1)]


def test_line_numbers_are_those_of_the_file_despite_quoted_newlines(load, rows, rejects):
    content = 'contract_no,customer_no,product,branch,status\nK1,C1,"MO\nTOR\nBARU",B1,ACTIVE\n\nK2,C1,MOTOR,B1,SALAH\n'

    landing = load("contracts", content)

    assert rejects(landing) == [(6, "status", "SALAH", "NOT_IN_LIST")]
    assert rows("contracts", "product") == ["MO TOR BARU"]


def test_line_numbers_count_carriage_returns(load, rejects):
    landing = load("contracts", csv_text("contracts", {}, {"contract_no": "K2", "status": "SALAH"}, end="\r"))

    assert rejects(landing) == [(3, "status", "SALAH", "NOT_IN_LIST")]


def test_cut_off_last_line_is_rejected_and_told(load, rows, rejects):
    landing = load("contracts", TWO + "K3,C1,MO")

    assert rows("contracts", "contract_no") == ["K1", "K2"]
    assert rejects(landing) == [(4, "", "***", "CUT_OFF")]
    assert "NO_FINAL_LINE_END" in [found["code"] for found in landing.findings]


def test_quote_that_never_closes_costs_one_line(load, rows, rejects):
    lines = TWO.splitlines()
    content = "\n".join([lines[0], 'K0,C1,"MOTOR,B1,1,5,2026-01-15,ACTIVE', *lines[1:]]) + "\n"

    landing = load("contracts", content)

    assert rows("contracts", "contract_no") == ["K1", "K2"]
    assert [(line, code) for line, _column, _value, code in rejects(landing)] == [(2, "QUOTE_NOT_CLOSED")]


def test_quote_that_never_closes_in_a_long_file_costs_one_line(load, rows):
    lines = csv_text("contracts", *({"contract_no": f"K{number}"} for number in range(2_000))).splitlines()
    lines[3] = lines[3].replace("MOTOR", '"MOTOR')

    landing = load("contracts", "\n".join(lines) + "\n")

    assert (landing.rows, landing.accepted, landing.rejected) == (2_000, 1_999, 1)
    assert "K2" not in rows("contracts", "contract_no")


def test_rows_of_another_width_are_rejected_but_not_for_empty_columns_at_the_end(load, rejects):
    header, row, _other = TWO.splitlines()
    content = "\n".join([header, row + ",,", row.replace("K1", "K2") + ",surplus", "K3,C1"]) + "\n"

    landing = load("contracts", content)

    assert (landing.accepted, landing.repaired) == (1, 1)
    assert [(line, code) for line, _column, _value, code in rejects(landing)] == [
        (3, "TOO_MANY_COLUMNS"),
        (4, "TOO_FEW_COLUMNS"),
    ]


def test_wrong_header_names_what_is_missing_and_what_looks_similar(load):
    with pytest.raises(WrongHeader) as refused:
        load("contracts", TWO.replace("contract_no", "kontrak_no").replace("branch", "branches").replace("status", "x"))

    assert refused.value.value == ("contract_no", "branch", "status")
    assert "contract_no, branch, status" in str(refused.value)
    assert "branches → branch" in str(refused.value)
    assert not Landing.objects.exists()


def test_column_twice_in_the_header_is_refused(load):
    with pytest.raises(FileUnusable, match="status") as refused:
        load("contracts", TWO.replace("due_day", "status"))

    assert refused.value.code == "HEADER_TWICE"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "FILE_EMPTY"),
        (b"\n\n  \n", "FILE_EMPTY"),
        (b"%PDF-1.7 ...", "FILE_KIND"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "FILE_KIND"),
        (b"PK\x03\x04 not a workbook", "FILE_KIND"),
        (b"PAR1 not really", "FILE_KIND"),
        (bytes(range(256)) * 40, "FILE_KIND"),
        (b"\x1f\x8b\x08 broken", "FILE_KIND"),
        (csv_text("contracts").encode(), "NO_ROWS"),
    ],
    ids=["empty", "blank", "pdf", "xls", "zip", "parquet", "binary", "gzip", "header only"],
)
def test_file_that_is_no_feed_is_refused_with_a_reason(load, content, code):
    with pytest.raises(FileUnusable) as refused:
        load("contracts", content)

    assert refused.value.code == code
    assert not Landing.objects.exclude(status="FAILED").exists()


def test_header_only_is_a_day_without_payments(load):
    landing = load("payments", csv_text("payments"))

    assert (landing.status, landing.rows, [found["code"] for found in landing.findings]) == ("LANDED", 0, ["NO_ROWS"])


def test_workbook_lands_like_its_csv(load, rows, rejects, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(list(PAYMENT))
    book.active.append(["P1", 8123456, dt.datetime(2026, 11, 10), 500000.5, None])
    book.active.append(["P2", "K2", "2026-11-10", 1250000, "VA"])
    book.active.append([])
    book.active.append(["P3", 3273014101900001, dt.date(2026, 11, 10), 1, None])
    path = tmp_path / "payments.xlsx"
    book.save(path)

    landing = load("payments", path)

    assert rows("payments", "payment_ref", "contract_no", "paid_on", "amount") == [
        ("P1", "8123456", dt.date(2026, 11, 10), Decimal("500000.50")),
        ("P2", "K2", dt.date(2026, 11, 10), Decimal("1250000.00")),
    ]
    assert rejects(landing) == [(5, "contract_no", "3.27301E+15", "SCIENTIFIC")]


def test_parquet_lands_like_its_csv(load, rows, rejects, tmp_path):
    rows_in = [CONTRACT | {"principal": Decimal("12.50"), "disbursed_on": dt.date(2026, 1, 15), "due_day": 5}] * 2
    rows_in[1] = rows_in[1] | {"contract_no": "K2", "due_day": 45}
    path = tmp_path / "contracts.parquet"
    parquet.write_table(pyarrow.Table.from_pylist(rows_in), path)

    landing = load("contracts", path)

    assert rows("contracts", "contract_no", "principal", "disbursed_on", "due_day") == [
        ("K1", Decimal("12.50"), dt.date(2026, 1, 15), 5)
    ]
    assert rejects(landing) == [(2, "due_day", "45", "OUT_OF_RANGE")]


def test_zip_bomb_is_no_workbook(load, tmp_path, monkeypatch):
    from tagih.portfolio.feeds import workbook

    monkeypatch.setattr(workbook, "_UNPACKED", 1000)
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "0" * 100_000)

    with pytest.raises(FileUnusable) as refused:
        load("contracts", path)

    assert refused.value.code == "FILE_KIND"


def test_a_large_file_that_was_written_again_is_examined_again(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_LARGE", 0)
    path = tmp_path / "large.csv"
    path.write_bytes(b"a,b\n1,2\n")
    before = files.examine(path)
    stamp = path.stat()

    same = files.examine(path)
    while path.stat().st_ctime_ns == stamp.st_ctime_ns:  # that clock ticks every few milliseconds
        path.write_bytes(b"a,b\n1,3\n")  # as long as before
        os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))  # and dated back
    after = files.examine(path)

    assert same is before
    assert after.sha256 != before.sha256
