"""Rows of `tagih export cases`, `work-items` and `promises`, streamed."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Q, QuerySet
from django.db.models.functions import JSONObject

from tagih.cases.enums import ItemStatus, Precedence
from tagih.cases.models import Case, Promise, WorkItem
from tagih.cases.models.case import CODE_PREFIX
from tagih.cases.queries.day import house_day
from tagih.kernel.ids import short_code

CASE_COLUMNS = {
    "case_code": "pk",
    "customer_no": "customer__customer_no",
    "branch": "branch__code",
    "stage": "stage",
    "status": "status",
    "close_reason": "close_reason",
    "opened_on": "opened_on",
    "closed_on": "closed_on",
    "owner": "owner__employee_no",
    "bucket": "bucket",
    "oldest_unmet_due_on": "oldest_unmet_due_on",
    "overdue_amount": "overdue_amount",
    "outstanding_principal": "outstanding_principal",
    "contract_count": "contract_count",
    "next_action_at": "next_action_at",
    "callback_at": "callback_at",
    "last_contact_at": "last_contact_at",
}
ITEM_COLUMNS = {
    "case_code": "case_id",
    "customer_no": "case__customer__customer_no",
    "queue": "queue__code",
    "stage": "queue__stage",
    "precedence": "precedence",
    "precedence_name": "precedence",
    "priority": "priority",
    "reasons": "reasons",
    "due_at": "due_at",
    "business_date": "business_date",
    "status": "status",
    "assignee": "assignee__employee_no",
    "leased_by": "leased_by__employee_no",
    "leased_until": "leased_until",
    "closed_at": "closed_at",
    "close_reason": "close_reason",
}
PROMISE_COLUMNS = {
    "promise_id": "pk",
    "case_code": "case_id",
    "customer_no": "case__customer__customer_no",
    "contract_no": "contract__contract_no",
    "status": "status",
    "made_on": "made_on",
    "made_at": "made_at",
    "made_by": "made_by__employee_no",
    "due_on": "last_due_on",
    "amount": "total",
    "paid": "paid",
    "tolerance": "tolerance",
    "grace_days": "grace_days",
    "judged_at": "judged_at",
    "cancel_reason": "cancel_reason",
    "legs": "told_legs",
}
CHUNK = 10_000


def exported_cases(business_date: dt.date) -> Iterator[tuple[Any, ...]]:
    """This will stream cases opened until a business date, in the order of `CASE_COLUMNS`, oldest first."""
    return _rows(Case.objects.filter(opened_on__lte=business_date).order_by("pk"), CASE_COLUMNS)


def exported_items(business_date: dt.date) -> Iterator[tuple[Any, ...]]:
    """This will stream open work, and what was closed on a business date or later, by queue and order of hand-out."""
    starts, _ends = house_day(business_date)
    rows = WorkItem.objects.filter(
        Q(status__in=[ItemStatus.READY, ItemStatus.LEASED]) | Q(closed_at__gte=starts), business_date__lte=business_date
    )
    return _rows(rows.order_by("queue_id", "precedence", "-priority", "pk"), ITEM_COLUMNS)


def exported_promises(business_date: dt.date) -> Iterator[tuple[Any, ...]]:
    """This will stream promises made until a business date with their legs as JSON, oldest first."""
    leg = JSONObject(due_on="legs__due_on", amount="legs__amount", paid="legs__paid", status="legs__status")
    rows = Promise.objects.filter(made_on__lte=business_date)
    return _rows(rows.annotate(told_legs=JSONBAgg(leg, order_by="legs__number")).order_by("pk"), PROMISE_COLUMNS)


def _rows(rows: QuerySet, columns: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    wording = [_WORDING.get(name) for name in columns]
    for row in rows.values_list(*columns.values()).iterator(chunk_size=CHUNK):
        yield tuple(word(cell) if word else cell for word, cell in zip(wording, row, strict=True))


_WORDING = {
    "case_code": lambda identity: short_code(identity, prefix=CODE_PREFIX),
    "precedence_name": lambda number: Precedence(number).name,
    "reasons": json.dumps,
    "legs": json.dumps,
}
