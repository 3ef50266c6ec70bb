"""What the search for people cost, and what came in after they could be reached again."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from tagih.kernel import database, money

DAYS = 90


@dataclass(frozen=True, slots=True)
class RepairEarned:
    """Of the last 90 days, in rupiah. `paid` came within 30 days after people could be reached again.

    It came after the repair, not for certain because of it: `paid_unreached` is what people paid in the first 30 days
    out of reach while nobody found them. Who was found may have been easier to collect from anyway.
    """

    cost: Decimal
    steps: int
    repaired: int
    paid: Decimal
    unreached: int
    paid_unreached: Decimal

    @property
    def paid_each(self) -> Decimal | None:
        return _each(self.paid, self.repaired)

    @property
    def unreached_each(self) -> Decimal | None:
        return _each(self.paid_unreached, self.unreached)

    @property
    def cost_each(self) -> Decimal | None:
        """What one person who can be reached again cost, searches in vain included."""
        return _each(self.cost, self.repaired)


def repair_earned(paths: Iterable[str], *, now: dt.datetime) -> RepairEarned:
    """This will set the cost of searches in a row scope against the money that came afterwards. One query."""
    facts = {"paths": [f"{path}%" for path in paths], "since": now - dt.timedelta(days=DAYS), "now": now}
    (row,) = database.fetch("tagih.reporting", "repair_earned", facts)
    return RepairEarned(**row)


def _each(total: Decimal, people: int) -> Decimal | None:
    return money.rounded(total / people, to=Decimal(1)) if people else None
