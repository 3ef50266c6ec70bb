"""The daily decision for everybody: the strategy that comes with Tagih over a portfolio drawn by DuckDB.

Drawn and not timed: contracts, delinquency and behaviour as Parquet, as the lake and PostgreSQL would give them. Timed:
the variables of everybody, the decisions, writing them, and the history of steps; on a first day, and on a second one
that is compared with the first. Nine of ten people have one contract, one has two. `in_scope` is the share that is late
or due within a week; the others are only passed by.
"""

import datetime as dt
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from tagih.kernel import lake
from tagih.strategy import queries
from tagih.strategy.columnar.deciding import asked_by, lay_decisions, write_history
from tagih.strategy.columnar.facts import Inputs, lay_facts, work_variables
from tagih.strategy.rules.document.parts import Strategy
from tagih.strategy.rules.variables import CATALOGUE, Kind

FIRST = dt.date(2026, 11, 20)


def measure(*, contracts: int, in_scope: float) -> dict[str, Any]:
    """This will draw a portfolio, decide two days of it and return seconds by part."""
    strategy = queries.checked(queries.shipped_text()).strategy
    asked = asked_by(strategy)
    with tempfile.TemporaryDirectory() as place, lake.engine() as engine:
        folder = Path(place)
        days = {}
        previous = history = ""
        for turn, name in enumerate(("first", "second")):
            date = FIRST + dt.timedelta(days=turn)
            inputs = _draw(engine.con, folder, contracts, in_scope, date, sorted(work_variables(asked)))
            inputs = Inputs(date, inputs.contracts, inputs.delinquency, inputs.behaviour, history)
            days[name] = _day(engine.con, strategy, inputs, previous, folder / name)
            previous, history = str(folder / name / "decisions.parquet"), str(folder / name / "steps.parquet")
    steps = sum(len(treatment.steps) for treatment in strategy.treatments.values())
    return {
        "contracts": contracts, "in_scope": in_scope, "segments": len(strategy.segments), "steps": steps,
        "variables": len(asked), "behaviour": len(work_variables(asked)), **days,
    }  # fmt: skip


def _day(
    engine: duckdb.DuckDBPyConnection, strategy: Strategy, inputs: Inputs, previous: str, out: Path
) -> dict[str, Any]:
    out.mkdir()
    seconds: dict[str, float] = {}

    def timed(name: str, deed: Callable[[], object]) -> None:
        began = time.monotonic()
        deed()
        seconds[name] = round(time.monotonic() - began, 2)

    timed("variables", lambda: lay_facts(engine, inputs, asked_by(strategy)))
    timed("decisions", lambda: lay_decisions(engine, strategy, previous=previous))
    timed("written", lambda: engine.execute(f"COPY decided TO '{out / 'decisions.parquet'}' (FORMAT parquet)"))
    timed("history", lambda: write_history(
        engine, strategy.remembered, inputs.date.isoformat(), inputs.history, str(out / "steps.parquet")))  # fmt: skip
    people, with_step = engine.execute("SELECT count(*), count(*) FILTER (step <> '') FROM decided").fetchone()
    engine.execute("DROP TABLE facts; DROP TABLE decided")
    return {"seconds": round(sum(seconds.values()), 1), "parts": seconds, "people": people, "with_step": with_step}


def _draw(
    engine: duckdb.DuckDBPyConnection, folder: Path, contracts: int, in_scope: float, date: dt.date, work: list[str]
) -> Inputs:
    """A contract's fate is a hash of its number, the same on both days; the second day everybody is a day later."""
    later, scope = (date - FIRST).days, int(in_scope * 10_000)
    engine.execute("CREATE OR REPLACE MACRO fate(i, salt) AS (hash(i * 31 + salt) % 10000)::INTEGER")
    person = "printf('C%010d', CASE WHEN i % 11 = 10 THEN i - 1 ELSE i END)"
    day = f"DATE '{date}'"
    late = f"(CASE WHEN fate(i, 1) < {scope} * 0.7 THEN 1 + fate(i, 2) % 150 + {later} ELSE 0 END)"
    due = f"(CASE WHEN fate(i, 1) < {scope} THEN {day} + fate(i, 3) % 7 ELSE {day} + 20 END)"
    told = {
        "contracts": f"""
            SELECT printf('K%010d', i) AS contract_no, {person} AS customer_no, DATE '2025-06-10' + fate(i, 4) % 300
                   AS disbursed_on, (5000000 + fate(i, 7) * 9000)::DECIMAL(18, 2) AS outstanding_principal,
                   750000::DECIMAL(18, 2) AS instalment_amount, (fate(i, 9) / 100)::DECIMAL(12, 4) AS score,
                   CASE WHEN fate(i, 10) < 7000 THEN printf('W10.%08d', i) END AS fiducia_no
            FROM range({contracts}) t(i)""",
        "delinquency": f"""
            SELECT printf('K%010d', i) AS contract_no, 'MOTOR' AS product, 'CAB' || (fate(i, 5) % 120) AS branch,
                   CASE WHEN fate(i, 6) < 50 THEN 'WRITTEN_OFF' ELSE 'ACTIVE' END AS status, {late}::INTEGER AS dpd,
                   {late}::INTEGER AS delinquent_days, {due} AS next_due_on,
                   ceil({late} / 30)::INTEGER AS instalments_overdue,
                   CASE WHEN {late} > 0 THEN 'C' || (({late} - 1) // 30) ELSE '' END AS bucket,
                   ceil({late} / 30)::INTEGER AS bucket_rank,
                   ['STAY', 'FORWARD', 'NEW'][1 + fate(i, 8) % 3] AS roll, '1' AS collectability,
                   (600000 * ceil({late} / 30))::DECIMAL(18, 2) AS overdue_principal,
                   (150000 * ceil({late} / 30))::DECIMAL(18, 2) AS overdue_interest,
                   0::DECIMAL(18, 2) AS overdue_fee, 0::DECIMAL(18, 2) AS overdue_penalty
            FROM range({contracts}) t(i)""",
        "behaviour": f"""
            SELECT {person} AS customer_no, {", ".join(_drawn(name, place) for place, name in enumerate(work, 20))}
            FROM range({contracts}) t(i) WHERE fate(i, 1) < {scope} AND i % 11 <> 10""",
    }  # fmt: skip
    files = {name: str(folder / f"{name}{later}.parquet") for name in told}
    for name, query in told.items():
        engine.execute(f"COPY ({query}) TO '{files[name]}' (FORMAT parquet)")
    return Inputs(date, [files["contracts"]], [files["delinquency"]], files["behaviour"])


def _drawn(name: str, salt: int) -> str:
    variable = CATALOGUE[name]
    if variable.kind is Kind.FLAG:
        return f"fate(i, {salt}) < 300 AS {name}"
    if variable.kind is Kind.TEXT:
        return f"'NO_ANSWER' AS {name}"
    if variable.is_nullable:
        return f"(CASE WHEN fate(i, {salt}) < 4000 THEN fate(i, {salt}) % 60 END)::DOUBLE AS {name}"
    return f"(fate(i, {salt}) % 3)::DOUBLE AS {name}"
