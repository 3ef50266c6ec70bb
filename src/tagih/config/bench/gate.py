"""The contact gate under load: decisions with their reservation, open loop, latency counted from the due instant."""

import datetime as dt
import math
import multiprocessing
import random
import threading
import time
from typing import Any

from django.db import connection

from tagih.contacts import operations, queries
from tagih.contacts.models import Attempt, ContactPoint
from tagih.kernel import database
from tagih.portfolio.models import Customer
from tagih.staff.models import Person

MORNING = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)
PROCESSES = 4


def load(people: int) -> None:
    """This will fill the scratch database: each person with a contract, a number and an address."""
    with connection.cursor() as cursor:
        cursor.execute(database.statement("tagih.config.bench", "gate_people"), {"people": people})
        for table in ("portfolio_customer", "portfolio_contract", "contacts_contactpoint"):
            cursor.execute(f"VACUUM ANALYZE {table}")


def measure(*, people: int, rate: int, callers: int, seconds: int) -> dict[str, Any]:
    """This will offer `rate` questions a second by `callers` callers and say how long the answers took."""
    connection.close()
    fork = multiprocessing.get_context("fork")
    told: Any = fork.Queue()
    start = time.monotonic() + 3
    children = [
        fork.Process(target=_drive, args=(number, people, rate, callers, seconds, start, told))
        for number in range(PROCESSES)
    ]
    for child in children:
        child.start()
    taken: list[float] = []
    for _ in children:
        taken += told.get(timeout=seconds + 120)
    for child in children:
        child.join()
    taken.sort()
    return {
        "offered_per_s": rate,
        "callers": callers,
        "answered": len(taken),
        "reserved": Attempt.objects.count(),
        "median_ms": _share(taken, 0.5),
        "p95_ms": _share(taken, 0.95),
        "p99_ms": _share(taken, 0.99),
        "max_ms": _share(taken, 1.0),
    }


def screen() -> dict[str, Any]:
    """This will tell how long it takes to screen everybody for a campaign of calls."""
    begun = time.monotonic()
    told = queries.prescreen(channel="CALL", purpose="COLLECT", now=MORNING, agent=Person.objects.get(pk=1))
    taken = round(time.monotonic() - begun, 2)
    return {"prescreened": told.asked, "prescreen_allowed": len(told.allowed), "prescreen_s": taken}


def _share(taken: list[float], share: float) -> float:
    return round(taken[min(len(taken) - 1, math.ceil(share * len(taken)) - 1)] * 1000, 2) if taken else math.nan


def _drive(number: int, people: int, rate: int, callers: int, seconds: int, start: float, told: Any) -> None:
    """One process: its callers take every PROCESSESth due instant in turn."""
    dues = [start + place / rate for place in range(number, rate * seconds, PROCESSES)]
    mine = max(1, callers // PROCESSES)
    results: list[list[float]] = [[] for _ in range(mine)]
    threads = [
        threading.Thread(target=_call, args=(dues[place::mine], number * mine + place, people, results[place]))
        for place in range(mine)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told.put([second for part in results for second in part])


def _call(dues: list[float], seed: int, people: int, taken: list[float]) -> None:
    dice = random.Random(seed)  # noqa: S311 (a benchmark draws people, not secrets)
    agent = Person.objects.get(pk=1)
    for due in dues:
        wait = due - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        customer = Customer(pk=dice.randrange(1, people + 1))
        point = ContactPoint(pk=2 * customer.pk - 1, customer_id=customer.pk, kind="PHONE")
        operations.open_attempt(
            customer=customer, contact_point=point, channel="CALL", purpose="COLLECT", agent=agent, by=agent,
            now=MORNING,
        )  # fmt: skip
        taken.append(time.monotonic() - due)
    connection.close()
