"""Which money counts: a reversal makes a payment as if it had never been there, and may be reversed itself."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

DEEPEST_CHAIN = 8  # reversals of reversals; beyond it the sender contradicts itself


@dataclass(frozen=True, slots=True)
class Money:
    """A payment, or the reversal of one. `fed_on` is the business date of the first file of the core system with it."""

    ref: str
    paid_on: dt.date
    amount: Decimal
    reversal_of: str = ""
    fed_on: dt.date | None = None


def undone(entries: Iterable[Money]) -> set[str]:
    """This will return the references of payments and reversals that are undone.

    A reversal undoes what it names unless it is undone itself, however late it was told.
    """
    reversals = [entry for entry in entries if entry.reversal_of]
    dead: set[str] = set()
    for _ in range(DEEPEST_CHAIN):
        now_dead = {entry.reversal_of for entry in reversals if entry.ref not in dead}
        if now_dead == dead:
            break
        dead = now_dead
    return dead


def effective(entries: Iterable[Money], *, until: dt.date) -> list[Money]:
    """This will return the payments that count up to and on a date, by day and reference.

    One entry per reference: the first one told stays.
    """
    once: dict[str, Money] = {}
    for entry in entries:
        once.setdefault(entry.ref, entry)
    dead = undone(once.values())
    counting = [
        entry
        for entry in once.values()
        if not entry.reversal_of and entry.ref not in dead and entry.paid_on <= until and entry.amount > 0
    ]
    return sorted(counting, key=lambda entry: (entry.paid_on, entry.ref))
