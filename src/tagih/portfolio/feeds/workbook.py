"""XLSX files, read row by row: a cell becomes the text that the same value has in a CSV file."""

import datetime as dt
import warnings
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

_PRECISE = 10**15  # a spreadsheet keeps fifteen digits; what is longer has lost some
_UNPACKED = 8 << 30


def is_workbook(path: Path) -> bool:
    """This will tell whether a zip file is an XLSX of a bearable size."""
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = sum(entry.file_size for entry in archive.infolist())
            return "xl/workbook.xml" in archive.namelist() and sizes < _UNPACKED
    except (zipfile.BadZipFile, OSError):
        return False


def header(path: Path, *, sheet: str, skip_lines: int) -> tuple[tuple[str, ...], int]:
    """This will return the names of the first filled row after `skip_lines`, and its number."""
    for line, cells in rows(path, sheet=sheet):
        if line > skip_lines and any(cells):
            return tuple(cell.strip() for cell in cells), line
    return (), 1


def rows(path: Path, *, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """This will yield the number and the texts of every row of the sheet (the first one by default)."""
    import openpyxl  # noqa: PLC0415 (lazy: start-up time)
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415 (lazy: start-up time)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and extensions that do not matter here
        try:
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        except (InvalidFileException, KeyError, ValueError, zipfile.BadZipFile):
            return
        try:
            page = book[sheet] if sheet in book.sheetnames else book.worksheets[0]
            page.reset_dimensions()
            for line, cells in enumerate(page.iter_rows(values_only=True), start=1):
                yield line, [_text(cell) for cell in cells]
        finally:
            book.close()


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def _number(cell: float) -> str:
    if abs(cell) >= _PRECISE:
        return f"{cell:.5E}"
    if cell == int(cell):
        return str(int(cell))
    return format(Decimal(repr(cell)), "f")
