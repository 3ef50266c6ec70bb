"""The night of a big lender: from CSV files to ready work lists, on day one and on the day after.

The files are drawn by DuckDB and not timed. About 8 % of the contracts are in scope: 5 % late, 3 % due within a week.
On the second day 4 % of the balances are different. With `schedules` the contracts come with 24 instalments and the
payments of a year instead of balances.
"""

import datetime as dt
import os
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
from django.conf import settings

from tagih.config import setup
from tagih.config.day import run_day
from tagih.kernel import clock
from tagih.portfolio import operations as portfolio
from tagih.staff import operations as staff

FIRST = dt.date(2026, 11, 20)
SECOND = dt.date(2026, 11, 21)
INSTALMENTS = 24
ROUND_UNTIL = "work-items"


def measure(*, contracts: int, schedules: bool, folder: Path | None = None) -> dict[str, Any]:
    """This will draw the files, run both nights in an empty lake and return seconds by step and the peak of memory."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        files = Path(place) / "files"
        files.mkdir()
        settings.TAGIH_LAKE = str(Path(place) / "lake")
        setup.load_reference_data(now=clock.now())
        staff.open_unit(code="HQ", name="HQ", kind="COMPANY", parent=None, by=None, now=clock.now())
        nights = {}
        for name, date in (("first", FIRST), ("second", SECOND)):
            drawn = _draw(files, contracts, date, schedules=schedules)
            nights[name] = _night(date, drawn)
            shutil.rmtree(files)
            files.mkdir()
    return {"contracts": contracts, "schedules": schedules, **nights}


def _night(date: dt.date, files: dict[str, Path]) -> dict[str, Any]:
    with _peak() as peak:
        began = time.monotonic()
        landing = {}
        for feed, path in files.items():
            start = time.monotonic()
            receipt = portfolio.receive_feed(feed=feed, path=path, business_date=date, profile="", now=clock.now())
            portfolio.land(landing_id=receipt.landing.pk, now=clock.now(), is_approved=True)
            landing[feed] = round(time.monotonic() - start, 2)
        reports = run_day(date, now=clock.now, until=ROUND_UNTIL)
        seconds = time.monotonic() - began
    steps = {f"land {feed}": took for feed, took in landing.items()}
    steps |= {report.name: round(report.seconds, 2) for report in reports}
    rows = {report.name: report.rows for report in reports}
    size = sum(path.stat().st_size for path in files.values())
    return {"seconds": round(seconds, 1), "steps": steps, "rows": rows, "file_bytes": size, "peak_mib": peak[0] >> 20}


def _draw(folder: Path, contracts: int, date: dt.date, *, schedules: bool) -> dict[str, Path]:
    """The feeds of a date as CSV. A contract's fate is a hash of its number: the same on both days, but for 4 %."""
    connection = duckdb.connect()
    connection.execute("SET memory_limit = '1GB'; SET preserve_insertion_order = false")
    connection.execute("CREATE MACRO fate(i, salt) AS (hash(i * 31 + salt) % 10000)::INTEGER")
    day = (date - FIRST).days
    due_day = "(1 + fate(i, 2) % 7)" if schedules else "CASE WHEN fate(i, 5) < 350 THEN 22 ELSE 8 END"
    queries = {  # names and numbers of our own making only
        "contracts": f"""
            SELECT printf('K%010d', i) AS contract_no, printf('C%010d', i) AS customer_no,
                   ['MOTOR', 'MOBIL', 'ELEKTRONIK'][1 + fate(i, 1) % 3] AS product,
                   'CAB' || (fate(i, 3) % 120) AS branch,
                   'IDR' AS currency, DATE '2025-06-10' + fate(i, 4) % 300 AS disbursed_on,
                   12000000 + fate(i, 6) * 1000 AS principal, {INSTALMENTS} AS tenor, 750000 AS instalment_amount,
                   {due_day} AS due_day, 5000000 + fate(i, 7) * 500 AS outstanding_principal, 'ACTIVE' AS status,
                   'MOTOR' AS collateral_type, printf('B %d XYZ', fate(i, 8)) AS collateral_no,
                   printf('W10.%08d', i) AS fiducia_no, DATE '2025-06-20' AS fiducia_on,
                   fate(i, 9) / 100 AS score, NULL AS penalty_daily_rate
            FROM range({contracts}) t(i)""",
    }  # fmt: skip
    offset = "(CASE WHEN fate(i, 2) < 350 THEN 21 ELSE fate(i, 2) % 18 END)"  # 3.5 % due within a week
    if schedules:
        queries["instalments"] = f"""
            SELECT printf('K%010d', i) AS contract_no, n AS number,
                   (DATE '2025-07-01' + {offset} + INTERVAL (n) MONTH)::DATE AS due_date,
                   600000 AS principal, 150000 AS interest, 0 AS fee, 0 AS penalty
            FROM range({contracts}) t(i), range(1, {INSTALMENTS + 1}) s(n)"""
        queries["payments"] = f"""
            SELECT printf('P%010d-%02d', i, n) AS payment_ref, printf('K%010d', i) AS contract_no,
                   (DATE '2025-07-01' + {offset} + INTERVAL (n) MONTH)::DATE AS paid_on, 750000 AS amount,
                   'VA' AS channel, NULL AS reversal_of, NULL AS recorded_at
            FROM range({contracts}) t(i), range(1, {INSTALMENTS + 1}) s(n)
            WHERE (DATE '2025-07-01' + {offset} + INTERVAL (n) MONTH)::DATE <= DATE '{date}'
              AND (fate(i, 5) >= 500 OR n < 14 - fate(i, 10) % 5)"""
    else:
        late = f"CASE WHEN fate(i, 11) < 400 AND {day} > 0 THEN fate(i, 12) < 500 ELSE fate(i, 5) >= 9500 END"
        queries["balances"] = f"""
            SELECT printf('K%010d', i) AS contract_no, DATE '{date}' AS business_date,
                   CASE WHEN late THEN 1 + fate(i, 13) % 150 + {day} ELSE 0 END AS days_past_due,
                   CASE WHEN late THEN DATE '{FIRST}' - 1 - fate(i, 13) % 150 END AS oldest_unpaid_due_date,
                   CASE WHEN late THEN 600000 * (1 + fate(i, 13) % 150 // 30) ELSE 0 END AS overdue_principal,
                   CASE WHEN late THEN 150000 * (1 + fate(i, 13) % 150 // 30) ELSE 0 END AS overdue_interest,
                   0 AS overdue_fee, 0 AS overdue_penalty, 5000000 + fate(i, 7) * 500 AS outstanding_principal,
                   CASE WHEN late THEN 1 + fate(i, 13) % 150 // 30 ELSE 0 END AS instalments_overdue,
                   DATE '2026-10-05' AS last_payment_on, 750000 AS last_payment_amount
            FROM (SELECT i, {late} AS late FROM range({contracts}) t(i))"""
    drawn = {}
    for feed, query in queries.items():
        drawn[feed] = folder / f"{feed}.csv"
        connection.execute(f"COPY ({query}) TO '{drawn[feed]}' (HEADER)")
    connection.close()
    return drawn


@contextmanager
def _peak() -> Iterator[list[int]]:
    """The most memory that this process, its children and PostgreSQL held together, sampled ten times a second.

    Shared pages count once: it is the proportional set size.
    """
    peak, stop = [0], threading.Event()

    def sample() -> None:
        while not stop.wait(0.25):
            peak[0] = max(peak[0], sum(_held(pid) for pid in _family()))

    thread = threading.Thread(target=sample, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        stop.set()
        thread.join()


def _family() -> list[int]:
    own_server = str(settings.HOME)
    found = [os.getpid()]
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and _is_postgres_of(entry, own_server):
            found.append(int(entry.name))
    return found


def _is_postgres_of(process: Path, home: str) -> bool:
    """Backends are children of the server whose data folder is this home's."""
    try:
        name = (process / "comm").read_text().strip()
        if name != "postgres":
            return False
        parent = int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])
        lines = [(process / "cmdline").read_bytes(), Path(f"/proc/{parent}/cmdline").read_bytes()]
    except (OSError, ValueError):
        return False
    return any(home.encode() in line for line in lines)


def _held(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    except OSError:
        return 0
    return 0


def median(runs: list[dict[str, Any]], night: str) -> float:
    """This will return the median of whole nights."""
    return statistics.median(run[night]["seconds"] for run in runs)
