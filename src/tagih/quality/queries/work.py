"""Lists of plans, reviews, scores and disputes, each inside a row scope."""

from functools import reduce

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from tagih.contacts.models import Attempt
from tagih.quality.enums import DisputeStatus, EvaluationKind, EvaluationStatus, FormStatus, ReviewStatus
from tagih.quality.models import Dispute, Evaluation, Review, SamplePlan, ScorecardVersion
from tagih.quality.permissions import Permission
from tagih.quality.rules import lifecycles
from tagih.quality.rules.scorecards import Scorecard, parsed
from tagih.staff.models import Person
from tagih.staff.queries import Standing

VISIBLE = ("RELEASED", "ACKNOWLEDGED", "DISPUTED", "UPHELD", "REPLACED")
"""What an agent may see of own scores."""


def plans(standing: Standing, permission: str = Permission.SEE_RATES) -> QuerySet[SamplePlan]:
    """This will return the plans in scope with how many reviews they hold and how many are done, the newest first."""
    covered = _below(standing, permission, "unit__path")
    rows = SamplePlan.objects.filter(covered).defer("frame").select_related("unit", "made_by")
    counted = rows.annotate(
        review_count=Count("reviews", filter=~Q(reviews__status=ReviewStatus.DROPPED)),
        done_count=Count("reviews", filter=Q(reviews__status=ReviewStatus.DONE)),
    )
    return counted.order_by("-first_on", "-pk")


def queue(reviewer: Person) -> QuerySet[Review]:
    """This will return what a reviewer still has to score, unseen second scores too, the soonest due first."""
    first = Q(reviewer=reviewer, status=ReviewStatus.OPEN)
    second = Q(second_reviewer=reviewer, second_done=False) & ~Q(status=ReviewStatus.DROPPED)
    rows = Review.objects.filter(first | second).select_related("attempt", "agent", "plan", "attempt__recording")
    begun = Evaluation.objects.filter(review=OuterRef("pk"), reviewer=reviewer, status=EvaluationStatus.DRAFT)
    return rows.annotate(is_begun=Exists(begun)).defer("plan__frame").order_by("due_on", "pk")


def visible_evaluations(standing: Standing, permission: str = Permission.SEE_RATES) -> QuerySet[Evaluation]:
    """This will return the scores of contacts in scope, the newest first; unseen second scores are left out."""
    covered = _below(standing, permission, "attempt__decision__unit__path")
    rows = Evaluation.objects.filter(covered).exclude(kind__in=(EvaluationKind.DOUBLE, EvaluationKind.CALIBRATION))
    return rows.select_related("agent", "reviewer", "attempt", "form__scorecard").order_by("-submitted_at", "-pk")


def own_scores(agent: Person) -> QuerySet[Evaluation]:
    """This will return the released scores of an agent's own contacts, the newest first."""
    rows = Evaluation.objects.filter(agent=agent, status__in=VISIBLE).exclude(
        kind__in=(EvaluationKind.DOUBLE, EvaluationKind.CALIBRATION)
    )
    return rows.select_related("attempt", "reviewer", "form__scorecard").order_by("-released_at", "-pk")


def can_see(evaluation: Evaluation, person: Person, standing: Standing) -> bool:
    """This will tell whether a person may open a score: the reviewer, the agent once it is released, whoever leads."""
    if evaluation.reviewer_id == person.pk:
        return True
    if evaluation.kind in (EvaluationKind.DOUBLE, EvaluationKind.CALIBRATION):
        return False
    if evaluation.agent_id == person.pk:
        return evaluation.status in VISIBLE
    return visible_evaluations(standing).filter(pk=evaluation.pk).exclude(status=EvaluationStatus.DRAFT).exists()


def current(rows: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
    """This will keep the scores that count: not in dispute, not replaced, no second scores."""
    return rows.filter(
        status__in=lifecycles.COUNTS, kind__in=(EvaluationKind.REVIEW, EvaluationKind.RESCORE), points__isnull=False
    )


def released(agent: Person) -> QuerySet[Evaluation]:
    """This will return the scores of an agent that count and that the agent knows."""
    return current(own_scores(agent))


def disputes_for(person: Person, standing: Standing) -> QuerySet[Dispute]:
    """This will return the open disputes given to a person, or in scope of whoever plans samples, the soonest due
    first."""
    given = Q(reviewer=person)
    if standing.may(Permission.PLAN_SAMPLES):
        given |= _below(standing, Permission.PLAN_SAMPLES, "evaluation__attempt__decision__unit__path")
    rows = Dispute.objects.filter(given, status=DisputeStatus.OPEN)
    return rows.select_related("evaluation__agent", "evaluation__attempt", "reviewer").order_by("due_on", "pk")


def form_for(attempt: Attempt) -> ScorecardVersion | None:
    """This will return the form in force for a contact's channel."""
    forms = ScorecardVersion.objects.filter(status=FormStatus.PUBLISHED).select_related("scorecard").order_by("pk")
    return next((form for form in forms if attempt.channel in form.content.get("channels", ())), None)


def form_of(version: ScorecardVersion) -> Scorecard:
    """This will return a version's form, read."""
    return parsed(version.content)


def _below(standing: Standing, permission: str, field: str) -> Q:
    paths = standing.paths(permission)
    return reduce(Q.__or__, (Q(**{f"{field}__startswith": path}) for path in paths), Q(pk__in=()))
