"""What work lists follow: the points of the house, or the steps of the strategy."""

import datetime as dt
from collections.abc import Iterator

import duckdb

from tagih.cases import operations as cases
from tagih.cases.operations import Ranked
from tagih.cases.queries.day import business_date
from tagih.journal import operations as journal
from tagih.kernel import database, lake
from tagih.staff.models import Person
from tagih.strategy.enums import WorkOrder
from tagih.strategy.events import WorkOrderSet
from tagih.strategy.models import Ordering
from tagih.strategy.queries.decided import DECISIONS, file_of, standing
from tagih.strategy.queries.ordering import work_order

AT_ONCE = 20_000


def set_work_order(*, order: str, by: Person | None, now: dt.datetime) -> int:
    """This will let work lists follow the house's points or the strategy's steps, from the business date's lists on."""
    with database.transaction():
        database.lock("strategy.versions")
        Ordering.objects.create(order=WorkOrder(order), set_by=by, set_at=now)
        journal.publish(WorkOrderSet(order=str(order)), by=by, now=now)
    date = business_date(now=now)
    changed = rank_work(business_date=date, now=now, by=by)
    cases.roll_work_items(business_date=date, now=now, by=by)
    return changed


def rank_work(*, business_date: dt.date, now: dt.datetime, by: Person | None) -> int:
    """This will lay the decisions that hold on a date beside the cases, and return how many ranks changed.

    Where work lists follow the house's points there are no ranks.
    """
    decided_on = standing(business_date).decided_on
    if work_order() == WorkOrder.POINTS or decided_on is None:
        return cases.rank_cases([], business_date=business_date, now=now, by=by)
    return cases.rank_cases(_ranked(decided_on), business_date=business_date, now=now, by=by)


def _ranked(date: dt.date) -> Iterator[Ranked]:
    """Who has a step comes in the order of its priority; others stay behind, whoever rests last."""
    partition = lake.required(DECISIONS, date)
    labels = partition.notes["labels"]
    file = file_of(partition, "decisions")
    with duckdb.connect(config={"memory_limit": "1GB", "threads": 2}) as engine:
        found = engine.execute(f"""
            SELECT customer_no, CASE WHEN step <> '' THEN 1 + priority WHEN "exit" <> '' THEN -1 ELSE 0 END,
                   segment, step, channel, version
            FROM read_parquet('{file}') WHERE segment <> ''""")
        while rows := found.fetchmany(AT_ONCE):
            for customer_no, points, segment, step, channel, version in rows:
                yield Ranked(customer_no, points, segment, step, channel, labels[version])
