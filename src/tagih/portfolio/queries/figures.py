"""The derived figures of a business date in the lake: delinquency of every contract, allocation of every payment."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import ibis
import pyarrow as pa
from django.db.models import Q, QuerySet

from tagih.kernel import lake, money
from tagih.portfolio.columnar.allocations import allocations
from tagih.portfolio.columnar.sources import Bench, Sources
from tagih.portfolio.enums import Feed
from tagih.portfolio.models import Contract
from tagih.portfolio.queries import as_of
from tagih.portfolio.queries.days import schemes_on

DELINQUENCY = "delinquency"
NOTICES = "notices"
EXPORTED = (
    "contract_no", "business_date", "dpd", "delinquent_days", "oldest_unpaid_due_date", "overdue_principal",
    "overdue_interest", "overdue_fee", "overdue_penalty", "instalments_overdue", "bucket", "previous_bucket", "roll",
    "collectability",
)  # fmt: skip
PAYMENT = ("payment_ref", "contract_no", "paid_on", "amount", "channel", "reversal_of", "recorded_at", "fed_on")


def delinquency_at(connection: ibis.BaseBackend, business_date: dt.date) -> ibis.Table:
    """This will return how late every contract is, by the column names of `tagih export delinquency`.

    :raises PartitionAbsent: the round of the date was not run
    """
    rows = lake.table(connection, lake.required(DELINQUENCY, business_date))
    rows = rows.mutate(
        business_date=ibis.literal(business_date),
        oldest_unpaid_due_date=rows.oldest_unmet_due_on,
        bucket=rows.bucket.nullif(""),
    )
    return rows.select(*EXPORTED)


@contextlib.contextmanager
def allocations_at(
    connection: ibis.BaseBackend, business_date: dt.date, *, notices: pa.Table | None = None
) -> Iterator[ibis.Table]:
    """This will lend where each payment went, up to and on a business date; see `columnar.allocations`.

    `notices` are ours as they are now; without them those of the date's round count.
    """
    bench = Bench(connection)
    try:
        yield allocations(
            sources_at(bench, business_date, notices=notices),
            on=business_date,
            schemes=schemes_on(business_date),
            bench=bench,
        )
    finally:
        bench.clear()


def sources_at(
    bench: Bench, business_date: dt.date, *, previous: lake.Partition | None = None, notices: pa.Table | None = None,
    of: ibis.Table | None = None,
) -> Sources:  # fmt: skip
    """This will return the feeds as of a date with our own notices among the payments, each reference once.

    With `of`, schedules and pauses are only those of the contracts named there.
    What must be put together from several files is put together once and kept on the bench.
    """
    connection = bench.connection
    schedules = as_of.schedules_at(connection, business_date, of=of)
    payments = payments_at(connection, business_date, notices=notices)
    pauses = as_of.clock_actions_at(connection, business_date, of=of)
    return Sources(
        contracts=as_of.contracts_at(connection, business_date),
        balances=as_of.balances_at(connection, business_date),
        schedules=_together(bench, Feed.INSTALMENTS, schedules, business_date),
        payments=_together(bench, Feed.PAYMENTS, payments, business_date),
        pauses=_together(bench, Feed.CLOCK_ACTIONS, pauses, business_date),
        previous=lake.table(connection, previous) if previous else None,
    )


def _together(bench: Bench, feed: str, rows: ibis.Table, business_date: dt.date) -> ibis.Table:
    """Rows of one file are read where they lie."""
    return bench.keep(rows) if len(as_of.feed_dates(feed, business_date)) > 1 else rows


def payments_at(connection: ibis.BaseBackend, business_date: dt.date, *, notices: pa.Table | None = None) -> ibis.Table:
    """This will return the payments of the feed and the notices that are not among them, reversals too.

    A notice whose contract a cashier found counts for that contract, whatever the feed says.
    """
    fed = as_of.payments_known_at(connection, business_date).select(*PAYMENT)
    partition = lake.latest(NOTICES, business_date)
    if notices is not None:
        own = ibis.memtable(notices)
    elif partition is not None:
        own = lake.table(connection, partition)
    else:
        return fed
    first_fed = fed.select("payment_ref", known_on="fed_on")
    own = own.left_join(first_fed, "payment_ref").drop("payment_ref_right")
    own = own.mutate(fed_on=own.known_on.cast("date")).select(*PAYMENT)
    return fed.anti_join(own, "payment_ref").union(own.cast(fed.schema()))


def contracts_like(text: str) -> QuerySet[Contract]:
    """This will return contracts of PostgreSQL by part of number or plate, or by a person's name, with the person."""
    like = Q(contract_no__icontains=text) | Q(collateral_no__icontains=text) | Q(customer__full_name__icontains=text)
    return Contract.objects.filter(like).select_related("customer").order_by("contract_no")


def late_charge_on(contract: Contract, date: dt.date) -> Decimal:
    """This will return the late charge of a contract of PostgreSQL on a date: it is stored with its date and grows."""
    days = (date - contract.penalty_as_of).days if contract.penalty_as_of else 0
    return contract.overdue_penalty + money.times(contract.penalty_per_day, max(days, 0))
