"""Published rates: from random samples only, weighted, with intervals; people ranked only where data allow it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from django.db.models import Q

from tagih.quality.enums import DisputeStatus, Sample
from tagih.quality.models import Dispute, Evaluation, ItemResult, PhraseHit, SampledContact
from tagih.quality.queries.work import current
from tagih.quality.rules import lifecycles
from tagih.quality.rules.estimates import Estimate, Seen, weighted
from tagih.quality.rules.ranking import Ranking, Tally, rank
from tagih.quality.rules.sizes import Interval, wilson
from tagih.staff.models import Person

PASS = 80
"""From so many points on, and without a grave failure, a contact was fine."""


@dataclass(frozen=True, slots=True)
class ItemRate:
    """How often one item failed, over the random sample."""

    item: str
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Rates:
    """What may be published about a period: the random sample; beside it, weighted, the risk sample as a check."""

    drawn: int
    reviewed: int
    grave: Estimate
    fine: Estimate
    items: tuple[ItemRate, ...]
    risk_reviewed: int
    risk_found: int
    risk_grave: Estimate


@dataclass(frozen=True, slots=True)
class Machine:
    """How the machine's signs fared against people, on the random sample: what it named, what it should have named."""

    reviewed: int
    named: int
    right: int
    grave: int

    @property
    def precision(self) -> Interval:
        return wilson(found=self.right, of=self.named)

    @property
    def recall(self) -> Interval:
        return wilson(found=self.right, of=self.grave)


def rates(*, paths: Iterable[str], first: dt.date, last: dt.date) -> Rates:
    """This will return the rates of contacts below the paths, from plans whose period lies in the given one."""
    drawn = _drawn(paths, first, last)
    scores = _scores_by_attempt(drawn)
    random = [row for row in drawn if row.sample == Sample.RANDOM]
    risk = [row for row in drawn if row.sample == Sample.RISK]
    failed = _failed_items(scores.values())
    grave = {attempt: float(score.is_fatal) for attempt, score in scores.items()}
    fine = {attempt: float(_is_fine(score)) for attempt, score in scores.items()}
    heard = {scores[row.review.attempt_id].pk for row in random if row.review.attempt_id in scores}
    names = sorted({item for score, items in failed.items() if score in heard for item in items})
    return Rates(
        drawn=len(random),
        reviewed=sum(row.review.attempt_id in scores for row in random),
        grave=_estimated(random, grave),
        fine=_estimated(random, fine),
        items=tuple(
            ItemRate(name, _estimated(random, {a: float(name in failed[s.pk]) for a, s in scores.items()}))
            for name in names
        ),
        risk_reviewed=sum(row.review.attempt_id in scores for row in risk),
        risk_found=sum(bool(grave.get(row.review.attempt_id)) for row in risk),
        risk_grave=_estimated(risk, grave),
    )


def ranking(*, paths: Iterable[str], first: dt.date, last: dt.date) -> tuple[Ranking, dict[str, Person]]:
    """This will return the agents of the random sample as far as they can be told apart, and who they are."""
    drawn = [row for row in _drawn(paths, first, last) if row.sample == Sample.RANDOM and row.review.agent_id]
    scores = _scores_by_attempt(drawn)
    people = {_name(row.review.agent): row.review.agent for row in drawn}
    good: dict[str, int] = defaultdict(int)
    of: dict[str, int] = defaultdict(int)
    for row in drawn:
        if (score := scores.get(row.review.attempt_id)) is not None:
            of[_name(row.review.agent)] += 1
            good[_name(row.review.agent)] += _is_fine(score)
    return rank([Tally(name, good[name], of[name]) for name in sorted(people)]), people


def machine_of(*, paths: Iterable[str], first: dt.date, last: dt.date) -> Machine:
    """This will return how often phrases that the machine found were grave to a person, and the reverse."""
    drawn = [row for row in _drawn(paths, first, last) if row.sample == Sample.RANDOM]
    scores = _scores_by_attempt(drawn)
    named = set(PhraseHit.objects.filter(attempt__in=scores).values_list("attempt_id", flat=True))
    grave = {attempt for attempt, score in scores.items() if score.is_fatal}
    return Machine(len(scores), len(named), len(named & grave), len(grave))


def overturns(*, first: dt.date, last: dt.date) -> list[tuple[str, int, int, Interval, bool]]:
    """This will return each disputed item with disputes decided, answers changed, interval, and whether it is too many.

    An item is called badly worded only when even the low end of the interval passes the limit.
    """
    decided = Dispute.objects.filter(
        status__in=(DisputeStatus.UPHELD, DisputeStatus.OVERTURNED), decided_at__date__range=(first, last)
    ).values_list("items", "overturned")
    asked: dict[str, int] = defaultdict(int)
    changed: dict[str, int] = defaultdict(int)
    for items, overturned in decided:
        for item in items:
            asked[item] += 1
            changed[item] += item in overturned
    rows = []
    for item in sorted(asked, key=lambda name: (-changed[name] / asked[name], name)):
        interval = wilson(found=changed[item], of=asked[item])
        rows.append((item, asked[item], changed[item], interval, interval.low > lifecycles.OVERTURNS_TOO_OFTEN))
    return rows


def _drawn(paths: Iterable[str], first: dt.date, last: dt.date) -> list[SampledContact]:
    covered = reduce(
        Q.__or__, (Q(review__attempt__decision__unit__path__startswith=path) for path in paths), Q(pk__in=())
    )
    rows = SampledContact.objects.filter(covered, plan__first_on__gte=first, plan__last_on__lte=last)
    rows = rows.filter(plan__agent__isnull=True)
    return list(rows.exclude(sample=Sample.MANDATORY).select_related("review__agent").order_by("pk"))


def _scores_by_attempt(drawn: Iterable[SampledContact]) -> dict:
    attempts = [row.review.attempt_id for row in drawn]
    return {score.attempt_id: score for score in current(Evaluation.objects.filter(attempt__in=attempts))}


def _name(agent: Person) -> str:
    """Sorts by name and tells two of one name apart."""
    return f"{agent.full_name}\x1f{agent.employee_no}"


def _is_fine(score: Evaluation) -> bool:
    return not score.is_fatal and score.points is not None and score.points >= PASS


def _failed_items(scores: Iterable[Evaluation]) -> dict[int, set[str]]:
    failed: dict[int, set[str]] = defaultdict(set)
    rows = ItemResult.objects.filter(evaluation__in=list(scores), share__lt=1).values_list("evaluation_id", "item")
    for evaluation, item in rows:
        failed[evaluation].add(item)
    return failed


def _estimated(drawn: Iterable[SampledContact], values: dict) -> Estimate:
    return weighted(
        Seen(f"{row.plan_id} {row.stratum}", row.stratum_size, values[row.review.attempt_id])
        for row in drawn
        if row.review.attempt_id in values
    )

