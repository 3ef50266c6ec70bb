"""The daily report as an Excel workbook: summary, a sheet for each dimension, definitions."""

import io
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tagih.reporting import rules
from tagih.reporting.queries import Cell, DailyReport, Row, definitions, wording
from tagih.reporting.rules import Kind

INK, RULE, PAPER, GOOD, BAD = "#1f2a37", "#c9ced6", "#eef1f5", "#1b6e4b", "#a4262c"
_NUMBERS = {
    Kind.COUNT: "#,##0",
    Kind.AMOUNT: '"Rp"#,##0',
    Kind.SHARE: "0.0%",
    Kind.RATIO: "0.00",
    Kind.MINUTES: "0.0",
}
_WIDTHS = {Kind.AMOUNT: 18}


def made(report: DailyReport, *, scope: str) -> bytes:
    """This will return the workbook. Every text is written as text: a name that begins with `=` stays a name."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(
        held,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    if report.computed_at:
        book.set_properties({"title": _title(report), "created": report.computed_at.replace(tzinfo=None)})
    pen = _Pen(book)
    _summary(book, pen, report, scope)
    for section in report.sections:
        _table(book, pen, str(section.dimension.label), section.rows, report)
    _definitions(book, pen)
    book.close()
    return held.getvalue()


class _Pen:
    """The formats of the workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "vcenter"}
        line = {"bottom": 1, "bottom_color": RULE}
        self.title = book.add_format(base | {"bold": True, "font_size": 16})
        self.note = book.add_format(base | {"font_color": "#5a6675"})
        self.head = book.add_format(
            base | {"bold": True, "bg_color": PAPER, "text_wrap": True, "bottom": 2, "bottom_color": INK}
        )
        self.right_head = book.add_format(
            base | {"bold": True, "bg_color": PAPER, "text_wrap": True, "bottom": 2, "bottom_color": INK,
                    "align": "right"}
        )  # fmt: skip
        self.text = book.add_format(base | line)
        self.wrapped = book.add_format(base | line | {"text_wrap": True, "valign": "top"})
        self.group = book.add_format(base | {"bold": True, "font_size": 12})
        self.numbers = {kind: book.add_format(base | line | {"num_format": form}) for kind, form in _NUMBERS.items()}
        self.sums = {
            kind: book.add_format(base | {"num_format": form, "bold": True, "top": 2, "top_color": INK})
            for kind, form in _NUMBERS.items()
        }
        self.sum_text = book.add_format(base | {"bold": True, "top": 2, "top_color": INK})
        self.moods = {
            (kind, mood): book.add_format(
                base | line | {"num_format": _signed(form), "font_color": colour, "align": "right"}
            )
            for kind, form in _NUMBERS.items()
            for mood, colour in (("GOOD", GOOD), ("BAD", BAD), ("SAME", INK))
        }


def _summary(book: xlsxwriter.Workbook, pen: _Pen, report: DailyReport, scope: str) -> None:
    sheet = book.add_worksheet(_("Summary"))
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 4, 19)
    sheet.set_column(5, 5, 12)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, _title(report), pen.title)
    sheet.write_string(1, 0, scope, pen.note)
    heads = [_("Figure"), _("Today"), _("The day before"), _("Change"), _("Target"), _("Reached")]
    for column, text in enumerate(heads):
        sheet.write_string(3, column, text, pen.head if column == 0 else pen.right_head)
    for line, cell in enumerate(report.total.cells, start=4):
        kind = cell.figure.kind
        sheet.write_string(line, 0, cell.figure.name(_language()), pen.text)
        _write(sheet, line, 1, cell.value, pen.numbers[kind])
        _write(sheet, line, 2, cell.previous, pen.numbers[kind])
        _write(sheet, line, 3, cell.change, pen.moods[kind, cell.mood])
        _write(sheet, line, 4, cell.target, pen.numbers[kind])
        sheet.write_string(line, 5, _reached(cell), pen.text)
    sheet.freeze_panes(4, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _table(book: xlsxwriter.Workbook, pen: _Pen, name: str, rows: tuple[Row, ...], report: DailyReport) -> None:
    sheet = book.add_worksheet(name[:31])
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 28)
    sheet.set_row(0, 34)
    sheet.write_string(0, 0, _("Code"), pen.head)
    sheet.write_string(0, 1, name, pen.head)
    for column, figure in enumerate(rules.FIGURES, start=2):
        sheet.set_column(column, column, _WIDTHS.get(figure.kind, 12))
        sheet.write_string(0, column, figure.name(_language()), pen.right_head)
        sheet.write_comment(0, column, figure.formula(_language()), {"x_scale": 2})
    for line, row in enumerate(rows, start=1):
        sheet.write_string(line, 0, row.key or wording.UNKNOWN, pen.text)
        sheet.write_string(line, 1, row.label or _("None"), pen.text)
        for column, cell in enumerate(row.cells, start=2):
            _write(sheet, line, column, cell.value, pen.numbers[cell.figure.kind])
    bottom = len(rows) + 1
    sheet.write_string(bottom, 0, "", pen.sum_text)
    sheet.write_string(bottom, 1, _("Total"), pen.sum_text)
    for column, cell in enumerate(report.total.cells, start=2):
        _write(sheet, bottom, column, cell.value, pen.sums[cell.figure.kind])
    sheet.autofilter(0, 0, len(rows), len(rules.FIGURES) + 1)
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, 1)


def _definitions(book: xlsxwriter.Workbook, pen: _Pen) -> None:
    sheet = book.add_worksheet(_("Definitions"))
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 90)
    line = 0
    for group, figures in definitions():
        sheet.write_string(line, 0, str(group.label), pen.group)
        line += 1
        for figure in figures:
            sheet.write_string(line, 0, figure.name(_language()), pen.wrapped)
            sheet.write_string(line, 1, figure.formula(_language()), pen.wrapped)
            line += 1
        line += 1


def _write(sheet: Any, line: int, column: int, value: Decimal | None, form: Any) -> None:
    if value is None:
        sheet.write_string(line, column, wording.UNKNOWN, form)
    else:
        sheet.write_number(line, column, value, form)


def _reached(cell: Cell) -> str:
    return "" if cell.is_reached is None else _("yes") if cell.is_reached else _("no")


def _signed(form: str) -> str:
    return f"+{form};-{form};0" if form != '"Rp"#,##0' else '+"Rp"#,##0;-"Rp"#,##0;0'


def _title(report: DailyReport) -> str:
    return _("Daily report, {date}").format(date=wording.long_date(report.business_date))


def _language() -> str:
    return get_language() or "id"
