"""Money as it is known: of a contract, in suspense, and what a provider may ask."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence

import pyarrow as pa
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from tagih.kernel import lake
from tagih.payments.enums import Match
from tagih.payments.models import Assignment, Payment
from tagih.portfolio import queries as portfolio

DEEPEST_CHAIN = 8
NOTICE = pa.schema(
    [
        ("payment_ref", pa.string()), ("contract_no", pa.string()), ("paid_on", pa.date32()),
        ("amount", pa.decimal128(18, 2)), ("channel", pa.string()), ("reversal_of", pa.string()),
        ("recorded_at", pa.timestamp("us")),
    ]
)  # fmt: skip


def money_of(contract_ids: Collection[int]) -> dict[int, list[Payment]]:
    """This will return every payment of each contract and every reversal that touches them, in any order."""
    found: dict[int, dict[str, Payment]] = {contract_id: {} for contract_id in contract_ids}
    fringe: dict[str, set[int]] = defaultdict(set)
    for row in Payment.objects.filter(contract_id__in=contract_ids):
        found[row.contract_id][row.payment_ref] = row
        fringe[row.payment_ref].add(row.contract_id)
    for _ in range(DEEPEST_CHAIN):
        fresh: dict[str, set[int]] = defaultdict(set)
        for row in Payment.objects.filter(reversal_of__in=list(fringe)).exclude(reversal_of=""):
            for contract_id in fringe[row.reversal_of]:
                if row.payment_ref not in found[contract_id]:
                    found[contract_id][row.payment_ref] = row
                    fresh[row.payment_ref].add(contract_id)
        if not fresh:
            break
        fringe = fresh
    return {contract_id: list(rows.values()) for contract_id, rows in found.items()}


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


def notices_table(business_date: dt.date, *, cut: dt.datetime) -> pa.Table:
    """This will return what the core system has not told, or a cashier told differently, recorded until `cut`.

    Columns as in the payments feed. Money of a later day than the business date is left out, its reversals are not.
    """
    rows = Payment.objects.filter(recorded_at__lte=cut).filter(Q(paid_on__lte=business_date) | ~Q(reversal_of=""))
    own = rows.filter(Q(fed_on__isnull=True) | Q(match=Match.ASSIGNED))
    values = [
        (
            row.payment_ref, row.counts_for, row.paid_on, row.amount, row.channel, row.reversal_of,
            row.recorded_at.astimezone(dt.UTC).replace(tzinfo=None),
        )
        for row in own.annotate(counts_for=Coalesce("contract__contract_no", "contract_no")).order_by("payment_ref")
    ]  # fmt: skip
    columns = list(zip(*values, strict=True)) if values else [[] for _ in NOTICE]
    arrays = [pa.array(list(column), field.type) for column, field in zip(columns, NOTICE, strict=True)]
    return pa.table(arrays, NOTICE)


def notices_mark(table: pa.Table) -> str:
    """This will return a mark of notices: it changes when one comes, or goes to another contract."""
    return hashlib.sha256(repr(table.to_pydict()).encode()).hexdigest()


def customers_in_lake(contract_nos: Collection[str]) -> dict[str, str]:
    """This will return the customers of contracts that only the lake knows; left out is what it does not know."""
    date = portfolio.business_date() if contract_nos else None
    if date is None:
        return {}
    with lake.engine() as engine:
        contracts = portfolio.contracts_at(engine, date)
        found = contracts.filter(contracts.contract_no.isin(sorted(contract_nos))).select("contract_no", "customer_no")
        rows = engine.to_pyarrow(found)
    return dict(zip(rows["contract_no"].to_pylist(), rows["customer_no"].to_pylist(), strict=True))
