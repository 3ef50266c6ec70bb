"""The decisions of a business date for everybody in scope, from the lake and PostgreSQL to the lake."""

import datetime as dt
import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tagih.journal import operations as journal
from tagih.journal.events import BusinessEvent
from tagih.journal.models import Event
from tagih.kernel import database, home, lake
from tagih.portfolio import queries as portfolio
from tagih.portfolio.enums import Feed
from tagih.staff.models import Person
from tagih.strategy.columnar.deciding import asked_by, lay_decisions, write_history
from tagih.strategy.columnar.facts import Inputs, lay_facts, work_variables
from tagih.strategy.events import DayDecided, DecisionsStood
from tagih.strategy.queries.behaviour import write_behaviour
from tagih.strategy.queries.decided import DECISIONS, DELINQUENCY, file_of, in_force
from tagih.strategy.rules.document.parts import Strategy


@dataclass(frozen=True, slots=True)
class DaySummary:
    """What `decide_day` did. `stands_since`: nothing was decided, the decisions of that date stand."""

    people: int = 0
    with_step: int = 0
    changed: int = 0
    left: int = 0
    stands_since: dt.date | None = None
    missing: str = ""


def decide_day(*, business_date: dt.date, now: dt.datetime, by: Person | None) -> DaySummary:
    """This will decide segment, step, channel and priority of everybody in scope and write it to the lake.

    Every decision carries strategy, digest of its text, segment, step and the facts that were asked. Where a file that
    the round waits for is missing, or the lake's engine is not DuckDB, nothing is decided: the last decisions stand,
    and the journal says so. The same facts make no second version.
    """
    missing = _missing(business_date)
    if missing:
        return _stand(business_date, missing, now=now, by=by)
    strategy, text = in_force(business_date)
    with lake.engine() as engine, tempfile.TemporaryDirectory(dir=home.path()) as folder:
        if engine.name != "duckdb":
            return _stand(business_date, "ENGINE", now=now, by=by)
        inputs, mark = _inputs(strategy, business_date, Path(folder), now)
        summary, version = _write(engine.con, strategy, text, inputs, mark, now=now)
    event = DayDecided(
        business_date=business_date.isoformat(), lake_version=version, strategy=strategy.name, people=summary.people,
        with_step=summary.with_step, changed=summary.changed,
    )  # fmt: skip
    _tell_once(event, now=now, by=by)
    return summary


def _missing(business_date: dt.date) -> str:
    awaited = portfolio.timetable().feeds or (Feed.CONTRACTS,)
    absent = [str(feed) for feed in awaited if lake.latest(feed, business_date) is None]
    if not absent and lake.latest(DELINQUENCY, business_date) is None:
        absent.append(DELINQUENCY)
    return ", ".join(absent)


def _stand(business_date: dt.date, reason: str, *, now: dt.datetime, by: Person | None) -> DaySummary:
    since = lake.previous_date(DECISIONS, business_date)
    told = since.isoformat() if since else ""
    event = DecisionsStood(business_date=business_date.isoformat(), reason=reason, since=told)
    _tell_once(event, now=now, by=by)
    return DaySummary(stands_since=since, missing=reason)


def _tell_once(event: BusinessEvent, *, now: dt.datetime, by: Person | None) -> None:
    """A step that was killed after the lake was written, or run again, says no more than it would have said at once."""
    with database.transaction():
        database.lock("strategy.decide")
        said = Event.objects.filter(name=event.name(), subject_kind=event.subject_kind, subject_id=event.subject_id)
        if not said.filter(payload=event.payload()).exists():
            journal.publish(event, by=by, now=now)


def _inputs(strategy: Strategy, date: dt.date, folder: Path, now: dt.datetime) -> tuple[Inputs, str]:
    """The files of the pass, and a mark that changes when one of them does."""
    asked = asked_by(strategy)
    contracts = lake.required(Feed.CONTRACTS, portfolio.feed_dates(Feed.CONTRACTS, date)[-1])
    delinquency = lake.required(DELINQUENCY, date)
    before = lake.previous_date(DECISIONS, date)
    previous = lake.required(DECISIONS, before) if before else None
    marks = [strategy.digest, f"{contracts.business_date}/{contracts.version}", delinquency.fingerprint]
    marks.append(f"{before}/{previous.version}" if previous else "")
    behaviour = ""
    if work := work_variables(asked):
        behaviour = str(folder / "behaviour.csv")
        marks.append(write_behaviour(work, Path(behaviour), date=date, cut=now))
    history = file_of(previous, "steps") if previous else ""
    inputs = Inputs(date, contracts.files, delinquency.files, behaviour, history)
    return inputs, hashlib.sha256("|".join(marks).encode()).hexdigest()


def _write(
    engine: duckdb.DuckDBPyConnection, strategy: Strategy, text: str, inputs: Inputs, mark: str, *, now: dt.datetime
) -> tuple[DaySummary, int]:
    existing = lake.latest(DECISIONS, inputs.date)
    if existing is not None and existing.fingerprint == mark:
        return DaySummary(**existing.notes["summary"]), existing.version
    before = lake.previous_date(DECISIONS, inputs.date)
    previous = file_of(lake.required(DECISIONS, before), "decisions") if before else ""
    with lake.write(DECISIONS, inputs.date, now=now, fingerprint=mark) as draft:
        lay_facts(engine, inputs, asked_by(strategy))
        lay_decisions(engine, strategy, previous=previous)
        rows = f"SELECT *, '{strategy.name}' AS strategy, '{strategy.digest[:12]}' AS version FROM decided"
        engine.execute(f"COPY ({rows} ORDER BY customer_no) TO '{draft.folder / 'decisions.parquet'}' (FORMAT parquet)")
        write_history(engine, strategy, inputs.date.isoformat(), inputs.history, str(draft.folder / "steps.parquet"))
        summary = _counted(engine, previous)
        draft.notes |= {
            "strategy": strategy.name, "digest": strategy.digest, "text": text,
            "summary": {"people": summary.people, "with_step": summary.with_step, "changed": summary.changed,
                        "left": summary.left},
        }  # fmt: skip
    return summary, draft.partition.version


def _counted(engine: duckdb.DuckDBPyConnection, previous: str) -> DaySummary:
    people, with_step, changed = engine.execute(
        "SELECT count(*), count(*) FILTER (step <> ''), count(*) FILTER (change <> 'SAME') FROM decided"
    ).fetchone()
    left = 0
    if previous:
        (left,) = engine.execute(
            f"SELECT count(*) FROM read_parquet('{previous}') ANTI JOIN decided USING (customer_no)"
        ).fetchone()
    return DaySummary(people, with_step, changed, left)
