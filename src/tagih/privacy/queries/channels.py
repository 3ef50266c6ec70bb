"""What was said, sent, seen and agreed with a person over every channel, for that person's file."""

from collections.abc import Callable
from typing import Any

from tagih.cases.models import Arrangement, ArrangementLeg, Complaint, Escalation
from tagih.dialer.models import Call, Entry, Recording
from tagih.field.models import Receipt, Visit, WantedVisit
from tagih.letters.models import Letter
from tagih.messaging.models import Message, Reply
from tagih.messaging.queries import words_of
from tagih.portfolio.models import Customer

Rows = Callable[..., list[dict[str, Any]]]
COMPLAINT = (
    "channel", "kind", "element", "amount", "subject", "text", "status", "received_at", "due_on", "verdict", "answer",
    "answered_on",
)  # fmt: skip
ARRANGEMENT = (
    "contract__contract_no", "kind", "status", "income", "essentials", "other_debts", "months", "total",
    "waived_principal", "waived_interest", "waived_fee", "waived_penalty", "reason", "proposed_at", "signed_at",
    "paid", "end_reason",
)  # fmt: skip


def channel_file(customer: Customer, rows: Rows) -> dict[str, list[dict[str, Any]]]:
    """This will return the sections of a person's file about channels and agreements, made with `rows`."""
    mine, case = {"customer": customer}, {"case__customer": customer}
    return {
        "arrangements": rows(Arrangement.objects.filter(**case), *ARRANGEMENT),
        "arrangement_payments": rows(
            ArrangementLeg.objects.filter(arrangement__case__customer=customer), "arrangement__contract__contract_no",
            "number", "due_on", "amount", "paid",
        ),
        "complaints": rows(Complaint.objects.filter(**mine), *COMPLAINT),
        "escalations": rows(
            Escalation.objects.filter(**case), "reason", "level", "status", "note", "raised_at", "closed_at", "outcome"
        ),
        "messages": _messages(customer, rows),
        "replies": _replies(customer, rows),
        "planned_calls": rows(
            Entry.objects.filter(**mine), "campaign__name", "reason", "due_at", "state", "tries", "closed_at", "why"
        ),
        "calls": rows(
            Call.objects.filter(**mine), "direction", "contact_point__masked", "outcome", "dialed_at", "answered_at",
            "ended_at", "keys",
        ),
        "recordings": rows(
            Recording.objects.filter(call__customer=customer), "call__dialed_at", "side", "state", "seconds", "sha256"
        ),
        "planned_visits": rows(
            WantedVisit.objects.filter(**mine), "purpose", "reason", "promised_from", "promised_until", "due_on",
            "state", "close_reason", "wanted_at",
        ),
        "visits": rows(
            Visit.objects.filter(**mine), "arrived_at", "left_at", "latitude", "longitude", "fence", "review"
        ),
        "receipts": rows(
            Receipt.objects.filter(**mine), "number", "contract__contract_no", "amount", "words", "issued_at", "state",
            "void_reason", "denied_at",
        ),
        "warning_letters": rows(
            Letter.objects.filter(**mine), "number", "kind", "contract_no", "status", "issued_on", "content",
            "delivered_on", "received_by", "note",
        ),
    }  # fmt: skip


def _messages(customer: Customer, rows: Rows) -> list[dict[str, Any]]:
    sent = Message.objects.filter(customer=customer)
    told = rows(
        sent, "channel", "purpose", "reason", "state", "ordered_at", "handed_at", "delivered_at", "read_at", "subject"
    )
    return [row | {"text": words_of(one)} for row, one in zip(told, sent.order_by("pk"), strict=True)]


def _replies(customer: Customer, rows: Rows) -> list[dict[str, Any]]:
    got = Reply.objects.filter(thread__customer=customer)
    told = rows(got, "channel", "intent", "at")
    return [row | {"text": words_of(one)} for row, one in zip(told, got.order_by("pk"), strict=True)]
