"""The decisions of a business date for everybody in scope, from the lake and PostgreSQL to the lake."""

import datetime as dt
import hashlib
import tempfile
from collections.abc import Sequence
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
from tagih.strategy.columnar.deciding import Part, asked_by, lay_parts, write_history
from tagih.strategy.columnar.facts import Inputs, lay_facts, work_variables
from tagih.strategy.events import DayDecided, DecisionsStood
from tagih.strategy.queries.behaviour import write_behaviour
from tagih.strategy.queries.decided import DECISIONS, DELINQUENCY, file_of
from tagih.strategy.queries.versions import SHIPPED, Share, in_force


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
    shares = in_force(business_date)
    with lake.engine() as engine, tempfile.TemporaryDirectory(dir=home.path()) as folder:
        if engine.name != "duckdb":
            return _stand(business_date, "ENGINE", now=now, by=by)
        inputs, mark = _inputs(shares, business_date, Path(folder), now)
        summary, version = _write(engine.con, shares, inputs, mark, now=now)
    event = DayDecided(
        business_date=business_date.isoformat(), lake_version=version, strategy=_named(shares), people=summary.people,
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


def _named(shares: Sequence[Share]) -> str:
    return ", ".join(share.strategy.name if share.label == SHIPPED else share.label for share in shares)


def _asked(shares: Sequence[Share]) -> frozenset[str]:
    return frozenset().union(*(asked_by(share.strategy) for share in shares))


def _inputs(shares: Sequence[Share], date: dt.date, folder: Path, now: dt.datetime) -> tuple[Inputs, str]:
    """The files of the pass, and a mark that changes when one of them does."""
    asked = _asked(shares)
    contracts = lake.required(Feed.CONTRACTS, portfolio.feed_dates(Feed.CONTRACTS, date)[-1])
    delinquency = lake.required(DELINQUENCY, date)
    before = lake.previous_date(DECISIONS, date)
    previous = lake.required(DECISIONS, before) if before else None
    marks = [share.mark for share in shares]
    marks += [f"{contracts.business_date}/{contracts.version}", delinquency.fingerprint]
    marks.append(f"{before}/{previous.version}" if previous else "")
    behaviour = ""
    if work := work_variables(asked):
        behaviour = str(folder / "behaviour.csv")
        marks.append(write_behaviour(work, Path(behaviour), date=date, cut=now))
    history = file_of(previous, "steps") if previous else ""
    inputs = Inputs(date, contracts.files, delinquency.files, behaviour, history)
    return inputs, hashlib.sha256("|".join(marks).encode()).hexdigest()


def _write(
    engine: duckdb.DuckDBPyConnection, shares: Sequence[Share], inputs: Inputs, mark: str, *, now: dt.datetime
) -> tuple[DaySummary, int]:
    existing = lake.latest(DECISIONS, inputs.date)
    if existing is not None and existing.fingerprint == mark:
        return DaySummary(**existing.notes["summary"]), existing.version
    before = lake.previous_date(DECISIONS, inputs.date)
    previous = file_of(lake.required(DECISIONS, before), "decisions") if before else ""
    with lake.write(DECISIONS, inputs.date, now=now, fingerprint=mark) as draft:
        lay_facts(engine, inputs, _asked(shares))
        parts = [Part(share.strategy, share.low, share.high, share.salt) for share in shares]
        lay_parts(engine, parts, previous=previous)
        out = draft.folder / "decisions.parquet"
        engine.execute(f"COPY (SELECT * FROM decided ORDER BY customer_no) TO '{out}' (FORMAT parquet)")
        remembered = sorted({step for share in shares for step in share.strategy.remembered})
        write_history(engine, remembered, inputs.date.isoformat(), inputs.history, str(draft.folder / "steps.parquet"))
        summary = _counted(engine, previous)
        draft.notes |= {
            "strategy": _named(shares),
            "texts": {share.strategy.digest[:12]: share.text for share in shares},
            "labels": {share.strategy.digest[:12]: share.label for share in shares},
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
