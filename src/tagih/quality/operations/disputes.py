"""Disputes: raised by the agent, decided by another reviewer within working days."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel import calendars, clock, database
from tagih.kernel.errors import Refusal
from tagih.quality import events, queries
from tagih.quality.enums import DisputeStatus, EvaluationKind, EvaluationStatus
from tagih.quality.models import Dispute, Evaluation
from tagih.quality.operations.scores import settle
from tagih.quality.rules import lifecycles, scorecards
from tagih.quality.rules.sharing import Work, share
from tagih.staff.models import Person

DAYS_TO_DISPUTE = 10


class DisputeRefused(Refusal):
    """A dispute cannot be raised or decided as asked."""


def dispute(*, evaluation: Evaluation, items: Sequence[str], reason: str, by: Person, now: dt.datetime) -> Dispute:
    """This will raise a dispute about items of a score and give it to another reviewer; until then it counts nowhere.

    :raises DisputeRefused: not the agent's, not released, too late, no item, no reason
    """
    today = clock.today_in(clock.WIB, now=now)
    calendar = calendars.stored(today - dt.timedelta(days=60), today + dt.timedelta(days=60))
    with database.transaction():
        held = (
            Evaluation.objects.select_for_update(of=("self",)).select_related("form", "attempt__decision__unit")
            .get(pk=evaluation.pk)
        )  # fmt: skip
        if held.agent_id != by.pk:
            raise DisputeRefused("NOT_YOURS", _("Only the agent disputes a score."))
        if EvaluationStatus.DISPUTED not in lifecycles.EVALUATION_TRANSITIONS[EvaluationStatus(held.status)]:
            raise DisputeRefused("NOT_OPEN", _("This score can no longer be disputed."))
        _check_time(held, today, calendar)
        known = [item for item in dict.fromkeys(items) if item in held.answers]
        if not known:
            raise DisputeRefused("ITEMS", _("Choose at least one item."), field="items")
        if not reason.strip():
            raise DisputeRefused("REASON", _("Say why it is wrong."), field="reason")
        held.status = EvaluationStatus.DISPUTED
        held.save(update_fields=["status"])
        made = Dispute.objects.create(
            evaluation=held, items=known, reason=reason.strip(), raised_at=now, raised_by=by,
            due_on=calendars.add_working_days(today, lifecycles.DISPUTE_DAYS, calendar),
            reviewer_id=_another(held, on=today),
        )  # fmt: skip
        event = events.ScoreDisputed(
            evaluation_id=held.pk, agent_id=held.agent_id, dispute_id=made.pk, due_on=made.due_on.isoformat()
        )
        journal.publish(event, by=by, now=now)
    return made


def decide_dispute(
    *, dispute: Dispute, answers: Mapping[str, str], answer: str, by: Person, now: dt.datetime
) -> Dispute:  # fmt: skip
    """This will decide a dispute: answers that change make a new score that replaces the old one; none, and it stands.

    Only disputed items may change. The words go to the agent.

    :raises DisputeRefused: it is not theirs, decided, the first reviewer's own, or there are no words
    """
    if not answer.strip():
        raise DisputeRefused("ANSWER", _("Answer the agent in words."), field="answer")
    with database.transaction():
        held = _open(dispute)
        score = held.evaluation
        if by.pk in (score.reviewer_id, score.agent_id):
            raise DisputeRefused("SAME_REVIEWER", _("Another reviewer decides, neither the first nor the agent."))
        if held.reviewer_id not in (None, by.pk):
            raise DisputeRefused("NOT_YOURS", _("Somebody else decides this dispute."))
        items = queries.form_of(score.form).items
        changed = {
            name: new for name, new in answers.items()
            if name in held.items and new != score.answers.get(name) and new in scorecards.allowed(items[name])
        }  # fmt: skip
        if changed:
            _rescore(score, changed, answer.strip(), by=by, now=now)
        held.status = DisputeStatus.OVERTURNED if changed else DisputeStatus.UPHELD
        held.reviewer, held.decided_at, held.answer, held.overturned = by, now, answer.strip(), sorted(changed)
        held.save(update_fields=["status", "reviewer", "decided_at", "answer", "overturned"])
        score.status = EvaluationStatus.REPLACED if changed else EvaluationStatus.UPHELD
        score.save(update_fields=["status"])
        event = events.DisputeDecided(
            evaluation_id=score.pk, agent_id=score.agent_id, dispute_id=held.pk, status=held.status,
            overturned=len(changed),
        )  # fmt: skip
        journal.publish(event, by=by, now=now)
    return held


def withdraw_dispute(*, dispute: Dispute, by: Person, now: dt.datetime) -> Dispute:
    """This will take an own dispute back; the score stands as acknowledged.

    :raises DisputeRefused: it is another's or decided
    """
    with database.transaction():
        held = _open(dispute)
        if held.raised_by_id != by.pk:
            raise DisputeRefused("NOT_YOURS", _("Only who raised it takes it back."))
        held.status, held.decided_at = DisputeStatus.WITHDRAWN, now
        held.save(update_fields=["status", "decided_at"])
        held.evaluation.status = EvaluationStatus.ACKNOWLEDGED
        held.evaluation.acknowledged_at = held.evaluation.acknowledged_at or now
        held.evaluation.save(update_fields=["status", "acknowledged_at"])
    return held


def hand_dispute_over(*, person: Person, now: dt.datetime) -> int:
    """This will give the open disputes of a reviewer who left to others, and return how many; some may wait for any."""
    today = clock.today_in(clock.WIB, now=now)
    with database.transaction():
        held = list(
            Dispute.objects.select_for_update(of=("self",))
            .select_related("evaluation__attempt__decision__unit")
            .filter(reviewer=person, status=DisputeStatus.OPEN)
        )  # fmt: skip
        for one in held:
            one.reviewer_id = _another(one.evaluation, on=today, barred=person)
        Dispute.objects.bulk_update(held, ["reviewer"], batch_size=500)
    return len(held)


def _rescore(
    score: Evaluation, changed: Mapping[str, str], words: str, *, by: Person, now: dt.datetime
) -> Evaluation:
    card = queries.form_of(score.form)
    answers = score.answers | dict(changed)
    if missing := scorecards.missing(card, answers):
        raise DisputeRefused(
            "ANSWERS_MISSING", _("With this answer another item is asked: answer it, too."), field=missing[0]
        )
    fresh = Evaluation.objects.create(
        review_id=score.review_id, attempt_id=score.attempt_id, agent_id=score.agent_id, reviewer=by, form=score.form,
        kind=EvaluationKind.RESCORE, answers=answers, comments=score.comments, summary=words, started_at=now,
        replaces=score,
    )  # fmt: skip
    settle(fresh, scorecards.score(card, answers), card, now=now)
    fresh.status, fresh.released_at = EvaluationStatus.RELEASED, now
    fresh.save(update_fields=["status", "released_at"])
    return fresh


def _open(dispute: Dispute) -> Dispute:
    held = Dispute.objects.select_for_update(of=("self",)).select_related("evaluation__form").get(pk=dispute.pk)
    if held.status != DisputeStatus.OPEN:
        raise DisputeRefused("DECIDED", _("This dispute is closed."))
    return held


def _check_time(held: Evaluation, today: dt.date, calendar: calendars.Calendar) -> None:
    released = clock.local(held.released_at, clock.WIB).date()
    if calendars.working_days_between(released, today, calendar) > DAYS_TO_DISPUTE:
        raise DisputeRefused(
            "TOO_LATE", _("A score can be disputed for %(n)d working days.") % {"n": DAYS_TO_DISPUTE},
            remedy=_("Speak with your team leader."),
        )  # fmt: skip


def _another(score: Evaluation, *, on: dt.date, barred: Person | None = None) -> int | None:
    """Whoever may review there, is neither the first reviewer nor the agent, and has least to do."""
    unit = score.attempt.decision.unit
    if unit is None:
        return None
    people = queries.reviewers_for(unit, on=on)
    not_these = frozenset({str(score.reviewer_id), str(barred.pk if barred else "")})
    shared = share(
        [Work(str(score.pk), str(score.agent_id), not_these)], [str(one.pk) for one in people], seed=str(score.pk),
        load=queries.load_of(people),
    )  # fmt: skip
    return int(shared.given[str(score.pk)]) if shared.given else None
