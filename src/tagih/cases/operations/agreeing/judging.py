"""Agreements judged by money and days, for everybody in the evening and for few when money moves."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tagih.cases.events import ArrangementJudged, ArrangementsJudged
from tagih.cases.models import Arrangement
from tagih.cases.operations.agreeing.restraints import tell_gate
from tagih.cases.queries.day import HOUSE_ZONE
from tagih.cases.rules import promises
from tagih.journal import operations as journal
from tagih.kernel import clock, database
from tagih.staff.models import Person


@dataclass(frozen=True, slots=True)
class Watched:
    """How many agreements changed to each state, and whose."""

    on_track: int = 0
    late: int = 0
    broken: int = 0
    completed: int = 0
    customers: tuple[int, ...] = ()


def judge_arrangements(
    *, business_date: dt.date, now: dt.datetime, by: Person | None = None, customers: Sequence[int] | None = None
) -> Watched:
    """This will judge agreements by all money that counts, as of the last day that is over at `now`.

    Set-based, the same result however often it runs. With `customers` (ids) every agreement of these is judged anew;
    without, all that run or ended in the last 100 days. The gate hears of each that changed.
    """
    as_of = promises.last_whole_day(business_date, local_now=clock.local(now, HOUSE_ZONE))
    with database.transaction():
        database.lock("cases.judge")
        rows = database.fetch(
            "tagih.cases", "judge_arrangements",
            {"as_of": as_of, "now": now, "customers": None if customers is None else list(customers)},
        )  # fmt: skip
        turned = [row for row in rows if row["status"] != row["previous"]]
        known = Arrangement.objects.select_related("case__customer", "contract").in_bulk([row["id"] for row in rows])
        for row in rows:
            tell_gate(known[row["id"]], by=by, now=now)
        if turned:
            _tell(turned, known, is_round=customers is None, on=business_date, by=by, now=now)
    states = [row["status"] for row in turned]
    return Watched(
        states.count("ACTIVE"), states.count("LATE"), states.count("BROKEN"), states.count("COMPLETED"),
        tuple(sorted({row["customer_id"] for row in turned})),
    )  # fmt: skip


def _tell(
    turned: list[dict], known: dict[int, Arrangement], *, is_round: bool, on: dt.date, by: Person | None,
    now: dt.datetime,
) -> None:  # fmt: skip
    if is_round:
        states = [row["status"] for row in turned]
        done = ArrangementsJudged(
            business_date=on.isoformat(), late=states.count("LATE"), broken=states.count("BROKEN"),
            completed=states.count("COMPLETED"),
        )  # fmt: skip
        journal.publish(done, by=by, now=now)
        return
    for row in turned:
        made = known[row["id"]]
        judged = ArrangementJudged(
            case_id=made.case_id, customer_no=made.case.customer.customer_no, arrangement_id=made.pk,
            status=row["status"], previous=row["previous"], paid=row["paid"],
        )  # fmt: skip
        journal.publish(judged, by=by, now=now)
