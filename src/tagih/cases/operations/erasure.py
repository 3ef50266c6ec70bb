"""What goes when a person asks, or when its time is over: words and files. What was done and when stays."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.core.files.storage import default_storage

from tagih.cases.models import (
    Activity,
    Arrangement,
    ArrangementApproval,
    CareTask,
    Complaint,
    Document,
    Escalation,
    Hold,
    Note,
)
from tagih.kernel import database

ERASED = "•••"


def erase_texts(*, customers: Sequence[int], now: dt.datetime) -> dict[str, int]:
    """This will make the notes of people's cases unreadable and take their documents away; returns counts by kind."""
    notes = Note.objects.filter(case__customer_id__in=customers).exclude(text=ERASED)
    activities = Activity.objects.filter(case__customer_id__in=customers).exclude(notes__in=("", ERASED))
    documents = Document.objects.filter(case__customer_id__in=customers).exclude(stored_as="")
    with database.transaction():
        holds = Hold.objects.filter(case__customer_id__in=customers)
        holds.exclude(note="").update(note=ERASED)
        holds.exclude(lift_reason="").update(lift_reason=ERASED)
        care = CareTask.objects.filter(customer_id__in=customers)
        care.update(signs=[])
        care.exclude(end_reason="").update(end_reason=ERASED)
        _erase_dealings(customers)
        counts = {
            "notes": erase_notes(ids=list(notes.values_list("pk", flat=True))),
            "activities": erase_activity_notes(ids=list(activities.values_list("pk", flat=True))),
        }
        counts["documents"] = destroy_documents(ids=list(documents.values_list("pk", flat=True)), now=now)
    return counts


def _erase_dealings(customers: Sequence[int]) -> None:
    """Words of agreements, complaints and escalations, and what the household told of its money. Terms, verdicts and
    dates stay: the register of complaints and the ledger are kept by law."""
    agreed = Arrangement.objects.filter(case__customer_id__in=customers)
    agreed.update(reason=ERASED, income=None, essentials=None, other_debts=None)
    agreed.exclude(end_reason="").update(end_reason=ERASED)
    approvals = ArrangementApproval.objects.filter(arrangement__case__customer_id__in=customers)
    approvals.exclude(reason="").update(reason=ERASED)
    complaints = Complaint.objects.filter(customer_id__in=customers)
    complaints.update(subject=ERASED, text=ERASED)
    complaints.exclude(answer="").update(answer=ERASED)
    complaints.exclude(extension_reason="").update(extension_reason=ERASED)
    raised = Escalation.objects.filter(case__customer_id__in=customers)
    raised.update(note=ERASED)
    raised.exclude(outcome="").update(outcome=ERASED)


def erase_notes(*, ids: Sequence[int]) -> int:
    """This will make notes unreadable for good; who wrote one and when stays."""
    return Note.objects.filter(pk__in=ids).update(text=ERASED)


def erase_activity_notes(*, ids: Sequence[uuid.UUID]) -> int:
    """This will make the notes of results unreadable for good; codes, times and amounts stay."""
    return Activity.objects.filter(pk__in=ids).update(notes=ERASED)


def destroy_documents(*, ids: Sequence[int], now: dt.datetime) -> int:
    """This will take documents off their cases and delete the files that nobody else keeps."""
    documents = list(Document.objects.filter(pk__in=ids))
    with database.transaction():
        Document.objects.filter(pk__in=ids).update(removed_at=now, stored_as="", title=ERASED, file_name=ERASED)
        kept = set(
            Document.objects.filter(stored_as__in=[d.stored_as for d in documents]).values_list("stored_as", flat=True)
        )
        gone = {document.stored_as for document in documents if document.stored_as} - kept
        database.after_commit(lambda: [default_storage.delete(name) for name in sorted(gone)])
    return len(documents)
