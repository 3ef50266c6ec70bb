"""Searches for people, what each step may use, what waits for a second person, codes on their way."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import Q

from tagih.contacts import enums
from tagih.contacts.models import (
    Attempt,
    ContactPoint,
    OneTimeCode,
    RepairItem,
    RepairStep,
    SandboxMessage,
    UpdateRequest,
)
from tagih.contacts.queries.points import ENDED, PointView, points_of
from tagih.contacts.rules import repair as rules
from tagih.kernel import crypto, money
from tagih.kernel.clock import WIB, local
from tagih.portfolio.models import Customer

INBOX_CIPHER = "contacts.SandboxMessage.text"
TELEPHONES = (enums.PointKind.PHONE, enums.PointKind.WHATSAPP)
SHOWN_MESSAGES = 50


@dataclass(frozen=True, slots=True)
class StepView:
    """One kind of step: its cost in rupiah, what was tried already, whom it may ask."""

    kind: str
    label: str
    cost: Decimal
    made: list[RepairStep]
    candidates: list[PointView]
    needs_asking: bool


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A number of the same person in another record, by identity number."""

    point_id: int
    masked: str
    state_label: str
    customer_no: str


@dataclass(frozen=True, slots=True)
class Message:
    """What the sandbox provider took."""

    at: dt.datetime
    masked: str
    text: str


def search_of(item: RepairItem) -> list[StepView]:
    """This will list the steps of a search in order of cost with what they brought. Two queries."""
    costs = rules.costs_of(settings.TAGIH_REPAIR_COSTS)
    made = list(item.steps.select_related("person", "found", "asked").order_by("made_at", "pk"))
    points = points_of(item.customer)
    return [
        StepView(
            kind=kind,
            label=str(kind.label),
            cost=costs[kind],
            made=[step for step in made if step.kind == kind],
            candidates=[point for point in points if _may_be_asked(point, kind)],
            needs_asking=kind in rules.CHANNELS,
        )
        for kind in rules.in_order_of_cost(costs)
    ]


def _may_be_asked(point: PointView, kind: enums.TraceKind) -> bool:
    channel = rules.CHANNELS.get(kind)
    kinds = (enums.PointKind.ADDRESS,) if channel == enums.Channel.VISIT else TELEPHONES
    return point.is_usable and point.kind in kinds and point.owner_role in rules.ROLES.get(kind, ())


def cost_of(item: RepairItem) -> Decimal:
    """This will return what a search has cost so far, in rupiah."""
    return money.total(item.steps.values_list("cost", flat=True))


def elsewhere(customer: Customer) -> list[Elsewhere]:
    """This will list usable numbers of the same person in other records that this record does not have. One query."""
    if customer.identity_hash is None:
        return []
    known = ContactPoint.objects.filter(customer=customer).values("value_hash")
    found = (
        ContactPoint.objects.filter(
            customer__identity_hash=bytes(customer.identity_hash), kind__in=TELEPHONES,
            owner_role=enums.OwnerRole.CONSUMER, unusable_reason="",
        )
        .exclude(customer=customer).exclude(state__in=ENDED).exclude(value_hash__in=known)
        .select_related("customer").order_by("-reached_at", "pk")
    )  # fmt: skip
    return [
        Elsewhere(point.pk, point.masked, str(point.get_state_display()), point.customer.customer_no) for point in found
    ]


def open_item_of(customer_id: int) -> RepairItem | None:
    """This will return the open search for a person, None if there is none."""
    return RepairItem.objects.filter(customer_id=customer_id, closed_at__isnull=True).first()


def requests_waiting(scope: Q) -> int:
    """This will count the requests that wait for a second person within a row scope."""
    return UpdateRequest.objects.filter(scope, state=enums.RequestState.SUBMITTED).count()


def asks_of(customer: Customer, points: Sequence[PointView], *, now: dt.datetime) -> list[str]:
    """This will say in codes what to ask the person for while talking (see rules.repair.asks). One query."""
    own = [p for p in points if p.kind in TELEPHONES and p.owner_role == enums.OwnerRole.CONSUMER]
    spoken = Attempt.objects.filter(customer=customer, result_class__in=["RPC", "TPC"]).order_by("-opened_at")
    last: dict[int, str] = {}
    for point_id, result_class in spoken.values_list("contact_point_id", "result_class")[:30]:
        last.setdefault(point_id, result_class)
    numbers = [
        rules.Number(
            state=point.state,
            is_usable=point.is_usable,
            verified_on=local(point.verified_at, WIB).date() if point.verified_at else None,
            reached_on=local(point.reached_at, WIB).date() if point.reached_at else None,
            failures=point.failures,
            is_other_answering=last.get(point.id) == "TPC",
        )
        for point in own
    ]
    return rules.asks(numbers, today=local(now, WIB).date())


def codes_waiting(point_ids: Iterable[int], *, now: dt.datetime) -> dict[int, OneTimeCode]:
    """This will return the codes that may still be entered, by contact point. One query."""
    live = OneTimeCode.objects.filter(
        contact_point_id__in=list(point_ids), state__in=["ISSUED", "SENT"], expires_at__gt=now
    )
    return {code.contact_point_id: code for code in live}


def may_send_codes() -> bool:
    """This will tell whether a provider of messages is set up."""
    return bool(settings.TAGIH_CODE_SENDER)


def has_inbox() -> bool:
    """This will tell whether messages go to the sandbox instead of to people."""
    return settings.TAGIH_CODE_SENDER == "sandbox"


def inbox() -> list[Message]:
    """This will list the newest messages that the sandbox took."""
    rows = SandboxMessage.objects.order_by("-taken_at", "-pk")[:SHOWN_MESSAGES]
    return [Message(row.taken_at, row.masked, crypto.decrypt(row.text_cipher, context=INBOX_CIPHER)) for row in rows]
