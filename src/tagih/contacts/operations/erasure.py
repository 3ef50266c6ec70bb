"""What goes when a person asks, or when its time is over; and values encrypted and hashed anew with new keys."""

import datetime as dt
import os
from collections.abc import Sequence

from tagih.contacts.enums import PointState
from tagih.contacts.models import Attempt, ContactPoint, GateDecision, RepairStep, SharedNumber
from tagih.contacts.queries.points import CIPHER, HASH
from tagih.kernel import crypto, database

GONE = "•••"


def erase_points(*, customers: Sequence[int], now: dt.datetime) -> int:
    """This will make the contact points of people unreadable for good and return how many. Attempts keep pointing to
    them; region and kind stay, as they name nobody.
    """
    with database.transaction():
        points = list(ContactPoint.objects.select_for_update().filter(customer_id__in=customers).exclude(masked=GONE))
        for point in points:
            point.value_cipher = crypto.encrypt("", context=CIPHER)
            point.value_hash = os.urandom(32)
            point.masked, point.owner_name, point.postal_code, point.source = GONE, "", "", ""
            point.latitude = point.longitude = None
            point.state, point.state_changed_at = PointState.RETIRED, now
        ContactPoint.objects.bulk_update(
            points,
            [
                "value_cipher", "value_hash", "masked", "owner_name", "postal_code", "source", "latitude", "longitude",
                "state", "state_changed_at",
            ],
            batch_size=1000,
        )  # fmt: skip
        Attempt.objects.filter(customer_id__in=customers, value_hash__isnull=False).update(value_hash=None)
        decisions = GateDecision.objects.filter(customer_id__in=customers).exclude(facts={})
        decisions.update(facts={})
        RepairStep.objects.filter(item__customer_id__in=customers).exclude(note="").update(note=GONE)
    return len(points)


def forget_facts(*, ids: Sequence[int]) -> int:
    """This will let go of the facts behind old decisions of the gate; verdict and reasons stay."""
    return GateDecision.objects.filter(pk__in=ids).update(facts={})


def renew_ciphers(*, limit: int) -> int:
    """This will encrypt up to `limit` contact values anew that an older key encrypted, and return how many.

    What another process does at the same instant is left to it. None left: 0.
    """
    with database.transaction():
        ids = [row["id"] for row in database.fetch("tagih.contacts", "old_ciphers",
                                                   {"key": crypto.data_key(), "limit": limit})]  # fmt: skip
        points = list(ContactPoint.objects.filter(pk__in=ids))
        for point in points:
            point.value_cipher = crypto.encrypt(crypto.decrypt(point.value_cipher, context=CIPHER), context=CIPHER)
        ContactPoint.objects.bulk_update(points, ["value_cipher"], batch_size=1000)
    return len(points)


def renew_hashes(*, after: int, limit: int) -> tuple[int, int]:
    """This will hash up to `limit` contact values after an id anew, everywhere where they stand, and return the last id
    and how many rows changed. All rows of one value change together, so that equal values stay equal. (0, 0): no more.
    """
    with database.transaction():
        database.lock("contacts.publish_points")
        points = list(ContactPoint.objects.filter(pk__gt=after).order_by("pk")[:limit])
        changed, fresh = 0, {}
        for point in points:
            new = crypto.search_hash(crypto.decrypt(point.value_cipher, context=CIPHER), context=HASH)
            if new != bytes(point.value_hash) and point.masked != GONE:
                fresh[bytes(point.value_hash)] = new
        for old, new in fresh.items():
            changed += ContactPoint.objects.filter(value_hash=old).update(value_hash=new)
            Attempt.objects.filter(value_hash=old).update(value_hash=new)
            SharedNumber.objects.filter(value_hash=old).update(value_hash=new)
    return (points[-1].pk, changed) if points else (0, 0)
