"""A strategy asked again about past days: whom it would have chosen, what it would have needed, what was done instead.

The portfolio of each day is the lake's, as it was known then. Promises, payments, contacts, holds and flags are as they
stood at the beginning of the day in Jakarta; contact points are as they are now, so reach is judged with hindsight.
What people would have done in answer is not known: the replay counts decisions, never effects.
"""

import datetime as dt
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tagih.cases.queries.day import house_day
from tagih.kernel import home, lake
from tagih.kernel.errors import Refusal
from tagih.portfolio import queries as portfolio
from tagih.portfolio.enums import Feed
from tagih.strategy.columnar.deciding import asked_by, lay_decisions, write_history
from tagih.strategy.columnar.facts import Inputs, lay_facts, read_told, work_variables
from tagih.strategy.queries.behaviour import write_attempted, write_behaviour
from tagih.strategy.queries.decided import DECISIONS, DELINQUENCY, file_of
from tagih.strategy.rules.document.parts import Strategy


class NotOnSpark(Refusal):
    """Strategies are replayed in DuckDB."""

    def __init__(self) -> None:
        super().__init__(
            "NOT_ON_SPARK", _("Strategies are replayed in DuckDB, not in Spark."),
            remedy=_("Set TAGIH_LAKE_ENGINE=duckdb for this command."),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """People of a channel on a day: whom the strategy chose, who was attempted, and both."""

    decided: int
    done: int
    both: int


@dataclass(frozen=True, slots=True)
class ReplayedDay:
    """What a strategy says of one day. `otherwise`: people whose stored decision was another; None if none is."""

    date: dt.date
    people: int
    with_step: int
    changed: int
    segments: Mapping[str, int]
    steps: Mapping[str, int]
    exits: Mapping[str, int]
    channels: Mapping[str, Compared]
    otherwise: int | None


def replayable(first: dt.date, last: dt.date) -> list[dt.date]:
    """This will return the business dates in a period whose portfolio the lake holds, oldest first."""
    return [date for date in lake.dates(DELINQUENCY) if first <= date <= last]


def replayed(strategy: Strategy, dates: Sequence[dt.date]) -> Iterator[ReplayedDay]:
    """This will decide each date again, in their order; each remembers the steps of those before it.

    :raises NotOnSpark: the lake's engine is not DuckDB
    """
    if settings.TAGIH_LAKE_ENGINE != "duckdb":
        raise NotOnSpark
    with tempfile.TemporaryDirectory(dir=home.path()) as place, lake.engine() as lent:
        engine = lent.con
        previous = history = ""
        for number, date in enumerate(dates):
            folder = Path(place) / str(number)
            folder.mkdir()
            inputs = _inputs(strategy, date, folder, history)
            lay_facts(engine, inputs, asked_by(strategy))
            lay_decisions(engine, strategy, previous=previous)
            engine.execute(f"COPY (SELECT customer_no, segment, step FROM decided) TO '{folder / 'd.parquet'}'")
            write_history(engine, strategy.remembered, date.isoformat(), history, str(folder / "steps.parquet"))
            previous, history = str(folder / "d.parquet"), str(folder / "steps.parquet")
            yield _told(engine, date, folder)
            engine.execute("DROP TABLE facts; DROP TABLE decided")


def _inputs(strategy: Strategy, date: dt.date, folder: Path, history: str) -> Inputs:
    contracts = lake.required(Feed.CONTRACTS, portfolio.feed_dates(Feed.CONTRACTS, date)[-1])
    behaviour = ""
    if work := work_variables(asked_by(strategy)):
        behaviour = str(folder / "behaviour.csv")
        write_behaviour(work, Path(behaviour), date=date, cut=house_day(date)[0])
    return Inputs(date, contracts.files, lake.required(DELINQUENCY, date).files, behaviour, history)


def _told(engine: duckdb.DuckDBPyConnection, date: dt.date, folder: Path) -> ReplayedDay:
    people, with_step, changed = engine.execute(
        "SELECT count(*), count(*) FILTER (step <> ''), count(*) FILTER (change <> 'SAME') FROM decided"
    ).fetchone()
    attempted = folder / "attempted.csv"
    write_attempted(attempted, date=date)
    rows = read_told(str(attempted), "'customer_no': 'VARCHAR', 'channel': 'VARCHAR'")
    engine.execute(f"CREATE OR REPLACE TEMP TABLE attempted AS SELECT * FROM {rows}")
    channels = engine.execute("""
        SELECT channel, count(d.customer_no), count(a.customer_no), count(*) FILTER (d.customer_no = a.customer_no)
        FROM (SELECT customer_no, channel FROM decided WHERE step <> '') d
        FULL JOIN attempted a USING (customer_no, channel) GROUP BY channel ORDER BY channel""").fetchall()
    return ReplayedDay(
        date, people, with_step, changed, _counts(engine, "segment"), _counts(engine, "step"), _counts(engine, "exit"),
        {channel: Compared(*counts) for channel, *counts in channels}, _otherwise(engine, date),
    )  # fmt: skip


def _counts(engine: duckdb.DuckDBPyConnection, column: str) -> dict[str, int]:
    return dict(
        engine.execute(
            f'SELECT "{column}", count(*) FROM decided WHERE "{column}" <> \'\' GROUP BY 1 ORDER BY 1'
        ).fetchall()
    )


def _otherwise(engine: duckdb.DuckDBPyConnection, date: dt.date) -> int | None:
    stored = lake.latest(DECISIONS, date)
    if stored is None:
        return None
    (count,) = engine.execute(f"""
        SELECT count(*) FROM decided d FULL JOIN read_parquet('{file_of(stored, "decisions")}') s USING (customer_no)
        WHERE (d.segment, d."exit", d.step) IS DISTINCT FROM (s.segment, s."exit", s.step)""").fetchone()
    return count
