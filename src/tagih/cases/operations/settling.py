"""What money does to a case between two rounds: promises judged, claims answered, the case cured, work stopped."""

import datetime as dt
from collections.abc import Collection, Sequence

from tagih.cases.operations.agreeing.judging import judge_arrangements
from tagih.cases.operations.holds import answer_claims, end_due_holds
from tagih.cases.operations.promises import Judged, judge_promises
from tagih.cases.operations.rolling import roll_cases, roll_work_items
from tagih.cases.queries.day import business_date
from tagih.kernel import database
from tagih.portfolio.models import Customer
from tagih.staff.models import Person


def settle_customers(*, customers: Sequence[int], now: dt.datetime, by: Person | None = None) -> Judged:
    """This will bring the cases of some customers (ids) up to date with the money known now, in one transaction.

    Promises are judged, claims of payment answered, cases closed or moved, work that is settled cancelled. The same as
    the daily round would do; doing it twice changes nothing.
    """
    on = business_date(now=now)
    with database.transaction():
        judged = judge_promises(business_date=on, now=now, by=by, customers=customers)
        judge_arrangements(business_date=on, now=now, by=by, customers=customers)
        answer_claims(now=now, by=by, customers=customers)
        roll_cases(business_date=on, now=now, by=by, customers=customers)
        roll_work_items(business_date=on, now=now, by=by, customers=customers)
    return judged


def settle_customer_nos(*, customer_nos: Collection[str], now: dt.datetime, by: Person | None = None) -> None:
    """This will settle customers by number; a number that is not in scope has nothing to settle."""
    ids = list(Customer.objects.filter(customer_no__in=customer_nos).values_list("pk", flat=True).order_by("pk"))
    if ids:
        settle_customers(customers=ids, now=now, by=by)


def judge_due(*, business_date: dt.date, now: dt.datetime, by: Person | None = None) -> Judged:
    """This will judge promises and agreements of the evening, end holds that are over, and settle who is concerned."""
    with database.transaction():
        judged = judge_promises(business_date=business_date, now=now, by=by)
        watched = judge_arrangements(business_date=business_date, now=now, by=by)
        answer_claims(now=now, by=by)
        end_due_holds(business_date=business_date, now=now, by=by)
        concerned = sorted({*judged.customers, *watched.customers})
        if concerned:
            roll_cases(business_date=business_date, now=now, by=by, customers=concerned)
            roll_work_items(business_date=business_date, now=now, by=by, customers=concerned)
    return judged
