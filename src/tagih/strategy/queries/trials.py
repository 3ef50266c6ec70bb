"""The result of a release to a share: people of both sides since it began, by what was announced beforehand.

A person counts from the first day on which the trial could decide about them, on the side where the hash puts them,
whatever was done; and only once their window is over. So nobody's outcome is seen before it is whole.
"""

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tagih.kernel import home, lake
from tagih.strategy.models import Release
from tagih.strategy.queries.behaviour import write_outcomes
from tagih.strategy.queries.decided import DECISIONS, file_of
from tagih.strategy.rules.experiments import Difference, Side, difference, people_needed

__all__ = ["TrialResult", "people_needed", "trial_result"]

GUARDED = ("CONTACTS", "COMPLAINTS")
SMALLEST = {"PAID": 0.02, "AMOUNT": 50_000.0, "CONTACTS": 0.2, "COMPLAINTS": 0.005}


@dataclass(frozen=True, slots=True)
class TrialResult:
    """What was announced, how far it is, and what may be said today."""

    metric: str
    window: int
    since: dt.date
    until: dt.date | None
    entered: int
    main: Difference
    guards: dict[str, Difference]


def trial_result(release: Release, *, today: dt.date) -> TrialResult:
    """This will compare the people of a trial with those of its base."""
    dates = [date for date in lake.dates(DECISIONS) if release.effective_on <= date <= today]
    if release.ended_at is not None:
        dates = [date for date in dates if date <= release.ended_at.date()]
    files = [file_of(lake.required(DECISIONS, date), "decisions") for date in dates]
    with duckdb.connect(config={"memory_limit": "1GB", "threads": 2}) as engine:
        _enter(engine, release, list(zip(dates, files, strict=True)))
        (entered,) = engine.execute("SELECT count(*) FROM entered").fetchone()
        with tempfile.TemporaryDirectory(dir=home.path()) as folder:
            _outcomes(engine, release, Path(folder), today)
        main = _compared(engine, release.metric, float(release.worth_seeing))
        guards = {name: _compared(engine, name, SMALLEST[name]) for name in GUARDED}
    until = dates[-1] if dates else None
    return TrialResult(release.metric, release.window_days, release.effective_on, until, entered, main, guards)


def _enter(engine: duckdb.DuckDBPyConnection, release: Release, files: list[tuple[dt.date, str]]) -> None:
    """Everybody's first day, segment of that day as stratum, and side."""
    rows = " UNION ALL ".join(
        f"SELECT customer_no, segment, DATE '{date}' AS day FROM read_parquet('{file}')"
        for date, file in files
    ) or "SELECT '' AS customer_no, '' AS segment, DATE '2000-01-01' AS day WHERE false"  # fmt: skip
    place = f"(('0x' || substr(md5('{release.salt}:' || customer_no), 1, 8))::UBIGINT % 100)"
    engine.execute(f"""
        CREATE TEMP TABLE entered AS
        SELECT customer_no, min(day) AS day, arg_min(segment, day) AS stratum,
               any_value({place}) < {release.share} AS tried
        FROM ({rows}) WHERE segment <> '' GROUP BY customer_no""")


def _outcomes(engine: duckdb.DuckDBPyConnection, release: Release, folder: Path, today: dt.date) -> None:
    """What each person whose window is over did in it."""
    file = folder / "outcomes.csv"
    write_outcomes(file, since=release.effective_on)
    told = (
        f"read_csv('{file}', header=false, auto_detect=false, delim=',', quote='\"', escape='\"', nullstr='',"
        " columns={'customer_no': 'VARCHAR', 'day': 'DATE', 'kind': 'VARCHAR', 'amount': 'DOUBLE'})"
    )
    engine.execute(f"""
        CREATE TEMP TABLE told AS
        SELECT e.customer_no, e.stratum, e.tried,
               (count(*) FILTER (o.kind = 'PAYMENT') > 0)::DOUBLE AS PAID,
               coalesce(sum(o.amount) FILTER (o.kind = 'PAYMENT'), 0) AS AMOUNT,
               (count(*) FILTER (o.kind = 'CONTACT'))::DOUBLE AS CONTACTS,
               (count(*) FILTER (o.kind = 'COMPLAINT') > 0)::DOUBLE AS COMPLAINTS
        FROM entered e LEFT JOIN {told} o
          ON o.customer_no = e.customer_no AND o.day >= e.day AND o.day < e.day + {release.window_days}
        WHERE e.day + {release.window_days} <= DATE '{today.isoformat()}'
        GROUP BY e.customer_no, e.stratum, e.tried""")


def _compared(engine: duckdb.DuckDBPyConnection, metric: str, worth_seeing: float) -> Difference:
    rows = engine.execute(f"""
        SELECT tried, stratum, count(*), avg({metric}), coalesce(var_samp({metric}), 0) FROM told GROUP BY 1, 2
    """).fetchall()
    sides: dict[bool, dict[str, Side]] = {True: {}, False: {}}
    for tried, stratum, people, mean, variance in rows:
        sides[tried][stratum] = Side(people, mean, variance)
    return difference(sides[True], sides[False], worth_seeing=worth_seeing)
