"""Nobody can contact a person without asking: by construction, and under pressure."""

import ast
import datetime as dt
import multiprocessing
import os
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import connections

import tagih
from tagih.contacts import operations
from tagih.contacts.models import Attempt, ContactPoint, GateDecision
from tagih.portfolio.models import Customer
from tagih.staff.models import Person
from tests.factories.contacts import make_agent, make_debtor, make_point

SOURCE = Path(tagih.__file__).parent
WRITERS = {"create", "bulk_create", "get_or_create", "update_or_create", "acreate", "abulk_create", "save"}
NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)


def makers_of_attempts(text: str) -> list[str]:
    """Functions in which a row of Attempt may come into being."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for call in (c for c in ast.walk(node) if isinstance(c, ast.Call)):
                called = ast.unparse(call.func)
                named = called.rsplit(".", 1)
                through = "Attempt.objects" in called or ".attempts." in called
                if called in ("Attempt", "models.Attempt") or (through and named[-1] in WRITERS):
                    found.append(node.name)
                if called.endswith("copy_in") and "contacts_attempt" in ast.unparse(call):
                    found.append(node.name)
    return found


def test_only_open_attempt_can_make_an_attempt():
    found = {}
    for file in SOURCE.rglob("*.py"):
        if "migrations" not in file.parts and (makers := makers_of_attempts(file.read_text())):
            found[str(file.relative_to(SOURCE))] = makers

    assert found == {"contacts/operations/attempts.py": ["_record"]}


def test_record_is_called_by_open_attempt_alone():
    calls = [
        (file.name, node.name)
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef)
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).rsplit(".", 1)[-1] == "_record"
        and file.parent.parent.name == "contacts"
    ]

    assert calls == [("attempts.py", "open_attempt")]


def test_one_statement_inserts_attempts_and_record_alone_runs_it():
    statements = [file for file in SOURCE.rglob("*.sql") if "insert into contacts_attempt" in file.read_text().lower()]
    users = [
        (file.name, node.name)
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef) and "'store_decision'" in ast.unparse(node)
    ]

    assert [str(file.relative_to(SOURCE)) for file in statements] == ["contacts/sql/store_decision.sql"]
    assert users == [("attempts.py", "_record")]


@pytest.mark.parametrize(
    "text",
    ["def f():\n    Attempt.objects.create()", "def f():\n    models.Attempt(id=1)",
     "def f():\n    customer.attempts.create()", "def f():\n    copy_in('contacts_attempt', [], [])"],
)  # fmt: skip
def test_the_guard_sees_other_ways(text):
    assert makers_of_attempts(text) == ["f"]


def hammer(customer: int, agent: int, moments: list[dt.datetime], start: object) -> None:
    """What each process does: it waits for the start and asks at every moment, on one number or another."""
    points = list(ContactPoint.objects.filter(customer_id=customer, kind="PHONE").order_by("id"))
    debtor, caller = Customer.objects.get(pk=customer), Person.objects.get(pk=agent)
    start.wait()
    for place, moment in enumerate(moments):
        operations.open_attempt(
            customer=debtor, contact_point=points[(place + os.getpid()) % len(points)], channel="CALL",
            purpose="COLLECT", agent=caller, by=caller, now=moment,
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_32_processes_never_exceed_a_cap():
    debtor, agent = make_debtor(), make_agent()
    for _ in range(4):
        make_point(debtor)
    moments = [NOW + dt.timedelta(days=day, hours=hour) for day in (0, 1) for hour in (-2, 0, 2, 4, 6, 8)]
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    start = fork.Barrier(32)
    children = [fork.Process(target=hammer, args=(debtor.pk, agent.pk, moments, start)) for _ in range(32)]

    for child in children:
        child.start()
    for child in children:
        child.join(timeout=120)

    assert [child.exitcode for child in children] == [0] * 32
    assert GateDecision.objects.count() == 32 * len(moments)
    days = [Attempt.objects.filter(opened_at__date=(NOW + dt.timedelta(days=day)).date()).count() for day in (0, 1)]
    assert days == [5, 5]
    opened = sorted(Attempt.objects.values_list("opened_at", flat=True))
    assert all(later - earlier >= dt.timedelta(hours=2) for earlier, later in pairwise(opened))
