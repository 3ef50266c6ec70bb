"""Money on its way while processes die: each is a process of its own on the real server and ends by SIGKILL.

A process dies before its n-th statement to the database, for every other n there is, so in the middle of every
transaction that moves money. Whoever comes after tells the same again, as a phone or a cashier does who got no answer.
"""

import datetime as dt
import multiprocessing
import os
import random
import signal
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import count

import pytest
from django.db import connection

from tagih.field import operations, queries
from tagih.field.models import DayClosing, Deposit, Receipt
from tagih.kernel.errors import Refusal
from tagih.payments.models import Payment
from tests.factories import cases, field
from tests.factories.field import DAY, NOW

FORK = multiprocessing.get_context("fork")
LATER = NOW + dt.timedelta(hours=2)
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,  # some forty processes are started and killed
]


def _dies_at(statement: int | None, deed: Callable[[], object]) -> None:
    """Does the deed in this process, which ends before its statement of that number."""
    connection.close()
    numbers = count(1)

    def deadly(execute, sql, params, many, context):
        if next(numbers) == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(deadly):
        try:
            deed()
        except Refusal:
            connection.close()
            os._exit(3)
    connection.close()
    os._exit(0)


def in_a_process(deed: Callable[[], object], *, statement: int | None = None):
    """Starts the deed in a process of its own; it dies before the statement of that number, if it gets there."""
    connection.close()
    child = FORK.Process(target=_dies_at, args=(statement, deed))
    child.start()
    return child


def killed_everywhere(deed: Callable[[], object]) -> int:
    """Does the deed again and again, killed two statements later each time, until it lives; how often it died."""
    for statement in count(1, 2):
        child = in_a_process(deed, statement=statement)
        child.join()
        if child.exitcode == 0:
            return statement // 2
        assert child.exitcode == -signal.SIGKILL


def house():
    branch = cases.branch()
    person = field.collector(branch)
    return branch, person, field.Phone(person), cases.agent(branch, role="CASHIER", name="Kasir Contoh")


def balanced(person) -> Decimal:
    """Receipts, the ledger of payments and the cash in hand say the same, to the rupiah; what is in hand."""
    standing = sum(Receipt.objects.filter(state="ISSUED").values_list("amount", flat=True), Decimal(0))
    paid = sum(Payment.objects.filter(reversal_of="").values_list("amount", flat=True), Decimal(0))
    undone = sum(Payment.objects.exclude(reversal_of="").values_list("amount", flat=True), Decimal(0))
    given = sum(Deposit.objects.exclude(state="REJECTED").values_list("amount", flat=True), Decimal(0))
    held = queries.ledger_of(person, now=LATER).in_hand
    assert paid - undone == standing
    assert held == standing - given >= 0
    return held


def test_killed_anywhere_money_moves_once_and_closes_at_zero():
    branch, person, phone, cashier = house()
    case = field.debtor(branch)
    right, wrong = phone.receipt(case, 125_501), phone.receipt(case, 75_000, place=2)
    void = phone.envelope("VOID", receipt=wrong["id"], reason="salah jumlah", at=NOW.isoformat())
    deposit = phone.envelope("DEPOSIT", amount=125_501, channel="BANK", made_at=NOW.isoformat())

    deaths = [killed_everywhere(lambda told=told: phone.send(told)) for told in (right, wrong, void)]
    held = balanced(person)
    deaths.append(killed_everywhere(lambda: phone.send(deposit)))
    handed = Deposit.objects.get()
    deaths.append(killed_everywhere(lambda: operations.check_deposit(
        deposit=handed, is_approved=True, by=cashier, now=LATER
    )))  # fmt: skip
    deaths.append(killed_everywhere(lambda: operations.close_cash_day(
        collector=person, day=DAY, by=cashier, now=LATER
    )))  # fmt: skip

    assert held == 125_501
    assert balanced(person) == 0
    assert min(deaths) >= 2, "no process died in the middle"
    assert sorted(Receipt.objects.values_list("state", flat=True)) == ["ISSUED", "VOID"]
    closing = DayClosing.objects.get()
    assert (closing.received, closing.deposited, closing.receipts, closing.voided) == (125_501, 125_501, 1, 1)


def _lots(luck: random.Random, deeds: list[Callable[[], object]]) -> Iterator[list[tuple[Callable[[], object], int]]]:
    """Three rounds in which everybody dies somewhere, in another order each time."""
    for _round in range(3):
        mixed = luck.sample(deeds, k=len(deeds))
        yield [(deed, luck.randint(1, 30)) for deed in mixed]


def test_killed_at_random_among_others_everything_balances_to_the_rupiah():
    branch, person, phone, cashier = house()
    case = field.debtor(branch)
    first = phone.receipt(case, 500_003)
    phone.send(first)
    told = [phone.receipt(case, 100_000 + 7 * place, place=place) for place in range(2, 5)]
    told.append(phone.envelope("VOID", receipt=told[0]["id"], reason="batal", at=NOW.isoformat()))
    told += [
        phone.envelope("DEPOSIT", amount=amount, channel="BANK", made_at=NOW.isoformat())
        for amount in (99_999, 400_004)
    ]
    deeds = [lambda one=one: phone.send(one) for one in told]

    def close() -> None:
        operations.close_cash_day(collector=person, day=DAY, by=cashier, now=LATER)

    for lots in _lots(random.Random(9), [*deeds, close]):
        children = [in_a_process(deed, statement=statement) for deed, statement in lots]
        for child in children:
            child.join()
        balanced(person)
    assert DayClosing.objects.count() == 0, "closed while cash was in hand"
    for deed in deeds:  # what got no answer is told again until it has one
        deed()
    phone.send(phone.envelope("DEPOSIT", amount=int(balanced(person)), channel="CASHIER", made_at=NOW.isoformat()))
    for deposit in Deposit.objects.filter(state="SUBMITTED"):
        operations.check_deposit(deposit=deposit, is_approved=True, by=cashier, now=LATER)
    close()

    assert balanced(person) == 0
    assert Payment.objects.filter(reversal_of="").count() == Receipt.objects.count() == 4
    closing = DayClosing.objects.get()
    assert closing.received == closing.deposited
