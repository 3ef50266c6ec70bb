"""The daily round, killed with SIGKILL at every step boundary and at random instants, ends as if it had never been.

Two lenders are played from the same files in two data folders and two databases. One is left in peace; the rounds of
the other are killed and run again until they end. Then every table and every partition of the lake are compared:
ids and instants may differ (a rolled-back row uses up a number), nothing else.
"""

import datetime as dt
import hashlib
import os
import random
import time
from collections import Counter
from pathlib import Path

import psycopg
import pyarrow.parquet as parquet
import pytest

from tagih.kernel import home
from tagih.sandbox.lender import core
from tests.config.warm import WarmProgram, warm_program
from tests.settings import CHECKOUT

FIRST, SECOND = dt.date(2026, 11, 19), dt.date(2026, 11, 20)
FEEDS = ("customers", "contact_points", "contracts", "instalments", "payments", "clock_actions")
STEPS = ("derive", "publish", "pay-codes", "contact-points", "cases", "work-items", "decisions", "repairs", "promises",
         "messages", "report")  # fmt: skip
RANDOM_KILLS = 4
PAYMENT = '{{"payment_ref": "K-1", "contract_no": "{}", "paid_at": "2026-11-20T09:00:00+07:00", "amount": "50000"}}\n'
# What a repetition may change: instants and what tells them (a report says when it was counted), counters of attempts,
# encryption (a new nonce each time).
MOVING_COLUMNS = {
    "id", "value_cipher", "identity_cipher", "password", "attempts", "seconds", "payload", "subject_id", "run",
    "stored_as", "sha256", "size",
}  # fmt: skip
MACHINERY = ("procrastinate_", "django_", "axes_", "otp_", "kernel_steprun", "auth_")


class Town:
    """One data folder, one database, one program."""

    def __init__(self, folder: Path, server: str, name: str) -> None:
        self.home = folder / "home"
        self.database = f"{server} dbname={name}"
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("TAGIH", "DJANGO", "PYTEST"))},
            "TAGIH_HOME": str(self.home),
            "DATABASE_URL": _url(server, name),
            "TAGIH_ADMIN_PASSWORD": "Kunci-rumah-2026!",
            "TAGIH_LAKE_MEMORY": "512MB",
            "PYTHONPATH": f"{CHECKOUT / 'src'}{os.pathsep}{CHECKOUT}",
        }
        self.program: WarmProgram

    def do(self, *arguments: str) -> str:
        status, said = self.program.run(*arguments)
        assert status == 0, said
        return said

    def load(self, files: dict[str, Path], date: dt.date) -> None:
        for feed in FEEDS:
            if feed in files:
                self.do("feed", "load", feed, str(files[feed]), "--date", date.isoformat(), "--approve")


def _url(server: str, name: str) -> str:
    options = psycopg.conninfo.conninfo_to_dict(server)
    host = str(options.get("host", ""))
    login = options.get("user", "") + (f":{options['password']}" if options.get("password") else "")
    return f"postgresql://{login}@/{name}?host={host}&port={options.get('port', 5432)}"


def _killed_after(town: Town, date: dt.date, step: str) -> None:
    """Runs the round and kills it when it says that `step` is done."""
    started = town.program.start("day", "run", "--date", date.isoformat())
    for line in started.said:
        if line.startswith(step):
            break
    started.kill()


def _killed_at_random(town: Town, date: dt.date, luck: random.Random, length: float) -> None:
    started = town.program.start("day", "run", "--date", date.isoformat())
    time.sleep(luck.uniform(0.0, 1.0) * length)
    started.kill()


@pytest.fixture
def server() -> str:
    """The test server's address without a database."""
    from django.db import connection

    connection.ensure_connection()
    return connection.connection.info.dsn.replace(f"dbname={connection.settings_dict['NAME']}", "")


@pytest.fixture
def towns(tmp_path: Path, server: str) -> list[Town]:
    """Two towns with the same keys, whose databases are gone afterwards."""
    mark = home.fingerprint(str(CHECKOUT))
    names = [f"killed_{mark}", f"peaceful_{mark}"]
    with psycopg.connect(f"{server} dbname=postgres", autocommit=True) as admin:
        for name in names:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        made = [Town(tmp_path / name, server, name) for name in names]
        for town in made:
            for key in ("data", "search", "session"):
                (town.home / "keys").mkdir(parents=True, exist_ok=True)
                (town.home / "keys" / key).write_text(f"one {key} key for both towns")
        with warm_program(made[0].environment) as killed, warm_program(made[1].environment) as peaceful:
            made[0].program, made[1].program = killed, peaceful
            for town in made:
                town.do("init")
            yield made
        for name in names:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.mark.slow
@pytest.mark.django_db
def test_round_killed_anywhere_ends_as_if_it_had_never_been(tmp_path, towns):
    """Slow: runs the program some forty times, kills many of them."""
    killed, peaceful = towns
    lender = core.open_lender(seed=5, customers=120, anchor=SECOND)
    first = core.write_files(lender, day=FIRST, since=None, folder=tmp_path / "first")
    second = core.write_files(lender, day=SECOND, since=FIRST, folder=tmp_path / "second")
    notice = tmp_path / "notice.jsonl"
    luck = random.Random(11)

    peaceful.load(first, FIRST)
    began = time.monotonic()
    peaceful.do("day", "run", "--date", FIRST.isoformat())
    length = time.monotonic() - began
    number = _a_late_contract(peaceful)
    notice.write_text(PAYMENT.format(number))
    peaceful.load(second, SECOND)
    peaceful.do("payment", "post", str(notice))
    peaceful.do("day", "run", "--date", SECOND.isoformat())

    killed.load(first, FIRST)
    for step in STEPS:
        _killed_after(killed, FIRST, step)
    killed.do("day", "run", "--date", FIRST.isoformat())
    killed.load(second, SECOND)
    killed.do("payment", "post", str(notice))
    for _ in range(RANDOM_KILLS):
        _killed_at_random(killed, SECOND, luck, length)
    killed.do("day", "run", "--date", SECOND.isoformat())
    once = _content(killed)
    killed.do("day", "run", "--date", SECOND.isoformat())

    assert once["cases_case"]
    assert once == _content(peaceful)
    assert _lake(killed) == _lake(peaceful)
    assert _content(killed) == once, "run twice, it changes nothing"


def _a_late_contract(town: Town) -> str:
    with psycopg.connect(town.database) as connection:
        query = "SELECT contract_no FROM portfolio_contract WHERE overdue_principal > 0 ORDER BY contract_no LIMIT 1"
        return connection.execute(query).fetchone()[0]


def _content(town: Town) -> dict[str, Counter]:
    """Every business table as a bag of rows; a foreign key is replaced by the content of the row it points to."""
    with psycopg.connect(town.database) as connection:
        tables = _tables(connection)
        keys = _foreign_keys(connection)
        rows = {table: _rows(connection, table) for table in tables}
    known: dict[int, str] = {}

    def content(table: str, row: dict) -> str:
        if id(row) not in known:
            known[id(row)] = "(being read)"
            parts = []
            for column, value in sorted(row.items()):
                target = keys.get((table, column))
                if target and value is not None and target in rows:
                    value = next((content(target, other) for other in by_id[target].get(value, [])), None)
                elif column in MOVING_COLUMNS or isinstance(value, dt.datetime):
                    continue
                parts.append(f"{column}={value!r}")
            known[id(row)] = hashlib.sha256("|".join(parts).encode()).hexdigest()
        return known[id(row)]

    by_id: dict[str, dict] = {}
    for table, found in rows.items():
        by_id[table] = {}
        for row in found:
            by_id[table].setdefault(row.get("id"), []).append(row)
    return {table: Counter(content(table, row) for row in found) for table, found in rows.items()}


def _tables(connection: psycopg.Connection) -> list[str]:
    found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    return sorted(name for (name,) in found if not name.startswith(MACHINERY))


def _rows(connection: psycopg.Connection, table: str) -> list[dict]:
    cursor = connection.execute(f'SELECT * FROM "{table}"')
    names = [column.name for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _foreign_keys(connection: psycopg.Connection) -> dict[tuple[str, str], str]:
    query = """
        SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text
        FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f'
    """
    return {(table, column): target for table, column, target in connection.execute(query)}


def _lake(town: Town) -> dict[str, Counter]:
    """The newest version of each partition as a bag of rows, and no leftovers of killed writers."""
    lake = town.home / "lake"
    newest: dict[Path, Path] = {}
    for version in sorted(lake.glob("*/business_date=*/v*")):
        newest[version.parent] = version
    found = {}
    for partition, version in newest.items():
        for file in sorted(version.glob("*.parquet")):
            name = f"{partition.relative_to(lake)}/{file.name}"
            found[name] = Counter(
                repr({key: value for key, value in row.items() if not isinstance(value, dt.datetime)})
                for row in parquet.read_table(file, partitioning=None).to_pylist()
            )
    return found
