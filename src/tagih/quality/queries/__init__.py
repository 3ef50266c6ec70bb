"""Reads of quality."""

from tagih.quality.queries.agreement import Agreed, agreement, agreement_of
from tagih.quality.queries.certificates import certificate_state, renewable_from
from tagih.quality.queries.coaching import Progress, certificates, coachings, incidents, load_of_people, progress
from tagih.quality.queries.frame import candidates, frame_of, is_redrawn, plan_file
from tagih.quality.queries.people import load_of, pairs_of, reviewers_for
from tagih.quality.queries.rates import ItemRate, Machine, Rates, machine_of, overturns, ranking, rates
from tagih.quality.queries.work import (
    can_see,
    current,
    disputes_for,
    form_for,
    form_of,
    own_scores,
    plans,
    queue,
    released,
    visible_evaluations,
)

__all__ = [
    "Agreed",
    "ItemRate",
    "Machine",
    "Progress",
    "Rates",
    "agreement",
    "agreement_of",
    "can_see",
    "candidates",
    "certificate_state",
    "certificates",
    "coachings",
    "current",
    "disputes_for",
    "form_for",
    "form_of",
    "frame_of",
    "incidents",
    "is_redrawn",
    "load_of",
    "load_of_people",
    "machine_of",
    "overturns",
    "own_scores",
    "pairs_of",
    "plan_file",
    "plans",
    "progress",
    "queue",
    "ranking",
    "rates",
    "released",
    "renewable_from",
    "reviewers_for",
    "visible_evaluations",
]
