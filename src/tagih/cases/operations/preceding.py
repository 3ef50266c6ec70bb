"""A case before anything is late: opened by the person, not by the round."""

import datetime as dt

from tagih.cases.enums import Stage
from tagih.cases.events import CaseOpened
from tagih.cases.models import Case
from tagih.cases.queries.day import business_date
from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.portfolio.models import Contract, Customer


@database.transaction_required
def open_before_due(*, customer: Customer, now: dt.datetime) -> Case | None:
    """This will open a case for a person who promises before anything is late, or return the one that is open; None
    for a person without a contract that can be promised.

    It holds no work. The round closes it once no promise is open on it, or works it when something falls late.
    """
    Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=customer.pk)
    known = Case.objects.select_related("customer").filter(customer=customer, status="OPEN").first()
    if known is not None:
        return known
    live = Contract.objects.filter(customer=customer, status__in=["ACTIVE", "WRITTEN_OFF"], is_in_scope=True)
    first = live.filter(next_due_on__isnull=False).order_by("next_due_on", "pk").first()
    if first is None:
        return None
    made = Case.objects.create(
        customer=customer, branch_id=first.branch_id, stage=Stage.PRE_DUE, opened_on=business_date(now=now)
    )
    told = CaseOpened(case_id=made.pk, customer_no=customer.customer_no, reason=Stage.PRE_DUE)
    journal.publish(told, by=None, now=now)
    return made
