"""Requests of the person: taken in, answered by two people within 3 x 24 hours, carried out, all of it logged."""

import datetime as dt
from typing import BinaryIO

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.portfolio.models import Customer
from tagih.privacy import events
from tagih.privacy.enums import Proposal, RequestKind, RequestStatus
from tagih.privacy.models import Breach, DataRequest
from tagih.privacy.operations import response
from tagih.privacy.operations.proposals import (
    SHORTEST_REASONING,
    DecidedByTheSamePerson,
    NothingProposed,
    ReasoningMissing,
)
from tagih.privacy.queries import law
from tagih.privacy.rules import requests as rules
from tagih.staff.models import Person


class IdentityNotChecked(Refusal):
    """Data are given to the person only."""

    def __init__(self) -> None:
        super().__init__(
            "IDENTITY_NOT_CHECKED", _("Write how you made sure that it is the person."), field="identified_by",
            remedy=_("Such as: identity card seen at the branch."),
        )  # fmt: skip


class CarriedOutAlready(Refusal):
    """Nothing is left to carry out."""

    def __init__(self) -> None:
        super().__init__("NOT_TO_BE_CARRIED_OUT", _("This request is not waiting to be carried out."))


def receive(
    *, customer: Customer, kind: str, intake: str, identified_by: str, by: Person, now: dt.datetime, wish: str = "",
    asked_at: dt.datetime | None = None,
) -> DataRequest:  # fmt: skip
    """This will record a request; its 3 x 24 hours run from when the person asked.

    :raises IdentityNotChecked:
    """
    if not identified_by.strip():
        raise IdentityNotChecked
    asked = min(asked_at or now, now)
    with database.transaction():
        made = DataRequest.objects.create(
            customer=customer, kind=RequestKind(kind), intake=intake, identified_by=identified_by.strip(),
            wish=wish.strip(), asked_at=asked, due_at=rules.due_at(asked), recorded_at=now, recorded_by=by,
        )  # fmt: skip
        received = events.RequestReceived(
            request_id=made.pk, customer_no=customer.customer_no, kind=made.kind, due_at=made.due_at.isoformat()
        )
        journal.publish(received, by=by, now=now)
    return made


def propose(
    *, request: DataRequest, proposal: str, reasoning: str, by: Person, now: dt.datetime, ground: str = ""
) -> DataRequest:  # fmt: skip
    """This will propose to grant or to refuse; a refusal names its ground from the list.

    :raises ReasoningMissing:
    :raises GroundUnknown: refused without a ground, or on one that does not answer this kind
    :raises CarriedOutAlready: it was decided before
    """
    if len(reasoning.strip()) < SHORTEST_REASONING:
        raise ReasoningMissing
    with database.transaction():
        request = _locked(request)
        if request.status not in (RequestStatus.RECEIVED, RequestStatus.PROPOSED):
            raise CarriedOutAlready
        named = law.ground(ground, kind=request.kind).id if proposal == Proposal.REFUSE else ""
        request.status, request.proposal, request.ground = RequestStatus.PROPOSED, Proposal(proposal), named
        request.reasoning, request.proposed_at, request.proposed_by = reasoning.strip(), now, by
        request.save(update_fields=["status", "proposal", "ground", "reasoning", "proposed_at", "proposed_by"])
        proposed = events.RequestProposed(
            request_id=request.pk, customer_no=request.customer.customer_no, kind=request.kind, proposal=proposal,
            ground=named,
        )  # fmt: skip
        journal.publish(proposed, by=by, now=now)
    return request


def send_back(*, request: DataRequest, reason: str, by: Person, now: dt.datetime) -> DataRequest:
    """This will send a proposal back to whoever made it, with a word why. The clock goes on.

    :raises ReasoningMissing:
    :raises NothingProposed:
    """
    if len(reason.strip()) < SHORTEST_REASONING:
        raise ReasoningMissing
    with database.transaction():
        request = _proposed(request)
        request.status = RequestStatus.RECEIVED
        request.save(update_fields=["status"])
        returned = events.RequestSentBack(
            request_id=request.pk, customer_no=request.customer.customer_no, kind=request.kind, reason=reason.strip()
        )
        journal.publish(returned, by=by, now=now)
    return request


def decide(*, request: DataRequest, by: Person, now: dt.datetime) -> DataRequest:
    """This will decide as was proposed, by a second person. What is granted then waits to be carried out.

    :raises NothingProposed:
    :raises DecidedByTheSamePerson: who proposed it cannot decide it
    :raises StillNeeded: an erasure is granted that the law or the contract forbids
    """
    with database.transaction():
        request = _proposed(request)
        if request.proposed_by_id == by.pk:
            raise DecidedByTheSamePerson
        granted = request.proposal == Proposal.GRANT
        if granted and request.kind == RequestKind.ERASURE:
            response.require_erasable(request.customer)
        request.status = RequestStatus.GRANTED if granted else RequestStatus.REFUSED
        request.decided_at, request.decided_by = now, by
        request.save(update_fields=["status", "decided_at", "decided_by"])
        decided = events.RequestDecided(
            request_id=request.pk, customer_no=request.customer.customer_no, kind=request.kind,
            status=request.status, ground=request.ground,
        )  # fmt: skip
        journal.publish(decided, by=by, now=now)
    return request


def carry_out(*, request: DataRequest, by: Person, now: dt.datetime) -> DataRequest:
    """This will do what was granted: make the person's file, restrict contact through the gate, or erase what the law
    lets go. A correction is made in the core system, which sends it with the next feed; here it is marked as made.

    :raises CarriedOutAlready: it was not granted, or is done
    :raises StillNeeded: since the decision something came up that needs the data
    """
    with database.transaction():
        request = _locked(request)
        if request.status != RequestStatus.GRANTED:
            raise CarriedOutAlready
        request.outcome, request.stored_as, request.sha256 = response.RESPONSES[request.kind](request, by=by, now=now)
        request.status, request.done_at = RequestStatus.DONE, now
        request.save(update_fields=["status", "done_at", "outcome", "stored_as", "sha256"])
        done = events.RequestDone(
            request_id=request.pk, customer_no=request.customer.customer_no, kind=request.kind,
            outcome=request.outcome,
        )  # fmt: skip
        journal.publish(done, by=by, now=now)
    return request


def open_export(*, request: DataRequest, by: Person, now: dt.datetime) -> BinaryIO | None:
    """This will open the file made for a person and record who took it; None when its time is over."""
    if not request.stored_as or not default_storage.exists(request.stored_as):
        return None
    with database.transaction():
        journal.record_access(
            what="person file", subject_kind="data_request", subject_id=str(request.pk),
            customer_no=request.customer.customer_no, reason=request.code, by=by, now=now,
        )  # fmt: skip
    return default_storage.open(request.stored_as)


def mark_late(*, now: dt.datetime) -> int:
    """This will call attention, once each, to requests within a day of their end and to breaches past theirs."""
    with database.transaction():
        late = list(
            DataRequest.objects.select_for_update(of=("self",), skip_locked=True).select_related("customer")
            .filter(status__in=rules.OPEN, escalated_at__isnull=True, due_at__lt=now + rules.SOON)
        )  # fmt: skip
        for request in late:
            told = events.RequestLate(
                request_id=request.pk, customer_no=request.customer.customer_no, kind=request.kind,
                due_at=request.due_at.isoformat(),
            )  # fmt: skip
            journal.publish(told, by=None, now=now)
        DataRequest.objects.filter(pk__in=[request.pk for request in late]).update(escalated_at=now)
        breaches = list(
            Breach.objects.select_for_update(skip_locked=True)
            .filter(status="OPEN", escalated_at__isnull=True, due_at__lt=now + rules.SOON)
        )  # fmt: skip
        for breach in breaches:
            journal.publish(events.BreachLate(breach_id=breach.pk, due_at=breach.due_at.isoformat()), by=None, now=now)
        Breach.objects.filter(pk__in=[breach.pk for breach in breaches]).update(escalated_at=now)
    return len(late) + len(breaches)


def _locked(request: DataRequest) -> DataRequest:
    return DataRequest.objects.select_for_update(of=("self",)).select_related("customer").get(pk=request.pk)


def _proposed(request: DataRequest) -> DataRequest:
    request = _locked(request)
    if request.status != RequestStatus.PROPOSED:
        raise NothingProposed
    return request
