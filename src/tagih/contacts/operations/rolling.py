"""Repair items made and closed from the facts, for everybody or for a few."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from tagih.contacts import events
from tagih.contacts.models import ContactPoint, SharedNumber
from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.staff.models import Person

LOCK = "contacts.repairs"


@dataclass(frozen=True, slots=True)
class RepairRoll:
    """How many items were opened, closed as repaired or as no longer needed, and changed."""

    opened: int
    repaired: int
    dropped: int
    changed: int


def roll_repairs(*, business_date: dt.date, now: dt.datetime, by: Person | None = None) -> RepairRoll:
    """This will open a repair item for everybody in arrears whom no number reaches, and close what is over.

    Set-based; only differences are written, so that again on the same facts it writes nothing.
    """
    with database.transaction():
        database.lock(LOCK)
        done = _roll(None, now)
        if done.opened or done.repaired or done.dropped:
            journal.publish(
                events.RepairsRolled(
                    business_date=business_date.isoformat(), opened=done.opened, repaired=done.repaired,
                    dropped=done.dropped,
                ),
                by=by, now=now,
            )  # fmt: skip
    return done


def look_again(*, customer_ids: Iterable[int], now: dt.datetime) -> RepairRoll:
    """This will bring the repair items of a few people to what is known of their numbers now."""
    with database.transaction():
        database.lock(LOCK)
        done = _roll(sorted(set(customer_ids)), now)
        if any((done.opened, done.repaired, done.dropped, done.changed)):
            journal.tell(["repair"])
    return done


def look_again_at_point(*, contact_point_id: int, now: dt.datetime) -> RepairRoll:
    """This will look again at everybody who has the value of a contact point."""
    value = ContactPoint.objects.filter(pk=contact_point_id).values("value_hash")
    sharing = ContactPoint.objects.filter(value_hash__in=value).values_list("customer_id", flat=True)
    return look_again(customer_ids=sharing, now=now)


def look_again_at_shared(*, shared_number_id: int, now: dt.datetime) -> RepairRoll:
    """This will look again at everybody who has a shared number."""
    value = SharedNumber.objects.filter(pk=shared_number_id).values("value_hash")
    sharing = ContactPoint.objects.filter(value_hash__in=value).values_list("customer_id", flat=True)
    return look_again(customer_ids=sharing, now=now)


def _roll(customer_ids: list[int] | None, now: dt.datetime) -> RepairRoll:
    (counts,) = database.fetch("tagih.contacts", "roll_repairs", {"customers": customer_ids, "now": now})
    return RepairRoll(**counts)
