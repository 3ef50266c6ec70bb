import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

import psycopg
import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from tagih.config import jobs
from tagih.journal import listening, operations, presenters, queries
from tagih.journal.events import BusinessEvent
from tagih.journal.models import Access, Event
from tagih.kernel import database


@dataclass(frozen=True, kw_only=True)
class BellRung(BusinessEvent):
    """A bell was rung."""

    subject_kind: ClassVar[str] = "bell"
    subject: ClassVar[str] = "bell_id"

    bell_id: int
    loudness: Decimal = Decimal("1.50")
    on: dt.date = dt.date(2026, 11, 20)


@dataclass
class Ringer:
    pk: int = 7

    def __str__(self) -> str:
        return "Rina"


heard: list[int] = []


@jobs.app.task(queue="default", name="tests.answer")
def answer(event_id: int) -> None:
    if queries.event(event_id).bell_id == 13:
        raise RuntimeError("thirteen")
    heard.append(event_id)


together: list[list[int]] = []


@jobs.app.task(queue="default", name="tests.answer_together")
def answer_together(event_ids: list[int]) -> None:
    together.append([event.bell_id for event in queries.events(event_ids)])


@pytest.fixture(autouse=True)
def listeners(monkeypatch):
    heard.clear()
    together.clear()
    monkeypatch.setattr(listening, "_heard", {})
    monkeypatch.setattr(presenters, "_sentences", {})
    listening.hear(BellRung, [answer])
    listening.hear(BellRung, [answer])  # told twice, hears once


@pytest.mark.django_db
def test_published_event_is_stored_and_answered_once(now):
    event_id = operations.publish(BellRung(bell_id=3, customer_no="C1"), by=Ringer(), now=now)

    assert heard == []
    assert jobs.drain() == 1
    assert heard == [event_id]
    assert jobs.drain() == 0
    stored = Event.objects.get()
    assert (stored.actor_id, stored.actor_label, stored.subject_id) == (7, "Rina", "3")
    assert stored.payload == {"customer_no": "C1", "bell_id": 3, "loudness": "1.50", "on": "2026-11-20"}


@pytest.mark.django_db
def test_events_that_happened_together_are_answered_together_by_who_can(now):
    listening.hear(BellRung, [answer_together])
    minute = dt.timedelta(minutes=1)

    event_ids = operations.publish_many(
        [BellRung(bell_id=bell, customer_no=f"C{bell}") for bell in (9, 4, 6)], by=Ringer(), now=now,
        occurred_at=[None, now - minute, None],
    )  # fmt: skip

    assert jobs.drain() == 4
    assert (together, heard) == ([[9, 4, 6]], event_ids)
    stored = Event.objects.order_by("pk").values_list("subject_id", "customer_no", "occurred_at", "actor_label")
    assert list(stored) == [("9", "C9", now, "Rina"), ("4", "C4", now - minute, "Rina"), ("6", "C6", now, "Rina")]


@pytest.mark.django_db
def test_one_event_is_answered_by_who_answers_many_too(now):
    listening.hear(BellRung, [answer_together])

    operations.publish(BellRung(bell_id=3), by=None, now=now)

    assert jobs.drain() == 2
    assert together == [[3]]


@pytest.mark.django_db
def test_no_events_publish_nothing(now):
    assert operations.publish_many([], by=None, now=now) == []
    assert (Event.objects.count(), jobs.drain()) == (0, 0)


@pytest.mark.django_db
def test_rolled_back_event_is_neither_stored_nor_answered(now):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        operations.publish(BellRung(bell_id=3), by=None, now=now)
        1 / 0  # noqa: B018

    assert not Event.objects.exists()
    assert jobs.drain() == 0


@pytest.mark.django_db
def test_broken_reaction_is_reported_after_the_others_are_done(now):
    for bell in (13, 4):
        operations.publish(BellRung(bell_id=bell), by=None, now=now)

    with pytest.raises(jobs.JobFailed, match="thirteen"):
        jobs.drain()

    assert len(heard) == 1
    assert sorted(ProcrastinateJob.objects.values_list("status", flat=True)) == ["failed", "succeeded"]


@pytest.mark.django_db
def test_history_is_worded_and_newest_first(now):
    presenters.presents(BellRung)(lambda event: f"Bell {event.bell_id} rang.")
    for minutes, bell in ((0, 1), (5, 2)):
        at = now + dt.timedelta(minutes=minutes)
        operations.publish(BellRung(bell_id=bell, customer_no="C1"), by=None, now=at)
    operations.publish(BellRung(bell_id=9, customer_no="C2"), by=None, now=now)

    assert [entry.sentence for entry in queries.history_of_customer("C1")] == ["Bell 2 rang.", "Bell 1 rang."]
    assert [entry.sentence for entry in queries.history_of("bell", 9)] == ["Bell 9 rang."]


@pytest.mark.django_db
def test_event_of_an_older_version_is_revived_without_dropped_fields(now):
    event_id = operations.publish(BellRung(bell_id=3), by=None, now=now)
    Event.objects.update(payload={"bell_id": 3, "colour": "red"})

    assert queries.event(event_id) == BellRung(bell_id=3)


@pytest.mark.django_db
def test_access_is_recorded_with_its_reason(now):
    operations.record_access(
        what="phone",
        subject_kind="contact_point",
        subject_id="5",
        by=Ringer(),
        now=now,
        customer_no="C1",
        reason="call",
    )

    assert list(Access.objects.values_list("person_label", "what", "reason")) == [("Rina", "phone", "call")]
    assert queries.accesses_of_customer("C1").count() == 1


@pytest.mark.django_db(transaction=True)
def test_publish_outside_a_transaction_is_a_fault(now):
    with pytest.raises(database.TransactionRequired):
        operations.publish(BellRung(bell_id=3), by=None, now=now)


@pytest.mark.django_db(transaction=True)
def test_open_pages_are_told_when_the_transaction_commits(now):
    with psycopg.connect(database.dsn(), autocommit=True) as listener:
        listener.execute(f"LISTEN {operations.LIVE_CHANNEL}")
        with transaction.atomic():
            operations.publish(BellRung(bell_id=3), by=None, now=now)
        told = next(listener.notifies(timeout=5))

    assert told.payload == "bell:3"


@pytest.mark.django_db(transaction=True)
def test_real_worker_answers_and_ends_when_nothing_is_due(now):
    with transaction.atomic():
        event_id = operations.publish(BellRung(bell_id=3), by=None, now=now)

    jobs.work(concurrency=2, wait=False)

    assert heard == [event_id]
    connection.close()
