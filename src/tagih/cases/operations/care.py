"""Do no harm: people in distress, ill, dead or struck by a disaster come into trained hands, and only those let go.

The pause itself is a hold (`holds.open_hold`), or for a person without a case the flag alone. Nothing here ends one by
itself: no sweep, no round, no money.
"""

import datetime as dt
from collections.abc import Sequence

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tagih.cases import events
from tagih.cases.enums import CareLevel, CareStatus
from tagih.cases.models import CareTask, Case, Hold
from tagih.cases.queries.care import is_trained
from tagih.cases.queries.day import HOUSE_ZONE
from tagih.cases.rules import care as rules
from tagih.journal import operations as journal
from tagih.kernel import clock, database
from tagih.kernel.errors import Refusal
from tagih.portfolio.models import Customer
from tagih.staff.models import Person, Unit

PROTECTING = rules.PROTECTING


class NotTrained(Refusal):
    """A pause that protects a person is ended by a trained person only."""

    def __init__(self) -> None:
        super().__init__(
            "NOT_TRAINED", _("Only a person trained to care for people in distress may do this."),
            remedy=_("Ask a supervisor, compliance, or a colleague with the care certificate."),
        )  # fmt: skip


class WrittenReasonMissing(Refusal):
    """Why contact may begin again is written down in a sentence."""

    def __init__(self) -> None:
        super().__init__(
            "WRITTEN_REASON_MISSING",
            format_lazy(_("Write why, in at least {letters} letters."), letters=rules.SHORTEST_REASON),
            field="reason", remedy=_("Say with whom you spoke and why contact does no harm now."),
        )  # fmt: skip


class CareEndedAlready(Refusal):
    """Somebody ended it before."""

    def __init__(self) -> None:
        super().__init__("CARE_ENDED", _("This pause was already ended."))


def open_task(
    *, customer: Customer, case: Case | None, hold: Hold | None, reason: str, source: str, by: Person | None,
    now: dt.datetime, level: str = CareLevel.NORMAL, source_ref: str = "", signs: Sequence[str] = (),
) -> CareTask:  # fmt: skip
    """This will call a trained person for somebody whom we must not harm.

    For a hold that has its task already, the task becomes graver and due sooner if the new signs say so, never milder.
    """
    with database.transaction():
        known = (
            CareTask.objects.select_for_update(of=("self",)).exclude(status=CareStatus.ENDED)
            .filter(customer=customer, hold=hold, reason=reason).first()
        )  # fmt: skip
        if known is not None:
            return _made_graver(known, level=level, signs=signs, by=by, now=now)
        task = CareTask.objects.create(
            customer=customer, case=case, hold=hold, branch=_branch_of(customer, case), reason=reason, level=level,
            source=source, source_ref=source_ref, signs=sorted(signs), opened_at=now, opened_by=by,
            due_at=rules.due_at(level, since=now),
        )  # fmt: skip
        journal.publish(
            events.CareOpened(
                care_id=task.pk, customer_no=customer.customer_no, reason=reason, level=level, source=source
            ),
            by=by, now=now,
        )  # fmt: skip
    return task


def take_task(*, task: CareTask, by: Person, now: dt.datetime) -> CareTask:
    """This will put a care task into a trained person's hands; also out of those of another who is away.

    :raises NotTrained:
    :raises CareEndedAlready:
    """
    _require_trained(by, now)
    with database.transaction():
        task = _locked(task)
        if task.status == CareStatus.TAKEN and task.taken_by_id == by.pk:
            return task
        task.status, task.taken_by, task.taken_at = CareStatus.TAKEN, by, now
        task.save(update_fields=["status", "taken_by", "taken_at"])
        taken = events.CareTaken(care_id=task.pk, customer_no=task.customer.customer_no, reason=task.reason)
        journal.publish(taken, by=by, now=now)
    return task


def mark_overdue(*, now: dt.datetime) -> int:
    """This will tell everybody trained of tasks that nobody took in time, once each, and return how many."""
    with database.transaction():
        late = list(
            CareTask.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(status=CareStatus.OPEN, due_at__lt=now, escalated_at__isnull=True)
            .select_related("customer").order_by("due_at")[:500]
        )  # fmt: skip
        CareTask.objects.filter(pk__in=[task.pk for task in late]).update(escalated_at=now)
        for task in late:
            overdue = events.CareOverdue(
                care_id=task.pk, customer_no=task.customer.customer_no, reason=task.reason, level=task.level
            )
            journal.publish(overdue, by=None, now=now)
    return len(late)


def close_task(*, task: CareTask, reason: str, by: Person, now: dt.datetime) -> None:
    """This will close a task whose pause was just lifted by the same trained person."""
    task.status, task.ended_at, task.ended_by, task.end_reason = CareStatus.ENDED, now, by, reason
    task.save(update_fields=["status", "ended_at", "ended_by", "end_reason"])
    ended = events.CareEnded(care_id=task.pk, customer_no=task.customer.customer_no, reason=task.reason, written=reason)
    journal.publish(ended, by=by, now=now)


def require_care(*, reason: str, by: Person | None, now: dt.datetime) -> str:
    """This will check that a trained person gives a written reason, and return it trimmed.

    :raises NotTrained: nobody, or somebody without role and certificate
    :raises WrittenReasonMissing: too short to be one
    """
    _require_trained(by, now)
    if len(reason.strip()) < rules.SHORTEST_REASON:
        raise WrittenReasonMissing
    return reason.strip()


def locked_task(task: CareTask) -> CareTask:
    """This will return the task, locked until the transaction ends.

    :raises CareEndedAlready:
    """
    return _locked(task)


def _require_trained(by: Person | None, now: dt.datetime) -> None:
    if not is_trained(by, on=clock.today_in(HOUSE_ZONE, now=now)):
        raise NotTrained


def _locked(task: CareTask) -> CareTask:
    task = CareTask.objects.select_for_update(of=("self",)).select_related("customer", "hold").get(pk=task.pk)
    if task.status == CareStatus.ENDED:
        raise CareEndedAlready
    return task


def _made_graver(
    task: CareTask, *, level: str, signs: Sequence[str], by: Person | None, now: dt.datetime
) -> CareTask:  # fmt: skip
    graver = rules.graver(task.level, level)
    all_signs = sorted({*task.signs, *signs})
    if (graver, all_signs) == (task.level, task.signs):
        return task
    is_graver = graver != task.level
    task.level, task.signs = graver, all_signs
    task.due_at = min(task.due_at, rules.due_at(graver, since=now))
    if is_graver:
        task.escalated_at = None
    task.save(update_fields=["level", "signs", "due_at", "escalated_at"])
    if is_graver:
        opened = events.CareOpened(
            care_id=task.pk, customer_no=task.customer.customer_no, reason=task.reason, level=graver,
            source=task.source,
        )  # fmt: skip
        journal.publish(opened, by=by, now=now)
    return task


def _branch_of(customer: Customer, case: Case | None) -> Unit | None:
    if case is not None:
        return case.branch
    contract = customer.contracts.select_related("branch").order_by("-is_in_scope", "contract_no").first()
    return contract.branch if contract else None
