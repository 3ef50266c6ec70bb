"""Plans, their draw, and who hears what was drawn."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel import clock, database
from tagih.kernel.errors import Refusal
from tagih.quality import events, queries
from tagih.quality.enums import EvaluationStatus, PlanStatus, ReviewStatus
from tagih.quality.models import Evaluation, Review, SampledContact, SamplePlan
from tagih.quality.rules import draw as drawing
from tagih.quality.rules import frame as framing
from tagih.quality.rules import risk
from tagih.quality.rules.sharing import Shared, Work, is_doubled, share
from tagih.staff.models import Person, Unit

DAYS_TO_REVIEW = 14


class PlanRefused(Refusal):
    """A plan cannot be made or drawn as asked."""


def make_plan(
    *, name: str, unit: Unit, first_on: dt.date, last_on: dt.date, random_per_agent: int, risk_total: int, seed: str,
    by: Person, now: dt.datetime, agent: Person | None = None,
) -> SamplePlan:  # fmt: skip
    """This will plan a draw from the contacts of a period below a unit. Nothing is drawn yet.

    With an `agent` the frame is theirs alone, and what is found enters no published rate.

    :raises PlanRefused: the period is upside down, or nothing would be drawn
    """
    if last_on < first_on:
        raise PlanRefused("PERIOD", _("The last day lies before the first."), field="last_on", value=last_on)
    if random_per_agent == 0 and risk_total == 0:
        raise PlanRefused(
            "NOTHING_WANTED", _("Nothing would be drawn."), field="random_per_agent",
            remedy=_("Ask for at least one contact of each agent: only the random sample gives a rate."),
        )  # fmt: skip
    return SamplePlan.objects.create(
        name=name.strip(), unit=unit, first_on=first_on, last_on=last_on, seed=seed.strip() or f"{first_on:%Y-%m}",
        random_per_agent=random_per_agent, risk_total=risk_total, made_at=now, made_by=by, agent=agent,
    )  # fmt: skip


def draw_plan(*, plan: SamplePlan, by: Person, now: dt.datetime) -> SamplePlan:
    """This will draw the three samples of a plan, keep the frame they came from, and share them out to reviewers.

    :raises PlanRefused: it was drawn already, its period is not over, there was no contact, or nobody may review
    """
    today = clock.today_in(clock.WIB, now=now)
    with database.transaction():
        plan = SamplePlan.objects.select_for_update(of=("self",)).select_related("unit").get(pk=plan.pk)
        if plan.status != PlanStatus.DRAFT:
            raise PlanRefused("DRAWN", _("This plan was drawn already."), remedy=_("Make another plan."))
        if plan.last_on >= today:
            raise PlanRefused(
                "NOT_OVER", _("The period is not over yet."), field="last_on", value=plan.last_on,
                remedy=_("A contact that comes after the draw would have had no chance."),
            )  # fmt: skip
        candidates, rows = queries.candidates(plan)
        if not candidates:
            raise PlanRefused(
                "NO_CONTACTS", _("There was no contact in this period."), remedy=_("Choose another period or unit.")
            )
        reviewers = list(queries.reviewers_for(plan.unit, on=today))
        if not reviewers:
            raise PlanRefused(
                "NO_REVIEWERS", _("Nobody may review here."),
                remedy=_("A reviewer needs the role and a valid certificate of quality review."),
            )  # fmt: skip
        items = framing.with_reasons(candidates)
        drawn = drawing.draw(drawing.Plan(plan.seed, plan.random_per_agent, plan.risk_total), items)
        keep_frame(plan, items, now=now)
        reviews = open_reviews(plan, drawn, rows, due_on=today + dt.timedelta(days=DAYS_TO_REVIEW), on=today)
        keep_draw(plan, drawn, reviews, {item.id: item.risk for item in items})
        event = events.SampleDrawn(plan_id=plan.pk, frame=len(items), reviews=len(reviews), seed=plan.seed)
        journal.publish(event, by=by, now=now)
    return plan


def close_plan(*, plan: SamplePlan, by: Person, now: dt.datetime) -> int:
    """This will close a plan and drop what nobody heard, and return how many that were.

    :raises PlanRefused: it was not drawn
    """
    del by, now
    with database.transaction():
        plan = SamplePlan.objects.select_for_update().get(pk=plan.pk)
        if plan.status != PlanStatus.DRAWN:
            raise PlanRefused("NOT_DRAWN", _("Only a drawn plan is closed."))
        plan.status = PlanStatus.CLOSED
        plan.save(update_fields=["status"])
        begun = Evaluation.objects.filter(status=EvaluationStatus.DRAFT).values("review_id")
        open_ = Review.objects.filter(plan=plan, status=ReviewStatus.OPEN).exclude(pk__in=begun)
        return open_.update(status=ReviewStatus.DROPPED, drop_reason=str(_("The plan was closed.")))


def drop_review(*, review: Review, reason: str, by: Person, now: dt.datetime) -> Review:
    """This will take a contact out of a reviewer's work, with the reason; it stays in the sample as not reviewed.

    :raises PlanRefused: there is no reason, or it was reviewed
    """
    del by, now
    if not reason.strip():
        raise PlanRefused("REASON", _("Say why it cannot be reviewed."), field="reason")
    with database.transaction():
        review = Review.objects.select_for_update().get(pk=review.pk)
        if review.status != ReviewStatus.OPEN:
            raise PlanRefused("REVIEWED", _("This contact is no longer to be reviewed."))
        review.status, review.drop_reason = ReviewStatus.DROPPED, reason.strip()[:200]
        review.save(update_fields=["status", "drop_reason"])
    return review


def hand_reviews_over(*, person: Person, by: Person | None, now: dt.datetime) -> tuple[int, int]:
    """This will give the open reviews of somebody who left to others, and return how many went and how many could not.

    Drafts that were begun go with them: nobody's half score is counted. Run twice it changes nothing more.
    """
    today = clock.today_in(clock.WIB, now=now)
    with database.transaction():
        open_ = list(
            Review.objects.select_for_update(of=("self",)).select_related("plan__unit").defer("plan__frame")
            .filter(reviewer=person, status=ReviewStatus.OPEN).order_by("pk")
        )  # fmt: skip
        Evaluation.objects.filter(review__in=open_, reviewer=person, status=EvaluationStatus.DRAFT).delete()
        Review.objects.filter(second_reviewer=person, second_done=False).update(second_reviewer=None)
        shared = _shared_among_others(open_, person, today)
        for review in open_:
            _take(review, shared.get(review.pk))
            review.due_on = max(review.due_on, today + dt.timedelta(days=3))
        Review.objects.bulk_update(open_, ["reviewer", "second_reviewer", "due_on"], batch_size=500)
        left = sum(review.reviewer_id is None for review in open_)
        if open_:
            event = events.ReviewsHandedOver(person_id=person.pk, reviews=len(open_) - left, left=left)
            journal.publish(event, by=by, now=now)
    return len(open_) - left, left


def share_out(*, plan: SamplePlan, by: Person, now: dt.datetime) -> int:
    """This will give the open reviews of a plan that have no reviewer to those who may review, and return how many."""
    del by
    today = clock.today_in(clock.WIB, now=now)
    with database.transaction():
        open_ = list(
            Review.objects.select_for_update(of=("self",)).select_related("plan__unit").defer("plan__frame")
            .filter(plan=plan, reviewer__isnull=True, status=ReviewStatus.OPEN).order_by("pk")
        )  # fmt: skip
        shared = _shared_among_others(open_, None, today)
        for review in open_:
            _take(review, shared.get(review.pk))
        Review.objects.bulk_update(open_, ["reviewer", "second_reviewer"], batch_size=500)
    return len(shared)


def _shared_among_others(open_: Sequence[Review], person: Person | None, today: dt.date) -> dict[int, int]:
    found: dict[int, int] = {}
    for unit in {review.plan.unit for review in open_}:
        others = queries.reviewers_for(unit, on=today).exclude(pk=person.pk if person else None)
        works = [
            Work(str(review.pk), str(review.agent_id), frozenset({str(review.second_reviewer_id)}))
            for review in open_ if review.plan.unit_id == unit.pk
        ]  # fmt: skip
        names = [str(one.pk) for one in others]
        shared = share(
            works, names, seed=str(today), load=queries.load_of(others), pairs=queries.pairs_of(others, on=today)
        )
        found |= {int(key): int(reviewer) for key, reviewer in shared.given.items()}
        able = {one.pk for one in others}
        found |= {
            review.pk: review.second_reviewer_id for review in open_
            if str(review.pk) in shared.left and review.second_reviewer_id in able and not review.second_done
        }  # fmt: skip
    return found


def _take(review: Review, reviewer: int | None) -> None:
    """Who was to score it unseen a second time and is the only one left scores it alone."""
    review.reviewer_id = reviewer
    if reviewer is not None and review.second_reviewer_id == reviewer:
        review.second_reviewer_id = None


def keep_frame(plan: SamplePlan, items: Sequence[drawing.Item], *, now: dt.datetime) -> None:
    """This will keep what a plan was drawn from, so that anybody can draw it again."""
    plan.frame = framing.packed(items)
    plan.frame_sha256 = hashlib.sha256(plan.frame).hexdigest()
    plan.frame_size, plan.status, plan.drawn_at = len(items), PlanStatus.DRAWN, now
    plan.save(update_fields=["frame", "frame_sha256", "frame_size", "status", "drawn_at"])


def open_reviews(
    plan: SamplePlan, drawn: Sequence[drawing.Drawn], rows: Mapping[str, Mapping[str, Any]], *, due_on: dt.date,
    on: dt.date,
) -> dict[str, Review]:  # fmt: skip
    """This will open one review for each contact, however many samples drew it, shared out to reviewers."""
    keys = sorted({row.id for row in drawn})
    people = queries.reviewers_for(plan.unit, on=on)
    names = [str(one.pk) for one in people]
    load, pairs = queries.load_of(people), queries.pairs_of(people, on=on)
    works = [Work(key, str(rows[key]["agent_id"])) for key in keys]
    first = share(works, names, seed=plan.seed, load=load, pairs=pairs)
    second = _second(plan, works, names, first)
    made = Review.objects.bulk_create(
        [
            Review(
                plan=plan, attempt_id=rows[key]["id"], agent_id=rows[key]["agent_id"], due_on=due_on,
                reviewer_id=int(first.given[key]) if key in first.given else None,
                second_reviewer_id=int(second.given[key]) if key in second.given else None,
                signs=[sign.id for sign in risk.signs_of(rows[key]["known"])],
            )
            for key in keys
        ],
        batch_size=1000,
    )  # fmt: skip
    return dict(zip(keys, made, strict=True))


def _second(plan: SamplePlan, works: Sequence[Work], names: Sequence[str], first: Shared) -> Shared:
    doubled = [
        Work(work.key, work.agent, frozenset({first.given[work.key]}))
        for work in works
        if work.key in first.given and is_doubled(work.key, seed=plan.seed)
    ]
    return share(doubled, names, seed=f"{plan.seed} second")


def keep_draw(
    plan: SamplePlan, drawn: Sequence[drawing.Drawn], reviews: Mapping[str, Review], risks: Mapping[str, float]
) -> None:
    """This will keep which sample drew which contact, with its chance."""
    SampledContact.objects.bulk_create(
        [
            SampledContact(
                plan=plan, review=reviews[row.id], sample=row.sample, stratum=row.stratum, stratum_size=row.size,
                stratum_drawn=row.drawn, risk=risks[row.id],
            )
            for row in drawn
        ],
        batch_size=1000,
    )  # fmt: skip
