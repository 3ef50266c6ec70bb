"""PostgreSQL: where it is, and the vocabulary of transactions, locks, COPY and named statements."""

import contextlib
import functools
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import resources
from typing import Any, BinaryIO, ParamSpec, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg
from django.db import OperationalError, connection
from django.db import transaction as django_transaction
from psycopg import sql as pg
from psycopg.pq import TransactionStatus
from psycopg.rows import dict_row

P = ParamSpec("P")
R = TypeVar("R")
MANY_ROWS = 50_000
"""From here on it pays to check foreign keys by one join at the end."""


class TransactionRequired(RuntimeError):
    """A function that writes was called outside a transaction: a fault of the caller."""


def settings() -> dict[str, Any]:
    """This will return Django's DATABASES entry: `DATABASE_URL`, or the embedded server.

    With `TAGIH_POOL` (set by the serving processes) connections come from a pool of that size.
    """
    url = os.environ.get("DATABASE_URL")
    entry: dict[str, Any] = {
        "ENGINE": "tagih.kernel.backend",
        "OPTIONS": {"application_name": "tagih"},
        "CONN_HEALTH_CHECKS": True,  # a connection from the pool may be older than the server
    }
    if url:
        entry |= _from_url(url)
        entry["OPTIONS"] = entry.pop("URL_OPTIONS") | entry["OPTIONS"]
    else:
        entry |= {"NAME": "tagih", "USER": "tagih", "EMBEDDED": True}
    if pool := os.environ.get("TAGIH_POOL"):
        entry["OPTIONS"]["pool"] = {"min_size": 1, "max_size": int(pool), "timeout": 20}
    return entry


def is_embedded() -> bool:
    """This will tell whether this process uses the embedded server."""
    return bool(connection.settings_dict.get("EMBEDDED"))


class Transaction(django_transaction.Atomic):
    """A transaction that this module opened."""


def transaction() -> Any:
    """This will open a transaction, or join the one that is open: it ends whole or not at all."""
    return Transaction(None, savepoint=True, durable=False)


def step() -> Any:
    """This will open a transaction as `transaction` does, but as a step of one that is open it takes no savepoint.

    For operations that others call on a hot path: a failure in one fails the whole, so the caller must not catch it.
    """
    is_step = any(isinstance(block, Transaction) for block in connection.atomic_blocks)
    return Transaction(None, savepoint=not is_step, durable=False)


def after_commit(deed: Callable[[], Any]) -> None:
    """This will do something outside the database, such as deleting a file, once the transaction has committed."""
    django_transaction.on_commit(deed)


def transaction_required(function: Callable[P, R]) -> Callable[P, R]:
    """This will refuse to run `function` outside a transaction."""

    @functools.wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not connection.in_atomic_block:
            raise TransactionRequired(f"{function.__qualname__} runs only inside a transaction")
        return function(*args, **kwargs)

    return guarded


def lock(name: str, *key: Any) -> None:
    """This will wait for the advisory lock called `name` (and key) and hold it until the transaction ends.

    :raises TransactionRequired:
    """
    if not connection.in_atomic_block:
        raise TransactionRequired(f"the lock {name} lives as long as a transaction")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_number(name, *key)])


def lock_all(name: str, keys: Iterable[Any]) -> None:
    """This will take the advisory locks of many keys, always in the same order, and hold them as `lock` does.

    :raises TransactionRequired:
    """
    if not connection.in_atomic_block:
        raise TransactionRequired(f"the locks {name} live as long as a transaction")
    numbers = sorted({lock_number(name, key) for key in keys})
    if numbers:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(pg_advisory_xact_lock(n)) FROM unnest(%s::bigint[]) AS n", [numbers])


def try_lock(name: str, *key: Any) -> bool:
    """This will take the advisory lock for this transaction if it is free, and tell whether it did."""
    if not connection.in_atomic_block:
        raise TransactionRequired(f"the lock {name} lives as long as a transaction")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock_number(name, *key)])
        return bool(cursor.fetchone()[0])


@contextlib.contextmanager
def session_lock(name: str, *key: Any, wait: bool = True) -> Iterator[bool]:
    """This will hold the advisory lock over several transactions and yield whether it was taken.

    The server frees it when the connection ends, so a killed process leaves nothing behind.
    """
    number = lock_number(name, *key)
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_lock(%s)", [number])
            taken = True
        else:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
            taken = bool(cursor.fetchone()[0])
    try:
        yield taken
    finally:
        if taken and connection.connection is not None and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


def lock_number(name: str, *key: Any) -> int:
    """This will return the signed 64-bit number by which PostgreSQL knows the lock."""
    text = "\x1f".join([name, *map(str, key)])
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True)


def copy_in(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]] | BinaryIO) -> int:
    """This will COPY rows into a table and return how many arrived.

    `rows` is an iterable of sequences, or a binary file in CSV (no header, empty unquoted field = NULL). One path
    for many: no model code runs, constraints do.
    """
    target = pg.SQL("COPY {table} ({columns}) FROM STDIN").format(
        table=pg.Identifier(*table.split(".")), columns=pg.SQL(", ").join(map(pg.Identifier, columns))
    )
    with connection.cursor() as cursor:
        if hasattr(rows, "read"):
            with cursor.copy(target + pg.SQL(" WITH (FORMAT csv)")) as copy:
                while block := rows.read(1 << 20):
                    copy.write(block)
        else:
            with cursor.copy(target) as copy:
                for row in rows:
                    copy.write_row(row)
        return cursor.rowcount


@contextlib.contextmanager
def bulk_load(table: str, *, rows: int | None = None) -> Iterator[None]:
    """This will take the foreign keys of a table off while very many rows are inserted, and put them back.

    Putting a key back checks all rows by one join instead of one by one. Of a table that is empty, the indexes that
    hold no constraint go too: one built over all rows costs less than one grown row by row. The table is locked until
    the transaction ends: for first loads, not for daily ones. With `rows` below `MANY_ROWS` nothing is taken off.
    """
    if rows is not None and rows < MANY_ROWS:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        put_back = _take_off_keys(cursor, table) + _take_off_indexes(cursor, table)
    yield
    with connection.cursor() as cursor:
        for definition in reversed(put_back):
            cursor.execute(definition)
        cursor.execute(pg.SQL("ANALYZE {}").format(pg.Identifier(table)))


def _take_off_keys(cursor: Any, table: str) -> list[pg.Composed]:
    cursor.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'f' AND conrelid = %s::regclass ORDER BY conname",
        [table],
    )
    changed, keys = pg.SQL("ALTER TABLE {} ").format(pg.Identifier(table)), cursor.fetchall()
    for name, _definition in keys:
        cursor.execute(changed + pg.SQL("DROP CONSTRAINT {}").format(pg.Identifier(name)))
    return [changed + pg.SQL("ADD CONSTRAINT {} ").format(pg.Identifier(name)) + pg.SQL(told) for name, told in keys]


def _take_off_indexes(cursor: Any, table: str) -> list[pg.SQL]:
    """Those that no constraint needs, of an empty table."""
    cursor.execute(pg.SQL("SELECT EXISTS (SELECT FROM {})").format(pg.Identifier(table)))
    if cursor.fetchone()[0]:
        return []
    cursor.execute(
        "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        " WHERE i.indrelid = %s::regclass AND NOT i.indisunique ORDER BY c.relname",
        [table],
    )
    indexes = cursor.fetchall()
    for name, _definition in indexes:
        cursor.execute(pg.SQL("DROP INDEX {}").format(pg.Identifier(name)))
    return [pg.SQL(definition) for _name, definition in indexes]


@functools.cache
def statement(package: str, name: str) -> str:
    """This will return the text of `sql/NAME.sql` in a package, such as `statement("tagih.cases", "hand_out")`."""
    return (resources.files(package) / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def execute(package: str, name: str, parameters: dict[str, Any] | None = None) -> int:
    """This will run a named statement with named parameters and return the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement(package, name), parameters or {})
        return cursor.rowcount


def fetch(package: str, name: str, parameters: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """This will run a named statement and return its rows as dictionaries."""
    with connection.cursor() as cursor:
        cursor.execute(statement(package, name), parameters or {})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def count(package: str, name: str, parameters: dict[str, Any] | None = None) -> int:
    """This will return how many rows a named statement would give, counted where they are."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({statement(package, name)}) AS counted", parameters or {})  # noqa: S608
        return cursor.fetchone()[0]


def fetch_prepared(package: str, name: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """This will run a named statement as one that the server has planned before: for many small hot reads.

    The plan belongs to the connection, so a pooler between here and the server must keep sessions. Asked first outside
    a transaction, the connection plans such statements once for all parameters: planning is dearer than they are.
    """
    with psycopg.Cursor(planned_connection(name), row_factory=dict_row) as cursor:
        cursor.execute(prepared_text(package, name), parameters, prepare=True)
        return cursor.fetchall()


def first_prepared(package: str, name: str, parameters: dict[str, Any]) -> tuple[Any, ...] | None:
    """This will run a named statement as `fetch_prepared` does and return its first row bare, or None."""
    with psycopg.Cursor(planned_connection(name)) as cursor:
        cursor.execute(prepared_text(package, name), parameters, prepare=True)
        return cursor.fetchone()


@functools.cache
def prepared_text(package: str, name: str) -> str:
    """This will return a named statement without comments and indents: a long text is parsed anew every time."""
    lines = (line.strip() for line in statement(package, name).splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("--"))


def planned_connection(*names: str) -> psycopg.Connection[Any]:
    """This will return the connection, told to keep plans. Who counts queries counts those of these names, too."""
    connection.ensure_connection()
    if connection.queries_logged:
        connection.queries_log.extend({"sql": name, "time": ""} for name in names)
    raw = connection.connection
    if raw.prepare_threshold is None:  # Django turns it off; its own cursors bind on the client and do not ask
        raw.prepare_threshold = 5
        if raw.info.transaction_status == TransactionStatus.IDLE:
            raw.execute("SET plan_cache_mode = force_generic_plan")
    return raw


def create_if_missing() -> bool:
    """This will create the database that the settings name if the server has none, and tell whether it did.

    The role needs the right to create databases only in that case.
    """
    try:
        connection.ensure_connection()
        return False
    except OperationalError as problem:
        if "does not exist" not in str(problem) or "database" not in str(problem):
            raise
    parameters = connection.get_connection_params()
    name = parameters.pop("dbname")
    wanted = {"host", "port", "user", "password", "sslmode", "sslrootcert", "application_name"} & parameters.keys()
    with psycopg.connect(dbname="postgres", autocommit=True, **{key: parameters[key] for key in wanted}) as maintenance:
        # One after the other: who comes second waits until the database is there to be connected to.
        maintenance.execute("SELECT pg_advisory_lock(hashtext('tagih.create_database'))")
        if not maintenance.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            maintenance.execute(
                pg.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(pg.Identifier(name))
            )
    connection.ensure_connection()
    return True


def dsn() -> str:
    """This will return a libpq connection string of the default database, for a listener or a columnar engine."""
    connection.ensure_connection()
    info = connection.connection.info
    parts = {
        "host": info.host,
        "port": info.port,
        "dbname": info.dbname,
        "user": info.user,
        "password": info.password,
    }
    return " ".join(f"{key}='{value}'" for key, value in parts.items() if value)


def _from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL must start with postgresql://, not {parts.scheme}://")
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")) or "tagih",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(options.pop("port", None) or parts.port or ""),
        "URL_OPTIONS": options,
    }
