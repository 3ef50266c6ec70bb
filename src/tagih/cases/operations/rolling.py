"""The daily round of cases and work items, and the same for few customers between two rounds. Set-based."""

import contextlib
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tagih.cases.enums import Measure
from tagih.cases.events import CaseClosed, CaseOpened, CasesRolled
from tagih.cases.models import Case, PriorityWeight, StageBand
from tagih.cases.queries.day import house_day
from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.staff.models import Person

PACKAGE = "tagih.cases"
WORK_MEMORY = "256MB"


@dataclass(frozen=True, slots=True)
class Rolled:
    """How many cases a round opened, moved and closed."""

    opened: int
    moved: int
    closed: int


@dataclass(frozen=True, slots=True)
class Listed:
    """How many work items a round made, changed and cancelled."""

    made: int
    changed: int
    cancelled: int


def roll_cases(
    *, business_date: dt.date, now: dt.datetime, by: Person | None = None, customers: Sequence[int] | None = None
) -> Rolled:
    """This will open, move and close cases so that they fit the contracts in scope on `business_date`.

    One case per customer over all contracts. Writes only differences; run twice it changes nothing. A case with an
    open promise stays open until the promise is judged. With `customers` (ids) it looks at those only and publishes an
    event for each case; without, one event with counts.
    """
    with database.transaction():
        database.lock("cases.roll")
        bands = sorted(StageBand.objects.values_list("from_days", "stage"))
        parameters = {
            "business_date": business_date,
            "customers": _ids(customers),
            "from_days": [days for days, _stage in bands],
            "stages": [stage for _days, stage in bands],
            "first_day": bands[0][0] if bands else 1,
        }
        with _room_for("cases_case", "portfolio_contract", customers):
            row = database.fetch(PACKAGE, "roll_cases", parameters)[0]
        rolled = Rolled(row["opened"], row["moved"], row["closed"])
        if customers is None:
            if any((rolled.opened, rolled.moved, rolled.closed)):
                journal.publish(
                    CasesRolled(
                        business_date=business_date.isoformat(),
                        opened=rolled.opened,
                        moved=rolled.moved,
                        closed=rolled.closed,
                    ),
                    by=by,
                    now=now,
                )
        else:
            _tell_each(row["opened_ids"], row["closed_ids"], by=by, now=now)
    return rolled


def roll_work_items(
    *, business_date: dt.date, now: dt.datetime, by: Person | None = None, customers: Sequence[int] | None = None
) -> Listed:
    """This will make, change and cancel work items so that they fit the open cases on `business_date`.

    What nothing happened to stays untouched; work in hand is not disturbed. Queues per branch and stage are made when
    missing. Run twice it changes nothing.
    """
    with database.transaction():
        database.lock("cases.roll")
        who = {"customers": _ids(customers)}
        database.execute(PACKAGE, "make_queues", who)
        database.execute(PACKAGE, "staff_queues")
        starts, ends = house_day(business_date)
        parameters = {"business_date": business_date, "now": now, "day_starts": starts, "day_ends": ends} | who
        with _room_for("cases_workitem", "cases_case", customers):
            row = database.fetch(PACKAGE, "roll_work_items", parameters | _weights())[0]
        listed = Listed(row["made"], row["changed"], row["cancelled"])
        if any((listed.made, listed.changed, listed.cancelled)):
            journal.tell(["queues"])
    return listed


def _tell_each(opened: list[int], closed: list[int], *, by: Person | None, now: dt.datetime) -> None:
    if not opened and not closed:
        return
    cases = Case.objects.in_bulk([*opened, *closed])
    numbers = dict(Case.objects.filter(pk__in=cases).values_list("pk", "customer__customer_no").order_by("pk"))
    events = [
        kind(case_id=case_id, customer_no=numbers[case_id], reason=reason(cases[case_id]))
        for kind, ids, reason in ((CaseOpened, opened, _stage), (CaseClosed, closed, _closing))
        for case_id in ids
    ]
    journal.publish_many(events, by=by, now=now)


def _stage(case: Case) -> str:
    return case.stage


def _closing(case: Case) -> str:
    return case.close_reason


@contextlib.contextmanager
def _room_for(table: str, source: str, customers: Sequence[int] | None) -> Iterator[None]:
    """Memory for large joins; and where the first round fills an empty table, keys are checked at the end."""
    if customers is not None:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL work_mem = '{WORK_MEMORY}'")
        cursor.execute(f"SELECT EXISTS (SELECT FROM {table}), (SELECT count(*) FROM {source})")  # noqa: S608 (ours)
        is_filled, rows = cursor.fetchone()
    with database.bulk_load(table, rows=0 if is_filled else rows):
        yield


def _weights() -> dict[str, Any]:
    parameters: dict[str, Any] = {f"{measure.lower()}_{part}": [] for measure in Measure for part in ("from", "points")}
    for weight in PriorityWeight.objects.order_by("measure", "at_least"):
        parameters[f"{weight.measure.lower()}_from"].append(int(weight.at_least))
        parameters[f"{weight.measure.lower()}_points"].append(weight.points)
    return parameters


def _ids(customers: Sequence[int] | None) -> list[int] | None:
    return None if customers is None else list(customers)
