"""A file's rows as text, each with its line number, staged in one Parquet file: the careful way to read.

Memory does not grow with the file. A row that cannot even be split into columns is staged with its problem.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

import pyarrow
from pyarrow import parquet

from tagih.portfolio.feeds import workbook
from tagih.portfolio.feeds.files import Source, open_text

_BATCH = 20_000
_LINES_IN_ROW = 500  # more lines than this in one row: a quotation mark was never closed
_LONGEST = 64 << 20
_ESCAPED = re.compile("[\udc80-\udcff]+")

csv.field_size_limit(_LONGEST)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: the line it starts on, its texts, and why it cannot be used."""

    line: int
    values: list[str]
    problem: str = ""
    repair: str = ""


class _Unclosed(Exception):
    """A row does not end."""


class _Lines:
    """Lines of a text file for the CSV reader: it counts them, remembers those of the current row, takes some back."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._returned: list[str] = []
        self.number = 0
        self.row: list[str] = []
        self.repaired = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._returned.pop() if self._returned else self._file.readline(_LONGEST)
        if not line:
            raise StopIteration
        self.number += 1
        if not line.isascii() and _ESCAPED.search(line):
            line = _ESCAPED.sub(_as_cp1252, line)
            self.repaired = True
        self.row.append(line)
        if len(self.row) > _LINES_IN_ROW:
            raise _Unclosed
        return line

    def start_row(self) -> None:
        self.row = []
        self.repaired = False

    def take_back(self) -> str:
        """Gives the first line of the row away and puts the others back."""
        first, *rest = self.row
        self.number -= len(rest)
        self._returned.extend(reversed(rest))
        return first


def stage(source: Source, target: Path, on_share: Callable[[float], None] | None = None) -> int:
    """This will write all rows as text to a Parquet file and return their number.

    Columns: `_line`, `_problem` and `_repair` (codes or empty), then `s0`, `s1`, ... in the order of the header.
    """
    width = len(source.header)
    names = ["_line", "_problem", "_repair", *(f"s{index}" for index in range(width))]
    types = [pyarrow.int64()] + [pyarrow.string()] * (len(names) - 1)
    schema = pyarrow.schema(list(zip(names, types, strict=True)))
    total = 0
    rows = _workbook_rows(source, width) if source.kind == "xlsx" else _csv_rows(source, width, on_share)
    with parquet.ParquetWriter(target, schema, compression="snappy") as writer:
        while batch := list(islice(rows, _BATCH)):
            total += len(batch)
            columns = [[row.line for row in batch], [row.problem for row in batch], [row.repair for row in batch]]
            columns += [list(values) for values in zip(*(row.values for row in batch), strict=True)]
            writer.write_table(pyarrow.table(columns, schema=schema))
    return total


def _workbook_rows(source: Source, width: int) -> Iterator[Row]:
    for line, cells in workbook.rows(source.path, sheet=source.sheet):
        if line > source.header_line and any(cells):
            yield _fitted(line, cells, width, is_cut=False, pads=True)


def _csv_rows(source: Source, width: int, on_share: Callable[[float], None] | None) -> Iterator[Row]:
    with open_text(source) as file:
        lines = _Lines(file)
        for row in _split(lines, source, width):
            yield row
            if on_share and row.line % 50_000 == 0 and not source.is_packed:
                on_share(file.buffer.tell() / source.facts.size)


def _split(lines: _Lines, source: Source, width: int) -> Iterator[Row]:
    for _skipped in range(source.skip_lines):
        next(lines, None)
    reader = csv.reader(lines, delimiter=source.delimiter, strict=True)
    is_header = True
    while True:
        line = lines.number + 1
        lines.start_row()
        try:
            values = next(reader)
        except StopIteration:
            return
        except (csv.Error, _Unclosed) as problem:
            first = lines.take_back()
            code = (
                "QUOTE_NOT_CLOSED"
                if isinstance(problem, _Unclosed) or "unexpected end" in str(problem)
                else "BAD_QUOTES"
            )
            yield Row(line, ([first.rstrip("\r\n")] + [""] * width)[:width], code)
            reader = csv.reader(lines, delimiter=source.delimiter, strict=True)
            continue
        if is_header or not any(values):
            is_header = is_header and not any(values)
            continue
        is_cut = len(values) < width and lines.row[-1][-1] not in "\r\n"
        row = _fitted(line, values, width, is_cut=is_cut, pads=False)
        yield Row(row.line, row.values, row.problem, row.repair or "ENCODING") if lines.repaired else row


def _fitted(line: int, values: list[str], width: int, *, is_cut: bool, pads: bool) -> Row:
    """Exactly `width` texts; what does not fit is the row's problem, except empty columns at the end."""
    if len(values) == width:
        return Row(line, values)
    if len(values) > width:
        if any(value.strip() for value in values[width:]):
            return Row(line, [*values[: width - 1], " | ".join(values[width - 1 :])], "TOO_MANY_COLUMNS")
        return Row(line, values[:width], repair="EMPTY_COLUMNS")
    padded = values + [""] * (width - len(values))
    if pads:
        return Row(line, padded)
    return Row(line, padded, "CUT_OFF" if is_cut else "TOO_FEW_COLUMNS")


def _as_cp1252(run: re.Match[str]) -> str:
    raw = bytes(ord(sign) - 0xDC00 for sign in run.group())
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
