"""One file into one typed Parquet file: quick where the file is clean, careful where it is not."""

import datetime as dt
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from tagih.kernel import database, lake
from tagih.portfolio.enums import Feed
from tagih.portfolio.feeds import careful, quick, tokens
from tagih.portfolio.feeds.careful import quoted
from tagih.portfolio.feeds.columns import FeedColumns
from tagih.portfolio.feeds.files import FileUnusable, Source
from tagih.portfolio.feeds.profiles import Profile
from tagih.portfolio.feeds.reasons import NOTES, NoRows, show_reasons

log = logging.getLogger(__name__)

_EVERY = 0.4  # seconds between two looks at a running statement
_MAY_BE_EMPTY = {Feed.PAYMENTS, Feed.CLOCK_ACTIONS, Feed.INSTALMENTS, Feed.CUSTOMERS, Feed.CONTACT_POINTS}


@dataclass(slots=True)
class Outcome:
    """What reading a file gave. `rows` = `accepted` + `rejected`; `repaired` of the accepted were mended."""

    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    repaired: int = 0
    repeated: int = 0  # of the rejected: the same row once more, nothing is lost
    rejects_file: str = ""
    findings: list[dict[str, Any]] = field(default_factory=list)
    path: str = "quick"

    def note(self, code: str, count: int = 0, **facts: Any) -> None:
        """This will add a finding: what a person should know."""
        self.findings.append({"code": code, "count": count} | facts)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the results of one landing go: the typed file, a folder to work in, a folder that stays."""

    typed: Path
    scratch: Path
    kept: Path


def read(
    columns: FeedColumns, profile: Profile, file: Source, place: Place, *, business_date: dt.date,
    on_share: Callable[[float], None] | None = None,
) -> Outcome:  # fmt: skip
    """This will write the accepted rows to `place.typed`, rejects and repairs to `place.kept`, and count them.

    :raises FileUnusable: nothing of the file can be used
    """
    with lake.engine() as backend:
        engine = backend.con
        for macro in database.statement("tagih.portfolio", "feed_macros").split(";\n"):
            if macro.strip():
                engine.execute(macro)
        engine.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        outcome = _quickly(engine, columns, profile, file, place, business_date, on_share)
        if outcome is None:
            outcome = _carefully(engine, columns, profile, file, place, business_date, on_share)
    for written in place.kept.iterdir():
        written.chmod(0o600)
    _note_file(outcome, file)
    if not outcome.rows and columns.feed not in _MAY_BE_EMPTY:
        raise NoRows(str(columns.feed))
    return outcome


def _quickly(
    engine: duckdb.DuckDBPyConnection, columns: FeedColumns, profile: Profile, file: Source, place: Place,
    business_date: dt.date, on_share: Callable[[float], None] | None,
) -> Outcome | None:  # fmt: skip
    if not quick.is_possible(file, columns, profile):
        return None
    select = quick.statement(columns, profile, file, business_date=business_date)
    try:
        copy = f"COPY ({select}) TO {quoted(str(place.typed))} (FORMAT parquet)"
        rows = _watched(engine, copy, on_share, begin=0, end=0.9)
    except (duckdb.ConversionException, duckdb.InvalidInputException, duckdb.OutOfRangeException) as doubt:
        log.debug("careful reading: %s", type(doubt).__name__)
        place.typed.unlink(missing_ok=True)
        return None
    typed = f"read_parquet({quoted(str(place.typed))})"
    keys = engine.execute(f"SELECT count(DISTINCT hash({', '.join(columns.key)})) FROM {typed}").fetchone()[0]
    certain = keys == rows == quick.expected_rows(file)
    if (
        not certain
        or quick.doubtful_amounts(columns, profile, file, typed=str(place.typed), engine=engine)
        or quick.doubtful_powers(columns, profile, file, engine=engine)
    ):
        place.typed.unlink()
        return None
    outcome = Outcome(rows=rows, accepted=rows)
    for flag in columns.flags:
        unusable = engine.execute(f"SELECT count(*) FROM {typed} WHERE NOT {flag}").fetchone()[0]
        if unusable:
            outcome.note("UNUSABLE", unusable)
    return outcome


def _carefully(
    engine: duckdb.DuckDBPyConnection, columns: FeedColumns, profile: Profile, file: Source, place: Place,
    business_date: dt.date, on_share: Callable[[float], None] | None,
) -> Outcome:  # fmt: skip
    staged, judged = place.scratch / "staged.tmp", place.scratch / "judged.tmp"
    if file.kind == "parquet":
        _stage_parquet(engine, file, staged)
    else:
        tokens.stage(file, staged, (lambda share: on_share(share * 0.6)) if on_share else None)
    select = careful.statement(columns, profile, file, staged=str(staged), business_date=business_date)
    _watched(engine, f"COPY ({select}) TO {quoted(str(judged))} (FORMAT parquet)", on_share, begin=0.6, end=0.9)
    staged.unlink()
    engine.execute(f"CREATE OR REPLACE TEMP VIEW judged AS SELECT * FROM read_parquet({quoted(str(judged))})")
    engine.execute("CREATE OR REPLACE TEMP VIEW good AS SELECT * FROM judged WHERE len(_problems) = 0")
    _find_twins(engine, columns)
    outcome = Outcome(path="careful")
    accepted = "good ANTI JOIN twins USING (_line)"
    names = ", ".join(columns.types)
    copied = engine.execute(f"COPY (SELECT {names} FROM {accepted}) TO {quoted(str(place.typed))} (FORMAT parquet)")
    outcome.accepted = copied.fetchone()[0]
    outcome.rows = engine.execute("SELECT count(*) FROM judged").fetchone()[0]
    outcome.rejected = outcome.rows - outcome.accepted
    _record_repairs(engine, columns, place, outcome, accepted)
    if outcome.rejected:
        _record_rejects(engine, columns, file, place, outcome)
    judged.unlink()
    return outcome


def _watched(
    engine: duckdb.DuckDBPyConnection, copy: str, on_share: Callable[[float], None] | None, *, begin: float, end: float
) -> int:
    """Runs a COPY and returns its rows; meanwhile this thread tells how far it is, from `begin` to `end`."""
    if on_share is None:
        return engine.execute(copy).fetchone()[0]
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(lambda: engine.execute(copy).fetchone()[0])
        while not wait([running], timeout=_EVERY).done:
            on_share(begin + max(0.0, engine.query_progress()) / 100 * (end - begin))
        return running.result()


def _stage_parquet(engine: duckdb.DuckDBPyConnection, file: Source, staged: Path) -> None:
    """A Parquet file's values become the texts they would have in a CSV file."""
    texts = "".join(
        f", coalesce(CAST({_identifier(name)} AS VARCHAR), '') AS s{index}" for index, name in enumerate(file.header)
    )
    try:
        engine.execute(
            f"""COPY (SELECT file_row_number + 1 AS _line, '' AS _problem, '' AS _repair{texts}
            FROM read_parquet({quoted(str(file.path))}, file_row_number = true))
            TO {quoted(str(staged))} (FORMAT parquet)"""
        )
    except (
        duckdb.InvalidInputException,
        duckdb.ConversionException,
        duckdb.IOException,
        duckdb.BinderException,
    ) as problem:
        if "No space" in str(problem):
            raise
        raise FileUnusable.damaged() from problem


def _find_twins(engine: duckdb.DuckDBPyConnection, columns: FeedColumns) -> None:
    """The table `twins`: rows whose key an earlier row has, the line of that row, and whether they say the same."""
    key = ", ".join(columns.key)
    row = f"hash({', '.join(columns.types)})"
    engine.execute(
        f"""CREATE OR REPLACE TEMP TABLE twins AS
        WITH often AS (SELECT hash({key}) AS mark FROM good GROUP BY ALL HAVING count(*) > 1),
        suspects AS (SELECT _line, {key}, {row} AS row_mark FROM good WHERE hash({key}) IN (SELECT mark FROM often))
        SELECT _line, {columns.key[0]} AS key_text, first_line, row_mark = first_mark AS is_same FROM (
            SELECT *, first_value(_line) OVER turns AS first_line, first_value(row_mark) OVER turns AS first_mark
            FROM suspects WINDOW turns AS (PARTITION BY {key} ORDER BY _line)) WHERE _line <> first_line"""
    )


def _record_repairs(
    engine: duckdb.DuckDBPyConnection, columns: FeedColumns, place: Place, outcome: Outcome, accepted: str
) -> None:
    notes = ", ".join(map(quoted, NOTES))
    mended = f"SELECT _line, unnest(_repairs) AS mend FROM {accepted} WHERE len(_repairs) > 0"
    counts = engine.execute(
        f"SELECT mend.code, mend.column, count(*) FROM ({mended}) GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    if not counts:
        return
    for code, column, count in counts:
        outcome.note(code, count, **({"column": column} if column else {}))
    personal = _personal(columns)
    engine.execute(
        f"""COPY (SELECT _line AS line, mend.column AS "column", mend.code AS repair,
            CASE WHEN mend.column IN ({personal}) THEN feed_mask(mend.value) ELSE mend.value END AS value
            FROM ({mended}) ORDER BY ALL) TO {quoted(str(place.kept / "repairs.parquet"))} (FORMAT parquet)"""
    )
    outcome.repaired = engine.execute(
        f"SELECT count(DISTINCT _line) FROM ({mended}) WHERE mend.code NOT IN ({notes})"
    ).fetchone()[0]


def _record_rejects(
    engine: duckdb.DuckDBPyConnection, columns: FeedColumns, file: Source, place: Place, outcome: Outcome
) -> None:
    """The rejects file for people (masked, harmless in a spreadsheet), and the whole rows beside it."""
    show_reasons(engine)
    key = quoted(columns.key[0])
    engine.execute(
        f"""CREATE OR REPLACE TEMP TABLE rejects AS
        SELECT _line, problem.column AS name, problem.code AS code, problem.value AS value, NULL AS first_line
        FROM (SELECT _line, unnest(_problems) AS problem FROM judged WHERE len(_problems) > 0)
        UNION ALL
        SELECT _line, {key}, CASE WHEN is_same THEN 'ROW_TWICE' ELSE 'KEY_TWICE' END, key_text, first_line FROM twins"""
    )
    target = place.kept / "rejects.csv"
    shown = f"CASE WHEN name IN ({_personal(columns)}) THEN feed_mask(value) ELSE value END"
    engine.execute(
        f"""COPY (SELECT _line AS line, name AS "column",
            feed_inert(left({shown}, 80)) AS value,
            code, replace(reason, '{{line}}', coalesce(first_line::VARCHAR, '')) AS reason, remedy,
            replace(reason_en, '{{line}}', coalesce(first_line::VARCHAR, '')) AS reason_en, remedy_en
            FROM rejects JOIN reasons USING (code) ORDER BY line, "column")
            TO {quoted(str(target))} (HEADER, DELIMITER ',')"""
    )
    texts = ", ".join(f"s{index} AS {_identifier(name)}" for index, name in enumerate(_unique(file.header)))
    engine.execute(
        f"""COPY (SELECT _line AS line, {texts} FROM judged
            WHERE len(_problems) > 0 OR _line IN (SELECT _line FROM twins) ORDER BY _line)
            TO {quoted(str(place.kept / "rejected-rows.csv"))} (HEADER, DELIMITER ',')"""
    )
    for code, column, count in engine.execute(
        "SELECT code, name, count(DISTINCT _line) AS n FROM rejects GROUP BY ALL ORDER BY n DESC, code, name"
    ).fetchall():
        outcome.note(code, count, **({"column": column} if column else {}), rejects=True)
    outcome.repeated = engine.execute("SELECT count(*) FROM twins WHERE is_same").fetchone()[0]
    outcome.rejects_file = str(target)


def _note_file(outcome: Outcome, file: Source) -> None:
    if file.extra:
        outcome.note("EXTRA_COLUMNS", len(file.extra), columns=[name[:60] for name in file.extra[:20]])
    if file.kind == "csv" and not file.is_packed and not file.facts.ends_line:
        outcome.note("NO_FINAL_LINE_END")
    if file.encoding not in ("", "utf-8"):
        outcome.note("ENCODING_OF_FILE", columns=[file.encoding])
    if not outcome.rows:
        outcome.note("NO_ROWS")


def _personal(columns: FeedColumns) -> str:
    return ", ".join(["''", *(quoted(column.name) for column in columns.columns if column.personal)])


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _unique(names: tuple[str, ...]) -> list[str]:
    """Names as a CSV header: blanks and repetitions get their position."""
    seen: set[str] = {"line"}
    unique = []
    for position, name in enumerate(names, start=1):
        chosen = name if name and name.lower() not in seen else f"{name}_{position}"
        seen.add(chosen.lower())
        unique.append(chosen)
    return unique
