"""How many people a text would put where, on the newest day of the lake: quick enough to be asked while somebody types.

Everybody's variables are computed once a day and kept as a file; of many people only a part is kept, and counts of the
part are scaled up.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tagih.kernel import home, lake
from tagih.portfolio import queries as portfolio
from tagih.portfolio.enums import Feed
from tagih.strategy.columnar.deciding import asked_by, lay_decisions
from tagih.strategy.columnar.facts import Inputs, ages, lay_facts, work_variables
from tagih.strategy.queries.behaviour import write_behaviour
from tagih.strategy.queries.decided import DECISIONS, DELINQUENCY, file_of
from tagih.strategy.rules.document.parts import SINCE, Strategy
from tagih.strategy.rules.variables import CATALOGUE

KEPT_PEOPLE = 200_000
MEMORY = "1GB"


@dataclass(frozen=True, slots=True)
class Counted:
    """People by segment, step and exit on a date. `is_about`: scaled up from a part of them."""

    date: dt.date
    people: int
    segments: Mapping[str, int]
    steps: Mapping[str, int]
    exits: Mapping[str, int]
    is_about: bool = False


def counted(strategy: Strategy, *, now: dt.datetime) -> Counted | None:
    """This will count people by what a strategy says of them, or return None while the lake is empty."""
    date = next(reversed(lake.dates(DELINQUENCY)), None)
    if date is None:
        return None
    with duckdb.connect(config={"memory_limit": MEMORY, "threads": 2}) as engine:
        kept = _kept(engine, date, now)
        if kept is None:
            return None
        part = int(kept.stem.rsplit("-", 1)[1])
        previous = lake.previous_date(DECISIONS, date)
        history = file_of(lake.required(DECISIONS, previous), "steps") if previous else ""
        remembered = sorted(name for name in asked_by(strategy) if name.startswith(SINCE))
        facts = f"SELECT f.* FROM read_parquet('{kept}') f"
        if remembered:
            told = ages(history, remembered, f"DATE '{date.isoformat()}'")
            names = ", ".join(f"h.{name}" for name in remembered)
            facts = f"SELECT f.*, {names} FROM read_parquet('{kept}') f LEFT JOIN ({told}) h USING (customer_no)"
        engine.execute(f"CREATE TEMP VIEW facts AS {facts}")
        lay_decisions(engine, strategy)
        (people,) = engine.execute("SELECT count(*) FROM decided").fetchone()
        by = {name: _by(engine, name, part) for name in ("segment", "step", "exit")}
    return Counted(date, people * part, by["segment"], by["step"], by["exit"], part > 1)


def _by(engine: duckdb.DuckDBPyConnection, column: str, part: int) -> dict[str, int]:
    asked = f'SELECT "{column}", count(*) * {part} FROM decided WHERE "{column}" <> \'\' GROUP BY 1'
    return dict(engine.execute(asked).fetchall())


def _kept(engine: duckdb.DuckDBPyConnection, date: dt.date, now: dt.datetime) -> Path | None:
    """The file of everybody's variables on a date, computed when it is missing; older ones go."""
    delinquency = lake.required(DELINQUENCY, date)
    fed = portfolio.feed_dates(Feed.CONTRACTS, date)
    if not fed:
        return None
    contracts = lake.required(Feed.CONTRACTS, fed[-1])
    folder = home.path() / "studio"
    folder.mkdir(mode=0o700, exist_ok=True)
    stem = f"{date.isoformat()}-{contracts.version}-{delinquency.version}-{delinquency.fingerprint[:8]}"
    found = next(folder.glob(f"{stem}-*.parquet"), None)
    if found is not None:
        return found
    asked = list(CATALOGUE)
    behaviour = folder / f".{stem}.{now:%H%M%S%f}.csv"
    write_behaviour(work_variables(asked), behaviour, date=date, cut=now)
    try:
        lay_facts(engine, Inputs(date, contracts.files, delinquency.files, str(behaviour)), asked)
        (people,) = engine.execute("SELECT count(*) FROM facts").fetchone()
        part = max(1, -(-people // KEPT_PEOPLE))
        draft = behaviour.with_suffix(".draft")
        some = f"WHERE hash(customer_no) % {part} = 0" if part > 1 else ""
        engine.execute(f"COPY (SELECT * FROM facts {some}) TO '{draft}' (FORMAT parquet)")
        engine.execute("DROP TABLE facts")
    finally:
        behaviour.unlink(missing_ok=True)
    for old in folder.glob("*.parquet"):
        old.unlink(missing_ok=True)
    return draft.replace(folder / f"{stem}-{part}.parquet")
