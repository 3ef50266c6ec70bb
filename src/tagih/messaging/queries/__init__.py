"""Reads: templates, the outbox, conversations, links."""

from tagih.messaging.queries.channels import CHANNELS, Route, is_forbidden_by_rules, route_of, setting_of
from tagih.messaging.queries.links import link_of, owner_of_link
from tagih.messaging.queries.texts import link_in, templates_in_use, words_of
from tagih.messaging.queries.values import (
    Owed,
    company_name,
    masked_number,
    owed_of,
    snippet_values,
    standings_of,
    values_of,
    variable_examples,
)

__all__ = [
    "CHANNELS",
    "Owed",
    "Route",
    "company_name",
    "is_forbidden_by_rules",
    "link_in",
    "link_of",
    "masked_number",
    "owed_of",
    "owner_of_link",
    "route_of",
    "setting_of",
    "snippet_values",
    "standings_of",
    "templates_in_use",
    "values_of",
    "variable_examples",
    "words_of",
]
