"""What is said about a rejected row or a finding: one sentence and what a clerk can do, by code."""

from typing import Any

import duckdb
import pyarrow
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tagih.portfolio.feeds.files import FileUnusable

_SOURCE = _("Correct it in the core system and send the row again.")
_TEXT = _("Export the column as text, not as a number.")
REASONS: dict[str, tuple[Any, Any]] = {
    "MISSING": (_("A required value is missing."), _SOURCE),
    "TOO_LONG": (_("The text is longer than the column allows."), _SOURCE),
    "FORMULA": (_("The identifier starts like a spreadsheet formula."), _TEXT),
    "SCIENTIFIC": (_("A spreadsheet wrote the number in scientific notation; its digits are lost."), _TEXT),
    "NOT_IN_LIST": (_("The code is not one of those allowed here."), _("Translate the code in the feed profile.")),
    "NEGATIVE": (_("The amount is negative."), _("Send a reversal or a correction instead.")),
    "NOT_POSITIVE": (_("A payment must be more than zero."), _("Take money back with reversal_of.")),
    "NOT_AN_AMOUNT": (_("This is not an amount."), _SOURCE),
    "AMBIGUOUS_AMOUNT": (
        _("The amount can be read in two ways: one sign and three digits."),
        _("Use a feed profile that says the number notation."),
    ),
    "NOT_A_NUMBER": (_("This is not a whole number, or not a number at all."), _SOURCE),
    "OUT_OF_RANGE": (_("The value lies outside what is possible here."), _SOURCE),
    "NO_SUCH_DATE": (_("There is no such day in the calendar."), _SOURCE),
    "NOT_A_DATE": (
        _("The date is not written in the expected form."),
        _("Use a feed profile that says the date form."),
    ),
    "NOT_AN_INSTANT": (
        _("The date and time is not written in the expected form."),
        _("Write it as 2026-11-21T09:15:00+07:00."),
    ),
    "NOT_YES_OR_NO": (_("Yes or no is expected."), _("Write true or false.")),
    "IN_FUTURE": (_("The date lies after the business date."), _SOURCE),
    "OTHER_DATE": (
        _("The row is of another business date than the one being loaded."),
        _("Load it with its own date."),
    ),
    "END_BEFORE_START": (_("The end lies before the start."), _SOURCE),
    "REVERSES_ITSELF": (_("A payment cannot reverse itself."), _("reversal_of names the payment that is taken back.")),
    "KEY_TWICE": (
        _("The same key stands in line {line} with other values; that line was taken."),
        _("Send only the right row."),
    ),
    "ROW_TWICE": (_("The same row stands in line {line}; nothing is lost."), _("Nothing needs to be done.")),
    "TOO_FEW_COLUMNS": (_("The row has fewer columns than the header."), _("Export the file again.")),
    "TOO_MANY_COLUMNS": (
        _("The row has more columns than the header."),
        _("Put texts that contain the separator into quotation marks."),
    ),
    "CUT_OFF": (_("The last line is cut off."), _("Transfer the file again.")),
    "QUOTE_NOT_CLOSED": (_("A quotation mark is opened and never closed."), _SOURCE),
    "BAD_QUOTES": (_("Text follows after a closing quotation mark."), _SOURCE),
}

FINDINGS: dict[str, Any] = {
    "MARKS_REMOVED": _("Spreadsheet marks or line ends inside a text were removed."),
    "BLANKS_REMOVED": _("Blanks around a text were removed."),
    "CODE_REWRITTEN": _("Codes were written in capitals."),
    "NUMBER_REWRITTEN": _("Amounts in another notation, with one possible reading, were rewritten."),
    "ROUNDED": _("Amounts with more than two places were rounded."),
    "DATE_REWRITTEN": _("Dates with a time of midnight, in compact form or as spreadsheet numbers were rewritten."),
    "ENCODING": _("Signs of another encoding were read as Windows-1252."),
    "EMPTY_COLUMNS": _("Empty columns at the end of a row were dropped."),
    "FORMULA_KEPT_AS_TEXT": _("Texts that look like formulas are kept as they are and made harmless in exports."),
    "UNUSABLE": _("Numbers that are damaged are kept and marked unusable."),
    "EXTRA_COLUMNS": _("The file has columns that nothing reads."),
    "NO_FINAL_LINE_END": _("The last line has no line end; look whether the file is whole."),
    "ENCODING_OF_FILE": _("The file is not in UTF-8 without a mark; it was read in its own encoding."),
    "NO_ROWS": _("The file has a header and no rows."),
    "SAME_AS": _("The same file was landed for another date."),
    "UNKNOWN_CUSTOMER": _("Contracts name customers that no customers file has named."),
    "UNKNOWN_CONTRACT": _("Rows name contracts that the contracts file does not have."),
    "MANY_REJECTS": _("More rows were rejected than the limit allows."),
    "FEWER_ROWS": _("The file has far fewer rows than the last one."),
    "APPROVED": _("Landed all the same, by a person's decision."),
    "REFUSED": _("Refused by a person's decision."),
    "FAILED": _("Landing failed."),
    "REPLACES": _("The file takes the place of an earlier one for the same date."),
}
NOTES = ("UNUSABLE", "FORMULA_KEPT_AS_TEXT")  # kept as they were: no repair


class NoRows(FileUnusable):
    """A full snapshot without a row is a mistake."""

    def __init__(self, feed: str) -> None:
        super().__init__(
            "NO_ROWS",
            format_lazy(_("The file has a header and no rows; {feed} is always the whole portfolio."), feed=feed),
            field="file",
            remedy=_("Export it again."),
        )


def said(code: str) -> Any:
    """This will return the sentence for a finding's code, in the language of the person asking."""
    if code in REASONS:
        return REASONS[code][0]
    return FINDINGS.get(code, code)


def show_reasons(engine: duckdb.DuckDBPyConnection) -> None:
    """This will make the relation `reasons`: code, reason and remedy in Indonesian and in English."""
    names = ["code", "reason", "remedy", "reason_en", "remedy_en"]
    rows = []
    for code, (reason, remedy) in REASONS.items():
        texts = []
        for language in ("id", "en"):
            with translation.override(language):
                texts += [str(reason), str(remedy)]
        rows.append(dict(zip(names, [code, *texts], strict=True)))
    engine.register("reasons", pyarrow.Table.from_pylist(rows))
