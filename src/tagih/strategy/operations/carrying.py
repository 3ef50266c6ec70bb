"""From steps to work: what a day's decisions want of letters and of the field is ordered there.

What they say in writing is ordered by the round's own step for messages, beside the reminders of promises.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from tagih.contacts.enums import Channel, Purpose
from tagih.field import operations as field
from tagih.field.enums import WantState
from tagih.field.models import WantedVisit
from tagih.journal import operations as journal
from tagih.kernel import database, lake
from tagih.letters import operations as letters
from tagih.letters.enums import LetterKind
from tagih.portfolio.models import Contract, Customer
from tagih.staff.models import Person
from tagih.strategy.enums import WorkOrder
from tagih.strategy.events import StepsCarriedOut
from tagih.strategy.queries.decided import DECISIONS, file_of, standing
from tagih.strategy.queries.ordering import work_order

AT_ONCE = 5_000
WARNINGS = (LetterKind.SP1, LetterKind.SP2, LetterKind.SP3, LetterKind.SOMASI)
A_POINT_S = 36
"""Seconds of travel that a visit is worth by one point of priority: 50 points are half an hour."""


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """What was new in each channel; `unusable`: a letter that nobody writes, or whose turn has not come."""

    letters: int = 0
    visits: int = 0
    unusable: int = 0


@dataclass(frozen=True, slots=True)
class _Step:
    customer_id: int
    customer_no: str
    reference: str
    step: str
    channel: str
    template: str
    priority: int


def carry_out(*, business_date: dt.date, now: dt.datetime, by: Person | None) -> CarriedOut:
    """This will order the letters and visits that the decisions of a date want, each person once a day.

    Calls are not ordered: they are the order of work lists (`rank_work`). Nothing is sent or allowed here; the contact
    gate is asked when something leaves. Does nothing where work lists follow the house's points, nor where the
    decisions of an earlier date stand: what they wanted was ordered that day.
    """
    held = standing(business_date)
    if work_order() == WorkOrder.POINTS or held.decided_on is None or held.is_stale:
        return CarriedOut()
    done = CarriedOut()
    for steps in _steps(business_date):
        part = _ordered(steps, business_date=business_date, now=now, by=by)
        done = CarriedOut(
            done.letters + part.letters, done.visits + part.visits, done.unusable + part.unusable
        )
    if done.letters or done.visits:
        event = StepsCarriedOut(business_date=business_date.isoformat(), letters=done.letters, visits=done.visits)
        with database.transaction():
            journal.publish(event, by=by, now=now)
    return done


def _steps(date: dt.date) -> Iterator[list[_Step]]:
    file = file_of(lake.required(DECISIONS, date), "decisions")
    with duckdb.connect(config={"memory_limit": "1GB", "threads": 2}) as engine:
        found = engine.execute(f"""
            SELECT customer_no, step, channel, template, priority FROM read_parquet('{file}')
            WHERE step <> '' AND channel IN ('LETTER', 'VISIT') ORDER BY customer_no""")
        while rows := found.fetchmany(AT_ONCE):
            numbers = [row[0] for row in rows]
            known = dict(Customer.objects.filter(customer_no__in=numbers).values_list("customer_no", "pk"))
            yield [_Step(known[row[0]], row[0], f"step:{date.isoformat()}:{row[0]}", *row[1:])
                   for row in rows if row[0] in known]  # fmt: skip


def _ordered(
    steps: Sequence[_Step], *, business_date: dt.date, now: dt.datetime, by: Person | None
) -> CarriedOut:  # fmt: skip
    written, refused = _letters([step for step in steps if step.channel == Channel.LETTER], now=now, by=by)
    visits = _visits([step for step in steps if step.channel == Channel.VISIT], business_date, now=now, by=by)
    return CarriedOut(written, visits, refused)


def _letters(steps: Sequence[_Step], *, now: dt.datetime, by: Person | None) -> tuple[int, int]:
    """A letter is about the contract that is furthest behind, as the decision was."""
    usable = [step for step in steps if step.template in WARNINGS]
    late = Contract.objects.filter(
        customer_id__in=[step.customer_id for step in usable], oldest_unmet_due_on__isnull=False
    ).order_by("-oldest_unmet_due_on", "-contract_no")
    furthest = dict(late.values_list("customer_id", "contract_no"))  # the last one of each stays
    orders = [
        letters.LetterOrder(furthest[step.customer_id], step.template, step.reference)
        for step in usable if step.customer_id in furthest
    ]  # fmt: skip
    if not orders:
        return 0, len(steps)
    done = letters.order_letters(orders=orders, now=now, by=by)
    return done.written, len(steps) - len(orders) + len(done.refused)


def _visits(steps: Sequence[_Step], due_on: dt.date, *, now: dt.datetime, by: Person | None) -> int:
    """Whoever waits for a visit already is not waited for twice."""
    waiting = WantedVisit.objects.filter(
        customer_id__in=[step.customer_id for step in steps], state=WantState.WANTED
    ).values_list("customer_id", flat=True)
    already = set(waiting)
    wanted = [
        field.Wanted(
            reference=step.reference, customer_id=step.customer_id, purpose=Purpose.COLLECT, due_on=due_on,
            reason=step.step, prize=A_POINT_S * max(step.priority, 1),
        )
        for step in steps if step.customer_id not in already
    ]  # fmt: skip
    return field.want_visits(wanted=wanted, by=by, now=now) if wanted else 0
