"""The pages of an agent's day over a full house: seconds on the server and queries of each, through the whole stack.

The requests go through the handler with all middleware, permissions, templates and the database; what a network and
a browser add is not in it. The clock of the process is set to a Friday morning, so that the gate lets calls through.
"""

import contextlib
import datetime as dt
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tagih.cases.models import Activity, Case, Code, Promise, WorkItem
from tagih.config import setup
from tagih.config.bench import handout
from tagih.contacts.models import Attempt, ContactPoint
from tagih.contacts.operations.points import CIPHER
from tagih.kernel import clock, crypto, database
from tagih.kernel.ids import uuid7
from tagih.staff.models import Person

MORNING = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
TABLES = ("portfolio_contract", "contacts_contactpoint", "cases_activity", "cases_promise")
HTMX = {"HX-Request": "true"}
Taken = dict[str, list[float]]
Ask = Callable[[], Any]


def load(*, cases: int, agents: int) -> dict[str, int]:
    """This will fill the scratch database and say how many cases and activities it holds."""
    handout.load(items=cases, people=agents)
    setup.load_reference_data(now=MORNING)
    codes = {code: Code.objects.filter(code=code).values_list("pk", flat=True).first()
             for code in ("CALL_OUT", "NO_ANSWER", "NOBODY")}  # fmt: skip
    parameters = {"items": cases, "people": agents, "action": codes["CALL_OUT"], "result": codes["NO_ANSWER"],
                  "party": codes["NOBODY"], "cipher": crypto.encrypt("+6281234567890", context=CIPHER)}  # fmt: skip
    with (
        database.transaction(), database.bulk_load("portfolio_contract"), database.bulk_load("contacts_contactpoint"),
        database.bulk_load("cases_activity"), database.bulk_load("cases_promise"),
    ):  # fmt: skip
        database.execute("tagih.config.bench", "pages_rows", parameters)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):  # the rows brought their ids
            cursor.execute(statement)
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")
    return {"cases": Case.objects.count(), "activities": Activity.objects.count(), "promises": Promise.objects.count()}


def measure(*, agents: int, turns: int) -> dict[str, Any]:
    """This will let each agent work `turns` cases and return milliseconds and queries of each page.

    The first case of an agent warms up; in it the queries are counted, in the others the time is taken.
    """
    times: Taken = defaultdict(list)
    queries: Taken = defaultdict(list)
    with _friday_morning():
        for person in Person.objects.order_by("pk")[:agents]:
            browser = Client(headers=HTMX, SERVER_NAME="localhost")
            browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
            browser.post("/meja/berikut/")
            _work(browser, person, lambda page, ask: queries[page].append(_counted(ask)))
            for _turn in range(1, turns):
                _work(browser, person, lambda page, ask: times[page].append(_timed(page, ask)))
    return {page: _told(taken, queries[page]) for page, taken in times.items()}


@contextlib.contextmanager
def _friday_morning() -> Iterator[None]:
    """The clock of this process goes on from there."""
    began, usual = time.monotonic(), clock.now
    clock.now = lambda: MORNING + dt.timedelta(seconds=time.monotonic() - began)
    try:
        yield
    finally:
        clock.now = usual


def _work(browser: Client, person: Person, take: Callable[[str, Ask], None]) -> None:
    """One case: its page, the call, its history, a search by name, the result, and the next case."""
    item = WorkItem.objects.select_related("case").get(leased_by=person, status="LEASED")
    case = item.case
    point = ContactPoint.objects.filter(customer=case.customer_id, kind="PHONE", owner_role="CONSUMER").first()
    take("desk_page", lambda: browser.get("/meja/"))
    take("call", lambda: browser.post(f"/meja/kasus/{case.code}/hubungi/{point.pk}/"))
    take("history", lambda: browser.get(f"/meja/kasus/{case.code}/riwayat/"))
    take("search", lambda: browser.get("/meja/cari/", {"q": f"Nama {case.customer_id}"}))
    attempt = Attempt.objects.filter(customer=case.customer_id).order_by("-opened_at").first()
    result = {"activity_id": str(uuid7(clock.now())), "result": "NO_ANSWER", "action": "CALL_OUT", "party": "NOBODY",
              "after": "BREAK", "attempt": str(attempt.pk), "contact_point": point.pk}  # fmt: skip
    take("result", lambda: browser.post(f"/meja/kasus/{case.code}/hasil/", result))
    take("next_case", lambda: browser.post("/meja/berikut/"))
    after = WorkItem.objects.filter(leased_by=person, status="LEASED").first()
    if after is None or after.pk == item.pk:
        raise RuntimeError(f"after case {case.code} there was no next one")


def _timed(page: str, ask: Ask) -> float:
    start = time.perf_counter()
    response = ask()
    seconds = time.perf_counter() - start
    if response.status_code != 200:
        raise RuntimeError(f"{page} answered {response.status_code}")
    return seconds * 1000


def _counted(ask: Ask) -> int:
    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)


def _told(times: list[float], queries: list[float]) -> dict[str, float]:
    times = sorted(times)
    return {
        "median_ms": round(statistics.median(times), 1),
        "p95_ms": round(times[int(len(times) * 0.95)], 1),
        "requests": len(times),
        "queries_least": min(queries),
        "queries_most": max(queries),
    }
