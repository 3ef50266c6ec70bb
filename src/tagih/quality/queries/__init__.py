"""Reads of quality."""

from tagih.quality.queries.agreement import Agreed, agreement, agreement_of
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
    "Rates",
    "agreement",
    "agreement_of",
    "can_see",
    "candidates",
    "current",
    "disputes_for",
    "form_for",
    "form_of",
    "frame_of",
    "is_redrawn",
    "load_of",
    "machine_of",
    "overturns",
    "own_scores",
    "pairs_of",
    "plan_file",
    "plans",
    "queue",
    "ranking",
    "rates",
    "released",
    "reviewers_for",
    "visible_evaluations",
]
