"""What may be asked about cases, work, promises and the floor."""

from tagih.cases.queries.codes import codes_named, codes_on
from tagih.cases.queries.day import business_date, house_day
from tagih.cases.queries.exports import (
    CASE_COLUMNS,
    ITEM_COLUMNS,
    PROMISE_COLUMNS,
    exported_cases,
    exported_items,
    exported_promises,
)
from tagih.cases.queries.floor import agents, counts_of, day_of, open_items, queues
from tagih.cases.queries.history import Entry, Page, history, name_of
from tagih.cases.queries.people import find_case, in_scope, scope_paths, team_of
from tagih.cases.queries.search import Hit, search

__all__ = [
    "CASE_COLUMNS",
    "ITEM_COLUMNS",
    "PROMISE_COLUMNS",
    "Entry",
    "Hit",
    "Page",
    "agents",
    "business_date",
    "codes_named",
    "codes_on",
    "counts_of",
    "day_of",
    "exported_cases",
    "exported_items",
    "exported_promises",
    "find_case",
    "history",
    "house_day",
    "in_scope",
    "name_of",
    "open_items",
    "queues",
    "scope_paths",
    "search",
    "team_of",
]
