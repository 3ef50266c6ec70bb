"""A case as JSON again: stored beside its decision and readable by `casefile`, so that every answer can be replayed."""

import datetime as dt
from dataclasses import asdict
from typing import Any

from tagih.contacts.rules.facts import Case
from tagih.contacts.rules.zones import SHORT

ZONES = {name: short for short, name in SHORT.items()}


def written(case: Case) -> dict[str, Any]:
    """This will write a case the way `tagih gate try` reads it, leaving out what is unknown."""
    facts = asdict(case)
    facts["contact_point"] = facts.pop("point")
    zones = facts["contact_point"].pop("zones")
    facts["contact_point"]["zone"] = ZONES.get(zones[0]) if len(zones) == 1 else None
    facts["person"]["preferences"] = facts["person"].pop("wishes")
    facts["letter"] = facts.pop("letter_fields")
    if facts["agent"] and not facts["agent"].pop("assignment_known"):
        del facts["agent"]["assignment_valid_until"]
    return _plain(facts)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if item is not None and item is not False}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value
