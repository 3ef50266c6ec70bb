"""What goes when a person asks, or when its time is over."""

import datetime as dt
import os
from collections.abc import Sequence

from tagih.contacts.enums import PointState
from tagih.contacts.models import Attempt, ContactPoint, GateDecision, RepairStep
from tagih.contacts.queries.points import CIPHER
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
