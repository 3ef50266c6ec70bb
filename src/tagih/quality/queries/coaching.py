"""Whether coaching helped, with its uncertainty; what waits for whom."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from tagih.quality.enums import CoachingOutcome
from tagih.quality.models import Coaching, Evaluation, HardCall, Incident, ItemResult
from tagih.quality.queries.work import current
from tagih.quality.rules.ranking import Tally, difference
from tagih.quality.rules.sizes import Interval, wilson
from tagih.staff import queries as staff
from tagih.staff.models import Certificate, Person
from tagih.staff.queries import Standing

BEFORE_DAYS = 180


@dataclass(frozen=True, slots=True)
class Progress:
    """How often the item was right before and after, and the interval of the difference."""

    before_good: int
    before_of: int
    after_good: int
    after_of: int
    change: Interval | None
    outcome: str

    @property
    def before(self) -> Interval:
        return wilson(found=self.before_good, of=self.before_of)

    @property
    def after(self) -> Interval:
        return wilson(found=self.after_good, of=self.after_of)


def progress(coaching: Coaching) -> Progress:
    """This will compare the item before the talk with the follow-up sample.

    The score that led to the talk is left out: chosen because it was bad, it would make any follow-up look better.
    """
    results = ItemResult.objects.filter(item=coaching.item)
    since = coaching.opened_at - dt.timedelta(days=BEFORE_DAYS)
    earlier = current(Evaluation.objects.filter(agent=coaching.agent)).filter(
        submitted_at__gte=since, submitted_at__lt=coaching.opened_at, review__drawn__sample="RANDOM",
        review__plan__agent__isnull=True,
    )
    good, of = _counted(results.filter(evaluation__in=earlier.exclude(pk=coaching.evaluation_id).values("pk")))
    later = current(Evaluation.objects.filter(review__plan=coaching.follow_up)) if coaching.follow_up_id else None
    after_good, after_of = _counted(results.filter(evaluation__in=later.values("pk"))) if later is not None else (0, 0)
    if not of or not after_of:
        return Progress(good, of, after_good, after_of, None, CoachingOutcome.CANNOT_TELL)
    change = difference(Tally("after", after_good, after_of), Tally("before", good, of))
    outcome = (
        CoachingOutcome.BETTER if change.low > 0
        else CoachingOutcome.WORSE if change.high < 0 else CoachingOutcome.CANNOT_TELL
    )  # fmt: skip
    return Progress(good, of, after_good, after_of, change, outcome)


def coachings(person: Person, standing: Standing, permission: str) -> QuerySet[Coaching]:
    """This will return coachings that a person gives or gets, and those of people in scope, open ones first."""
    given = Q(agent=person) | Q(coach=person)
    if standing.may(permission):
        given |= Q(agent__in=staff.people_visible_to(standing, permission))
    rows = Coaching.objects.filter(given).select_related("agent", "coach", "evaluation", "follow_up__unit")
    return rows.defer("follow_up__frame").order_by("closed_at", "-opened_at", "-pk")


def incidents(standing: Standing, permission: str) -> QuerySet[Incident]:
    """This will return the incidents of people in scope, the newest first."""
    people = staff.people_visible_to(standing, permission)
    rows = Incident.objects.filter(person__in=people).select_related("person", "investigator", "decided_by")
    return rows.order_by("-opened_at", "-pk")


def load_of_people(standing: Standing, permission: str, *, since: dt.datetime) -> list[dict]:
    """This will return who had hard calls since an instant, how many, and how many breaks they took, most first."""
    people = staff.people_visible_to(standing, permission)
    rows = HardCall.objects.filter(person__in=people, marked_at__gte=since).values("person__full_name")
    counted = rows.annotate(n=Count("pk"), taken=Count("pk", filter=Q(rest="TAKEN")))
    return list(counted.order_by("-n", "person__full_name"))


def certificates(standing: Standing, permission: str) -> QuerySet[Certificate]:
    """This will return the certificates of people in scope who work here, the soonest to end first."""
    people = staff.people_visible_to(standing, permission)
    rows = Certificate.objects.filter(person__in=people, person__is_active=True).select_related("person")
    return rows.order_by("valid_until", "pk")


def _counted(rows: QuerySet[ItemResult]) -> tuple[int, int]:
    shares = list(rows.values_list("share", flat=True))
    return sum(share >= 1 for share in shares), len(shares)
