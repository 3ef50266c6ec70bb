"""Reads: contact points as people may see them, the next one to try, what was attempted and refused."""

from tagih.contacts.queries.exports import ATTEMPT_COLUMNS, POINT_COLUMNS, exported_attempts, exported_points
from tagih.contacts.queries.history import AttemptView, RefusalView, attempts_of, refusals_of
from tagih.contacts.queries.points import PointView, customers_with_value, next_point, points_of, points_of_many
from tagih.contacts.queries.prescreen import Prescreen, prescreen
from tagih.contacts.queries.wording import ReasonView, reasons_in_words, sentence_of

__all__ = [
    "ATTEMPT_COLUMNS",
    "POINT_COLUMNS",
    "AttemptView",
    "PointView",
    "Prescreen",
    "ReasonView",
    "RefusalView",
    "attempts_of",
    "customers_with_value",
    "exported_attempts",
    "exported_points",
    "next_point",
    "points_of",
    "points_of_many",
    "prescreen",
    "reasons_in_words",
    "refusals_of",
    "sentence_of",
]
