"""Reads: contact points as people may see them, the next one to try, what was attempted and refused."""

from tagih.contacts.queries.compliance import (
    RefusalFigures,
    Scope,
    decision_in_scope,
    decisions_in,
    refusal_figures,
    refusals_in,
)
from tagih.contacts.queries.exports import ATTEMPT_COLUMNS, POINT_COLUMNS, exported_attempts, exported_points
from tagih.contacts.queries.history import AttemptView, RefusalView, attempts_of, refusals_of
from tagih.contacts.queries.numbers import next_number, next_numbers, number_chances
from tagih.contacts.queries.points import (
    PointView,
    customers_with_value,
    next_point,
    points_of,
    points_of_many,
)
from tagih.contacts.queries.prescreen import Prescreen, prescreen
from tagih.contacts.queries.reach import ReachLine, ReachReport, reach
from tagih.contacts.queries.repair import (
    Elsewhere,
    Message,
    StepView,
    asks_of,
    codes_waiting,
    cost_of,
    elsewhere,
    has_inbox,
    inbox,
    may_send_codes,
    open_item_of,
    requests_waiting,
    search_of,
)
from tagih.contacts.queries.rulebook import Asked, asked, compiled, current_stamp, digest_of, raised_by
from tagih.contacts.queries.shared import (
    Credit,
    Holder,
    SharedView,
    holders_of,
    shared_numbers,
    source_credits,
)
from tagih.contacts.queries.sources import in_words
from tagih.contacts.queries.telling import ReasonTold, Told, decision_told
from tagih.contacts.queries.wording import ReasonView, basis_of, reasons_in_words, sentence_of
from tagih.contacts.rules.choice import Choice, Rated

__all__ = [
    "ATTEMPT_COLUMNS",
    "POINT_COLUMNS",
    "Asked",
    "AttemptView",
    "Choice",
    "Credit",
    "Elsewhere",
    "Holder",
    "Message",
    "PointView",
    "Prescreen",
    "Rated",
    "ReachLine",
    "ReachReport",
    "ReasonTold",
    "ReasonView",
    "RefusalFigures",
    "RefusalView",
    "Scope",
    "SharedView",
    "StepView",
    "Told",
    "asked",
    "asks_of",
    "attempts_of",
    "basis_of",
    "codes_waiting",
    "compiled",
    "cost_of",
    "current_stamp",
    "customers_with_value",
    "decision_in_scope",
    "decision_told",
    "decisions_in",
    "digest_of",
    "elsewhere",
    "exported_attempts",
    "exported_points",
    "has_inbox",
    "holders_of",
    "in_words",
    "inbox",
    "may_send_codes",
    "next_number",
    "next_numbers",
    "next_point",
    "number_chances",
    "open_item_of",
    "points_of",
    "points_of_many",
    "prescreen",
    "raised_by",
    "reach",
    "reasons_in_words",
    "refusal_figures",
    "refusals_in",
    "refusals_of",
    "requests_waiting",
    "search_of",
    "sentence_of",
    "shared_numbers",
    "source_credits",
]
