import io
import json
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest

from tagih.config import cli
from tagih.reporting import operations, queries, rules
from tagih.staff.models import Person
from tests.factories import figures as factory
from tests.factories.figures import DAY, MORNING

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(lake: object) -> queries.DailyReport:
    floor: SimpleNamespace = factory.floor()
    Person.objects.filter(pk=floor.agents[0].pk).update(full_name='=HYPERLINK("http://x","y")')
    for branch, agent, team in zip(floor.branches, floor.agents, floor.teams, strict=True):
        case = factory.case(branch)
        for result in ("RPC", "RPC", "NC"):
            factory.activity(case, agent, team, result=result)
        factory.promise(case, agent, team, status="KEPT")
        factory.payment(case, amount="1250000.00")
    operations.set_target(
        figure="RPC_RATE", unit=floor.company, value=Decimal("0.4"), starts_on=DAY, by=None, now=MORNING
    )
    operations.compute_day(business_date=DAY, by=None, now=MORNING)
    return queries.daily_report(DAY, paths=[floor.company.path])


def _book(report: queries.DailyReport, language: str = "id") -> openpyxl.Workbook:
    content = operations.render_daily(report, form="xlsx", language=language, scope="PT Contoh")
    return openpyxl.load_workbook(io.BytesIO(content))


def test_workbook_has_a_sheet_for_each_dimension_and_the_definitions(report: queries.DailyReport) -> None:
    book = _book(report, "en")

    assert book.sheetnames == ["Summary", "Branch", "Team", "Agent", "Bucket", "Definitions"]
    assert book["Branch"].freeze_panes == "C2"
    described = [row[0].value for row in book["Definitions"].rows if row[1].value]
    assert sorted(described) == sorted(figure.name("en") for figure in rules.FIGURES)


def test_workbook_holds_numbers_and_not_their_text(report: queries.DailyReport) -> None:
    sheet = _book(report, "en")["Branch"]
    column = {cell.value: cell.column for cell in sheet[1]}
    total = sheet.max_row

    assert sheet.cell(total, column["OC"]).value == 6
    assert sheet.cell(total, column["RPC rate"]).value == pytest.approx(0.6667)
    assert sheet.cell(total, column["Amount Collect"]).value == 2_500_000
    assert sheet.cell(total, column["RPC rate"]).number_format == "0.0%"


def test_name_that_looks_like_a_formula_stays_a_name(report: queries.DailyReport) -> None:
    cells = [cell for row in _book(report)["Petugas"].rows for cell in row if "HYPERLINK" in str(cell.value)]

    assert [(cell.data_type, cell.hyperlink) for cell in cells] == [("s", None)]


@pytest.mark.parametrize("language", ["id", "en"])
def test_same_figures_give_the_same_pdf(report: queries.DailyReport, language: str) -> None:
    first = operations.render_daily(report, form="pdf", language=language, scope="PT Contoh")
    again = operations.render_daily(report, form="pdf", language=language, scope="PT Contoh")

    assert first.startswith(b"%PDF")
    assert first == again


def test_day_without_figures_still_makes_a_document(lake: object) -> None:
    empty = queries.daily_report(DAY, paths=["1."])

    for form in ("xlsx", "pdf"):
        assert operations.render_daily(empty, form=form, language="id", scope="PT Contoh")


def test_evening_stores_the_report_once_for_the_company_and_each_region(
    report: queries.DailyReport, settings: object, tmp_path: Path
) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}
        }
    }  # fmt: skip

    first = operations.store_daily(business_date=DAY, now=MORNING)
    again = operations.store_daily(business_date=DAY, now=MORNING)

    assert (first, again) == ({"files": 4, "changed": 4}, {"files": 4, "changed": 0})
    assert sorted(file.suffix for file in tmp_path.rglob("*.*")) == [".pdf", ".pdf", ".xlsx", ".xlsx"]


def test_command_writes_the_report_of_the_company(report: queries.DailyReport, tmp_path: Path, capsys: object) -> None:
    out = tmp_path / "harian.xlsx"

    status = cli.run(["report", "daily", "--date", "2026-11-20", "--out", str(out), "--json"])

    assert status == 0
    assert json.loads(capsys.readouterr().out)["bytes"] == out.stat().st_size
    assert openpyxl.load_workbook(out).sheetnames[0] == "Ringkasan"


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--date", "2026-11-20", "--out", "x.docx"], "x.docx"),
        (["--date", "2020-01-01", "--out", "x.pdf"], "2020-01-01"),
        (["--date", "2026-11-20", "--out", "x.pdf", "--unit", "NOWHERE"], "NOWHERE"),
    ],
)
def test_command_refuses_in_one_line(
    report: queries.DailyReport, arguments: list[str], word: str, capsys: object
) -> None:
    status = cli.run(["report", "daily", *arguments])

    error = capsys.readouterr().err
    assert status == 1
    assert word in error
    assert error.count("\n") == 1
