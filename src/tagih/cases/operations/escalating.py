"""Escalation: raised also while a call runs, taken in time, passed up when nobody does, closed with an outcome."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tagih.cases.enums import EscalationLevel, EscalationReason, EscalationStatus
from tagih.cases.events import EscalationClosed, EscalationPassedOn, EscalationRaised, EscalationTaken
from tagih.cases.models import Case, Escalation
from tagih.cases.operations.holds import open_hold
from tagih.cases.queries.arrangements import absent_people
from tagih.cases.queries.day import HOUSE_ZONE
from tagih.cases.queries.hours import due_after
from tagih.cases.rules.escalation import ACKNOWLEDGE_MINUTES, ROLES, next_level, route
from tagih.contacts.models import Attempt
from tagih.journal import operations as journal
from tagih.kernel import clock, database
from tagih.kernel.errors import Refusal
from tagih.staff import queries as staff
from tagih.staff.models import Person

SHORTEST = 8


class EscalationNeedsWords(Refusal):
    """What happened is said in a sentence."""

    def __init__(self, field: str = "note") -> None:
        super().__init__(
            "ESCALATION_WORDS", _("Say in a sentence what happened."), field=field,
            remedy=_("Whoever takes it decides by these words."),
        )  # fmt: skip


class EscalationNotYours(Refusal):
    """Another rung must take it, or it is closed."""

    def __init__(self) -> None:
        super().__init__(
            "ESCALATION_NOT_YOURS", _("This does not wait for your role, or somebody closed it."),
            remedy=_("Look at how it stands now."),
        )  # fmt: skip


def raise_escalation(
    *, case: Case, reason: str, note: str, by: Person | None, now: dt.datetime, attempt: Attempt | None = None
) -> Escalation:  # fmt: skip
    """This will call somebody above to a case. What is grave goes straight to compliance and stops contact at once;
    a call that runs goes on and is named, so that who takes it can step in. Raised twice it is one, with both notes.

    :raises EscalationNeedsWords:
    """
    if len(note.strip()) < SHORTEST:
        raise EscalationNeedsWords
    why = EscalationReason(reason)
    way = route(why)
    with database.transaction():
        case = Case.objects.select_for_update(of=("self",)).select_related("customer").get(pk=case.pk)
        known = case.escalations.filter(reason=why).exclude(status=EscalationStatus.CLOSED).first()
        if known is not None:
            known.note = f"{known.note} · {note.strip()}"[:400]
            known.save(update_fields=["note"])
            return known
        hold = None
        if way.hold is not None:
            hold = open_hold(case=case, reason=way.hold, by=by, now=now, note=str(why.label))
        made = Escalation.objects.create(
            case=case, reason=why, level=way.level, note=note.strip()[:400], attempt=attempt, hold=hold, raised_at=now,
            raised_by=by, due_at=due_after(now, way.minutes),
        )  # fmt: skip
        told = EscalationRaised(
            escalation_id=made.pk, case_id=case.pk, customer_no=case.customer.customer_no, reason=why,
            level=made.level, attempt_id=str(attempt.pk) if attempt else "",
        )  # fmt: skip
        journal.publish(told, by=by, now=now)
    return made


def take_escalation(*, escalation: Escalation, by: Person, now: dt.datetime) -> Escalation:
    """This will put an escalation into somebody's hands, also as deputy of who is away.

    :raises EscalationNotYours:
    """
    with database.transaction():
        held = _locked(escalation)
        held.instead_of = _authority(held, by=by, now=now)
        held.status, held.taken_by, held.taken_at = EscalationStatus.TAKEN, by, now
        held.save(update_fields=["status", "taken_by", "taken_at", "instead_of"])
        journal.publish(EscalationTaken(**_about(held)), by=by, now=now)
    return held


def close_escalation(*, escalation: Escalation, outcome: str, by: Person, now: dt.datetime) -> Escalation:
    """This will close an escalation with what was done. A pause that it opened ends only where pauses end.

    :raises EscalationNeedsWords:
    :raises EscalationNotYours:
    """
    if len(outcome.strip()) < SHORTEST:
        raise EscalationNeedsWords("outcome")
    with database.transaction():
        held = _locked(escalation)
        instead_of = _authority(held, by=by, now=now)
        if held.taken_by is None:
            held.taken_by, held.taken_at, held.instead_of = by, now, instead_of
        held.status, held.closed_at, held.outcome = EscalationStatus.CLOSED, now, outcome.strip()[:400]
        held.save(update_fields=["status", "taken_by", "taken_at", "instead_of", "closed_at", "outcome"])
        journal.publish(EscalationClosed(**_about(held), outcome=held.outcome), by=by, now=now)
    return held


def pass_on_escalations(*, now: dt.datetime) -> int:
    """This will pass escalations that nobody took in time a rung up, and return how many. Afterwards none is late."""
    with database.transaction():
        late = list(
            Escalation.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(status=EscalationStatus.OPEN, due_at__lt=now)
            .select_related("case__customer").order_by("due_at")[:500]
        )  # fmt: skip
        for held in late:
            held.level = next_level(EscalationLevel(held.level))
            held.passed_on += 1
            held.due_at = due_after(now, ACKNOWLEDGE_MINUTES[EscalationLevel(held.level)])
            held.save(update_fields=["level", "passed_on", "due_at"])
            journal.publish(EscalationPassedOn(**_about(held)), by=None, now=now)
    return len(late)


def _about(held: Escalation) -> dict:
    return {
        "escalation_id": held.pk, "case_id": held.case_id, "customer_no": held.case.customer.customer_no,
        "reason": held.reason, "level": held.level,
    }  # fmt: skip


def _authority(held: Escalation, *, by: Person, now: dt.datetime) -> Person | None:
    """Whom the person stands in for, None for themselves."""
    on = clock.today_in(HOUSE_ZONE, now=now)
    wanted = ROLES[EscalationLevel(held.level)]
    for person in (by, *absent_people(by, on=on)):
        if wanted & set(staff.role_codes_of(person, on=on).values_list("role", flat=True)):
            return None if person.pk == by.pk else person
    raise EscalationNotYours


def _locked(escalation: Escalation) -> Escalation:
    rows = Escalation.objects.select_for_update(of=("self",)).select_related("case__customer", "taken_by")
    held = rows.get(pk=escalation.pk)
    if held.status == EscalationStatus.CLOSED:
        raise EscalationNotYours
    return held
