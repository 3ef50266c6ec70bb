"""The day's messages: what the strategy decided to say in writing, and what people promised for today."""

import datetime as dt
from collections.abc import Iterable, Iterator

from tagih.cases.models import Case, PromiseLeg
from tagih.kernel import clock
from tagih.messaging import operations as messaging
from tagih.messaging import queries as written
from tagih.messaging.operations import Order, Ordered
from tagih.portfolio.models import Customer
from tagih.staff.models import Person
from tagih.strategy import queries as strategy
from tagih.strategy.queries import WantedMessage

PROMISED = "REMIND_PROMISE"
PROMISE_PRIORITY = 90


def order(*, business_date: dt.date, now: dt.datetime, by: Person | None) -> Ordered | None:
    """This will order the messages of a business date, each once; None for a date that is over.

    A template is named by the strategy. Where its words exist for the step's channel under `NAME_CHANNEL`, these are
    taken, else those of `NAME`, whatever channel they are for: a closed channel gives way to the one that is open.
    """
    if clock.today_in(clock.WIB, now=now) > business_date:
        return None
    wanted = list(strategy.messages_wanted(business_date))
    orders = [*_decided(wanted, business_date, now), *_promised(business_date, now)]
    return messaging.order_messages(orders=orders, by=by, now=now)


def _decided(wanted: list[WantedMessage], date: dt.date, now: dt.datetime) -> Iterator[Order]:
    in_use, customers = written.templates_in_use(), _ids(one.customer_no for one in wanted)
    cases = _cases_of(customers.values())
    for one in wanted:
        exact = f"{one.template}_{one.channel}"
        if one.customer_no in customers:
            customer = customers[one.customer_no]
            yield Order(
                reference=f"{date}:{one.customer_no}:{one.step}", customer_id=customer, case_id=cases.get(customer),
                template=exact if exact in in_use else one.template, due_at=now, priority=one.priority,
                reason="STRATEGY", step=one.step, arm=one.arm,
            )  # fmt: skip


def _promised(date: dt.date, now: dt.datetime) -> Iterator[Order]:
    """Whoever promised for today hears of it once, whatever the strategy leaves them in peace from."""
    legs = PromiseLeg.objects.filter(due_on=date, status="OPEN", promise__status="OPEN", promise__case__status="OPEN")
    for leg, case, customer in legs.values_list("pk", "promise__case_id", "promise__case__customer_id").order_by("pk"):
        yield Order(
            reference=f"promise-due:{leg}", customer_id=customer, case_id=case, template=PROMISED, due_at=now,
            priority=PROMISE_PRIORITY, reason="PROMISE_DUE",
        )  # fmt: skip


def _ids(numbers: Iterable[str]) -> dict[str, int]:
    return dict(Customer.objects.filter(customer_no__in=list(numbers)).values_list("customer_no", "pk"))


def _cases_of(customers: Iterable[int]) -> dict[int, int]:
    return dict(Case.objects.filter(customer__in=list(customers), status="OPEN").values_list("customer_id", "pk"))
