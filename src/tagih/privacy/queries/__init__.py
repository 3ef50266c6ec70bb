"""What may be asked about personal data."""

from tagih.privacy.queries.file import person_file
from tagih.privacy.queries.law import Ground, Processing, ground, grounds, processing, retention_rule, retention_rules
from tagih.privacy.queries.lists import (
    breaches,
    open_request_count,
    requests,
    requests_of,
    retention_states,
    sights,
    unmaskings,
    visible_customers,
)
from tagih.privacy.queries.restrictions import is_in_force, restrictions

__all__ = [
    "Ground",
    "Processing",
    "breaches",
    "ground",
    "grounds",
    "is_in_force",
    "open_request_count",
    "person_file",
    "processing",
    "requests",
    "requests_of",
    "restrictions",
    "retention_rule",
    "retention_rules",
    "retention_states",
    "sights",
    "unmaskings",
    "visible_customers",
]
