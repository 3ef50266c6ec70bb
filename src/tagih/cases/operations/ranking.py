"""The order of work as a strategy wants it: one rank a case, laid beside the weights of the house."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from tagih.cases.operations.rolling import PACKAGE
from tagih.kernel import database
from tagih.staff.models import Person


@dataclass(frozen=True, slots=True)
class Ranked:
    """What a strategy says of a person today: points (more goes first), and why."""

    customer_no: str
    points: int
    segment: str
    step: str
    channel: str
    strategy: str


def rank_cases(
    ranked: Iterable[Ranked], *, business_date: dt.date, now: dt.datetime, by: Person | None = None
) -> int:
    """This will take over the ranks of a business date for all open cases and return how many changed.

    Who is not among them loses the rank. The work items follow when they are rolled next. Within equal points the
    weights of the house decide.
    """
    with database.transaction():
        database.lock("cases.roll")
        database.execute(PACKAGE, "make_ranked")
        database.copy_in(
            "ranked", ["customer_no", "points", "segment", "step", "channel", "strategy"],
            ((one.customer_no, one.points, one.segment, one.step, one.channel, one.strategy) for one in ranked),
        )  # fmt: skip
        (row,) = database.fetch(PACKAGE, "rank_cases", {"business_date": business_date})
        database.execute(PACKAGE, "drop_ranked")
    return row["changed"]
