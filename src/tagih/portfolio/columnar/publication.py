"""What PostgreSQL should hold on a business date: contracts in scope with figures, their schedules, pauses, persons."""

import datetime as dt

import ibis

from tagih.portfolio.columnar.delinquency import OVERDUE
from tagih.portfolio.columnar.lines import PARTS, zero
from tagih.portfolio.columnar.money import effective
from tagih.portfolio.columnar.sources import AMOUNT, Bench, Sources
from tagih.portfolio.enums import Arithmetic
from tagih.portfolio.rules.delinquency import OWING

DAYS_BEFORE_DUE = 7
ATTRIBUTES = (
    "currency", "disbursed_on", "principal", "tenor", "instalment_amount", "due_day", "collateral_type",
    "collateral_no", "fiducia_no", "fiducia_on", "score", "penalty_daily_rate",
)  # fmt: skip
FIGURES = (
    "oldest_unmet_due_on", "next_due_on", "dpd_offset", "clock_days", "instalments_overdue", *OVERDUE,
    "penalty_per_day", "bucket", "collectability",
)  # fmt: skip
CONTRACT = (
    "contract_no", "customer_no", "product", "branch", "status", *ATTRIBUTES, "outstanding_principal", "arithmetic",
    *FIGURES, "penalty_as_of", "balance", "last_payment_on", "last_payment_amount", "is_in_scope",
)  # fmt: skip
CUSTOMER = (
    "customer_no", "full_name", "identity_type", "identity_no", "birth_date", "gender", "language", "occupation",
    "vulnerable", "deceased_on", "is_provisional",
)  # fmt: skip
INSTALMENT = ("contract_no", "number", "due_date", *PARTS)
PAUSE = ("contract_no", "start_date", "end_date", "reason")


def in_scope(
    contracts: ibis.Table, delinquency: ibis.Table, kept: ibis.Table, *, on: dt.date, bench: Bench
) -> ibis.Table:
    """This will return the contract_no of what PostgreSQL should hold.

    Late, or due within a week; all contracts of a person who is late on one of them; and those of `kept` customers.
    """
    late = (delinquency.delinquent_days > 0) | (delinquency.dpd > 0)
    soon = delinquency.next_due_on <= on + dt.timedelta(days=DAYS_BEFORE_DUE)
    owes = delinquency.status.isin([status.value for status in OWING])
    late_ones = bench.keep(delinquency.filter(owes & late).select("contract_no"))
    people = contracts.semi_join(late_ones, "contract_no").select("customer_no").union(kept.select("customer_no"))
    people = bench.keep(people.distinct())
    theirs = contracts.semi_join(people, "customer_no")
    theirs = theirs.filter(
        theirs.status.isin([status.value for status in OWING]) | _are_kept(theirs, kept, bench)
    ).select("contract_no")
    due_soon = delinquency.filter(owes & soon & ~late).select("contract_no")
    return bench.keep(theirs.union(due_soon, distinct=True))


def _are_kept(contracts: ibis.Table, kept: ibis.Table, bench: Bench) -> ibis.Value:
    """A closed contract stays visible while its person has an open case."""
    if not bench.count(kept):
        return ibis.literal(False)
    return contracts.customer_no.isin(kept.customer_no)


def contracts_in_scope(
    sources: Sources, delinquency: ibis.Table, scope: ibis.Table, leaving: ibis.Table, *, on: dt.date, bench: Bench
) -> ibis.Table:
    """This will return one row of `CONTRACT` for each contract in scope, and a last one for each that leaves it."""
    wanted = bench.keep(
        scope.mutate(is_in_scope=ibis.literal(True)).union(leaving.mutate(is_in_scope=ibis.literal(False)))
    )
    days = delinquency.select("contract_no", *FIGURES)
    rows = sources.contracts.join(wanted, "contract_no").join(days, "contract_no")
    rows = _with_balance(rows, sources, wanted, on=on)
    rows = _with_last_payment(rows, sources, wanted, on=on, bench=bench)
    scheduled = sources.schedules.semi_join(wanted, "contract_no").select("contract_no").distinct()
    scheduled = scheduled.mutate(has_schedule=ibis.literal(True))
    rows = rows.left_join(scheduled, "contract_no").drop("contract_no_right")
    has_schedule = rows.has_schedule.fill_null(False)
    arithmetic = ibis.cases(
        (has_schedule, Arithmetic.SCHEDULE.value),
        (rows.balance.notnull(), Arithmetic.BALANCE.value),
        else_=Arithmetic.NONE.value,
    )
    rows = rows.mutate(
        arithmetic=arithmetic,
        balance=ibis.ifelse(has_schedule, ibis.null("string"), rows.balance),
        penalty_as_of=ibis.ifelse(rows.penalty_per_day > 0, ibis.literal(on), ibis.null("date")),
        currency=rows.currency.fill_null("IDR"),
    )
    return rows.select(*CONTRACT)


def left_to_grow(contracts: ibis.Table, before: ibis.Table) -> ibis.Table:
    """This will leave a late charge as it was published before where it only grew by its daily amount since.

    Figure, daily amount and date say together what it is on any day, so such a contract is not written every night.
    """
    then = before.select(
        "contract_no", then_penalty="overdue_penalty", then_per_day="penalty_per_day", then_as_of="penalty_as_of"
    )
    rows = contracts.left_join(then, "contract_no").drop("contract_no_right")
    days = rows.penalty_as_of.delta(rows.then_as_of, unit="day")
    is_same_pace = (rows.then_per_day == rows.penalty_per_day) & (rows.penalty_per_day > 0)
    only_grew = is_same_pace & (rows.then_penalty + rows.then_per_day * days == rows.overdue_penalty)
    only_grew = only_grew.fill_null(False)
    rows = rows.mutate(
        overdue_penalty=ibis.ifelse(only_grew, rows.then_penalty, rows.overdue_penalty).cast(AMOUNT),
        penalty_as_of=ibis.ifelse(only_grew, rows.then_as_of, rows.penalty_as_of),
    )
    return rows.select(*CONTRACT)


def _with_balance(rows: ibis.Table, sources: Sources, wanted: ibis.Table, *, on: dt.date) -> ibis.Table:
    """What the core system said, as JSON that stays the same from day to day while nothing is paid."""
    told = sources.balances.semi_join(wanted, "contract_no")
    late = told.days_past_due > 0
    oldest = told.oldest_unpaid_due_date.fill_null(
        (told.business_date - told.days_past_due.as_interval("D")).cast("date")
    )
    told = told.mutate(oldest=ibis.ifelse(late, oldest, ibis.null("date")))
    offset = told.days_past_due - told.business_date.delta(told.oldest, unit="day")
    texts = {
        "oldest": told.oldest.cast("string"),
        **{part: told[f"overdue_{part}"].cast("string") for part in PARTS},
        "instalments": told.instalments_overdue.cast("string"),
        "paid_on": told.last_payment_on.cast("string"),
        "paid": told.last_payment_amount.cast("string"),
        "on": ibis.ifelse(told.business_date == on, ibis.null("string"), told.business_date.cast("string")),
    }
    body = ibis.literal("{")
    for name, text in texts.items():
        body = body + ibis.ifelse(text.notnull(), ibis.literal(f'"{name}":"') + text + '",', "")
    offset = ibis.ifelse(told.oldest.notnull(), offset, 0).cast("string")
    body = body + ibis.literal('"offset":"') + offset + '"}'
    told = told.select(
        "contract_no", balance=body, told_principal=told.outstanding_principal,
        told_paid_on=told.last_payment_on, told_paid=told.last_payment_amount,
    )  # fmt: skip
    rows = rows.left_join(told, "contract_no").drop("contract_no_right")
    return rows.mutate(outstanding_principal=rows.told_principal.fill_null(rows.outstanding_principal))


def _with_last_payment(
    rows: ibis.Table, sources: Sources, wanted: ibis.Table, *, on: dt.date, bench: Bench
) -> ibis.Table:
    """The newest payment that counts, or what the core system says, whichever is newer."""
    money = effective(sources.payments, until=on, bench=bench).semi_join(wanted, "contract_no")
    money = money.mutate(
        turn=ibis.row_number().over(
            ibis.window(group_by="contract_no", order_by=[ibis.desc("paid_on"), ibis.desc("payment_ref")])
        )
    )
    money = money.filter(money.turn == 0).select("contract_no", paid_on="paid_on", paid="amount")
    rows = rows.left_join(money, "contract_no").drop("contract_no_right")
    ours = rows.paid_on.notnull() & (rows.told_paid_on.isnull() | (rows.told_paid_on <= rows.paid_on))
    return rows.mutate(
        last_payment_on=ibis.ifelse(ours, rows.paid_on, rows.told_paid_on),
        last_payment_amount=ibis.ifelse(ours, rows.paid, rows.told_paid).cast(AMOUNT),
    )


def customers_in_scope(customers: ibis.Table, contracts: ibis.Table) -> ibis.Table:
    """This will return one row of `CUSTOMER` for each person of the contracts; unknown ones are provisional."""
    people = contracts.select("customer_no").distinct()
    known = customers.drop("identity_is_usable") if "identity_is_usable" in customers.columns else customers
    rows = people.left_join(known, "customer_no").drop("customer_no_right")
    rows = rows.mutate(is_provisional=rows.full_name.isnull())
    return rows.mutate(
        full_name=rows.full_name.fill_null(rows.customer_no), vulnerable=rows.vulnerable.fill_null(False)
    ).select(*CUSTOMER)


def instalments_in_scope(schedules: ibis.Table, scope: ibis.Table) -> ibis.Table:
    """This will return the schedules of contracts in scope."""
    rows = schedules.semi_join(scope, "contract_no")
    return rows.mutate(**{part: rows[part].fill_null(zero()) for part in PARTS}).select(*INSTALMENT)


def pauses_in_scope(pauses: ibis.Table, scope: ibis.Table) -> ibis.Table:
    """This will return the clock actions of contracts in scope, each once."""
    return pauses.semi_join(scope, "contract_no").select(*PAUSE).distinct()
