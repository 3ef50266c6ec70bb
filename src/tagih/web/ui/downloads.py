"""Lists as files: XLSX or CSV, safe to open."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import HttpRequest, HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def download(request: HttpRequest, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """This will return the rows as an XLSX file, or as CSV with `?file=csv`. A text never becomes a formula."""
    if request.GET.get("file") == "csv":
        body, kind, ending = as_csv(header, rows), "text/csv; charset=utf-8", "csv"
    else:
        body, kind, ending = as_xlsx(header, rows), XLSX, "xlsx"
    return HttpResponse(
        body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    )


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """This will return CSV in UTF-8 with a mark, so that spreadsheets read it right."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    for row in rows:
        writer.writerow([_defused(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """This will return a workbook with one sheet: a bold head that stays, filters, days and amounts as such."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
    amount = book.add_format({"num_format": "#,##0"})
    widths = [len(str(cell)) for cell in header]
    for column, cell in enumerate(header):
        sheet.write_string(0, column, str(cell), bold)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            widths[column] = max(widths[column], min(len(str(cell or "")), 40))
            match cell:
                case None | "":
                    pass
                case bool() | str():
                    sheet.write_string(last, column, str(cell))
                case dt.datetime():
                    sheet.write_string(last, column, cell.strftime("%d/%m/%Y %H.%M"))
                case dt.date():
                    sheet.write_datetime(last, column, dt.datetime.combine(cell, dt.time()), day)
                case Decimal() | int():
                    sheet.write_number(last, column, cell, amount)
                case _:
                    sheet.write_string(last, column, str(cell))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width + 2)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(header) - 1)
    book.close()
    return out.getvalue()


def _defused(cell: Any) -> str:
    if isinstance(cell, dt.date) and not isinstance(cell, dt.datetime):
        return cell.isoformat()
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(DANGEROUS) else text
