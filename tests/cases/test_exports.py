import csv
import datetime as dt
import json
from pathlib import Path

import pyarrow.parquet
import pytest

from tagih.cases import operations
from tagih.config.exports import EXPORTS
from tests.factories import cases as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    branch = make.branch()
    made = make.case(branch)
    make.case(branch)
    agent = make.agent(branch)
    operations.record_promise(case=made, draft=make.draft((2, 300_000), (5, 200_000)), by=agent, now=make.NOW)
    return made


def rows(name: str, folder: Path) -> list[dict[str, str]]:
    out = folder / f"{name}.csv"
    assert EXPORTS[name](make.DAY, out) == len(out.read_text().splitlines()) - 1
    return list(csv.DictReader(out.read_text().splitlines()))


def test_cases_are_exported_by_code(case, tmp_path) -> None:
    first, second = rows("cases", tmp_path)

    assert (first["case_code"], first["customer_no"]) == (case.code, case.customer.customer_no)
    assert (first["status"], first["overdue_amount"], first["contract_count"]) == ("OPEN", "1000000.00", "1")
    assert second["case_code"] != case.code


def test_work_items_are_exported_with_reasons(case, tmp_path) -> None:
    waiting = [row for row in rows("work-items", tmp_path) if row["status"] == "READY"]

    assert [row["precedence_name"] for row in waiting] == ["LIST"]
    assert json.loads(waiting[0]["reasons"])[0]["code"] == "OVERDUE_SINCE"


def test_promises_are_exported_with_their_legs(case, tmp_path) -> None:
    (row,) = rows("promises", tmp_path)

    assert (row["case_code"], row["status"], row["amount"]) == (case.code, "OPEN", "500000.00")
    assert row["due_on"] == (make.DAY + dt.timedelta(days=5)).isoformat()
    assert [leg["amount"] for leg in json.loads(row["legs"])] == [300_000, 200_000]


def test_parquet_keeps_types(case, tmp_path) -> None:
    EXPORTS["promises"](make.DAY, tmp_path / "promises.parquet")

    table = pyarrow.parquet.read_table(tmp_path / "promises.parquet")
    assert table.column("amount").to_pylist() == [500_000]
    assert table.column("due_on").to_pylist() == [make.DAY + dt.timedelta(days=5)]


def test_what_came_later_is_not_exported(case, tmp_path) -> None:
    assert EXPORTS["cases"](make.DAY - dt.timedelta(days=1), tmp_path / "cases.csv") == 0
