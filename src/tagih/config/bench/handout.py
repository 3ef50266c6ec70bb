"""Hand-out of the next item: the product's path against the bare statement, in the same run by the same clients.

Every hand-out goes to a person who has nothing in hand, as after a finished case. Closed loop: each client asks again
at once. Paced: instants are due at a fixed rate, and latency counts from the due instant, so that waiting shows.
"""

import datetime as dt
import math
import multiprocessing
import os
import signal
import threading
import time
from typing import Any

from django.db import connection
from psycopg import Cursor

from tagih.cases import operations
from tagih.cases.models import WorkItem
from tagih.kernel import database
from tagih.staff.models import Person

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
PROCESSES = 4
TABLES = ("staff_person", "staff_membership", "portfolio_customer", "cases_case", "cases_workitem")


def load(*, items: int, people: int) -> None:
    """This will fill the scratch database: ready items in 300 queues of 100 branches, people in the branches' teams."""
    with database.transaction(), database.bulk_load("cases_case"), database.bulk_load("cases_workitem"):
        database.execute("tagih.config.bench", "handout_rows", {"items": items, "people": people})
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")


def measure(*, clients: int, seconds: int, rate: int, people: int) -> dict[str, Any]:
    """This will run bare and product in a closed loop, the product paced, and the product with clients killed."""
    per_round = people // 8
    rounds = [("bare", 0), ("product", 1), ("bare", 2), ("product", 3), ("bare", 4), ("product", 5)]
    speeds: dict[str, list[float]] = {"bare": [], "product": []}
    for kind, turn in rounds:
        took = _run(kind, clients=clients, seconds=seconds, first=1 + turn * per_round, count=per_round)
        speeds[kind].append(len(took) / seconds)
    paced = _run("product", clients=clients, seconds=seconds, first=1 + 6 * per_round, count=per_round, rate=rate)
    latencies = sorted(latency for _item, latency in paced)
    bare, product = sorted(speeds["bare"])[1], sorted(speeds["product"])[1]
    return {
        "bare_per_s": round(bare),
        "product_per_s": round(product),
        "share": round(product / bare, 3) if bare else math.nan,
        "paced_per_s": rate,
        "paced_p50_ms": _share(latencies, 0.5),
        "paced_p99_ms": _share(latencies, 0.99),
        "paced_max_ms": _share(latencies, 1.0),
        **_killed(clients=clients, first=1 + 7 * per_round, count=per_round),
    }


def _killed(*, clients: int, first: int, count: int) -> dict[str, int]:
    """Half of the processes are killed in the middle; then every item is ready or in one person's hands."""
    before = WorkItem.objects.count()
    took = _run("product", clients=clients, seconds=4, first=first, count=count, kill=PROCESSES // 2)
    told = [item for item, _latency in took]
    after = WorkItem.objects.count()
    leased = WorkItem.objects.filter(status="LEASED")
    held = leased.count()
    holders = leased.values("leased_by").distinct().count()
    operations.take_back_expired(now=NOW + dt.timedelta(hours=1))
    return {
        "killed_clients": clients // 2,
        "handed_out_twice": len(told) - len(set(told)) + held - holders,
        "lost": before - after + WorkItem.objects.exclude(status="READY").count(),
    }


def _run(
    kind: str, *, clients: int, seconds: int, first: int, count: int, rate: int = 0, kill: int = 0
) -> list[tuple[int, float]]:
    connection.close()
    fork = multiprocessing.get_context("fork")
    start = time.monotonic() + 1
    pipes, children = [], []
    for number in range(PROCESSES):
        here, there = fork.Pipe(duplex=False)
        work = (kind, number, clients // PROCESSES, start, seconds, first, count, rate, there)
        child = fork.Process(target=_drive, args=work)
        child.start()
        pipes.append(here)
        children.append(child)
    if kill:
        time.sleep(1 + seconds / 2)
        for child in children[:kill]:
            os.kill(child.pid, signal.SIGKILL)
    took: list[tuple[int, float]] = []
    for pipe, child in list(zip(pipes, children, strict=True))[kill:]:
        took += pipe.recv()
        child.join()
    for child in children[:kill]:
        child.join()
    return took


def _drive(
    kind: str, number: int, threads: int, start: float, seconds: int, first: int, count: int, rate: int, pipe: Any
) -> None:
    results: list[list[tuple[int, float]]] = [[] for _ in range(threads)]
    every = PROCESSES * threads
    hands = []
    for place in range(threads):
        mine = number * threads + place
        people = range(first + mine, first + count, every)
        dues = [start + due / rate for due in range(mine, rate * seconds, every)] if rate else None
        hands.append(threading.Thread(target=_ask, args=(kind, people, start, seconds, dues, results[place])))
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    pipe.send([row for part in results for row in part])


def _ask(
    kind: str, people: range, start: float, seconds: int, dues: list[float] | None, took: list[tuple[int, float]]
) -> None:
    ask = _bare if kind == "bare" else _product
    connection.ensure_connection()
    time.sleep(max(0.0, start - time.monotonic()))
    for turn, person in enumerate(people):
        due = time.monotonic()
        if dues is not None:
            if turn >= len(dues):
                break
            due = dues[turn]
            time.sleep(max(0.0, due - time.monotonic()))
        elif due >= start + seconds:
            break
        item = ask(person)
        if item is not None:
            took.append((item, time.monotonic() - due))
    connection.close()


def _product(person: int) -> int | None:
    item = operations.next_item(person=Person(pk=person), now=NOW)
    return item.pk if item else None


def _bare(person: int) -> int | None:
    parameters = {"person": person, "queue": 1 + 3 * (person % 100), "until": NOW + dt.timedelta(minutes=15)}
    with Cursor(connection.connection) as cursor:
        cursor.connection.prepare_threshold = 5  # the server keeps the plan, as for the product
        cursor.execute(database.statement("tagih.config.bench", "handout_bare"), parameters, prepare=True)
        row = cursor.fetchone()
    return row[0] if row else None


def _share(taken: list[float], share: float) -> float:
    return round(taken[min(len(taken) - 1, math.ceil(share * len(taken)) - 1)] * 1000, 2) if taken else math.nan
