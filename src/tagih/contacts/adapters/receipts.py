"""Lists of outcomes as carriers, message providers and bots send them: CSV with a header, one row a contact."""

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from django.utils.translation import gettext_lazy as _

from tagih.kernel.errors import Refusal

WANTED = ("value", "channel", "outcome", "at", "ref")
SPELLINGS = {"BOUNCED": "DEAD", "BAD": "DEAD", "INVALID": "DEAD", "READ": "DELIVERED", "WRONG": "WRONG_PERSON"}


@dataclass(frozen=True, slots=True)
class Told:
    """One row of a bulk: what became of a value on a channel. `key` is the sender's reference, which makes it once.

    `value` is the number or e-mail as the sender wrote it, or its stored hash. `customer_no` says whom it was about;
    without it, who answered counts only where one person alone has the value. `text` is what the person wrote to us;
    it is read for words of distress and not kept.
    """

    value: str | bytes
    channel: str
    outcome: str
    at: dt.datetime
    key: str
    customer_no: str = ""
    text: str = ""


class ListUnreadable(Refusal):
    """A list whose header or a row cannot be read; nothing of it was recorded."""

    def __init__(self, line: int, field: str, value: str = "") -> None:
        super().__init__(
            "LIST_UNREADABLE",
            _("Line %(line)d: %(field)s is missing or cannot be read.") % {"line": line, "field": field},
            field=field,
            value=value,
            remedy=_(
                "Columns are value, channel, outcome, at (ISO 8601 with offset), ref; where known customer_no and text."
            ),
        )


def read(lines: TextIO, *, source: str) -> Iterator[Told]:
    """This will read a list row by row. `ref` is the sender's own reference, which makes a row count once.

    :raises ListUnreadable: a column is missing, or a row has no reference or no instant with an offset
    """
    rows = csv.DictReader(lines)
    for name in WANTED:
        if name not in (rows.fieldnames or ()):
            raise ListUnreadable(1, name)
    for row in rows:
        outcome = (row["outcome"] or "").strip().upper()
        yield Told(
            value=row["value"] or "",
            channel=(row["channel"] or "").strip().upper(),
            outcome=SPELLINGS.get(outcome, outcome),
            at=_instant(row["at"] or "", rows.line_num),
            key=f"{source}:{_reference(row['ref'] or '', rows.line_num)}",
            customer_no=(row.get("customer_no") or "").strip(),
            text=(row.get("text") or "").strip(),
        )


def _reference(text: str, line: int) -> str:
    if not text.strip():
        raise ListUnreadable(line, "ref")
    return text.strip()


def _instant(text: str, line: int) -> dt.datetime:
    try:
        at = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        raise ListUnreadable(line, "at", text) from None
    if at.tzinfo is None:
        raise ListUnreadable(line, "at", text)
    return at
