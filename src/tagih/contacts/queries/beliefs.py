"""Beliefs and norms between their rows and the rules."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from tagih.contacts.models import PointBelief
from tagih.contacts.rules.belief import Belief

SUMS = ("right", "third", "wrong", "dead", "tried", "answered")


def belief_of(row: PointBelief) -> Belief:
    """This will read what is believed of a point from its row."""
    return read({name: getattr(row, name) for name in ("as_of", *SUMS, "hours", "weekdays", "rival_at")})


def read(told: Mapping[str, Any]) -> Belief:
    """This will read a belief from columns, or from JSON, where instants are texts."""
    return Belief(
        as_of=_instant(told["as_of"]),
        **{name: told[name] for name in SUMS},
        hours={int(slot): (n, y) for slot, (n, y) in told["hours"].items()},
        weekdays={int(slot): (n, y) for slot, (n, y) in told["weekdays"].items()},
        rival_at=_instant(told["rival_at"]) if told["rival_at"] else None,
    )


def stored(belief: Belief) -> dict[str, Any]:
    """This will write a belief as the columns of its row."""
    told = asdict(belief)
    for name in ("hours", "weekdays"):
        told[name] = {str(slot): list(counts) for slot, counts in told[name].items()}
    return told


def _instant(told: dt.datetime | str) -> dt.datetime:
    return dt.datetime.fromisoformat(told) if isinstance(told, str) else told
