"""A score: begun, saved as it grows, submitted, released to the agent, acknowledged."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from tagih.contacts.models import Attempt
from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.quality import events, queries
from tagih.quality.enums import EvaluationKind, EvaluationStatus, ReviewStatus
from tagih.quality.models import Evaluation, ItemResult, Mark, Review, ScorecardVersion
from tagih.quality.rules import scorecards
from tagih.staff.models import Person


class ScoreRefused(Refusal):
    """A score cannot be changed as asked."""


def start_score(*, review: Review, by: Person, now: dt.datetime) -> Evaluation:
    """This will return the reviewer's score of a contact, begun if there is none, pinned to the form in force now.

    :raises ScoreRefused: it is not theirs to score, or no form fits
    """
    with database.transaction():
        review = Review.objects.select_for_update(of=("self",)).select_related("attempt").get(pk=review.pk)
        is_second = review.second_reviewer_id == by.pk
        if not is_second and review.reviewer_id != by.pk:
            raise ScoreRefused("NOT_YOURS", _("Somebody else is to review this contact."))
        if (held := Evaluation.objects.filter(review=review, reviewer=by).exclude(kind="RESCORE").first()) is not None:
            return held
        if review.status == ReviewStatus.DROPPED:
            raise ScoreRefused("DROPPED", _("This contact is no longer to be reviewed."))
        kind = EvaluationKind.DOUBLE if is_second else EvaluationKind.REVIEW
        return begin(review.attempt, review=review, agent_id=review.agent_id, kind=kind, by=by, now=now)


@database.transaction_required
def begin(
    attempt: Attempt, *, review: Review | None, agent_id: int | None, kind: str, by: Person, now: dt.datetime,
    form: ScorecardVersion | None = None,
) -> Evaluation:  # fmt: skip
    """This will begin an empty score.

    :raises ScoreRefused: no form fits, or it is one's own contact
    """
    form = form or queries.form_for(attempt)
    if form is None:
        raise ScoreRefused("NO_FORM", _("No scorecard is in force for this channel."), remedy=_("Publish one first."))
    if agent_id == by.pk:
        raise ScoreRefused("OWN_CONTACT", _("Nobody reviews their own contact."))
    return Evaluation.objects.create(
        review=review, attempt=attempt, agent_id=agent_id, reviewer=by, form=form, kind=kind, started_at=now
    )


def save_answers(
    *, evaluation: Evaluation, answers: Mapping[str, str], comments: Mapping[str, str], summary: str, version: int,
    by: Person, now: dt.datetime,
) -> Evaluation:  # fmt: skip
    """This will keep a draft as far as it is; items that the form does not know are left out.

    :raises ScoreRefused: it is another's, submitted, or another tab saved it meanwhile
    """
    del now
    with database.transaction():
        held = _draft(evaluation, by)
        if held.version != version:
            raise ScoreRefused(
                "STALE", _("This score was saved in another window meanwhile."), remedy=_("Reload the page.")
            )
        items = queries.form_of(held.form).items
        held.answers = {
            name: answer for name, answer in answers.items()
            if name in items and answer in scorecards.allowed(items[name])
        }  # fmt: skip
        held.comments = {name: text.strip() for name, text in comments.items() if name in items and text.strip()}
        held.summary, held.version = summary.strip(), held.version + 1
        held.save(update_fields=["answers", "comments", "summary", "version"])
    return held


def add_mark(*, evaluation: Evaluation, at_ms: int, text: str, item: str, by: Person, now: dt.datetime) -> Mark:
    """This will put a comment at a moment of the recording.

    :raises ScoreRefused: it is another's, submitted, or there are no words
    """
    del now
    if not text.strip():
        raise ScoreRefused("MARK_EMPTY", _("Write what is to be heard there."), field="text")
    with database.transaction():
        held = _draft(evaluation, by)
        known = item if item in queries.form_of(held.form).items else ""
        return Mark.objects.create(evaluation=held, at_ms=max(0, at_ms), text=text.strip()[:400], item=known)


def remove_mark(*, mark: Mark, by: Person, now: dt.datetime) -> None:
    """This will take a comment back from a draft.

    :raises ScoreRefused: the score is another's or submitted
    """
    del now
    with database.transaction():
        _draft(mark.evaluation, by)
        mark.delete()


def submit(*, evaluation: Evaluation, by: Person, now: dt.datetime) -> Evaluation:
    """This will close a score: every item that is asked has an answer, every failure a word.

    :raises ScoreRefused: it is another's, submitted, or something is missing
    """
    with database.transaction():
        held = _draft(evaluation, by)
        card = queries.form_of(held.form)
        if open_ := scorecards.missing(card, held.answers):
            raise ScoreRefused(
                "ANSWERS_MISSING", _("%(n)d items have no answer yet.") % {"n": len(open_)}, field=open_[0],
                remedy=_("Answer them, or mark them as not applicable."),
            )  # fmt: skip
        found = scorecards.score(card, held.answers)
        if wordless := [name for name in found.fatal if not held.comments.get(name)]:
            raise ScoreRefused(
                "COMMENT_MISSING", _("A grave failure needs a comment."), field=wordless[0],
                remedy=_("Write what was said or done."),
            )  # fmt: skip
        settle(held, found, card, now=now)
        if held.review_id:
            done = {"second_done": True} if held.kind == EvaluationKind.DOUBLE else {"status": ReviewStatus.DONE}
            Review.objects.filter(pk=held.review_id).update(**done)
        event = events.ScoreSubmitted(
            evaluation_id=held.pk, agent_id=held.agent_id, is_fatal=held.is_fatal,
            points="" if held.points is None else str(held.points),
        )  # fmt: skip
        journal.publish(event, by=by, now=now)
    return held


@database.transaction_required
def settle(held: Evaluation, found: scorecards.Score, card: scorecards.Scorecard, *, now: dt.datetime) -> None:
    """This will store what the answers come to."""
    held.points = None if found.points is None else Decimal(str(found.points))
    held.is_fatal, held.status, held.submitted_at = bool(found.fatal), EvaluationStatus.SUBMITTED, now
    held.save(update_fields=["points", "is_fatal", "status", "submitted_at"])
    items = card.items
    ItemResult.objects.bulk_create(
        ItemResult(
            evaluation=held, item=name, share=share, fatal=items[name].fatal if name in found.fatal else ""
        )
        for name, share in found.shares.items()
        if items[name].weight
    )  # fmt: skip


def release(*, evaluations: Iterable[int], by: Person, now: dt.datetime) -> int:
    """This will show submitted scores to their agents, and return how many. Those released already stay as they are."""
    with database.transaction():
        held = list(
            Evaluation.objects.select_for_update().filter(
                pk__in=list(evaluations), status=EvaluationStatus.SUBMITTED,
                kind__in=(EvaluationKind.REVIEW, EvaluationKind.RESCORE, EvaluationKind.OBSERVED),
            )
        )  # fmt: skip
        for score in held:
            score.status, score.released_at = EvaluationStatus.RELEASED, now
            told: dict[str, Any] = {"evaluation_id": score.pk, "agent_id": score.agent_id}
            journal.publish(events.ScoreReleased(**told), by=by, now=now)
            if score.is_fatal:
                kinds = score.items.exclude(fatal="").values_list("fatal", flat=True).order_by("fatal")
                journal.publish(events.GraveFailureFound(**told, kinds=tuple(kinds)), by=by, now=now)
        Evaluation.objects.bulk_update(held, ["status", "released_at"], batch_size=500)
    return len(held)


def acknowledge(*, evaluation: Evaluation, reply: str, by: Person, now: dt.datetime) -> Evaluation:
    """This will record that the agent has read a score, with what they say to it.

    :raises ScoreRefused: it is not the agent's, or not released
    """
    with database.transaction():
        held = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
        if held.agent_id != by.pk:
            raise ScoreRefused("NOT_YOURS", _("Only the agent acknowledges a score."))
        if held.status != EvaluationStatus.RELEASED:
            raise ScoreRefused("NOT_RELEASED", _("This score waits for no acknowledgement."))
        held.status, held.acknowledged_at, held.reply = EvaluationStatus.ACKNOWLEDGED, now, reply.strip()
        held.save(update_fields=["status", "acknowledged_at", "reply"])
        event = events.ScoreAcknowledged(evaluation_id=held.pk, agent_id=held.agent_id)
        journal.publish(event, by=by, now=now)
    return held


def _draft(evaluation: Evaluation, by: Person) -> Evaluation:
    held = Evaluation.objects.select_for_update(of=("self",)).select_related("form").get(pk=evaluation.pk)
    if held.reviewer_id != by.pk:
        raise ScoreRefused("NOT_YOURS", _("Somebody else scores this contact."))
    if held.status != EvaluationStatus.DRAFT:
        raise ScoreRefused("SUBMITTED", _("This score was submitted and does not change."))
    return held
