"""Statements that travel together are still one after the other, and a commit that fails leaves nothing."""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection

from tagih.contacts.models import GateDecision
from tagih.kernel.exchange import exchange
from tagih.portfolio.models import Customer
from tests.factories.contacts import make_debtor, make_point

LOCK = ("tagih.contacts", "lock_person")


def asked_about(debtor: Customer, now: dt.datetime) -> dict[str, object]:
    return {"customer": debtor.pk, "now": now, "today": now.date(), "agent": None, "point": None,
            "asks_letters": False, "asks_proof": False}  # fmt: skip


def told_of(customer: int, now: dt.datetime) -> dict[str, object]:
    return {"customer": customer, "point": None, "channel": "CALL", "purpose": "COLLECT", "asked_at": now,
            "asked_by": "test", "unit": None, "verdict": "DENY", "refused_by": ["PAID"], "reasons": "[]", "facts": "{}",
            "packs": "ID_OJK_2023", "next_allowed_at": None, "attempt": "01a20658-9b80-72e2-bf60-89dd8058a0f8",
            "value_hash": None, "started_at": None, "agent": None}  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_what_is_asked_after_a_lock_sees_what_the_lock_waited_for(now):
    debtor = make_debtor()
    seen: list[list[list[dict[str, object]]]] = []

    def second() -> None:
        with exchange() as line:
            seen.append(line.ask((*LOCK, {"customer": debtor.pk}),
                                 ("tagih.contacts", "gather", asked_about(debtor, now))))  # fmt: skip
        connection.close()

    with exchange() as line:
        line.ask((*LOCK, {"customer": debtor.pk}))
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(timeout=0.2)
        assert seen == []
        make_point(debtor, kind="ADDRESS", label="DOMICILE", region_code="18.71")
    waiting.join(timeout=10)

    assert seen[0][1][0]["region_code"] == "18.71"


@pytest.mark.django_db(transaction=True)
def test_the_last_word_and_the_commit_go_together(now):
    debtor = make_debtor()

    with exchange() as line:
        line.ask((*LOCK, {"customer": debtor.pk}))
        line.close_with("tagih.contacts", "store_decision", told_of(debtor.pk, now))

    assert list(GateDecision.objects.values_list("pk", "customer_id")) == [(*line.answer(), debtor.pk)]


@pytest.mark.django_db(transaction=True)
def test_a_commit_that_fails_leaves_nothing_and_a_working_connection(now):
    debtor = make_debtor()

    with pytest.raises(IntegrityError), exchange() as line:
        line.close_with("tagih.contacts", "store_decision", told_of(debtor.pk + 1, now))

    assert GateDecision.objects.count() == 0
    with exchange() as line:
        line.close_with("tagih.contacts", "store_decision", told_of(debtor.pk, now))
    assert GateDecision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_fault_after_the_last_word_takes_it_back(now):
    debtor = make_debtor()

    with pytest.raises(RuntimeError), exchange() as line:
        line.close_with("tagih.contacts", "store_decision", told_of(debtor.pk, now))
        raise RuntimeError

    assert GateDecision.objects.count() == 0
    assert Customer.objects.count() == 1


@pytest.mark.django_db
def test_inside_another_transaction_the_last_word_is_said_at_once(now):
    debtor = make_debtor()

    with exchange() as line:
        line.close_with("tagih.contacts", "store_decision", told_of(debtor.pk, now))

    assert GateDecision.objects.get().pk == line.answer()[0]


@pytest.mark.django_db
def test_who_asked_nothing_has_no_answer():
    with exchange() as line:
        pass

    with pytest.raises(LookupError):
        line.answer()
