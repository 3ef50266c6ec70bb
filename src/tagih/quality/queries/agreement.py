"""How far reviewers agree: over a quarter of calibrations and unseen second scores, or in one session."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.db.models import Q, QuerySet

from tagih.quality.enums import EvaluationKind, EvaluationStatus
from tagih.quality.models import Calibration, Evaluation
from tagih.quality.queries.work import form_of
from tagih.quality.rules import agreement as rules
from tagih.quality.rules.scorecards import SCALE


@dataclass(frozen=True, slots=True)
class Agreed:
    """Raw agreement and coefficients over contacts that several scored; drift of each reviewer in points."""

    contacts: int
    fatal: tuple[float | None, Any, int]
    other: tuple[float | None, Any, int]
    kappa: rules.Agreement
    alpha: rules.Agreement
    drifts: tuple[tuple[str, rules.Drift], ...]

    @property
    def fatal_is_enough(self) -> bool:
        return self.fatal[0] is not None and self.fatal[0] >= rules.AGREES_FATAL

    @property
    def other_is_enough(self) -> bool:
        return self.other[0] is not None and self.other[0] >= rules.AGREES


def agreement(*, paths: Iterable[str], since: dt.datetime) -> Agreed:
    """This will return how far reviewers below the paths agreed since an instant."""
    covered = reduce(Q.__or__, (Q(attempt__decision__unit__path__startswith=path) for path in paths), Q(pk__in=()))
    doubled = Evaluation.objects.filter(kind=EvaluationKind.DOUBLE, submitted_at__gte=since).values("attempt")
    wanted = Q(kind=EvaluationKind.CALIBRATION) | Q(
        kind__in=(EvaluationKind.REVIEW, EvaluationKind.DOUBLE), attempt__in=doubled
    )
    return _agreed(Evaluation.objects.filter(covered, wanted, submitted_at__gte=since))


def agreement_of(calibration: Calibration) -> Agreed:
    """This will return how far the reviewers of one session agreed."""
    return _agreed(Evaluation.objects.filter(calibration_contacts__calibration=calibration))


def _agreed(rows: QuerySet[Evaluation]) -> Agreed:
    scores = list(rows.exclude(status=EvaluationStatus.DRAFT).select_related("reviewer", "form").order_by("pk"))
    groups: dict[Any, list[Evaluation]] = defaultdict(list)
    for score in scores:
        groups[score.attempt_id, score.form_id, score.kind == EvaluationKind.CALIBRATION].append(score)
    shared = [group for group in groups.values() if len(group) > 1]
    fatal, other, scale, pairs = _answers(shared)
    points = [{str(one.reviewer_id): float(one.points) for one in group if one.points is not None} for group in shared]
    names = {str(score.reviewer_id): score.reviewer.full_name for score in scores}
    return Agreed(
        contacts=len(shared),
        fatal=rules.raw_agreement(fatal),
        other=rules.raw_agreement(other),
        kappa=rules.with_interval(pairs, lambda units: rules.cohen([(a, b) for a, b in units]), seed="kappa"),
        alpha=rules.with_interval(scale, lambda units: rules.krippendorff(units, level="ordinal"), seed="alpha"),
        drifts=tuple((names[one.reviewer], one) for one in rules.drifts(points)),
    )


def _answers(shared: Sequence[Sequence[Evaluation]]) -> tuple[list, list, list, list]:
    """Answers by item and contact: fatal items, others, scales, and the first two reviewers' yes or no."""
    fatal, other, scale, pairs = [], [], [], []
    for group in shared:
        for name, item in form_of(group[0].form).items.items():
            given = [_number(score.answers.get(name)) for score in group]
            (fatal if item.fatal else other).append(given)
            if item.kind == SCALE:
                scale.append(given)
            elif given[0] is not None and given[1] is not None:
                pairs.append((given[0], given[1]))
    return fatal, other, scale, pairs


def _number(answer: str | None) -> float | None:
    if answer is None:
        return None
    return {"YES": 1.0, "NO": 0.0, "NA": -1.0}.get(answer) if not answer.isdigit() else float(answer)
