"""The pass over all says of everybody what the rules say of one."""

import hashlib
import random
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from tagih.strategy.columnar.deciding import asked_by, lay_decisions, write_history
from tagih.strategy.queries import shipped_text
from tagih.strategy.rules.analysis import can_hold
from tagih.strategy.rules.conditions import Value
from tagih.strategy.rules.document.checking import check
from tagih.strategy.rules.document.parts import Decision, Strategy, decide, known_to
from tagih.strategy.rules.variables import Kind
from tests.strategy.test_document import GOOD

NUMBERS = (0.0, 1.0, 2.0, 3.0, 5.0, 7.0, 8.0, 14.0, 21.0, 30.0, 31.0, 60.0, 91.0, 3e6, 6e7)


def people(strategy: Strategy, count: int, seed: int) -> list[dict[str, Value]]:
    """Random rows of what a strategy asks; every segment has somebody, by an example of its condition."""
    chance, catalogue = random.Random(seed), known_to(strategy)
    asked = sorted(asked_by(strategy))
    rows = []
    for number in range(count):
        row: dict[str, Value] = {}
        for name in asked:
            variable = catalogue[name]
            value: Value = chance.random() < 0.1
            if variable.is_number:
                value = chance.choice(NUMBERS)
            elif variable.kind is Kind.TEXT:
                value = chance.choice(["NO_ANSWER", "MOTOR", ""])
            row[name] = None if variable.is_nullable and chance.random() < 0.4 else value
        if number % 2:
            row |= can_hold(chance.choice(strategy.segments).when.node).example or {}
        rows.append(row)
    return rows


def laid(engine: duckdb.DuckDBPyConnection, strategy: Strategy, rows: list[dict[str, Value]]) -> None:
    """This will make the table `facts` of rows."""
    kinds = {Kind.FLAG: pa.bool_(), Kind.TEXT: pa.string(), Kind.COUNT: pa.float64(), Kind.NUMBER: pa.float64()}
    catalogue = known_to(strategy)
    columns = {"customer_no": pa.array([f"C{number}" for number in range(len(rows))])}
    for name in sorted(asked_by(strategy)):
        columns[name] = pa.array([row[name] for row in rows], kinds[catalogue[name].kind])
    told = pa.table(columns)
    engine.execute("CREATE OR REPLACE TEMP TABLE facts AS SELECT * FROM told")
    del told


def decided(engine: duckdb.DuckDBPyConnection) -> Mapping[str, Decision]:
    columns = 'segment, treatment, arm, "exit", step, channel, priority, offer'
    rows = engine.execute(f"SELECT customer_no, {columns} FROM decided").fetchall()
    return {number: Decision(*told) for number, *told in rows}


def place_of(salt: str, customer_no: str) -> int:
    return int(hashlib.md5(f"{salt}:{customer_no}".encode()).hexdigest()[:8], 16) % 100


@pytest.mark.parametrize("text", [shipped_text(), GOOD], ids=["shipped", "experiment"])
def test_all_are_decided_as_one_is(text: str):
    strategy = check(text).strategy
    rows = people(strategy, 1500, seed=7)
    salt = strategy.experiment.salt if strategy.experiment else ""

    with duckdb.connect() as engine:
        laid(engine, strategy, rows)
        lay_decisions(engine, strategy)
        found = decided(engine)

    expected = {
        f"C{number}": decide(strategy, row, draw=place_of(salt, f"C{number}")) for number, row in enumerate(rows)
    }
    assert found == expected
    assert {segment.id for segment in strategy.segments} <= {decision.segment for decision in found.values()}
    assert len({decision.step for decision in found.values()}) > 3


def test_change_against_the_day_before(tmp_path: Path):
    strategy = check(GOOD).strategy
    before = pa.table({"customer_no": ["C0", "C1", "C2"], "segment": ["", "baru", "baru"], "step": ["", "wa", ""]})
    parquet.write_table(before, tmp_path / "before.parquet")
    plain = dict.fromkeys(asked_by(strategy)) | {"dpd": 3.0, "is_held": False, "whatsapp_numbers": 0.0}
    rows = [plain | {"whatsapp_numbers": 1.0}, plain, plain, plain]

    with duckdb.connect() as engine:
        laid(engine, strategy, [row | {"is_written_off": False} for row in rows])
        lay_decisions(engine, strategy, previous=str(tmp_path / "before.parquet"))
        told = dict(engine.execute("SELECT customer_no, change FROM decided").fetchall())

    arms = {number: place_of("garam", number) for number in told}
    assert all(place < 80 for place in arms.values()), arms
    assert told == {"C0": "SEGMENT", "C1": "STEP", "C2": "SAME", "C3": "NEW"}


def test_history_keeps_the_last_day_of_each_step(tmp_path: Path):
    strategy = check(GOOD).strategy
    first, second = str(tmp_path / "1.parquet"), str(tmp_path / "2.parquet")

    today = "CREATE OR REPLACE TEMP TABLE decided AS SELECT * FROM (VALUES {}) t(customer_no, step)"
    with duckdb.connect() as engine:
        engine.execute(today.format("('C1', 'wa'), ('C2', 'telepon')"))
        write_history(engine, strategy.remembered, "2026-11-19", "", first)
        engine.execute(today.format("('C1', 'wa'), ('C3', 'sp1')"))
        write_history(engine, strategy.remembered, "2026-11-20", first, second)
        rows = engine.execute(f"SELECT customer_no, step, last_on::VARCHAR FROM read_parquet('{second}')").fetchall()

    assert sorted(rows) == [("C1", "wa", "2026-11-20"), ("C3", "sp1", "2026-11-20")]
