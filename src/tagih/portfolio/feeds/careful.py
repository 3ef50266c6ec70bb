"""The careful path: every text of a staged file is cleaned, typed and judged; nothing is changed without a record.

Builds one DuckDB statement from the columns of a feed and a profile. Result columns: `_line`, the typed columns,
`_problems` and `_repairs` (lists of {column, code, value}), then the source texts.
"""

import datetime as dt
import re
from dataclasses import dataclass

from tagih.portfolio.enums import Feed
from tagih.portfolio.feeds.columns import Column, FeedColumns, Kind
from tagih.portfolio.feeds.files import Source as File
from tagih.portfolio.feeds.profiles import Profile, Source

_DECIMALS = {Kind.RATE: (9, 6), Kind.SCORE: (12, 4), Kind.DEGREES: (10, 7)}
_FIELDS = {
    "Y": "[0-9]{4}",
    "y": "[0-9]{2}",
    "b": "[A-Za-z]{3}",
    "B": "[A-Za-z]+",
    "-d": "[0-9]{1,2}",
    "-m": "[0-9]{1,2}",
}


def quoted(text: str) -> str:
    """This will return `text` as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class Reading:
    """How one column is read, as SQL over its cleaned text `c`: the value, why not, and what was mended."""

    value: str
    problem: str
    repair: str = "NULL"


def statement(columns: FeedColumns, profile: Profile, file: File, *, staged: str, business_date: dt.date) -> str:
    """This will return the SELECT that turns a staged file into typed rows with their problems and repairs."""
    sources = profile.sources(columns)
    told = {column.name: _told(sources.get(column.name), profile, file, business_date) for column in columns.columns}
    raw = ",\n".join(f"{text} AS r_{name}" for name, text in told.items())
    cleaned = ",\n".join(_cleaned(column, sources.get(column.name), profile) for column in columns.columns)
    readings = {column.name: read(column, profile, sources.get(column.name)) for column in columns.columns}
    values = ",\n".join(f"{reading.value} AS {name}" for name, reading in readings.items())
    problems = ",\n".join(_finding(name, readings[name].problem) for name in readings)
    repairs = ",\n".join(_finding(name, readings[name].repair) for name in readings)
    crossed = ",\n".join(_finding(name, f"CASE WHEN {test} THEN {quoted(code)} END")
                         for name, code, test in checks(columns, business_date))  # fmt: skip
    texts = "".join(f", s{index}" for index in range(len(file.header)))
    whole = "CASE WHEN _problem <> '' THEN {'column': '', 'code': _problem, 'value': s0} END"
    mended = "CASE WHEN _repair <> '' THEN {'column': '', 'code': _repair, 'value': s0} END"
    return f"""
WITH told AS (SELECT *, {raw} FROM read_parquet({quoted(staged)})),
cleaned AS (SELECT *, {cleaned} FROM told),
typed AS (SELECT *, {values}, {flags(columns)}
    list_filter([{whole}, {problems}], x -> x IS NOT NULL) AS unread,
    list_filter([{mended}, {repairs}], x -> x IS NOT NULL) AS _repairs
  FROM cleaned)
SELECT _line, {", ".join(columns.types)},
  CASE WHEN len(unread) > 0 AND unread[1].column = '' THEN unread[1:1]
    ELSE unread || list_filter([{crossed or "NULL"}], x -> x IS NOT NULL) END AS _problems,
  _repairs{texts}
FROM typed"""


def checks(columns: FeedColumns, business_date: dt.date) -> list[tuple[str, str, str]]:
    """This will return what typed values must satisfy together: (column, code, SQL that is true where they do not)."""
    day = f"DATE '{business_date}'"
    later = [(column.name, "IN_FUTURE", f"{column.name} > {day}") for column in columns.columns if column.past]
    match columns.feed:
        case Feed.CLOCK_ACTIONS:
            return [*later, ("end_date", "END_BEFORE_START", "end_date < start_date")]
        case Feed.BALANCES:
            return [*later, ("business_date", "OTHER_DATE", f"business_date <> {day}")]
        case Feed.PAYMENTS:
            return [
                *later,
                ("amount", "NOT_POSITIVE", "amount <= 0"),
                ("reversal_of", "REVERSES_ITSELF", "reversal_of = payment_ref"),
            ]
        case _:
            return later


def read(column: Column, profile: Profile, source: Source | None = None) -> Reading:
    """This will return how one column is read from its cleaned text `c_NAME`."""
    text = f"c_{column.name}"
    floor = source.not_below if source else None
    match column.kind:
        case Kind.TEXT:
            reading = _coded(column, text) if column.allowed else _text(column, text)
        case Kind.AMOUNT:
            reading = _amount(column, text, profile, floor)
        case Kind.NUMBER:
            whole = (
                f"CASE WHEN regexp_full_match({text}, '[-+]?[0-9]+(\\.0+)?') THEN try_cast({text} AS DECIMAL(18,2)) END"
            )
            reading = _bounded(column, text, _at_least(f"try_cast({whole} AS INTEGER)", floor), "NOT_A_NUMBER")
        case Kind.RATE | Kind.SCORE | Kind.DEGREES:
            size, places = _DECIMALS[column.kind]
            exact = f"try_cast(feed_decimal({text}) AS DECIMAL(38,12))"
            reading = _bounded(
                column, text, f"try_cast(round({exact}, {places}) AS DECIMAL({size},{places}))", "NOT_A_NUMBER"
            )
        case Kind.DATE:
            reading = _date(text, profile)
        case Kind.INSTANT:
            reading = _instant(text, profile)
        case Kind.FLAG:
            reading = Reading(f"feed_flag({text})", _unless(f"feed_flag({text}) IS NOT NULL", text, "NOT_YES_OR_NO"))
    if not column.required:
        return reading
    return Reading(reading.value, f"CASE WHEN {text} IS NULL THEN 'MISSING' ELSE {reading.problem} END", reading.repair)


def _told(source: Source | None, profile: Profile, file: File, business_date: dt.date) -> str:
    """The text that the profile says, before cleaning."""
    if source is None:
        return "CAST(NULL AS VARCHAR)"
    if source.constant is not None:
        text = quoted(source.constant)
    elif source.row_number:
        text = "CAST(row_number() OVER (ORDER BY _line) AS VARCHAR)"
    elif source.business_date:
        return quoted(business_date.strftime(profile.dates[0]))
    else:
        there = [_filled(f"s{file.found[name]}", profile) for name in source.columns if name in file.found]
        text = f"coalesce({', '.join(there)})" if len(there) > 1 else (there or ["CAST(NULL AS VARCHAR)"])[0]
        if source.is_plain and there:  # as it stands, so that what cleaning removes is seen and recorded
            text = f"s{file.found[next(name for name in source.columns if name in file.found)]}"
    if source.mapping:
        pairs = " ".join(
            f"WHEN {quoted(key)} THEN {quoted(value)}" for key, value in source.mapping.items() if key != "*"
        )
        other = quoted(source.mapping["*"]) if "*" in source.mapping else text
        chosen = f"CASE {text} {pairs} ELSE {other} END" if pairs else other
        text = f"CASE WHEN {text} IS NOT NULL THEN {chosen} END"
    if source.prefix:
        text = f"{quoted(source.prefix)} || {text}"
    if source.when:
        name, values = source.when
        test = (
            f"feed_clean(s{file.found[name]}) IN ({', '.join(map(quoted, values))})" if name in file.found else "FALSE"
        )
        text = f"CASE WHEN {test} THEN {text} END"
    return text


def _filled(text: str, profile: Profile) -> str:
    """A source text, cleaned, or NULL where the profile says that it means nothing."""
    cleaned = f"feed_clean({text})"
    if not profile.nulls:
        return cleaned
    return f"CASE WHEN {cleaned} NOT IN ({', '.join(map(quoted, profile.nulls))}) THEN {cleaned} END"


def _cleaned(column: Column, source: Source | None, profile: Profile) -> str:
    text = _filled(f"r_{column.name}", profile)
    default = (source.default if source else "") or column.default
    return f"coalesce({text}, {quoted(default)}) AS c_{column.name}" if default else f"{text} AS c_{column.name}"


def _finding(name: str, code: str) -> str:
    return (
        f"CASE WHEN ({code}) IS NOT NULL THEN {{'column': {quoted(name)}, 'code': CAST(({code}) AS VARCHAR), "
        f"'value': r_{name}}} END"
    )


def _unless(good: str, text: str, code: str) -> str:
    return f"CASE WHEN {text} IS NOT NULL AND NOT coalesce({good}, FALSE) THEN {quoted(code)} END"


def _text(column: Column, text: str) -> Reading:
    value = f"feed_text({text})"
    tests = [f"WHEN length({value}) > {column.length} THEN 'TOO_LONG'"]
    if column.required and not column.personal:
        tests.insert(0, f"WHEN feed_is_scientific({value}) THEN 'SCIENTIFIC'")
        tests.insert(0, f"WHEN ascii({value}) IN (61, 43, 45, 64) THEN 'FORMULA'")
    tolerated = f"WHEN feed_is_scientific({value}) THEN 'UNUSABLE'" if column.tolerant else ""
    repair = f"""CASE {tolerated} WHEN {value} <> {text} THEN 'MARKS_REMOVED'
        WHEN {text} <> r_{column.name} THEN 'BLANKS_REMOVED'
        WHEN ascii({value}) IN (61, 64) THEN 'FORMULA_KEPT_AS_TEXT' END"""
    return Reading(value, f"CASE {' '.join(tests)} END", repair)


def _coded(column: Column, text: str) -> Reading:
    code = f"upper(replace(replace({text}, ' ', '_'), '-', '_'))"
    known = f"{code} IN ({', '.join(map(quoted, column.allowed))})"
    return Reading(
        f"CASE WHEN {known} THEN {code} END",
        _unless(known, text, "NOT_IN_LIST"),
        f"CASE WHEN {known} AND {code} <> r_{column.name} THEN 'CODE_REWRITTEN' END",
    )


def _amount(column: Column, text: str, profile: Profile, floor: int | None) -> Reading:
    bare = f"feed_amount_bare({text})"
    plain = f"feed_amount_{profile.notation.lower()}({bare})"
    if profile.scientific:
        read_out = f"CAST(try_cast({bare} AS DECIMAL(38,10)) AS VARCHAR)"
        plain = f"coalesce({plain}, CASE WHEN feed_is_scientific({bare}) THEN {read_out} END)"
    exact = f"try_cast({plain} AS DECIMAL(38,10))"
    value = _at_least(f"try_cast(round({exact}, 2) AS DECIMAL(18,2))", floor)
    ambiguous = f"WHEN regexp_full_match({bare}, '[-+]?[0-9]{{1,3}}[.,][0-9]{{3}}') THEN 'AMBIGUOUS_AMOUNT'"
    unread = f"""CASE WHEN feed_is_scientific({bare}) THEN 'SCIENTIFIC' {ambiguous} ELSE 'NOT_AN_AMOUNT' END"""
    low = f"WHEN {value} < {column.low} THEN 'NEGATIVE'" if column.low is not None else ""
    if column.name == "amount":
        low = ""  # said more exactly by the feed's own check
    rewritten = f"WHEN {plain} <> r_{column.name} THEN 'NUMBER_REWRITTEN'" if profile.notation == "PLAIN" else ""
    return Reading(
        value,
        f"CASE WHEN {text} IS NULL THEN NULL WHEN {value} IS NULL THEN {unread} {low} END",
        f"CASE WHEN round({exact}, 2) <> {exact} THEN 'ROUNDED' {rewritten} END",
    )


def _at_least(value: str, floor: int | None) -> str:
    return value if floor is None else f"CASE WHEN {value} < {int(floor)} THEN {int(floor)} ELSE {value} END"


def _bounded(column: Column, text: str, value: str, code: str) -> Reading:
    bounds = [f"{value} < {column.low}"] if column.low is not None else []
    bounds += [f"{value} > {column.high}"] if column.high is not None else []
    outside = f"WHEN {' OR '.join(bounds)} THEN 'OUT_OF_RANGE'" if bounds else ""
    unread = f"CASE WHEN feed_is_scientific({text}) THEN 'SCIENTIFIC' ELSE {quoted(code)} END"
    return Reading(value, f"CASE WHEN {text} IS NULL THEN NULL WHEN {value} IS NULL THEN {unread} {outside} END")


def _date(text: str, profile: Profile) -> Reading:
    forms = ", ".join(map(quoted, profile.dates))
    shapes = " OR ".join(f"regexp_full_match({text}, {quoted(_shape(form))})" for form in profile.dates)
    direct = f"CASE WHEN {shapes} THEN CAST(try_strptime({text}, [{forms}]) AS DATE) END"
    value = f"coalesce({direct}, CASE WHEN NOT ({shapes}) THEN feed_date_repaired({text}) END)"
    return Reading(
        value,
        f"""CASE WHEN {text} IS NULL THEN NULL WHEN {value} IS NULL THEN
            CASE WHEN {shapes} THEN 'NO_SUCH_DATE' ELSE 'NOT_A_DATE' END
            WHEN {value} < DATE '1900-01-01' OR {value} > DATE '9999-12-31' THEN 'OUT_OF_RANGE' END""",
        f"CASE WHEN NOT ({shapes}) AND {value} IS NOT NULL THEN 'DATE_REWRITTEN' END",
    )


def _shape(form: str) -> str:
    """The regular expression of a date form: right digits at the right places, whether or not there is such a day."""
    parts = re.split(r"(%-?[a-zA-Z])", form)
    return "".join(
        _FIELDS.get(part[1:], "[0-9]{1,3}" if part == "%j" else "[0-9]{1,2}")
        if part.startswith("%")
        else re.escape(part)
        for part in parts
    )


def _instant(text: str, profile: Profile) -> Reading:
    has_zone = f"regexp_matches({text}, '(Z|[-+][0-9]{{2}}:?[0-9]{{2}})$')"
    zoned = f"CASE WHEN {has_zone} THEN {text} ELSE {text} || {quoted(profile.offset)} END"
    shape = f"regexp_matches({text}, '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[T ][0-9]{{2}}:[0-9]{{2}}')"
    value = f"CAST(CASE WHEN {shape} THEN try_cast({zoned} AS TIMESTAMPTZ) END AS TIMESTAMP)"
    return Reading(value, _unless(f"{value} IS NOT NULL", text, "NOT_AN_INSTANT"))


def flags(columns: FeedColumns) -> str:
    """Whether a tolerated personal value can be what it claims to be."""
    match columns.feed:
        case Feed.CUSTOMERS:
            text = "feed_text(c_identity_no)"
            good = f"NOT feed_is_scientific({text}) AND regexp_matches({text}, '[0-9A-Za-z]{{4}}')"
            return f"({text} IS NULL OR ({good})) AS identity_is_usable,"
        case Feed.CONTACT_POINTS:
            text = "feed_text(c_value)"
            phone = (
                f"length(regexp_replace({text}, '[^0-9]', '', 'g')) BETWEEN 6 AND 15 AND NOT feed_is_scientific({text})"
            )
            return f"""CASE upper(c_kind) WHEN 'EMAIL' THEN regexp_matches({text}, '^[^@ ]+@[^@ ]+[.][^@ ]+$')
                WHEN 'ADDRESS' THEN length({text}) >= 5 ELSE {phone} END AS is_usable,"""
        case _:
            return ""
