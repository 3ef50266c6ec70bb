"""Holds: collection of a case paused, with a reason and an end."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from tagih.cases.enums import CareLevel, CareSource, HoldReason, ItemStatus
from tagih.cases.events import HoldLifted, HoldOpened
from tagih.cases.models import CareTask, Case, Hold, WorkItem
from tagih.cases.operations import care
from tagih.cases.operations.telling import tell_hold, tell_hold_ended
from tagih.cases.queries.day import HOUSE_ZONE
from tagih.cases.queries.distress import Sign, gravest, signs_of_distress
from tagih.journal import operations as journal
from tagih.kernel import clock, database
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person

CLAIM_DAYS = 3
"""How long a claim of payment is believed before somebody asks again."""


class HoldEndsInThePast(Refusal):
    """A hold cannot have ended before it began."""

    def __init__(self, ends_on: dt.date) -> None:
        super().__init__(
            "HOLD_ENDS_IN_THE_PAST", _("The last day of a hold is today or later."), field="ends_on", value=ends_on,
            remedy=_("Choose a later day, or none."),
        )  # fmt: skip


class CareHasNoEnd(Refusal):
    """A pause that protects a person does not end by itself."""

    def __init__(self, ends_on: dt.date) -> None:
        super().__init__(
            "CARE_HAS_NO_END", _("This pause ends only when a trained person ends it."), field="ends_on",
            value=ends_on, remedy=_("Leave the last day empty."),
        )  # fmt: skip


class HoldLiftedAlready(Refusal):
    """The hold was lifted before."""

    def __init__(self) -> None:
        super().__init__("HOLD_LIFTED", _("This hold was already lifted."))


def open_hold(
    *, case: Case, reason: str, by: Person | None, now: dt.datetime, contract_no: str = "", note: str = "",
    ends_on: dt.date | None = None, source: str = CareSource.HOLD, source_ref: str = "", signs: Sequence[Sign] = (),
) -> Hold:  # fmt: skip
    """This will pause collection on a case: the gate is told, ready work is cancelled.

    An open hold for the same reason and contract is returned as it is, with the later end. Blank `contract_no`: all
    contracts. A claim of payment without an end is believed for three days. A pause that protects a person (death,
    illness, disaster, distress) covers all contracts, has no end, and calls a trained person; `source`, `source_ref`
    and `signs` tell that person where it came from. Words of distress in the note open such a pause as well.

    :raises HoldEndsInThePast:
    :raises CareHasNoEnd: a last day for a pause that only a trained person ends
    """
    protects = reason in care.PROTECTING
    if protects and ends_on is not None:
        raise CareHasNoEnd(ends_on)
    contract_no = "" if protects else contract_no
    today = clock.today_in(HOUSE_ZONE, now=now)
    if ends_on is None and reason == HoldReason.CLAIM_PAID:
        ends_on = today + dt.timedelta(days=CLAIM_DAYS)
    if ends_on is not None and ends_on < today:
        raise HoldEndsInThePast(ends_on)
    with database.step():
        case = Case.objects.select_for_update(of=("self",)).select_related("customer").get(pk=case.pk)
        known = case.holds.filter(reason=reason, contract_no=contract_no, lifted_at__isnull=True).first()
        if known:
            if known.ends_on and (ends_on is None or ends_on > known.ends_on):
                known.ends_on = ends_on
                known.save(update_fields=["ends_on"])
            if protects:
                _call_trained(known, source, source_ref, signs, by=by, now=now)
            return known
        hold = Hold.objects.create(
            case=case, contract_no=contract_no, reason=HoldReason(reason), note=note, starts_at=now, ends_on=ends_on,
            opened_by=by,
        )  # fmt: skip
        if not contract_no or case.contract_count <= 1:
            WorkItem.objects.filter(case=case, status=ItemStatus.READY).update(
                status=ItemStatus.CANCELLED, closed_at=now, close_reason="HELD"
            )
        tell_hold(hold, by=by, now=now)
        event = HoldOpened(case_id=case.pk, customer_no=case.customer.customer_no, hold_id=hold.pk, reason=reason)
        journal.publish(event, by=by, now=now)
        if protects:
            _call_trained(hold, source, source_ref, signs, by=by, now=now)
        if reason != HoldReason.DISTRESS:
            watch(case=case, text=note, source=source, source_ref=source_ref or f"hold:{hold.pk}", by=by, now=now)
    return hold


def watch(
    *, case: Case, text: str, source: str, by: Person | None, now: dt.datetime, source_ref: str = ""
) -> Hold | None:  # fmt: skip
    """This will read what somebody wrote about a case, and where it holds words of distress pause all contact and call
    a trained person. Returns the pause, None when there is nothing to fear. The words stay where they were written.
    """
    found = signs_of_distress(text)
    if not found:
        return None
    return open_hold(
        case=case, reason=HoldReason.DISTRESS, by=by, now=now, source=source, source_ref=source_ref, signs=found
    )


def lift_hold(*, hold: Hold, reason: str, by: Person | None, now: dt.datetime) -> None:
    """This will end a hold now and take back what it told the gate. Work comes back with the next round.

    :raises HoldLiftedAlready:
    :raises NotTrained: the hold protects a person, and `by` is nobody or not trained for that
    :raises WrittenReasonMissing: it protects a person, and the reason is no sentence
    """
    if hold.reason in care.PROTECTING:
        reason = care.require_care(reason=reason, by=by, now=now)
    with database.transaction():
        hold = Hold.objects.select_for_update(of=("self",)).select_related("case__customer").get(pk=hold.pk)
        if hold.lifted_at is not None:
            raise HoldLiftedAlready
        hold.lifted_at, hold.lifted_by, hold.lift_reason = now, by, reason[:200]
        hold.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
        _tell_lifted(hold, by=by, now=now)
        task = CareTask.objects.filter(hold=hold).exclude(status="ENDED").select_related("customer").first()
        if task is not None and by is not None:
            care.close_task(task=task, reason=reason, by=by, now=now)


def end_due_holds(*, business_date: dt.date, now: dt.datetime, by: Person | None = None) -> int:
    """This will lift holds whose last day is over and return how many: claims of payment nobody proved, mostly."""
    due = Hold.objects.filter(lifted_at__isnull=True, ends_on__lt=business_date).exclude(reason__in=care.PROTECTING)
    due = due.order_by("pk")
    return _lift_all(due.values_list("pk", flat=True), reason="ENDED", by=by, now=now)


def answer_claims(*, now: dt.datetime, by: Person | None = None, customers: Sequence[int] | None = None) -> int:
    """This will lift claims of payment for which money has arrived since, and return how many."""
    with database.transaction():
        rows = database.fetch(
            "tagih.cases", "answer_claims", {"now": now, "customers": None if customers is None else list(customers)}
        )
        for hold in Hold.objects.filter(pk__in=[row["id"] for row in rows]).select_related("case__customer"):
            _tell_lifted(hold, by=by, now=now)
    return len(rows)


def _lift_all(ids: Sequence[int], *, reason: str, by: Person | None, now: dt.datetime) -> int:
    lifted = 0
    for hold in Hold.objects.filter(pk__in=list(ids)):
        lift_hold(hold=hold, reason=reason, by=by, now=now)
        lifted += 1
    return lifted


def _call_trained(
    hold: Hold, source: str, source_ref: str, signs: Sequence[Sign], *, by: Person | None, now: dt.datetime
) -> None:
    level = gravest(signs) or (CareLevel.SEVERE if hold.reason == HoldReason.DISTRESS else CareLevel.NORMAL)
    care.open_task(
        customer=hold.case.customer, case=hold.case, hold=hold, reason=hold.reason, level=level, source=source,
        source_ref=source_ref or f"hold:{hold.pk}", signs=[sign.phrase for sign in signs], by=by, now=now,
    )  # fmt: skip


def _tell_lifted(hold: Hold, *, by: Person | None, now: dt.datetime) -> None:
    tell_hold_ended(hold, by=by, now=now)
    event = HoldLifted(
        case_id=hold.case_id, customer_no=hold.case.customer.customer_no, hold_id=hold.pk, reason=hold.lift_reason
    )
    journal.publish(event, by=by, now=now)
