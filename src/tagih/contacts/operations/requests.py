"""Changes of contact data with proof: one person asks, another decides."""

import datetime as dt
from typing import BinaryIO

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from tagih.contacts import enums, events
from tagih.contacts.models import ContactPoint, UpdateRequest
from tagih.contacts.operations.ownership import PointProvenWrong, take_point, verify_point
from tagih.contacts.operations.points import PointUnusable
from tagih.contacts.queries.points import HASH
from tagih.contacts.rules import requests as rules
from tagih.contacts.rules import values
from tagih.contacts.rules.repair import BROKEN
from tagih.journal import operations as journal
from tagih.kernel import crypto, papers
from tagih.kernel.database import transaction
from tagih.kernel.errors import Refusal
from tagih.portfolio.models import Customer
from tagih.staff.models import Person

SOURCE = "DOCUMENT"
VALUE = "contacts.UpdateRequest.value"


class AskedByTheSame(Refusal):
    """Whoever asks does not decide."""

    def __init__(self) -> None:
        super().__init__(
            "SECOND_PERSON_REQUIRED", _("You asked for this change yourself."),
            remedy=_("Let somebody else look at the proof and decide."),
        )  # fmt: skip


class RequestDecided(Refusal):
    """It was decided or withdrawn before."""

    def __init__(self) -> None:
        super().__init__("REQUEST_DECIDED", _("This request was decided or withdrawn already."))


class RequestWaits(Refusal):
    """The same change waits already."""

    def __init__(self) -> None:
        super().__init__("REQUEST_WAITS", _("The same change is waiting to be decided already."), field="value")


class DecisionNeedsReason(Refusal):
    """A refusal says why, for the person who asked."""

    def __init__(self) -> None:
        super().__init__("REASON_REQUIRED", _("Say why, for the person who asked."), field="reason")


class CustomerWithoutContract(Refusal):
    """Without a contract in work nobody's branch decides."""

    def __init__(self) -> None:
        super().__init__("CUSTOMER_WITHOUT_CONTRACT", _("This customer has no contract here."))


def request_update(
    *, customer: Customer, kind: str, value: str, owner_role: str, proof: BinaryIO, proof_name: str, by: Person,
    now: dt.datetime, owner_name: str = "", label: str = "", region_code: str = "", note: str = "",
) -> UpdateRequest:  # fmt: skip
    """This will ask for a new number or address with its proof; nothing changes until a second person approves.

    :raises PointUnusable: it is no number, e-mail or address
    :raises PointProvenWrong: it was tried and proved wrong for this person
    :raises PaperRefused: the proof is no PDF, PNG or JPEG up to 10 MB
    :raises RequestWaits: the same change waits already
    :raises CustomerWithoutContract: nobody's branch would decide
    """
    told = values.normalise(kind, value)
    if told.problem:
        raise PointUnusable(told.problem)
    hashes = crypto.search_hashes(told.text, context=HASH)
    same = {"customer": customer, "kind": kind, "value_hash__in": hashes}
    known = ContactPoint.objects.filter(**same, state__in=BROKEN).first()
    if known is not None:
        raise PointProvenWrong(known)
    if UpdateRequest.objects.filter(**same, owner_role=owner_role, state=enums.RequestState.SUBMITTED).exists():
        raise RequestWaits
    contract = customer.contracts.order_by("-is_in_scope", "oldest_unmet_due_on", "pk").first()
    if contract is None:
        raise CustomerWithoutContract
    paper = papers.keep(proof, folder="contacts", field="proof")
    try:
        with transaction():
            made = UpdateRequest.objects.create(
                customer=customer, branch_id=contract.branch_id, kind=kind,
                value_cipher=crypto.encrypt(told.text, context=VALUE), value_hash=hashes[0], masked=told.masked[:120],
                owner_role=owner_role, owner_name=owner_name, label=label, region_code=region_code,
                note=note.strip()[:400], proof_name=proof_name[:200], proof_type=paper.content_type,
                proof_sha256=paper.sha256, proof_stored_as=paper.stored_as, requested_at=now, requested_by=by,
            )  # fmt: skip
            asked = events.UpdateRequested(customer_no=customer.customer_no, request_id=made.pk, kind=kind)
            journal.publish(asked, by=by, now=now)
    except IntegrityError as twice:
        raise RequestWaits from twice
    return made


def decide_update(
    *, request: UpdateRequest, approve: bool, by: Person, now: dt.datetime, reason: str = "", is_proven: bool = False
) -> UpdateRequest:
    """This will approve or reject a change; approved, the point is added with its source.

    `is_proven` says that the document shows the point to be the person's own: it is verified then, else it stays
    unverified until somebody is reached there.

    :raises AskedByTheSame: the person asked for it
    :raises RequestDecided: it was decided before
    :raises DecisionNeedsReason: rejected without saying why
    """
    target = enums.RequestState.APPROVED if approve else enums.RequestState.REJECTED
    with transaction():
        held = UpdateRequest.objects.select_for_update(of=("self",)).select_related("customer").get(pk=request.pk)
        if held.requested_by_id == by.pk:
            raise AskedByTheSame
        if not rules.may_become(held.state, target):
            raise RequestDecided
        if not approve and not reason.strip():
            raise DecisionNeedsReason
        held.state, held.decided_by, held.decided_at, held.reason = target, by, now, reason.strip()[:200]
        if approve:
            held.contact_point = _add(held, by=by, now=now, is_proven=is_proven)
        held.save(update_fields=["state", "decided_by", "decided_at", "reason", "contact_point"])
        decided = events.UpdateDecided(customer_no=held.customer.customer_no, request_id=held.pk, state=target)
        journal.publish(decided, by=by, now=now)
    return held


def reveal_update(*, request: UpdateRequest, by: Person, now: dt.datetime) -> str:
    """This will return what is asked for in clear, to be compared with the proof, and record who saw it."""
    with transaction():
        journal.record_access(
            what="update_request", subject_kind="update_request", subject_id=str(request.pk),
            customer_no=request.customer.customer_no, reason=str(_("to compare with the proof")), by=by, now=now,
        )  # fmt: skip
    return crypto.decrypt(request.value_cipher, context=VALUE)


def withdraw_update(*, request: UpdateRequest, by: Person, now: dt.datetime) -> None:
    """This will take back a request that waits; only who asked may.

    :raises RequestDecided: it does not wait any more, or somebody else asked for it
    """
    with transaction():
        waiting = UpdateRequest.objects.filter(
            pk=request.pk, state=enums.RequestState.SUBMITTED, requested_by=by
        ).update(state=enums.RequestState.WITHDRAWN, decided_at=now)  # fmt: skip
        if not waiting:
            raise RequestDecided
        gone = events.UpdateDecided(
            customer_no=request.customer.customer_no, request_id=request.pk, state=enums.RequestState.WITHDRAWN
        )
        journal.publish(gone, by=by, now=now)


def _add(request: UpdateRequest, *, by: Person, now: dt.datetime, is_proven: bool) -> ContactPoint:
    point = take_point(
        customer=request.customer, kind=request.kind, value=crypto.decrypt(request.value_cipher, context=VALUE),
        owner_role=request.owner_role, owner_name=request.owner_name, label=request.label,
        region_code=request.region_code, source=SOURCE, by=by, now=now,
    )  # fmt: skip
    if is_proven:
        evidence = f"document {request.proof_sha256[:12]}, request {request.pk}"
        kind = enums.EvidenceKind.DOCUMENT
        verify_point(contact_point=point, evidence=evidence, kind=kind, source=SOURCE, by=by, now=now)
        point.refresh_from_db()
    return point
