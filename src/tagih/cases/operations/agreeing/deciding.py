"""Approval, signature and the end of an agreement."""

import datetime as dt
from typing import BinaryIO

from django.db.models import Q

from tagih.cases.enums import ArrangementStatus, Decision, HoldReason, PromiseStatus, SignedBy
from tagih.cases.events import ArrangementDecided, ArrangementEnded, ArrangementSigned
from tagih.cases.models import Arrangement, ArrangementApproval, Case, Document, WorkItem
from tagih.cases.operations import promises
from tagih.cases.operations.agreeing.proposing import APPROVAL_MINUTES, SHORTEST_REASON, SIGNING_DAYS
from tagih.cases.operations.agreeing.refusals import (
    ArrangementNotOpen,
    ArrangementRefused,
    NotYoursToApprove,
    SignatureMissing,
    SigningOver,
)
from tagih.cases.operations.agreeing.restraints import tell_gate
from tagih.cases.operations.agreeing.signing import prove_code
from tagih.cases.operations.holds import lift_hold
from tagih.cases.operations.papers import attach_document
from tagih.cases.queries import arrangements as known
from tagih.cases.queries.day import HOUSE_ZONE, business_date
from tagih.cases.queries.hours import due_after
from tagih.cases.rules.arrangements.authority import RANKS, rank_of
from tagih.journal import operations as journal
from tagih.kernel import clock, database
from tagih.staff import queries as staff
from tagih.staff.models import Person

WAITING = (ArrangementStatus.PROPOSED, ArrangementStatus.APPROVED)
RUNNING = (ArrangementStatus.ACTIVE, ArrangementStatus.LATE)


def decide_arrangement(
    *, approval: ArrangementApproval, decision: str, by: Person, now: dt.datetime, reason: str = ""
) -> Arrangement:  # fmt: skip
    """This will approve or refuse a plan on one rung; after the last approval it waits for the signature.

    Somebody's deputy decides instead of them. A refusal needs a reason.

    :raises ArrangementNotOpen: decided or withdrawn meanwhile
    :raises NotYoursToApprove: the own proposal, or too low a rung
    :raises ArrangementRefused: a refusal without a reason
    """
    decision = Decision(decision)
    if decision == Decision.REFUSED and len(reason.strip()) < SHORTEST_REASON:
        raise ArrangementRefused("ARRANGEMENT_NO_REASON")
    with database.transaction():
        made = Arrangement.objects.select_for_update(of=("self",)).get(pk=approval.arrangement_id)
        approval = ArrangementApproval.objects.get(pk=approval.pk)
        if made.status != ArrangementStatus.PROPOSED or approval.decision or approval.asked_at is None:
            raise ArrangementNotOpen
        approval.instead_of = _authority(made, approval, by=by, now=now)
        approval.decision, approval.decided_at, approval.decided_by = decision, now, by
        approval.reason = reason.strip()[:400]
        approval.save(update_fields=["decision", "decided_at", "decided_by", "instead_of", "reason"])
        _go_on(made, decision, now=now)
        journal.publish(
            ArrangementDecided(
                case_id=made.case_id, customer_no=made.case.customer.customer_no, arrangement_id=made.pk,
                decision=decision, status=made.status, reason=approval.reason,
            ),
            by=by, now=now,
        )  # fmt: skip
    return made


def pass_on_approvals(*, now: dt.datetime) -> int:
    """This will call the rung above to approvals that nobody decided in time, and return how many."""
    late = ArrangementApproval.objects.filter(decision="", due_at__lt=now, passed_on_at__isnull=True)
    with database.transaction():
        passed = late.filter(arrangement__status=ArrangementStatus.PROPOSED).update(passed_on_at=now)
        if passed:
            journal.tell(["approvals"])
    return passed


def sign_arrangement(
    *, arrangement: Arrangement, signed_by: str, by: Person | None, now: dt.datetime, signature: BinaryIO | None = None,
    code: str = "",
) -> Arrangement:  # fmt: skip
    """This will bring an approved agreement into force: promises about the same money give way to it, the gate rests
    until its first payment falls due, a request for relief is answered. `by` None: the person signed at the address.

    :raises ArrangementNotOpen: it does not wait for a signature
    :raises SigningOver: too late
    :raises SignatureMissing: drawn or on paper without its picture, by code without the code that was sent
    """
    kind = SignedBy(signed_by)
    if signature is None and kind != SignedBy.CODE:
        raise SignatureMissing
    if arrangement.status != ArrangementStatus.APPROVED:
        raise ArrangementNotOpen
    if kind == SignedBy.CODE:
        prove_code(arrangement=arrangement, code=code, now=now)  # outside the transaction: a wrong try counts
    with database.transaction():
        case = Case.objects.select_for_update(of=("self",)).get(pk=arrangement.case_id)
        made = Arrangement.objects.select_for_update(of=("self",)).get(pk=arrangement.pk)
        if made.status != ArrangementStatus.APPROVED:
            raise ArrangementNotOpen
        if made.sign_by is not None and now > made.sign_by:
            raise SigningOver
        if signature is not None:
            made.signature = _kept(case, made, signature, by=by, now=now)
        made.status, made.signed_at, made.signed_by = ArrangementStatus.ACTIVE, now, kind
        made.starts_on, made.sign_token = business_date(now=now), ""
        made.save(update_fields=["status", "signed_at", "signed_by", "signature", "starts_on", "sign_token"])
        _give_way(made, case, by=by, now=now)
        tell_gate(made, by=by, now=now)
        journal.publish(
            ArrangementSigned(
                case_id=case.pk, customer_no=case.customer.customer_no, arrangement_id=made.pk, signed_by=kind,
                total=str(made.total), last_due_on=made.last_due_on.isoformat(),
            ),
            by=by, now=now,
        )  # fmt: skip
    return made


def cancel_arrangement(*, arrangement: Arrangement, reason: str, by: Person | None, now: dt.datetime) -> Arrangement:
    """This will withdraw an agreement that waits or runs. The old terms hold again at once.

    :raises ArrangementNotOpen: it has ended
    :raises ArrangementRefused: without a reason
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise ArrangementRefused("ARRANGEMENT_NO_REASON")
    return _end(arrangement, ArrangementStatus.CANCELLED, reason.strip()[:400], by=by, now=now)


def expire_unsigned(*, now: dt.datetime) -> int:
    """This will end agreements that nobody signed in time, and return how many."""
    late = Arrangement.objects.filter(status=ArrangementStatus.APPROVED, sign_by__lt=now).order_by("sign_by")[:200]
    for arrangement in late:
        _end(arrangement, ArrangementStatus.EXPIRED, "", by=None, now=now)
    return len(late)


def _end(arrangement: Arrangement, status: str, reason: str, *, by: Person | None, now: dt.datetime) -> Arrangement:
    with database.transaction():
        made = Arrangement.objects.select_for_update(of=("self",)).get(pk=arrangement.pk)
        if made.status not in (*WAITING, *RUNNING):
            raise ArrangementNotOpen
        made.status, made.end_reason, made.judged_at, made.sign_token, made.warning = status, reason, now, "", ""
        made.save(update_fields=["status", "end_reason", "judged_at", "sign_token", "warning"])
        tell_gate(made, by=by, now=now)
        _answer_request(made, by=by, now=now)
        ended = ArrangementEnded(
            case_id=made.case_id, customer_no=made.case.customer.customer_no, arrangement_id=made.pk, status=status,
            reason=reason,
        )  # fmt: skip
        journal.publish(ended, by=by, now=now)
    return made


def _authority(made: Arrangement, approval: ArrangementApproval, *, by: Person, now: dt.datetime) -> Person | None:
    """Whom the person decides instead of, None for themselves."""
    on = clock.today_in(HOUSE_ZONE, now=now)
    wanted = RANKS[approval.role]
    if by.pk == made.proposed_by_id:
        raise NotYoursToApprove
    if _rank(by, on) >= wanted:
        return None
    for absent in known.absent_people(by, on=on):
        if absent.pk != made.proposed_by_id and _rank(absent, on) >= wanted:
            return absent
    raise NotYoursToApprove


def _rank(person: Person, on: dt.date) -> int:
    return rank_of(staff.role_codes_of(person, on=on).values_list("role", flat=True))


def _go_on(made: Arrangement, decision: Decision, *, now: dt.datetime) -> None:
    following = made.approvals.filter(decision="").order_by("position").first()
    if decision == Decision.REFUSED:
        made.status, made.judged_at = ArrangementStatus.REFUSED, now
        _answer_request(made, by=None, now=now)
    elif following is not None:
        following.asked_at, following.due_at = now, due_after(now, APPROVAL_MINUTES)
        following.save(update_fields=["asked_at", "due_at"])
    else:
        made.status, made.sign_by = ArrangementStatus.APPROVED, now + dt.timedelta(days=SIGNING_DAYS)
    made.save(update_fields=["status", "sign_by", "judged_at"])


def _kept(case: Case, made: Arrangement, signature: BinaryIO, *, by: Person | None, now: dt.datetime) -> Document:
    return attach_document(
        case=case, file=signature, file_name=f"{made.code}.png", title=made.code, kind="SIGNATURE", by=by, now=now
    )


def _give_way(made: Arrangement, case: Case, *, by: Person | None, now: dt.datetime) -> None:
    """Promises about the same money are replaced, ready work goes, a request for relief is answered."""
    about = Q(contract=made.contract_id) | Q(contract__isnull=True)
    for promise in case.promises.filter(about, status=PromiseStatus.OPEN).select_related("case__customer", "contract"):
        promises.replace(promise, by=by, now=now)
    if case.contract_count <= 1:
        WorkItem.objects.filter(case=case, status="READY").update(
            status="CANCELLED", closed_at=now, close_reason="AGREED"
        )
    _answer_request(made, by=by, now=now)


def _answer_request(made: Arrangement, *, by: Person | None, now: dt.datetime) -> None:
    asked = made.case.holds.filter(
        Q(contract_no=made.contract.contract_no) | Q(contract_no=""), reason=HoldReason.RELIEF_REQUEST,
        lifted_at__isnull=True,
    )  # fmt: skip
    for hold in asked:
        lift_hold(hold=hold, reason=made.code, by=by, now=now)
