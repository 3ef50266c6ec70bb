"""One text of a condition gives the same answers in DuckDB, in PostgreSQL, in Spark SQL and in our own reference."""

import random
from collections.abc import Sequence

import duckdb
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tagih.strategy.rules.conditions import Node, Row, sql, value_of
from tagih.strategy.rules.reading import read_condition
from tests.strategy.texts import COLUMNS, FLAGS, NUMBERS, conditions, people

KINDS = {name: "DOUBLE PRECISION" if name in NUMBERS else "BOOLEAN" if name in FLAGS else "VARCHAR" for name in COLUMNS}


def asked(texts: Sequence[str]) -> str:
    return f"SELECT {', '.join(f'{text} AS a{number}' for number, text in enumerate(texts))} FROM people ORDER BY n"


def of_duckdb(texts: Sequence[str], rows: Sequence[Row]) -> list[tuple]:
    with duckdb.connect() as engine:
        columns = ", ".join(f"{name} {kind.replace(' PRECISION', '')}" for name, kind in KINDS.items())
        engine.execute(f"CREATE TABLE people (n INTEGER, {columns})")
        marks = ", ".join("?" * (len(COLUMNS) + 1))
        engine.executemany(f"INSERT INTO people VALUES ({marks})", told(rows))
        return engine.execute(asked(texts)).fetchall()


def of_postgresql(texts: Sequence[str], rows: Sequence[Row]) -> list[tuple]:
    columns = ", ".join(f"{name} {kind}" for name, kind in KINDS.items())
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS people")
        cursor.execute(f"CREATE TEMP TABLE people (n INTEGER, {columns})")
        marks = ", ".join(["%s"] * (len(COLUMNS) + 1))
        cursor.executemany(f"INSERT INTO people VALUES ({marks})", told(rows))
        cursor.execute(asked(texts))
        return cursor.fetchall()


def of_reference(nodes: Sequence[Node], rows: Sequence[Row]) -> list[tuple]:
    return [tuple(value_of(node, row) for node in nodes) for row in rows]


def told(rows: Sequence[Row]) -> list[list]:
    return [[number, *(row[name] for name in COLUMNS)] for number, row in enumerate(rows)]


@pytest.mark.slow
@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(nodes=st.lists(conditions(), min_size=4, max_size=8), rows=st.lists(people, min_size=5, max_size=12))
def test_engines_agree(nodes: list[Node], rows: list[Row]):
    """Slow: hundreds of random conditions, each asked in three engines."""
    texts = [sql(node) for node in nodes]
    reread = [sql(read_condition(text)) for text in texts]

    expected = of_reference(nodes, rows)

    assert of_duckdb(texts, rows) == expected
    assert of_postgresql(texts, rows) == expected
    assert of_duckdb(reread, rows) == expected


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # Spark's own line to its Java machine
@pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning")
def test_spark_agrees(tmp_path):
    """Slow: starts a Java machine. The same texts again, in one question."""
    pyspark = pytest.importorskip("pyspark.sql")
    nodes, rows = drawn(conditions(), 150), drawn(people, 60)
    session = (
        pyspark.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.warehouse.dir", str(tmp_path)).getOrCreate()
    )  # fmt: skip
    try:
        spark_kinds = {"DOUBLE PRECISION": "DOUBLE", "BOOLEAN": "BOOLEAN", "VARCHAR": "STRING"}
        schema = "n INT, " + ", ".join(f"{name} {spark_kinds[kind]}" for name, kind in KINDS.items())
        session.createDataFrame(told(rows), schema).createOrReplaceTempView("people")
        found = [tuple(row) for row in session.sql(asked([sql(node) for node in nodes])).collect()]
    finally:
        session.stop()

    assert found == of_reference(nodes, rows)


def drawn(strategy: st.SearchStrategy, count: int) -> list:
    """As many examples of a strategy, the same ones every time."""
    found: list = []

    @settings(
        max_examples=count, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(strategy)
    def draw(example: object) -> None:
        found.append(example)

    draw()
    random.Random(1).shuffle(found)
    return found[:count]
