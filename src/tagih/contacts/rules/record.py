"""A case as JSON again: stored beside its decision and readable by `casefile`, so that every answer can be replayed."""

import datetime as dt
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from tagih.contacts.rules.facts import Case
from tagih.contacts.rules.zones import SHORT

ZONES = {name: short for short, name in SHORT.items()}


def written(case: Case) -> dict[str, Any]:
    """This will write a case the way `tagih gate try` reads it, leaving out what is unknown."""
    facts = _plain(case)
    point = facts["contact_point"] = facts.pop("point")
    zones = point.pop("zones", ())
    if len(zones) == 1 and zones[0] in ZONES:
        point["zone"] = ZONES[zones[0]]
    facts["person"]["preferences"] = facts["person"].pop("wishes")
    if "letter_fields" in facts:
        facts["letter"] = facts.pop("letter_fields")
    if case.agent and facts["agent"].pop("assignment_known", False):
        facts["agent"].setdefault("assignment_valid_until", None)
    return facts


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int):  # the most frequent first: this runs for each decision
        return value
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    names = _names(type(value))
    told = ((name, getattr(value, name)) for name in names)
    return {name: _plain(item) for name, item in told if item is not None and item is not False} if names else value


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
