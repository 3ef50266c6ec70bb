"""What was attempted and what the gate refused."""

import datetime as dt
import uuid
from dataclasses import dataclass

from tagih.contacts import enums
from tagih.contacts.models import Attempt, GateDecision
from tagih.contacts.queries.wording import ReasonView, reasons_in_words
from tagih.portfolio.models import Customer


@dataclass(frozen=True, slots=True)
class AttemptView:
    id: uuid.UUID
    opened_at: dt.datetime
    channel: str
    channel_label: str
    purpose: str
    masked: str
    owner_role: str
    agent: str
    state: str
    result_class: str


@dataclass(frozen=True, slots=True)
class RefusalView:
    id: int
    asked_at: dt.datetime
    asked_by: str
    channel: str
    channel_label: str
    masked: str
    reasons: list[ReasonView]
    next_allowed_at: dt.datetime | None


def attempts_of(customer: Customer, *, before: dt.datetime | None = None, limit: int = 50) -> list[AttemptView]:
    """This will list the newest attempts on a person, at most `limit`, older than `before`. One query."""
    rows = Attempt.objects.filter(customer=customer).select_related("contact_point", "agent").order_by("-opened_at")
    rows = rows.filter(opened_at__lt=before) if before else rows
    return [
        AttemptView(
            id=row.pk,
            opened_at=row.opened_at,
            channel=row.channel,
            channel_label=str(row.get_channel_display()),
            purpose=row.purpose,
            masked=row.contact_point.masked if row.contact_point else "",
            owner_role=row.contact_point.owner_role if row.contact_point else "",
            agent=str(row.agent) if row.agent else "",
            state=row.state,
            result_class=row.result_class,
        )
        for row in rows[:limit]
    ]


def refusals_of(customer: Customer, *, before: dt.datetime | None = None, limit: int = 50) -> list[RefusalView]:
    """This will list the newest refusals about a person with their reasons in words. One query."""
    rows = GateDecision.objects.filter(customer=customer, verdict=enums.Verdict.DENY)
    rows = rows.filter(asked_at__lt=before) if before else rows
    return [
        RefusalView(
            id=row.pk,
            asked_at=row.asked_at,
            asked_by=row.asked_by,
            channel=row.channel,
            channel_label=str(row.get_channel_display()),
            masked=row.contact_point.masked if row.contact_point else "",
            reasons=reasons_in_words(row.reasons),
            next_allowed_at=row.next_allowed_at,
        )
        for row in rows.select_related("contact_point").order_by("-asked_at")[:limit]
    ]
