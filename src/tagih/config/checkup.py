"""What `tagih doctor` looks at. Each check answers with what it saw and, where something is wrong, what mends it."""

import os
import platform
import shutil
import stat
import sys
import tempfile
import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tagih.config import jobs
from tagih.kernel import clock, database, home, lake, regions

OLDEST_POSTGRESQL = 150000
SMALLEST_DISK_GB = 5
WAITING_TOO_LONG_MINUTES = 15


class Health(StrEnum):
    """How a check went."""

    FINE = "FINE"
    WARNING = "WARNING"
    BROKEN = "BROKEN"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's answer."""

    check: str
    health: Health
    seen: str
    remedy: str = ""


def examine() -> Iterator[Finding]:
    """This will run every check, also when an earlier one broke, and yield what each found."""
    for check in CHECKS:
        try:
            yield from check()
        except Exception as problem:
            name = check.__name__.removeprefix("_").replace("_", " ")
            line = (str(problem).strip().splitlines() or [type(problem).__name__])[0]
            yield Finding(name, Health.BROKEN, line, _remedy_after(check))


def _python() -> Iterator[Finding]:
    good = sys.version_info >= (3, 11)
    remedy = "" if good else "Install Python 3.11 or newer and run make setup."
    yield Finding("python", Health.FINE if good else Health.BROKEN, platform.python_version(), remedy)


def _database() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
        cursor.execute(
            "SELECT name, setting FROM pg_settings WHERE name IN"
            " ('fsync', 'max_connections', 'server_encoding', 'full_page_writes', 'server_version')"
        )
        found = dict(cursor.fetchall())
    where = "embedded" if database.is_embedded() else "DATABASE_URL"
    if version < OLDEST_POSTGRESQL:
        remedy = "Upgrade the server to PostgreSQL 15 or newer."
        yield Finding("database", Health.BROKEN, f"PostgreSQL {found['server_version']} ({where})", remedy)
    else:
        yield Finding("database", Health.FINE, f"PostgreSQL {found['server_version']} ({where})")
    if found["fsync"] != "on" or found["full_page_writes"] != "on":
        remedy = "Set fsync and full_page_writes on, unless this is a test: a power cut would lose data."
        yield Finding("database durability", Health.WARNING, "fsync or full_page_writes is off", remedy)
    if found["server_encoding"] != "UTF8":
        remedy = "Create the database with ENCODING 'UTF8'."
        yield Finding("database encoding", Health.BROKEN, found["server_encoding"], remedy)
    if int(found["max_connections"]) < 50:
        remedy = "Raise max_connections to 100 or more, or lower TAGIH_POOL."
        yield Finding("database connections", Health.WARNING, found["max_connections"], remedy)


def _database_clock() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs((cursor.fetchone()[0] - clock.now()).total_seconds())
    good = apart < 2
    remedy = "" if good else "Run a time service (chrony, systemd-timesyncd) on both machines."
    seen = f"{apart:.1f} s apart from the database"
    yield Finding("clock", Health.FINE if good else Health.BROKEN, seen, remedy)


def _migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    left = executor.migration_plan(executor.loader.graph.leaf_nodes())
    seen = f"{len(left)} not applied" if left else "all applied"
    remedy = "Run tagih init." if left else ""
    yield Finding("migrations", Health.BROKEN if left else Health.FINE, seen, remedy)


def _jobs() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.queue_name, count(*), extract(epoch FROM now() - min(coalesce(j.scheduled_at, e.at)))::int / 60"
            " FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'"
            " WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= now()) GROUP BY 1 ORDER BY 1"
        )
        waiting = cursor.fetchall()
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
        failed = cursor.fetchone()[0]
    for queue, count, minutes in waiting:
        if queue not in jobs.QUEUES:
            remedy = "No worker takes this queue: upgrade the workers, or cancel its jobs."
            yield Finding("jobs", Health.BROKEN, f"{count} in the queue {queue}", remedy)
        elif minutes >= WAITING_TOO_LONG_MINUTES:
            seen = f"{count} wait in {queue}, the oldest for {minutes} minutes"
            yield Finding("jobs", Health.BROKEN, seen, "Start a worker: tagih worker.")
    if failed:
        remedy = "Read the worker's log for the reason; the journal tells what was not answered."
        yield Finding("jobs", Health.WARNING, f"{failed} failed", remedy)
    if not waiting and not failed:
        yield Finding("jobs", Health.FINE, "none waits")


def _data_folder() -> Iterator[Finding]:
    folder = home.path()
    free_gb = shutil.disk_usage(folder).free // 2**30
    good = free_gb >= SMALLEST_DISK_GB
    remedy = "" if good else "Make room, or move TAGIH_HOME to a larger disk."
    yield Finding("disk", Health.FINE if good else Health.WARNING, f"{free_gb} GB free below {folder}", remedy)
    open_keys = [
        str(path)
        for path in [folder / "keys", *(folder / "keys").glob("*")]
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    if open_keys:
        remedy = f"chmod -R go= {folder / 'keys'}"
        yield Finding("keys", Health.BROKEN, f"readable by others: {', '.join(open_keys)}", remedy)
    else:
        yield Finding("keys", Health.FINE, "readable by their owner only")


def _lake() -> Iterator[Finding]:
    folder = lake.root()
    with tempfile.NamedTemporaryFile(dir=folder):
        pass
    with lake.engine(memory="256MB", threads=1) as engine:
        engine.raw_sql("SELECT 1")
    yield Finding("lake", Health.FINE, f"{folder}, {settings.TAGIH_LAKE_ENGINE}")


def _time_zones() -> Iterator[Finding]:
    missing = [name for name in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura") if name not in _zones()]
    remedy = "Install the time zone data: apt-get install tzdata." if missing else ""
    seen = f"missing {', '.join(missing)}" if missing else "WIB, WITA, WIT"
    yield Finding("time zones", Health.BROKEN if missing else Health.FINE, seen, remedy)


def _zones() -> set[str]:
    return zoneinfo.available_timezones()


def _browser_libraries() -> Iterator[Finding]:
    folders = [Path(folder) for prefix, folder in home.browser_libraries() if prefix == "vendor/htmx"]
    good = any((folder / "htmx.min.js").exists() for folder in folders)
    remedy = "" if good else "Run make setup: it fetches them."
    yield Finding(
        "browser libraries", Health.FINE if good else Health.BROKEN, "htmx" if good else "htmx missing", remedy
    )


def _regions() -> Iterator[Finding]:
    count = len(regions.names())
    remedy = "" if count else "Run make setup: it fetches their names. Codes are judged by their shape until then."
    yield Finding("regions", Health.FINE if count else Health.WARNING, f"{count} named", remedy)


def _translations() -> Iterator[Finding]:
    sources = list((home.PROJECT / "src" / "tagih").rglob("locale/*/LC_MESSAGES/django.po"))
    stale = [file for file in sources if not file.with_suffix(".mo").exists()]
    remedy = "Run make setup: it compiles them." if stale else ""
    seen = f"{len(stale)} not compiled" if stale else f"{len(sources)} compiled"
    yield Finding("translations", Health.BROKEN if stale else Health.FINE, seen, remedy)


def _secrets() -> Iterator[Finding]:
    if settings.DEBUG:
        yield Finding("debug", Health.WARNING, "TAGIH_DEBUG is 1", "Unset it where real debtors' data are shown.")
    elsewhere = set(settings.ALLOWED_HOSTS) - {"localhost", "127.0.0.1", "[::1]"}
    if elsewhere and not settings.HTTPS:
        remedy = "Serve through a proxy with a certificate and set TAGIH_HTTPS=1."
        yield Finding("https", Health.WARNING, f"off, but reachable as {', '.join(sorted(elsewhere))}", remedy)
    if not database.is_embedded() and not os.environ.get("TAGIH_DATA_KEYS"):
        remedy = "Set TAGIH_DATA_KEYS and TAGIH_SEARCH_KEY alike on every machine, and keep a copy apart."
        yield Finding("data keys", Health.WARNING, "only on this machine, with a shared database", remedy)


def _remedy_after(check: Callable[[], Iterator[Finding]]) -> str:
    if check in {_database, _database_clock}:
        return "Start the server that DATABASE_URL names, or unset it for the embedded one."
    if check in {_migrations, _jobs}:
        return "Run tagih init."
    return "Look at the folder's owner and mode."


CHECKS: list[Callable[[], Iterator[Finding]]] = [
    _python,
    _database,
    _database_clock,
    _migrations,
    _jobs,
    _data_folder,
    _lake,
    _time_zones,
    _browser_libraries,
    _regions,
    _translations,
    _secrets,
]
