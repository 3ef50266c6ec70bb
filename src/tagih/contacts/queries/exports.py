"""Rows of `tagih export attempts` and `tagih export contact-points`. Contact values stay masked."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from tagih.contacts.models import Attempt, ContactPoint
from tagih.kernel.clock import WIB, end_of_day, start_of_day

ATTEMPT_COLUMNS = {
    "attempt_id": "id",
    "customer_no": "customer__customer_no",
    "channel": "channel",
    "purpose": "purpose",
    "contact_point_masked": "contact_point__masked",
    "owner_role": "contact_point__owner_role",
    "agent": "agent__employee_no",
    "state": "state",
    "opened_at": "opened_at",
    "closed_at": "closed_at",
    "result_class": "result_class",
    "packs": "decision__packs",
}
POINT_COLUMNS = {
    "customer_no": "customer__customer_no",
    "kind": "kind",
    "value_masked": "masked",
    "owner_role": "owner_role",
    "label": "label",
    "region_code": "region_code",
    "zone": "zone",
    "source": "source",
    "obtained_on": "obtained_on",
    "state": "state",
    "state_changed_at": "state_changed_at",
    "unusable_reason": "unusable_reason",
    "reached_at": "reached_at",
    "failures": "failures",
}


def exported_attempts(business_date: dt.date | None = None) -> Iterator[tuple[Any, ...]]:
    """This will stream attempts in the order of `ATTEMPT_COLUMNS`, oldest first; of one local day if dated."""
    rows = Attempt.objects.order_by("opened_at", "id")
    if business_date:
        day = (start_of_day(business_date, WIB), end_of_day(business_date, WIB))
        rows = rows.filter(opened_at__gte=day[0], opened_at__lt=day[1])
    return rows.values_list(*ATTEMPT_COLUMNS.values()).iterator(chunk_size=10_000)


def exported_points(business_date: dt.date | None = None) -> Iterator[tuple[Any, ...]]:
    """This will stream contact points as they stand, in the order of `POINT_COLUMNS`, by customer."""
    rows = ContactPoint.objects.order_by("customer__customer_no", "id")
    return rows.values_list(*POINT_COLUMNS.values()).iterator(chunk_size=10_000)
