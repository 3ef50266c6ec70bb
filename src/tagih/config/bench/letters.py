"""Ten thousand warning letters from the order to the print files, in a scratch database, by several processes."""

import datetime as dt
import multiprocessing
import time
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Model

from tagih.cases import operations as cases
from tagih.contacts.models import ContactPoint
from tagih.contacts.queries.points import CIPHER
from tagih.kernel import crypto, database
from tagih.letters import operations
from tagih.letters.models import Letter, PrintRun
from tagih.portfolio.models import BusinessDay, Contract, Customer, Product
from tagih.staff.models import Person, Unit

DAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
STOPS = 40
"""Letters that one collector carries on one route."""


def load(*, letters: int) -> None:
    """This will fill the scratch database: a branch, people with addresses, and one contract each, ten days late."""
    cases.load_reference(now=NOW)
    company = Unit(pk=1, code="PT", name="PT Contoh", kind="COMPANY", path="1.")
    branch = Unit(pk=2, code="LPG", name="Bandar Lampung", kind="BRANCH", parent=company, path="1.2.")
    _copy([company, branch])
    _copy([Product(pk=1, code="MOTOR", name="Motor")])
    _copy([BusinessDay(date=DAY, opened_at=NOW)])
    _copy(
        [
            Person(pk=n, username=f"k{n}", employee_no=f"K{n:04}", full_name=f"Kolektor {n}", joined_on=DAY)
            for n in range(1, 51)
        ]
    )  # fmt: skip
    people = range(1, letters + 1)
    _copy([Customer(pk=n, customer_no=f"N{n:07}", full_name=f"Konsumen Contoh {n}") for n in people])
    _copy(
        [
            ContactPoint(
                pk=n, customer_id=n, kind="ADDRESS", label="BILLING", owner_role="CONSUMER", masked="Jl. ***",
                value_cipher=crypto.encrypt(f"Jl. Kartini {n}, Bandar Lampung", context=CIPHER), value_hash=b"%d" % n,
            )
            for n in people
        ]
    )  # fmt: skip
    _copy(
        [
            Contract(
                pk=n, contract_no=f"C{n:07}", customer_id=n, product_id=1, branch=branch, status="ACTIVE",
                outstanding_principal=Decimal(12_000_000), oldest_unmet_due_on=DAY - dt.timedelta(days=10),
                overdue_principal=Decimal(800_000), overdue_interest=Decimal(200_000), collateral_no=f"BE {n} XX",
            )
            for n in people
        ]
    )  # fmt: skip


def _copy(rows: Sequence[Model]) -> None:
    """Rows by COPY, with the keys that they were given."""
    fields = rows[0]._meta.concrete_fields
    values = ([field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows)
    database.copy_in(rows[0]._meta.db_table, [field.column for field in fields], values)


def measure(*, letters: int, processes: int) -> dict[str, Any]:
    """This will order, set and join the letters, and say how long each part took."""
    carriers = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    orders = [
        operations.LetterOrder(
            f"C{n + 1:07}", "SP1", f"bench:{n}", carriers[n // STOPS % len(carriers)], f"R{n // STOPS:04}"
        )
        for n in range(letters)
    ]
    begun = time.monotonic()
    done = operations.order_letters(orders=orders, now=NOW)
    ordered = time.monotonic()
    _together(_set, processes)
    was_set = time.monotonic()
    _together(_join, processes)
    joined = time.monotonic()
    again = operations.order_letters(orders=orders, now=NOW)
    runs = PrintRun.objects.all()
    return {
        "letters": done.written, "refused": len(done.refused), "written_again": again.written,
        "processes": processes, "order_s": round(ordered - begun, 1), "set_s": round(was_set - ordered, 1),
        "join_s": round(joined - was_set, 1), "seconds": round(joined - begun, 1), "print_files": runs.count(),
        "letters_in_files": sum(run.letters_count for run in runs),
        "mb_of_letters": round(sum(Letter.objects.values_list("size", flat=True)) / 2**20, 1),
        "mb_of_files": round(sum(run.size for run in runs) / 2**20, 1),
        "gaps": letters - Letter.objects.order_by("-position").values_list("position", flat=True)[0],
    }  # fmt: skip


def _together(work: Any, processes: int) -> None:
    connection.close()
    fork = multiprocessing.get_context("fork")
    children = [fork.Process(target=work, args=(number, processes)) for number in range(processes)]
    for child in children:
        child.start()
    for child in children:
        child.join()
        if child.exitcode:
            raise RuntimeError("a process of the benchmark failed")


def _set(number: int, processes: int) -> None:
    operations.set_letters(now=NOW, limit=10**9, shard=(number, processes))


def _join(number: int, processes: int) -> None:
    routes = sorted(set(Letter.objects.values_list("carrier_id", "route")), key=str)
    for carrier, route in routes[number::processes]:
        group = list(Letter.objects.filter(carrier=carrier, route=route).select_related("branch").order_by("pk"))
        operations.make_print_run(letters=group, carrier=group[0].carrier, route=route, by=None, now=NOW)
