"""The quick path: a clean CSV file goes straight into typed Parquet, in parallel, without a text in between.

It accepts only files in which the careful path would find nothing to mend or reject, and gives up at the first doubt.
"""

import datetime as dt

from tagih.portfolio.feeds import careful
from tagih.portfolio.feeds.careful import quoted
from tagih.portfolio.feeds.columns import Column, FeedColumns, Kind
from tagih.portfolio.feeds.files import Facts
from tagih.portfolio.feeds.files import Source as File
from tagih.portfolio.feeds.profiles import Profile, Source

DOUBT = "tagih: one row at a time"
_LOOSE = {  # read with places to spare, so that nothing is rounded away unseen
    Kind.AMOUNT: "DECIMAL(18,4)",
    Kind.NUMBER: "DECIMAL(18,4)",
    Kind.RATE: "DECIMAL(18,10)",
    Kind.SCORE: "DECIMAL(18,8)",
    Kind.DEGREES: "DECIMAL(18,10)",
    Kind.DATE: "DATE",
}
_NUMBERS = (Kind.AMOUNT, Kind.NUMBER, Kind.RATE, Kind.SCORE, Kind.DEGREES)


def is_possible(file: File, columns: FeedColumns, profile: Profile) -> bool:
    """This will tell whether the quick path may be tried at all."""
    facts, sources = file.facts, profile.sources(columns)
    used = [name for source in sources.values() for name in source.columns]
    return (
        file.kind == "csv"
        and not file.is_packed
        and file.encoding in ("utf-8", "utf-8-sig")
        and not (facts.has_exponent or facts.has_oddity)
        and not (facts.has_tab and file.delimiter != "\t")
        and _has_line_feeds(facts)
        and profile.notation == "PLAIN"
        and len(profile.dates) == 1
        and all(source.is_plain for source in sources.values())
        and len(used) == len(set(used))
    )


def statement(columns: FeedColumns, profile: Profile, file: File, *, business_date: dt.date) -> str:
    """This will return the SELECT that reads the file typed and fails at the first row that needs a look."""
    sources = profile.sources(columns)
    carried = {file.found[name]: column for column in columns.columns
               if (name := _origin(sources.get(column.name), file)) is not None}  # fmt: skip
    types = ", ".join(
        f"'s{index}': '{_LOOSE.get(carried[index].kind, 'VARCHAR') if index in carried else 'VARCHAR'}'"
        for index in range(len(file.header))
    )
    nulls = ", ".join(map(quoted, ("", *profile.nulls)))
    positions = {column.name: index for index, column in carried.items()}
    told = ", ".join(f"{_text(column, sources.get(column.name), positions, business_date)} AS c_{column.name}"
                     for column in columns.columns)  # fmt: skip
    values = {column.name: _value(column, profile) for column in columns.columns}
    typed = ", ".join(f"{value} AS {name}" for name, value in values.items())
    guards = [guard for column in columns.columns for guard in _guards(column, file.facts)]
    guards += [f"NOT coalesce({test}, FALSE)" for _name, _code, test in careful.checks(columns, business_date)]
    first, *rest = columns.types
    return f"""
WITH told AS (SELECT {told} FROM read_csv({quoted(str(file.path))}, columns = {{{types}}}, auto_detect = false,
    header = true, skip = {file.skip_lines}, delim = {quoted(file.delimiter)}, quote = '"', escape = '"',
    dateformat = {quoted(profile.dates[0])}, nullstr = [{nulls}], strict_mode = true,
    max_line_size = 1000000)),
typed AS (SELECT *, {careful.flags(columns)} {typed} FROM told)
SELECT CASE WHEN {" AND ".join(guards)} THEN {first} ELSE error('{DOUBT}') END AS {first}, {", ".join(rest)}
FROM typed"""


def doubtful_amounts(columns: FeedColumns, profile: Profile, file: File, *, typed: str, engine: object) -> bool:
    """This will tell whether an amount was written `1.250`, which is one rupiah or a thousand.

    Only amounts below 1,000 can be; their columns are read once more as text.
    """
    amounts = _places(columns, profile, file, (Kind.AMOUNT,))
    if not amounts:
        return False
    counts = ", ".join(f"count(*) FILTER (abs({name}) < 1000 AND {name} <> 0)" for name in amounts)
    found = engine.execute(f"SELECT {counts} FROM read_parquet({quoted(typed)})").fetchone()
    small = [place for place, count in zip(amounts.values(), found, strict=True) if count]
    return _any_reads(file, small, "regexp_full_match({}, '[-+]?[1-9][0-9]{{0,2}}[.][0-9]{{3}}')", engine)


def doubtful_powers(columns: FeedColumns, profile: Profile, file: File, *, engine: object) -> bool:
    """This will tell whether a number was written as a power of ten, such as `1e2`: the engine would take it for 100.

    Only where the bytes hold something of that shape, which may also be part of a name.
    """
    numbers = _places(columns, profile, file, _NUMBERS) if file.facts.has_power else {}
    return _any_reads(file, [*numbers.values()], "{} SIMILAR TO '.*[eE].*'", engine)


def expected_rows(file: File) -> int:
    """This will return how many rows the line feeds promise: any other number is a doubt."""
    return file.facts.lines - file.header_line


def _has_line_feeds(facts: Facts) -> bool:
    """Whether every line ends with a line feed, or every one with both signs; anything else is read line by line.

    DuckDB finds the line end itself: told a wrong one, it reads nothing and says nothing.
    """
    head = facts.head
    return not facts.has_return or (
        not facts.has_quote and head.count(b"\n") > 0 and head.count(b"\r") == head.count(b"\r\n") == head.count(b"\n")
    )


def _places(columns: FeedColumns, profile: Profile, file: File, kinds: tuple[Kind, ...]) -> dict[str, int]:
    """Where the columns of some kinds stand in the file."""
    sources = profile.sources(columns)
    return {column.name: file.found[name] for column in columns.columns if column.kind in kinds
            and (name := _origin(sources.get(column.name), file)) is not None}  # fmt: skip


def _any_reads(file: File, places: list[int], test: str, engine: object) -> bool:
    """Whether the text of any of these columns passes a test, read once more as text."""
    if not places:
        return False
    types = ", ".join(f"'s{index}': 'VARCHAR'" for index in range(len(file.header)))
    tests = " OR ".join(test.format(f"s{place}") for place in places)
    return bool(
        engine.execute(
            f"""SELECT count(*) FROM (SELECT 1 FROM read_csv({quoted(str(file.path))}, columns = {{{types}}},
            auto_detect = false, header = true, skip = {file.skip_lines}, delim = {quoted(file.delimiter)}, quote = '"',
            escape = '"') WHERE {tests} LIMIT 1)"""
        ).fetchone()[0]
    )


def _origin(source: Source | None, file: File) -> str | None:
    names = source.columns if source else ()
    return names[0] if names and names[0] in file.found else None


def _text(column: Column, source: Source | None, positions: dict[str, int], business_date: dt.date) -> str:
    """The column as read, or the constant or default in its type."""
    loose = _LOOSE.get(column.kind, "VARCHAR")
    default = (source.default if source else "") or column.default
    if source and source.constant is not None:
        return f"CAST({quoted(source.constant)} AS {loose})"
    if source and source.business_date:
        return f"CAST({quoted(business_date.isoformat())} AS {loose})"
    if column.name not in positions:
        return f"CAST({quoted(default) if default else 'NULL'} AS {loose})"
    text = f"s{positions[column.name]}"
    return f"coalesce({text}, CAST({quoted(default)} AS {loose}))" if default else text


def _value(column: Column, profile: Profile) -> str:
    if column.kind in (Kind.FLAG, Kind.INSTANT):
        return careful.read(column, profile).value
    return f"c_{column.name}" if column.kind in (Kind.TEXT, Kind.DATE) else f"CAST(c_{column.name} AS {column.kind})"


def _guards(column: Column, facts: Facts) -> list[str]:
    """What must hold of a column, as SQL: anything else is for the careful path."""
    text, name = f"c_{column.name}", column.name
    guards = [f"{name} IS NOT NULL"] if column.required else []
    match column.kind:
        case Kind.TEXT if column.allowed:
            test = f"{name} IN ({', '.join(map(quoted, column.allowed))})"
        case Kind.TEXT:
            marks = "39, 61, 43, 45, 64, 32" if column.required else "39, 61, 64, 32"
            test = (
                f"ascii({name}) NOT IN ({marks}) AND NOT ends_with({name}, ' ') AND strlen({name}) <= {column.length}"
            )
            if facts.has_quote:
                test += f" AND NOT contains({name}, chr(10))"
        case Kind.DATE:
            test = f"{name} BETWEEN DATE '1900-01-01' AND DATE '9999-12-31'"
        case Kind.FLAG | Kind.INSTANT:
            test = f"({text} IS NULL) = ({name} IS NULL)"
        case _:
            test = f"{text} = {name}"
            test += f" AND {name} >= {column.low}" if column.low is not None else ""
            test += f" AND {name} <= {column.high}" if column.high is not None else ""
    return [*guards, f"coalesce({test}, {name} IS NULL)"]
