"""The contact gate under load: decisions with their reservation, open loop, latency counted from the due instant."""

import datetime as dt
import math
import multiprocessing
import random
import threading
import time
from typing import Any, NamedTuple

from django.db import connection

from tagih.contacts import operations, queries
from tagih.contacts.models import ContactPoint
from tagih.kernel import database
from tagih.portfolio.models import Customer
from tagih.staff.models import Person

MORNING = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)
PROCESSES = 4
WARM_UP = 5
"""Decisions of each caller before the clock runs: a connection plans its statements once, not once a decision."""
PATIENCE = 120


class Answer(NamedTuple):
    """How long one answer took from the instant it was due, and whether it reserved an attempt."""

    seconds: float
    allowed: bool


def load(people: int, callers: int) -> None:
    """This will fill the scratch database: agents, and each person with a contract, a number and an address.

    What loading wrote is on disk when it ends, where the role may ask for that: it is no part of a decision.
    """
    with connection.cursor() as cursor:
        told = {"people": people, "callers": max(callers, PROCESSES)}
        cursor.execute(database.statement("tagih.config.bench", "gate_people"), told)
        for table in ("portfolio_customer", "portfolio_contract", "contacts_contactpoint"):
            cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute("SELECT pg_has_role(current_user, 'pg_checkpoint', 'MEMBER')")
        if cursor.fetchone()[0]:
            cursor.execute("CHECKPOINT")


def measure(*, people: int, rate: int, callers: int, seconds: int) -> dict[str, Any]:
    """This will offer `rate` questions a second by `callers` callers and say how long the answers took."""
    connection.close()
    fork = multiprocessing.get_context("fork")
    told: Any = fork.Queue()
    ready = fork.Barrier(PROCESSES, timeout=PATIENCE)
    children = [
        fork.Process(target=_drive, args=(number, people, rate, callers, seconds, ready, told))
        for number in range(PROCESSES)
    ]
    for child in children:
        child.start()
    answers: list[Answer] = []
    for _ in children:
        answers += told.get(timeout=seconds + 2 * PATIENCE)
    for child in children:
        child.join()
    taken = sorted(answer.seconds for answer in answers)
    return {
        "offered_per_s": rate,
        "callers": callers,
        "warm_up": WARM_UP * callers,
        "answered": len(answers),
        "reserved": sum(answer.allowed for answer in answers),
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


def _drive(number: int, people: int, rate: int, callers: int, seconds: int, ready: Any, told: Any) -> None:
    """One process: its callers take every PROCESSESth due instant in turn, once every caller of all is warm."""
    mine = max(1, callers // PROCESSES)
    warm = threading.Barrier(mine, action=ready.wait, timeout=PATIENCE)
    answers: list[list[Answer]] = [[] for _ in range(mine)]
    offsets = [place / rate for place in range(number, rate * seconds, PROCESSES)]
    threads = [
        threading.Thread(target=_call, args=(offsets[place::mine], number * mine + place, people, warm, answers[place]))
        for place in range(mine)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told.put([answer for part in answers for answer in part])


def _call(offsets: list[float], number: int, people: int, warm: threading.Barrier, answers: list[Answer]) -> None:
    """One caller: an agent on one connection."""
    dice = random.Random(number)  # noqa: S311 (a benchmark draws people, not secrets)
    agent = Person.objects.get(pk=number + 1)
    for _ in range(WARM_UP):
        _ask(dice, people, agent)
    warm.wait()
    start = time.monotonic() + 1
    for offset in offsets:
        due = start + offset
        wait = due - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        allowed = _ask(dice, people, agent)
        answers.append(Answer(time.monotonic() - due, allowed))
    connection.close()


def _ask(dice: random.Random, people: int, agent: Person) -> bool:
    customer = Customer(pk=dice.randrange(1, people + 1))
    point = ContactPoint(pk=2 * customer.pk - 1, customer_id=customer.pk, kind="PHONE")
    outcome = operations.open_attempt(
        customer=customer, contact_point=point, channel="CALL", purpose="COLLECT", agent=agent, by=agent, now=MORNING,
    )  # fmt: skip
    return outcome.allowed
