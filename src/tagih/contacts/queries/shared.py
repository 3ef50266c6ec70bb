"""Numbers that many people have, and how far each source of values can be trusted."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tagih.contacts import enums
from tagih.contacts.models import ContactPoint, PointNorm, SharedNumber
from tagih.contacts.rules.significance import share_interval


@dataclass(frozen=True, slots=True)
class SharedView:
    """One number to be looked at: masked, how many people gave it, on how many of them it reached the right party."""

    id: int
    masked: str
    kind_label: str
    people: int
    state: str
    state_label: str
    found_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Holder:
    """One person who has a shared number, and as whose."""

    customer_id: int
    customer_no: str
    full_name: str
    owner_role_label: str
    state_label: str
    reached_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Credit:
    """How a source's values turned out. `share` is right / (right + wrong), between `low` and `high` at 95 %."""

    kind: str
    source: str
    points: int
    right: int
    wrong: int
    share: float | None
    low: float
    high: float


def shared_numbers(*, limit: int = 100) -> list[SharedView]:
    """This will list shared numbers that nobody has decided about, those of most people first. One query."""
    waiting = SharedNumber.objects.filter(state=enums.SharedState.OPEN).order_by("-people", "id")
    return [
        SharedView(
            id=row.pk,
            masked=row.masked,
            kind_label=str(row.get_kind_display()),
            people=row.people,
            state=row.state,
            state_label=str(row.get_state_display()),
            found_at=row.found_at,
        )
        for row in waiting[:limit]
    ]


def holders_of(shared: SharedNumber, *, limit: int = 100) -> list[Holder]:
    """This will list who has a shared number, over all contracts, those whom it reached first. One query."""
    points = ContactPoint.objects.filter(value_hash=shared.value_hash).exclude(kind=enums.PointKind.ADDRESS)
    rows = points.select_related("customer").order_by("reached_at", "customer__customer_no", "id")
    return [
        Holder(
            customer_id=row.customer_id,
            customer_no=row.customer.customer_no,
            full_name=row.customer.full_name,
            owner_role_label=str(row.get_owner_role_display()),
            state_label=str(row.get_state_display()),
            reached_at=row.reached_at,
        )
        for row in rows[:limit]
    ]


def source_credits(*, kinds: Sequence[str] = (enums.PointKind.PHONE,)) -> list[Credit]:
    """This will tell how far each source of values can be trusted, as last learned; the best known first. One query."""
    newest = PointNorm.objects.filter(kind__in=kinds).order_by("kind", "-learned_at").distinct("kind")
    found = [_credit(norm.kind, told) for norm in newest for told in norm.credits]
    return sorted(found, key=lambda credit: (credit.kind, -(credit.right + credit.wrong), credit.source))


def _credit(kind: str, told: dict) -> Credit:
    proven = told["right"] + told["wrong"]
    low, high = share_interval(told["right"], proven)
    return Credit(kind=kind, **told, share=told["right"] / proven if proven else None, low=low, high=high)
