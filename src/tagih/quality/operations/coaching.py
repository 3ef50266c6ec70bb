"""Coaching: a moment to listen to, a step, a follow-up sample that tells whether it helped."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.quality import events, queries
from tagih.quality.enums import CoachingOutcome, CoachingStatus, PlanStatus
from tagih.quality.models import Coaching, Evaluation
from tagih.quality.operations.samples import make_plan
from tagih.quality.rules import lifecycles
from tagih.staff import queries as staff
from tagih.staff.models import Person


class CoachingRefused(Refusal):
    """A coaching cannot go on as asked."""


def open_coaching(
    *, agent: Person, item: str, topic: str, by: Person, now: dt.datetime, evaluation: Evaluation | None = None,
    at_ms: int | None = None,
) -> Coaching:  # fmt: skip
    """This will open a talk about one item of the scorecard, with the moment of a contact to listen to.

    :raises CoachingRefused: it is about oneself, has no topic, or the score is another's
    """
    if agent.pk == by.pk:
        raise CoachingRefused("OWN", _("Nobody coaches themselves."))
    if not topic.strip():
        raise CoachingRefused("TOPIC", _("Say what it is about."), field="topic")
    if evaluation is not None and evaluation.agent_id != agent.pk:
        raise CoachingRefused("ANOTHERS", _("This score is another's."), field="evaluation")
    with database.transaction():
        made = Coaching.objects.create(
            agent=agent, coach=by, evaluation=evaluation, item=item, at_ms=at_ms, topic=topic.strip(), opened_at=now
        )
        journal.publish(events.CoachingOpened(coaching_id=made.pk, agent_id=agent.pk), by=by, now=now)
    return made


def agree_step(*, coaching: Coaching, step: str, due_on: dt.date, by: Person, now: dt.datetime) -> Coaching:
    """This will keep the step that coach and agent agreed on, until when it is done.

    :raises CoachingRefused: no words, a day that is past, another's coaching, or not open
    """
    if not step.strip():
        raise CoachingRefused("STEP", _("Write down the step."), field="step")
    if due_on < now.date():
        raise CoachingRefused("PAST", _("This day is past."), field="due_on", value=due_on)
    with database.transaction():
        held = _held(coaching, CoachingStatus.AGREED)
        _only(held.coach_id, by)
        held.status, held.step, held.due_on, held.agreed_at = CoachingStatus.AGREED, step.strip(), due_on, now
        held.save(update_fields=["status", "step", "due_on", "agreed_at"])
        journal.publish(events.StepAgreed(coaching_id=held.pk, agent_id=held.agent_id), by=by, now=now)
    return held


def confirm_step(*, coaching: Coaching, by: Person, now: dt.datetime) -> Coaching:
    """This will record that the agent says yes to the step.

    :raises CoachingRefused: it is another's, or no step was agreed on
    """
    with database.transaction():
        held = Coaching.objects.select_for_update().get(pk=coaching.pk)
        _only(held.agent_id, by)
        if held.status != CoachingStatus.AGREED:
            raise CoachingRefused("NO_STEP", _("There is no step to say yes to."))
        held.confirmed_at = held.confirmed_at or now
        held.save(update_fields=["confirmed_at"])
    return held


def order_follow_up(
    *, coaching: Coaching, first_on: dt.date, last_on: dt.date, contacts: int, by: Person, now: dt.datetime
) -> Coaching:
    """This will plan a random sample of this agent's contacts after the step. Drawn when its period is over.

    It tells of this agent only and enters no published rate.

    :raises CoachingRefused: it starts before the step was agreed on, or the agent has no unit
    :raises PlanRefused: the period makes no sense
    """
    with database.transaction():
        held = _held(coaching, CoachingStatus.CHECKING)
        _only(held.coach_id, by)
        if first_on <= held.agreed_at.date():
            raise CoachingRefused(
                "TOO_EARLY", _("The follow-up begins after the step was agreed on."), field="first_on", value=first_on
            )
        unit = staff.teams_of(held.agent, on=now.date()).first()
        if unit is None:
            raise CoachingRefused("NO_UNIT", _("This person belongs to no unit."))
        held.follow_up = make_plan(
            name=f"{held.agent.full_name}, {held.item}"[:80], unit=unit, first_on=first_on, last_on=last_on,
            random_per_agent=contacts, risk_total=0, seed=f"coaching {held.pk}", by=by, now=now, agent=held.agent,
        )  # fmt: skip
        held.status = CoachingStatus.CHECKING
        held.save(update_fields=["follow_up", "status"])
    return held


def close_coaching(*, coaching: Coaching, by: Person, now: dt.datetime) -> Coaching:
    """This will close a coaching with what the follow-up says, which may be that nothing can be told from chance.

    :raises CoachingRefused: the follow-up was not drawn or not heard
    """
    with database.transaction():
        held = _held(coaching, CoachingStatus.CLOSED)
        _only(held.coach_id, by)
        if held.follow_up is None or held.follow_up.status == PlanStatus.DRAFT:
            raise CoachingRefused("NOT_DRAWN", _("The follow-up was not drawn yet."))
        found = queries.progress(held)
        if not found.after_of:
            raise CoachingRefused("NOT_HEARD", _("Nothing of the follow-up was heard yet."))
        held.status, held.closed_at, held.outcome = CoachingStatus.CLOSED, now, CoachingOutcome(found.outcome)
        held.save(update_fields=["status", "closed_at", "outcome"])
        event = events.CoachingClosed(coaching_id=held.pk, agent_id=held.agent_id, outcome=held.outcome)
        journal.publish(event, by=by, now=now)
    return held


def _held(coaching: Coaching, to: CoachingStatus) -> Coaching:
    held = Coaching.objects.select_for_update(of=("self",)).select_related("agent", "follow_up").get(pk=coaching.pk)
    if to not in lifecycles.COACHING_TRANSITIONS[CoachingStatus(held.status)]:
        raise CoachingRefused("NOT_NOW", _("This coaching is not at that point."))
    return held


def _only(person_id: int, by: Person) -> None:
    if person_id != by.pk:
        raise CoachingRefused("NOT_YOURS", _("This coaching is another's."))
