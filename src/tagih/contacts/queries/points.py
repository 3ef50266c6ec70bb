"""Contact points as a person without the right to numbers may see them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from tagih.contacts import enums
from tagih.contacts.models import ContactPoint
from tagih.contacts.rules import values
from tagih.contacts.rules.choice import STANDING
from tagih.contacts.rules.zones import SHORT, of_region
from tagih.kernel import crypto
from tagih.portfolio.models import Customer

CIPHER = "contacts.ContactPoint.value"
HASH = "contacts.value"
ZONE_NAMES = {zone: short for short, zone in SHORT.items()}
ENDED = (
    enums.PointState.WRONG_PERSON,
    enums.PointState.DISCONNECTED,
    enums.PointState.OPTED_OUT,
    enums.PointState.RETIRED,
)


@dataclass(frozen=True, slots=True)
class PointView:
    """One contact point, masked. `is_usable` is false for values that cannot be dialled and states that forbid it.

    `zone` is WIB, WITA or WIT by the area code or the region of the address, blank where neither tells.
    """

    id: int
    kind: str
    kind_label: str
    masked: str
    owner_role: str
    owner_role_label: str
    owner_name: str
    label: str
    state: str
    state_label: str
    is_usable: bool
    unusable_reason: str
    zone: str
    region_code: str
    reached_at: dt.datetime | None
    verified_at: dt.datetime | None
    failures: int
    source: str
    obtained_on: dt.date | None


def points_of(customer: Customer) -> list[PointView]:
    """This will list a person's contact points, masked, the most promising of the person's own first. One query."""
    return [_view(point) for point in _ranked(ContactPoint.objects.filter(customer=customer))]


def points_of_many(customer_ids: Iterable[int]) -> dict[int, list[PointView]]:
    """This will list the contact points of several people by customer id. One query."""
    found: dict[int, list[PointView]] = defaultdict(list)
    for point in _ranked(ContactPoint.objects.filter(customer_id__in=list(customer_ids))):
        found[point.customer_id].append(_view(point))
    return dict(found)


def customers_with_value(text: str) -> list[int]:
    """This will find the ids of people who have this telephone number, e-mail or address, written in any way."""
    found = ContactPoint.objects.filter(value_hash__in=_hashes(text))
    return list(found.order_by("customer_id").values_list("customer_id", flat=True).distinct())


def owners_of_value(text: str) -> list[int]:
    """This will find the ids of people who gave this telephone number or e-mail as their own. One query."""
    found = ContactPoint.objects.filter(value_hash__in=_hashes(text), owner_role=enums.OwnerRole.CONSUMER)
    return list(found.order_by("customer_id").values_list("customer_id", flat=True).distinct())


def point_with_value(customer: Customer, text: str) -> ContactPoint | None:
    """This will find a person's contact point by its value, the person's own before those of others. One query."""
    found = ContactPoint.objects.filter(customer=customer, value_hash__in=_hashes(text))
    return min(found, key=lambda point: (point.owner_role != enums.OwnerRole.CONSUMER, point.pk), default=None)


def _hashes(text: str) -> list[bytes]:
    kinds = [enums.PointKind.EMAIL] if "@" in text else [enums.PointKind.PHONE, enums.PointKind.ADDRESS]
    told = [values.normalise(kind, text) for kind in kinds]
    texts = [value.text for value in told if not value.problem]
    return [hashed for text in texts for hashed in crypto.search_hashes(text, context=HASH)]


def _ranked(points) -> list[ContactPoint]:
    newest_first = points.order_by(F("obtained_on").desc(nulls_last=True), "-id")
    return sorted(
        newest_first,
        key=lambda p: (
            p.owner_role != enums.OwnerRole.CONSUMER,
            bool(p.unusable_reason),
            STANDING.get(p.state, len(STANDING)),
            -p.reached_at.timestamp() if p.reached_at else 0,
            p.failures,
        ),
    )


def _view(point: ContactPoint) -> PointView:
    return PointView(
        id=point.pk,
        kind=point.kind,
        kind_label=str(point.get_kind_display()),
        masked=point.masked,
        owner_role=point.owner_role,
        owner_role_label=str(point.get_owner_role_display()),
        owner_name=point.owner_name,
        label=point.label,
        state=point.state,
        state_label=str(point.get_state_display()),
        is_usable=not point.unusable_reason and point.state not in ENDED,
        unusable_reason=point.unusable_reason,
        zone=point.zone or ZONE_NAMES.get(of_region(point.region_code) or "", ""),
        region_code=point.region_code,
        reached_at=point.reached_at,
        verified_at=point.state_changed_at if point.state == enums.PointState.VERIFIED else None,
        failures=point.failures,
        source=point.source,
        obtained_on=point.obtained_on,
    )
