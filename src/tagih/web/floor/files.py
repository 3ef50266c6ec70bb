"""CSV for a spreadsheet: no cell that the spreadsheet would run as a formula."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from tagih.kernel import clock

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_response(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """This will answer with a CSV file (UTF-8 with mark, so that spreadsheets read names right)."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([cell(value) for value in head])
    writer.writerows([cell(value) for value in row] for row in rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def cell(value: Any) -> str:
    """This will write one cell. Text that begins like a formula gets an apostrophe before it."""
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case dt.datetime():
            return f"{clock.local(value, clock.WIB):%Y-%m-%d %H:%M}"
        case int() | Decimal():
            return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text
