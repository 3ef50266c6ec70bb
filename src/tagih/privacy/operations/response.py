"""How each kind of request is carried out: what was done, and the stored file with its hash where there is one."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tagih.cases import operations as cases
from tagih.cases.enums import ComplaintStatus
from tagih.cases.models import Case, Complaint, Hold
from tagih.contacts import operations as contacts
from tagih.contacts.enums import Flag
from tagih.dialer.models import Recording
from tagih.dialer.operations.upkeep import destroy_recordings
from tagih.field.operations.erasure import erase_visits
from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.messaging.operations.upkeep import forget_texts
from tagih.portfolio import operations as portfolio
from tagih.portfolio.models import Contract, Customer
from tagih.privacy.adapters import paper
from tagih.privacy.enums import RequestKind
from tagih.privacy.models import DataRequest
from tagih.privacy.queries.file import person_file
from tagih.quality.operations.erasure import erase_heard
from tagih.staff.models import Person

Answer = tuple[dict[str, Any], str, str]
LIVE = ("ACTIVE", "WRITTEN_OFF")
LEGAL = ("LEGAL", "DISPUTE", "COMPLAINT")


class StillNeeded(Refusal):
    """The law or the contract needs the data: the request is refused on a ground, not granted."""

    def __init__(self, ground: str) -> None:
        messages = {
            "CONTRACT_RUNS": _("A contract still runs: these data cannot be erased."),
            "LEGAL_CASE": _("A dispute or legal case is open: these data cannot be erased."),
        }
        super().__init__(
            "STILL_NEEDED", messages[ground], field="proposal", value=ground,
            remedy=_("Propose to refuse on this ground, and tell the person."),
        )  # fmt: skip


def obstacle(customer: Customer) -> str:
    """This will return the ground on which a person's data cannot be erased now, blank if they can."""
    held = Hold.objects.filter(case__customer=customer, lifted_at__isnull=True, reason__in=LEGAL)
    waiting = (ComplaintStatus.OPEN, ComplaintStatus.EXTENDED)
    if held.exists() or Complaint.objects.filter(customer=customer, status__in=waiting).exists():
        return "LEGAL_CASE"
    if Contract.objects.filter(customer=customer, status__in=LIVE).exists():
        return "CONTRACT_RUNS"
    return "CONTRACT_RUNS" if Case.objects.filter(customer=customer, status="OPEN").exists() else ""


def require_erasable(customer: Customer) -> None:
    """This will check that nothing stands against an erasure.

    :raises StillNeeded:
    """
    if ground := obstacle(customer):
        raise StillNeeded(ground)


def give_access(request: DataRequest, *, by: Person, now: dt.datetime) -> Answer:
    """This will make the person's file: all we hold as JSON, and a PDF to read. Making it is recorded as a sight."""
    customer = request.customer
    journal.record_access(
        what="person file", subject_kind="data_request", subject_id=str(request.pk),
        customer_no=customer.customer_no, reason=request.code, by=by, now=now,
    )  # fmt: skip
    told = person_file(customer, now=now)
    content = paper.packed(told, title=request.code, made_at=now)
    name = default_storage.save(f"privacy/{secrets.token_hex(16)}.zip", ContentFile(content))
    counts = {name: len(rows) for name, rows in told.items() if isinstance(rows, list)}
    return counts, name, hashlib.sha256(content).hexdigest()


def correct(request: DataRequest, *, by: Person, now: dt.datetime) -> Answer:
    """This will mark the correction as made: the core system is where customers' data are written."""
    return {"corrected_at_source": 1}, "", ""


def restrict(request: DataRequest, *, by: Person, now: dt.datetime) -> Answer:
    """This will stop contact through the gate until somebody lifts it."""
    contacts.set_flag(
        customer=request.customer, flag=Flag.RESTRICTED, reason=request.code, source=request.source, by=by, now=now,
    )  # fmt: skip
    return {"restricted": 1}, "", ""


def drop_exports(requests: QuerySet[DataRequest]) -> None:
    """This will delete the files that were made for these requests, once the transaction commits."""
    names = list(requests.values_list("stored_as", flat=True))
    requests.update(stored_as="")
    database.after_commit(lambda: [default_storage.delete(name) for name in names])


def erase(request: DataRequest, *, by: Person, now: dt.datetime) -> Answer:
    """This will erase ways to reach the person, words and files, also in the journal and in files made for them before.
    Contracts, money and name stay while the law says so.

    :raises StillNeeded:
    """
    require_erasable(request.customer)
    ids = [request.customer_id]
    counts = cases.erase_texts(customers=ids, now=now)
    counts["points"] = contacts.erase_points(customers=ids, now=now)
    counts["messages"] = forget_texts(customers=ids)
    tapes = Recording.objects.filter(call__customer_id__in=ids).values_list("pk", flat=True)
    counts["recordings"] = destroy_recordings(ids=list(tapes)) + erase_heard(customers=ids, now=now)
    counts["visits"] = erase_visits(customers=ids)
    counts["details"] = portfolio.forget_details(customers=ids)
    journal.forget_words(customer_nos=[request.customer.customer_no])
    drop_exports(DataRequest.objects.filter(customer=request.customer).exclude(stored_as=""))
    return counts, "", ""


RESPONSES: dict[str, Callable[..., Answer]] = {
    RequestKind.ACCESS: give_access,
    RequestKind.CORRECTION: correct,
    RequestKind.RESTRICTION: restrict,
    RequestKind.ERASURE: erase,
}
