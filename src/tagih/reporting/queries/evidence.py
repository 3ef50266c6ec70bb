"""All that speaks for or against us in a complaint: contacts and what the gate decided, messages, letters, papers."""

import datetime as dt
from dataclasses import dataclass

from tagih.cases.models import Complaint, Document
from tagih.contacts.models import AssignmentLetter, Attempt, GateDecision
from tagih.kernel import clock
from tagih.letters.models import Letter
from tagih.messaging.models import Message
from tagih.quality.models import Recording
from tagih.staff.models import Certificate, Person

LOOKED_BACK = dt.timedelta(days=365)
MOST = 500


@dataclass(frozen=True, slots=True)
class Attached:
    """One file of the pack: its name there, where it is kept, its digest."""

    name: str
    stored_as: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the pack tells, section by section as rows of texts, and the files that go with it."""

    sections: tuple[tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]], ...]
    files: tuple[Attached, ...]


def evidence_of(complaint: Complaint) -> Evidence:
    """This will gather the evidence about a complaint of the year before it was received."""
    since = complaint.received_at - LOOKED_BACK
    attempts = list(
        Attempt.objects.filter(customer=complaint.customer_id, opened_at__gt=since)
        .select_related("decision", "agent", "contact_point").order_by("opened_at")[:MOST]
    )  # fmt: skip
    refused = GateDecision.objects.filter(customer=complaint.customer_id, asked_at__gt=since, verdict="DENY")
    letters = list(Letter.objects.filter(customer=complaint.customer_id, issued_at__gt=since).order_by("pk")[:MOST])
    people = {attempt.agent for attempt in attempts if attempt.agent} | ({complaint.collector} - {None})
    recordings = list(Recording.objects.filter(attempt__in=attempts, state="KEPT").order_by("attempt_id"))
    sections = (
        ("attempts", ("at", "channel", "purpose", "to", "by", "result", "gate"), tuple(map(_attempt, attempts))),
        ("refusals", ("at", "channel", "purpose", "rules"), tuple(
            (_at(row.asked_at), row.channel, row.purpose, ", ".join(row.refused_by))
            for row in refused.order_by("asked_at")[:MOST])),
        ("messages", ("at", "channel", "purpose", "state"), _messages(complaint, since)),
        ("letters", ("number", "kind", "written", "state", "delivered"), tuple(map(_letter, letters))),
        ("recordings", ("of", "digest"), tuple((str(row.attempt_id), row.sha256) for row in recordings)),
        ("certificates", ("person", "kind", "number", "valid"), _certificates(people)),
        ("assignments", ("person", "number", "valid"), _assignments(people)),
    )  # fmt: skip
    papers = Document.objects.filter(case__customer=complaint.customer_id, removed_at__isnull=True).order_by("pk")[:50]
    files = [
        *(
            Attached(f"{row.number.replace('/', '-')}.pdf", row.stored_as, row.sha256)
            for row in letters if row.stored_as
        ),
        *(Attached(f"{row.attempt_id}.wav", row.stored_as, row.sha256) for row in recordings),
        *(Attached(f"{row.pk}-{row.file_name}", row.stored_as, row.sha256) for row in papers),
    ]  # fmt: skip
    return Evidence(sections, tuple(files))


def _at(instant: dt.datetime | None) -> str:
    return f"{clock.local(instant, clock.WIB):%d/%m/%Y %H.%M.%S} WIB" if instant else ""


def _attempt(row: Attempt) -> tuple[str, ...]:
    rules = ", ".join(reason["rule"] for reason in row.decision.reasons)
    return (
        _at(row.opened_at), row.channel, row.purpose, row.contact_point.masked if row.contact_point else "",
        row.agent.full_name if row.agent else "", row.result_class or row.state,
        " ".join(filter(None, [row.decision.verdict, rules, row.decision.packs])),
    )  # fmt: skip


def _letter(row: Letter) -> tuple[str, ...]:
    delivered = f"{row.delivered_on:%d/%m/%Y} {row.received_by} {row.receiver_name}" if row.delivered_on else ""
    return (row.number, row.kind, f"{row.issued_on:%d/%m/%Y}", row.status, delivered.strip())


def _messages(complaint: Complaint, since: dt.datetime) -> tuple[tuple[str, ...], ...]:
    rows = Message.objects.filter(customer=complaint.customer_id, ordered_at__gt=since).order_by("ordered_at")[:MOST]
    return tuple((_at(row.ordered_at), row.channel, row.purpose, str(row.state)) for row in rows)


def _certificates(people: set[Person]) -> tuple[tuple[str, ...], ...]:
    rows = Certificate.objects.filter(person__in=people).select_related("person").order_by("person", "pk")
    return tuple(
        (row.person.full_name, row.kind, row.number, f"{row.valid_from:%d/%m/%Y}-{row.valid_until:%d/%m/%Y}")
        for row in rows
    )


def _assignments(people: set[Person]) -> tuple[tuple[str, ...], ...]:
    rows = AssignmentLetter.objects.filter(agent__in=people).select_related("agent").order_by("agent", "pk")
    return tuple(
        (row.agent.full_name, row.number, f"{row.valid_from:%d/%m/%Y}-{row.valid_until:%d/%m/%Y}") for row in rows
    )
