"""What a file is before its rows are read: kind, encoding, separators, header, and facts about its bytes."""

import csv
import difflib
import gzip
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import pyarrow
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from pyarrow import parquet

from tagih.kernel.errors import Refusal
from tagih.portfolio.feeds import workbook
from tagih.portfolio.feeds.profiles import Profile

_LARGE = 64 << 20
_RECENT: dict[tuple[int, ...], "Facts"] = {}
_BLOCK = 1 << 22
_HEAD = 1 << 18
_SHAPES = bytes.maketrans(b"123456789.+-E", b"000000000000e")  # a power of ten, such as 1.5E-7, holds 0e0
_DELIMITERS = (",", ";", "\t", "|")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ENCODINGS = {"utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "iso-8859-1"}


class FileUnusable(Refusal):
    """The file as a whole cannot be landed."""

    @classmethod
    def damaged(cls) -> "FileUnusable":
        """This will return the refusal of a file of no known kind."""
        return cls(
            "FILE_KIND",
            _("The file is neither CSV nor XLSX nor Parquet, or it is damaged."),
            field="file",
            remedy=_("Save it as CSV (UTF-8) or XLSX and try again."),
        )


class WrongHeader(FileUnusable):
    """The first line does not name the columns that the feed needs."""

    def __init__(self, missing: Sequence[str], header: Sequence[str], similar: dict[str, str]) -> None:
        remedy: Any = format_lazy(_("The file has: {names}."), names=", ".join(header[:40]))
        if similar:
            pairs = ", ".join(f"{there} → {wanted}" for wanted, there in similar.items())
            remedy = format_lazy(_("{has} Looks similar: {pairs}."), has=remedy, pairs=pairs)
        super().__init__(
            "WRONG_HEADER",
            format_lazy(_("The header lacks the columns {names}."), names=", ".join(missing)),
            field="file",
            value=tuple(missing),
            remedy=remedy,
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What one pass over the bytes tells."""

    sha256: str
    size: int
    head: bytes
    has_quote: bool = False
    has_return: bool = False
    has_exponent: bool = False  # E+: a spreadsheet may have dropped digits
    has_power: bool = False  # 1e2 somewhere: a number, or part of a name
    has_tab: bool = False
    has_oddity: bool = False  # zero bytes, no-break spaces: rows to be looked at one by one
    ends_line: bool = True
    lines: int = 0  # by line feeds


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be read: what it is and how its columns are called."""

    path: Path
    kind: str  # csv, xlsx, parquet
    facts: Facts
    header: tuple[str, ...]
    encoding: str = ""
    delimiter: str = ","
    is_packed: bool = False
    skip_lines: int = 0
    sheet: str = ""
    header_line: int = 1
    found: dict[str, int] = field(default_factory=dict)  # wanted name: position in the header

    @property
    def extra(self) -> list[str]:
        """Columns that nothing reads."""
        return [name for index, name in enumerate(self.header) if name and index not in self.found.values()]


def examine(path: Path, on_bytes: Callable[[int], None] | None = None) -> Facts:
    """This will read the bytes once: checksum, size, and which signs occur.

    A large file that this process has just examined and that nobody has written to since is not read again: inode,
    size and time of change say so, and reading it takes longer than the tick of that clock.

    :raises FileUnusable: the file cannot be read or is empty
    """
    mark = _mark(path)
    if mark in _RECENT:
        return _RECENT[mark]
    facts = _examined(path, on_bytes)
    if facts.size >= _LARGE and _mark(path) == mark:
        _RECENT.clear()
        _RECENT[mark] = facts
    return facts


def _mark(path: Path) -> tuple[int, ...]:
    try:
        told = path.stat()
    except OSError:
        return ()
    return (told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns)


def _examined(path: Path, on_bytes: Callable[[int], None] | None) -> Facts:
    digest = hashlib.sha256()
    size, lines, head, last = 0, 0, b"", b""
    quote = carriage = exponent = power = tab = oddity = False
    try:
        with path.open("rb") as file, ThreadPoolExecutor(1) as beside:
            while block := file.read(_BLOCK):
                digested = beside.submit(digest.update, block)
                head = head or block[:_HEAD]
                size, lines = size + len(block), lines + block.count(b"\n")
                quote = quote or b'"' in block
                carriage = carriage or b"\r" in block
                joined = last + block
                exponent = exponent or (b"+" in joined and (b"E+" in joined or b"e+" in joined))
                power = power or b"0e0" in joined.translate(_SHAPES)
                tab = tab or b"\t" in block
                oddity = oddity or b"\0" in block or b"\xa0" in block
                last = block[-2:]
                digested.result()
                if on_bytes:
                    on_bytes(len(block))
    except OSError as problem:
        raise FileUnusable(
            "FILE_UNREADABLE",
            format_lazy(_("The file cannot be read: {problem}."), problem=problem.strerror or problem),
            field="file",
        ) from None
    if not size:
        raise FileUnusable("FILE_EMPTY", _("The file is empty."), field="file", remedy=_("Export it again."))
    ends = last[-1:] in b"\r\n"
    return Facts(
        digest.hexdigest(), size, head, has_quote=quote, has_return=carriage, has_exponent=exponent, has_power=power,
        has_tab=tab, has_oddity=oddity, ends_line=ends, lines=lines + (not ends),
    )  # fmt: skip


def recognise(path: Path, facts: Facts, profile: Profile, wanted: Iterable[str], required: Iterable[str]) -> Source:
    """This will tell how a file is to be read. A profile names the `wanted` columns; the `required` must be there.

    :raises FileUnusable: unknown kind, no header
    :raises WrongHeader: a required source column is not in the header
    """
    head = facts.head
    if head[:4] == b"PAR1":
        source = Source(path, "parquet", facts, _parquet_header(path))
    elif head[:4] == b"PK\x03\x04":
        if not workbook.is_workbook(path):
            raise FileUnusable.damaged()
        header, line = workbook.header(path, sheet=profile.sheet, skip_lines=profile.skip_lines)
        source = Source(
            path, "xlsx", facts, header, sheet=profile.sheet, header_line=line, skip_lines=profile.skip_lines
        )
    elif head[:4] == b"%PDF" or head[:4] == b"\xd0\xcf\x11\xe0":
        raise FileUnusable.damaged()
    else:
        source = _csv_source(path, facts, profile, list(wanted))
    if not any(source.header):
        raise FileUnusable("NO_HEADER", _("The file has no header line."), field="file")
    return _with_columns(source, list(wanted), list(required))


def open_text(source: Source) -> IO[str]:
    """This will open a CSV file as text with its own line ends; bytes that are no UTF-8 become surrogates."""
    raw: Any = gzip.open(source.path, "rb") if source.is_packed else source.path.open("rb")  # noqa: SIM115 (closed with the text)
    errors = "surrogateescape" if source.encoding.startswith("utf-8") else "replace"
    return io.TextIOWrapper(raw, encoding=source.encoding, errors=errors, newline="")


def plain_name(name: str) -> str:
    """This will return a header as it is compared: small letters and digits, everything else one underscore."""
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")


def _with_columns(source: Source, wanted: list[str], required: list[str]) -> Source:
    exact = {name: index for index, name in reversed(list(enumerate(source.header)))}
    near = {plain_name(name): index for index, name in reversed(list(enumerate(source.header)))}
    found = {}
    for name in wanted:
        index = exact.get(name, near.get(plain_name(name)))
        if index is not None:
            found[name] = index
    missing = [name for name in required if name not in found]
    if missing:
        spare = [name for index, name in enumerate(source.header) if index not in found.values()]
        similar = {}
        for name in missing:
            close = difflib.get_close_matches(plain_name(name), [plain_name(one) for one in spare], n=1, cutoff=0.6)
            if close:
                similar[name] = next(one for one in spare if plain_name(one) == close[0])
        raise WrongHeader(missing, [name for name in source.header if name], similar)
    twice = sorted({name for name in found if source.header.count(source.header[found[name]]) > 1})
    if twice:
        raise FileUnusable(
            "HEADER_TWICE",
            format_lazy(_("The header names a column twice: {names}."), names=", ".join(twice)),
            field="file",
        )
    found_source = {name: getattr(source, name) for name in source.__slots__} | {"found": found}
    return Source(**found_source)


def _csv_source(path: Path, facts: Facts, profile: Profile, wanted: list[str]) -> Source:
    packed = facts.head[:2] == b"\x1f\x8b"
    head = facts.head
    if packed:
        try:
            with gzip.open(path, "rb") as file:
                head = file.read(_HEAD)
        except (OSError, EOFError) as problem:
            raise FileUnusable.damaged() from problem
    encoding = profile.encoding or _encoding(head)
    if encoding.lower() not in _ENCODINGS:
        raise FileUnusable(
            "ENCODING_UNKNOWN",
            format_lazy(_("The profile's encoding {name} is not known."), name=encoding),
            field="profile",
            remedy=format_lazy(_("Known: {names}."), names=", ".join(sorted(_ENCODINGS))),
        )
    text = head.decode(encoding, "replace")
    if (
        text.count("\0") > len(text) // 50
        or sum(sign < " " and sign not in "\r\n\t\0" for sign in text) > len(text) // 50
    ):
        raise FileUnusable.damaged()
    lines = io.StringIO(text, newline="").readlines()
    line = profile.skip_lines
    while line < len(lines) and not lines[line].strip():
        line += 1
    if line >= len(lines):
        raise FileUnusable("FILE_EMPTY", _("The file is empty."), field="file", remedy=_("Export it again."))
    delimiter = profile.delimiter or _delimiter(lines[line], wanted)
    header = next(csv.reader(lines[line:], delimiter=delimiter))
    return Source(
        path=path, kind="csv", facts=facts, header=tuple(name.strip() for name in header), encoding=encoding,
        delimiter=delimiter, is_packed=packed, skip_lines=line, header_line=line + 1,
    )  # fmt: skip


def _encoding(head: bytes) -> str:
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    if head[1::2].count(0) > len(head) // 4:
        return "utf-16-le"
    if head[::2].count(0) > len(head) // 4:
        return "utf-16-be"
    return "utf-8"


def _delimiter(header: str, wanted: list[str]) -> str:
    """The separator that yields most of the wanted names, then the most frequent."""
    plain = {plain_name(name) for name in wanted}

    def score(delimiter: str) -> tuple[int, int]:
        names = next(csv.reader([header], delimiter=delimiter), [])
        return sum(plain_name(name) in plain for name in names), len(names)

    return max(_DELIMITERS, key=score)


def _parquet_header(path: Path) -> tuple[str, ...]:
    try:
        return tuple(parquet.ParquetFile(path).schema_arrow.names)
    except (pyarrow.ArrowInvalid, OSError) as problem:
        raise FileUnusable.damaged() from problem
