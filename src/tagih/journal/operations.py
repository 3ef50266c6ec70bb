"""The outbox: an event, the jobs that answer it and the word to open pages, all in the transaction that caused it."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import F, JSONField, Value
from django.db.models.expressions import CombinedExpression
from django.utils.translation import gettext_noop

from tagih.journal import listening
from tagih.journal.events import BusinessEvent, all_classes
from tagih.journal.models import Access, Event
from tagih.kernel import database
from tagih.kernel.database import transaction_required

LIVE_CHANNEL = "tagih_live"
SYSTEM = gettext_noop("system")
FORGOTTEN = "•••"


class Actor(Protocol):
    """Whoever does something: a `staff.Person`. None stands for the system."""

    pk: int


@transaction_required
def publish(event: BusinessEvent, *, by: Actor | None, now: dt.datetime, occurred_at: dt.datetime | None = None) -> int:
    """This will store the event, defer its reactions, tell open pages, and return the event's id.

    All of it happens with the transaction or not at all. `occurred_at` is when it happened in the world, if not now.

    :raises TransactionRequired:
    """
    told = {
        "name": event.name(),
        "version": event.version,
        "occurred_at": occurred_at or now,
        "now": now,
        "actor": by.pk if by else None,
        "actor_label": str(by) if by else SYSTEM,
        "customer_no": event.customer_no,
        "subject_kind": event.subject_kind,
        "subject_id": event.subject_id,
        "payload": json.dumps(event.payload(), cls=DjangoJSONEncoder),
        "channel": LIVE_CHANNEL,
        "topics": sorted(set(event.topics)),
    }
    event_id, _told = database.first_prepared("tagih.journal", "publish", told)
    _defer(type(event), [event_id])
    return event_id


@transaction_required
def publish_many(
    events: Sequence[BusinessEvent], *, by: Actor | None, now: dt.datetime,
    occurred_at: Sequence[dt.datetime | None] | None = None,
) -> list[int]:  # fmt: skip
    """This will publish events that happened together, and return their ids in order.

    A reaction that takes `event_ids` answers all of its events in one job; others answer each in a job of its own.
    For what arrives together, such as the notices of one delivery; set-based rounds publish one event with counts.

    :raises TransactionRequired:
    """
    if not events:
        return []
    instants = occurred_at or [None] * len(events)
    told = {
        "names": [event.name() for event in events],
        "versions": [event.version for event in events],
        "occurred": [at or now for at in instants],
        "now": now,
        "actor": by.pk if by else None,
        "actor_label": str(by) if by else SYSTEM,
        "customers": [event.customer_no for event in events],
        "kinds": [event.subject_kind for event in events],
        "subjects": [event.subject_id for event in events],
        "payloads": [json.dumps(event.payload(), cls=DjangoJSONEncoder) for event in events],
        "channel": LIVE_CHANNEL,
        "topics": sorted({topic for event in events for topic in event.topics}),
    }
    event_ids, _told = database.first_prepared("tagih.journal", "publish_many", told)
    by_class: dict[type[BusinessEvent], list[int]] = {}
    for event, event_id in zip(events, event_ids, strict=True):
        by_class.setdefault(type(event), []).append(event_id)
    for event_class, ids in by_class.items():
        _defer(event_class, ids)
    return event_ids


def _defer(event_class: type[BusinessEvent], event_ids: list[int]) -> None:
    for reaction in listening.reactions_to(event_class):
        if listening.answers_many(reaction):
            reaction.defer(event_ids=event_ids)
        else:
            reaction.batch_defer(*({"event_id": event_id} for event_id in event_ids))


def tell(topics: Iterable[str]) -> None:
    """This will tell pages that are open on these topics to fetch themselves again, once the transaction commits.

    For set-based work, which publishes one event for many rows. Topics are ids, never contents.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_notify(%s, topic) FROM unnest(%s::text[]) AS topic", [LIVE_CHANNEL, sorted(set(topics))]
        )


def record_access(
    *,
    what: str,
    subject_kind: str,
    subject_id: str,
    by: Actor,
    now: dt.datetime,
    customer_no: str = "",
    reason: str = "",
) -> None:
    """This will record that a person saw something personal, such as an unmasked number, and why."""
    told = {"now": now, "person": by.pk, "label": str(by), "what": what, "subject_kind": subject_kind,
            "subject_id": str(subject_id), "customer_no": customer_no, "reason": reason}  # fmt: skip
    database.first_prepared("tagih.journal", "record_access", told)


def record_accesses(
    *, what: str, subject_kind: str, subject_id: str, customer_nos: Iterable[str], by: Actor, now: dt.datetime
) -> None:  # fmt: skip
    """This will record that a person saw one thing that tells of many people: a sight of each, in one statement."""
    Access.objects.bulk_create(
        Access(
            at=now, person_id=by.pk, person_label=str(by), what=what, subject_kind=subject_kind,
            subject_id=str(subject_id), customer_no=customer_no,
        )
        for customer_no in sorted(set(customer_nos))
    )  # fmt: skip


def forget_words(*, customer_nos: Sequence[str]) -> int:
    """This will make what people wrote into events about these customers unreadable; what happened and when stays."""
    forgotten = 0
    for known in all_classes():
        if known.words:
            blank = Value(dict.fromkeys(known.words, FORGOTTEN), JSONField())
            told = Event.objects.filter(name=known.name(), customer_no__in=customer_nos)
            forgotten += told.update(payload=CombinedExpression(F("payload"), "||", blank))
    return forgotten


def forget_accesses(*, ids: list[int]) -> int:
    """This will delete records of sights whose time is over, by order of a retention rule."""
    return Access.objects.filter(pk__in=ids).delete()[0]
