"""Reading what happened."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from tagih.journal import presenters
from tagih.journal.events import BusinessEvent, class_named
from tagih.journal.models import Access, Event


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a history: when, who, what in words."""

    id: int
    at: dt.datetime
    recorded_at: dt.datetime
    actor_id: int | None
    actor: str
    name: str
    sentence: str
    subject_kind: str
    subject_id: str
    payload: dict[str, Any]


def event(event_id: int) -> BusinessEvent:
    """This will return a published event as its own class, for a reaction.

    :raises Event.DoesNotExist: no such event
    :raises LookupError: the program no longer knows the class
    """
    return _revived(Event.objects.get(pk=event_id))


def events(event_ids: Collection[int]) -> list[BusinessEvent]:
    """This will return published events as their own classes, in the order of their ids, for a reaction to many.

    :raises LookupError: the program no longer knows a class
    """
    return [_revived(stored) for stored in Event.objects.filter(pk__in=event_ids).order_by("pk")]


def recorded_at(event_id: int) -> dt.datetime:
    """This will return the instant at which an event was recorded."""
    return Event.objects.values_list("recorded_at", flat=True).get(pk=event_id)


def history_of_customer(
    customer_no: str, *, limit: int = 100, before: tuple[dt.datetime, int] | None = None,
    without: Collection[str] = (),
) -> list[Entry]:  # fmt: skip
    """This will return what happened around one person, newest first, before an instant and id, some names left out."""
    found = Event.objects.filter(customer_no=customer_no)
    return _entries(found.exclude(name__in=without) if without else found, limit, before)


def history_of(subject_kind: str, subject_id: object, *, limit: int = 100) -> list[Entry]:
    """This will return what happened to one thing, newest first."""
    return _entries(Event.objects.filter(subject_kind=subject_kind, subject_id=str(subject_id)), limit, None)


def recent(*, customer_no: str = "", limit: int = 100) -> list[Entry]:
    """This will return the newest events of the whole house, or of one customer."""
    found = Event.objects.filter(customer_no=customer_no) if customer_no else Event.objects.all()
    if customer_no:
        return _entries(found, limit, None)
    return [_entry(stored) for stored in found.order_by("-id")[:limit]]


def accesses_of_customer(customer_no: str) -> QuerySet[Access]:
    """This will return who saw personal values of one person, newest first."""
    return Access.objects.filter(customer_no=customer_no).order_by("-at")


def _revived(stored: Event) -> BusinessEvent:
    known = class_named(stored.name)
    if known is None:
        raise LookupError(f"nobody knows the event {stored.name}")
    return known.revived(stored.payload)


def _entries(found: QuerySet[Event], limit: int, before: tuple[dt.datetime, int] | None) -> list[Entry]:
    if before is not None:
        at, number = before
        found = found.filter(Q(occurred_at__lt=at) | Q(occurred_at=at, id__lt=number))
    return [_entry(stored) for stored in found.order_by("-occurred_at", "-id")[:limit]]


def _entry(stored: Event) -> Entry:
    known = class_named(stored.name)
    sentence = presenters.sentence_of(known.revived(stored.payload)) if known else stored.name
    return Entry(
        id=stored.pk,
        at=stored.occurred_at,
        recorded_at=stored.recorded_at,
        actor_id=stored.actor_id,
        actor=stored.actor_label,
        name=stored.name,
        sentence=sentence,
        subject_kind=stored.subject_kind,
        subject_id=stored.subject_id,
        payload=stored.payload,
    )
