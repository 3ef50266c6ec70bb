"""What a fresh database needs: reference data of every package, and one administrator."""

import datetime as dt
from collections.abc import Callable

REFERENCE: list[tuple[str, Callable[..., int]]] = []
"""(name, function(now=) -> rows made), in order, each safe to repeat. Packages add theirs here."""


def load_reference_data(*, now: dt.datetime) -> dict[str, int]:
    """This will load what is missing of every package's reference data and return rows made by name."""
    return {name: load(now=now) for name, load in REFERENCE}


def first_administrator(*, username: str, password: str, now: dt.datetime) -> bool:
    """This will make the first administrator if nobody can administer yet, and tell whether it did."""
    return False
