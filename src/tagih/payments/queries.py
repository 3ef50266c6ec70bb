"""Money as it is known: of a contract, in suspense, and what a provider may ask."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from tagih.kernel import lake
from tagih.payments.enums import Match
from tagih.payments.models import Assignment, Payment
from tagih.portfolio import queries as portfolio

DEEPEST_CHAIN = 8


def money_of(contract_id: int) -> list[Payment]:
    """This will return every payment of a contract and every reversal that touches them, in any order."""
    found = {row.payment_ref: row for row in Payment.objects.filter(contract_id=contract_id)}
    fringe = list(found)
    for _ in range(DEEPEST_CHAIN):
        rows = Payment.objects.filter(reversal_of__in=fringe).exclude(reversal_of="")
        fresh = [row for row in rows if row.payment_ref not in found]
        if not fresh:
            break
        found |= {row.payment_ref: row for row in fresh}
        fringe = [row.payment_ref for row in fresh]
    return list(found.values())


def effective_payments(contract_ids: Sequence[int]) -> list[Payment]:
    """This will return the payments of contracts that count, reversed ones left out, by day and reference."""
    rows = list(Payment.objects.filter(contract_id__in=contract_ids, reversal_of=""))
    alive = {row.payment_ref: True for row in rows}
    chains = [(ref, ref) for ref in alive]
    for _ in range(DEEPEST_CHAIN):
        tips = {tip: root for root, tip in chains}
        reversals = Payment.objects.filter(reversal_of__in=list(tips)).values_list("reversal_of", "payment_ref")
        chains = [(tips[undone], ref) for undone, ref in reversals]
        if not chains:
            break
        for root, _tip in chains:
            alive[root] = not alive[root]
    return sorted((row for row in rows if alive[row.payment_ref]), key=lambda row: (row.paid_on, row.payment_ref))


def suspense(*, text: str = "") -> QuerySet[Payment]:
    """This will return money that belongs to no known contract, oldest first, if wanted with a text in it."""
    rows = Payment.objects.filter(match=Match.SUSPENSE).order_by("recorded_at", "pk")
    return rows.filter(payment_ref__icontains=text) | rows.filter(contract_no__icontains=text) if text else rows


def recent_assignments(limit: int = 20) -> QuerySet[Assignment]:
    """This will return the newest decisions of cashiers, with payment, contract and person."""
    return Assignment.objects.select_related("payment", "contract__customer", "assigned_by").order_by("-pk")[:limit]


def notices_until(cut: dt.datetime) -> Iterable[Payment]:
    """This will return what the core system has not told, or a cashier told differently, recorded until `cut`."""
    rows = Payment.objects.filter(recorded_at__lte=cut)
    own = rows.filter(fed_on__isnull=True) | rows.filter(match=Match.ASSIGNED)
    return own.annotate(counts_for=Coalesce("contract__contract_no", "contract_no")).order_by("payment_ref")


def customer_in_lake(contract_no: str) -> str | None:
    """This will return the customer of a contract that only the lake knows, or None where it does not."""
    date = portfolio.business_date()
    if date is None:
        return None
    with lake.engine() as engine:
        contracts = portfolio.contracts_at(engine, date)
        rows = engine.to_pyarrow(contracts.filter(contracts.contract_no == contract_no).select("customer_no").limit(1))
    return rows["customer_no"][0].as_py() if rows.num_rows else None
