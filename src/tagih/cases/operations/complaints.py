"""Complaints and disputes: received with a term in working days, extended once, answered with a verdict."""

import datetime as dt
from decimal import Decimal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tagih.cases.enums import ComplaintChannel, ComplaintClass, ComplaintStatus, DebtElement, HoldReason, Verdict
from tagih.cases.events import ComplaintAnswered, ComplaintExtended, ComplaintReceived, ConductReviewAsked
from tagih.cases.models import Case, Complaint
from tagih.cases.operations.holds import lift_hold, open_hold
from tagih.cases.queries.day import HOUSE_ZONE
from tagih.cases.queries.hours import last_day
from tagih.cases.rules.complaints import TERMS, stops_contact
from tagih.contacts.models import Attempt
from tagih.journal import operations as journal
from tagih.kernel import clock, database, money
from tagih.kernel.errors import Refusal
from tagih.portfolio.models import Customer
from tagih.staff.models import Person

SHORTEST = 20
REVIEWED = 10
"""So many last contacts of a collector come into review with a complaint about them."""


class ComplaintIncomplete(Refusal):
    """A complaint says what it is about; an answer says what was found."""

    def __init__(self, field: str) -> None:
        super().__init__(
            "COMPLAINT_INCOMPLETE", format_lazy(_("Write at least {n} letters."), n=SHORTEST), field=field,
            remedy=_("Say what happened, when, and what is asked for."),
        )  # fmt: skip


class ComplaintNotOpen(Refusal):
    """It was answered or withdrawn."""

    def __init__(self) -> None:
        super().__init__("COMPLAINT_NOT_OPEN", _("This complaint is no longer open."))


class NoExtension(Refusal):
    """A term is extended once, before its end, where the rules allow it."""

    def __init__(self) -> None:
        super().__init__(
            "NO_EXTENSION", _("This term cannot be extended: once only, before it ends, and never an oral one."),
            remedy=_("Answer in time."),
        )  # fmt: skip


def receive_complaint(
    *, customer: Customer, channel: str, kind: str, subject: str, text: str, received_on: dt.date, by: Person | None,
    now: dt.datetime, contract_no: str = "", element: str = "", amount: Decimal | None = None,
    collector: Person | None = None, reference: str = "", owner: Person | None = None,
) -> Complaint:  # fmt: skip
    """This will register a complaint with the last working day on which it is answered, and hold what it is about.

    About conduct, person or data, or the whole debt, all contact rests; a component in dispute is left out of offers
    and letters until the answer. A collector complained about has their last contacts reviewed.

    :raises ComplaintIncomplete:
    """
    if len(text.strip()) < SHORTEST:
        raise ComplaintIncomplete("text")
    if not subject.strip():
        raise ComplaintIncomplete("subject")
    term = TERMS[ComplaintChannel(channel)]
    what, of = ComplaintClass(kind), DebtElement(element) if element else None
    with database.transaction():
        case = Case.objects.select_related("branch").filter(customer=customer, status="OPEN").first()
        branch = case.branch if case else customer.contracts.select_related("branch").order_by("pk")[0].branch
        made = Complaint.objects.create(
            customer=customer, case=case, branch=branch, contract_no=contract_no, channel=ComplaintChannel(channel),
            kind=what, element=of or "", amount=amount, subject=subject.strip()[:120], text=text.strip(),
            collector=collector, reference=reference.strip()[:80], received_on=received_on, received_at=now,
            received_by=by, due_on=last_day(received_on, term.days), owner=owner,
        )  # fmt: skip
        if case is not None and stops_contact(what, of):
            is_debt = of is not None and what not in (ComplaintClass.CONDUCT, ComplaintClass.PRIVACY)
            made.hold = open_hold(
                case=case, reason=HoldReason.DISPUTE if is_debt else HoldReason.COMPLAINT, by=by, now=now,
                contract_no=contract_no if is_debt else "", note=made.code,
            )  # fmt: skip
            made.save(update_fields=["hold"])
        journal.publish(
            ComplaintReceived(
                complaint_id=made.pk, customer_no=customer.customer_no, kind=what, channel=made.channel,
                due_on=made.due_on.isoformat(),
            ),
            by=by, now=now,
        )  # fmt: skip
        if collector is not None:
            _ask_review(made, collector, by=by, now=now)
    return made


def extend_complaint(*, complaint: Complaint, reason: str, by: Person, now: dt.datetime) -> Complaint:
    """This will extend a written complaint's term once, before it ends; the person is told why.

    :raises NoExtension:
    :raises ComplaintIncomplete: without a reason
    :raises ComplaintNotOpen:
    """
    if len(reason.strip()) < SHORTEST:
        raise ComplaintIncomplete("reason")
    with database.transaction():
        held = _locked(complaint)
        term = TERMS[ComplaintChannel(held.channel)]
        today = clock.today_in(HOUSE_ZONE, now=now)
        if held.status != ComplaintStatus.OPEN or not term.extension or today > held.due_on:
            raise NoExtension
        held.status, held.extended_at = ComplaintStatus.EXTENDED, now
        held.extension_reason, held.due_on = reason.strip()[:400], last_day(held.due_on, term.extension)
        held.save(update_fields=["status", "extended_at", "extension_reason", "due_on"])
        told = ComplaintExtended(
            complaint_id=held.pk, customer_no=held.customer.customer_no, due_on=held.due_on.isoformat(),
            reason=held.extension_reason,
        )  # fmt: skip
        journal.publish(told, by=by, now=now)
    return held


def assign_complaint(*, complaint: Complaint, owner: Person, by: Person, now: dt.datetime) -> Complaint:
    """This will give a complaint to who answers it.

    :raises ComplaintNotOpen:
    """
    with database.transaction():
        held = _locked(complaint)
        held.owner = owner
        held.save(update_fields=["owner"])
    return held


def answer_complaint(
    *, complaint: Complaint, verdict: str, answer: str, by: Person, now: dt.datetime,
    restitution: Decimal = money.ZERO,
) -> Complaint:  # fmt: skip
    """This will answer a complaint: the verdict, the words, what is paid back. What it held is free again.

    :raises ComplaintIncomplete: the answer says nothing
    :raises ComplaintNotOpen:
    """
    if len(answer.strip()) < SHORTEST:
        raise ComplaintIncomplete("answer")
    with database.transaction():
        held = _locked(complaint)
        held.status, held.verdict, held.answer = ComplaintStatus.ANSWERED, Verdict(verdict), answer.strip()
        held.restitution, held.answered_at, held.answered_by = restitution, now, by
        held.answered_on = clock.today_in(HOUSE_ZONE, now=now)
        held.save(
            update_fields=["status", "verdict", "answer", "restitution", "answered_at", "answered_by", "answered_on"]
        )
        _set_free(held, by=by, now=now)
        told = ComplaintAnswered(
            complaint_id=held.pk, customer_no=held.customer.customer_no, verdict=held.verdict,
            restitution=str(restitution),
        )  # fmt: skip
        journal.publish(told, by=by, now=now)
    return held


def _set_free(held: Complaint, *, by: Person, now: dt.datetime) -> None:
    """The pause ends with the last open complaint that wanted it."""
    others = Complaint.objects.filter(hold=held.hold_id, status__in=["OPEN", "EXTENDED"]).exclude(pk=held.pk)
    if held.hold is not None and held.hold.lifted_at is None and not others.exists():
        lift_hold(hold=held.hold, reason=held.code, by=by, now=now)


def _ask_review(made: Complaint, collector: Person, *, by: Person | None, now: dt.datetime) -> None:
    last = Attempt.objects.filter(agent=collector, state__in=["DONE", "EXPIRED"]).order_by("-opened_at")[:REVIEWED]
    asked = ConductReviewAsked(
        complaint_id=made.pk, customer_no=made.customer.customer_no, collector_id=collector.pk,
        attempt_ids=",".join(str(pk) for pk in last.values_list("pk", flat=True)),
    )  # fmt: skip
    journal.publish(asked, by=by, now=now)


def _locked(complaint: Complaint) -> Complaint:
    held = Complaint.objects.select_for_update(of=("self",)).select_related("customer", "hold").get(pk=complaint.pk)
    if held.status not in (ComplaintStatus.OPEN, ComplaintStatus.EXTENDED):
        raise ComplaintNotOpen
    return held
