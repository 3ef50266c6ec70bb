"""How late all contracts of a business date are; column by column what `rules.delinquency` says of one."""

import datetime as dt

import ibis

from tagih.portfolio.columnar.allocation import ledger
from tagih.portfolio.columnar.lines import PARTS, charge, instalments, missing, rates_of, zero
from tagih.portfolio.columnar.money import effective
from tagih.portfolio.columnar.sources import AMOUNT, WIDE, Bench, Schemes, Sources
from tagih.portfolio.enums import Roll
from tagih.portfolio.rules.clock import next_due_day
from tagih.portfolio.rules.delinquency import OWING
from tagih.portfolio.rules.schemes import Terms

OVERDUE = tuple(f"overdue_{part}" for part in ("principal", "interest", "fee", "penalty"))
FIGURES = (
    "oldest_unmet_due_on", "dpd_offset", "instalments_overdue", *OVERDUE, "penalty_per_day",
)  # fmt: skip
COLUMNS = (
    "contract_no", "product", "branch", "status", "dpd", "delinquent_days", "oldest_unmet_due_on", "dpd_offset",
    "clock_days", "next_due_on", "instalments_overdue", *OVERDUE, "penalty_per_day", "bucket", "bucket_rank",
    "previous_bucket", "roll", "collectability",
)  # fmt: skip


def delinquency(sources: Sources, *, on: dt.date, schemes: Schemes, bench: Bench) -> ibis.Table:
    """This will return one row of `COLUMNS` for each contract, and for each that was late and is gone."""
    payments = effective(sources.payments, until=on, bench=bench)
    judged = [
        _of_terms(sources, contracts, payments, on=on, terms=terms, bench=bench)
        for terms, contracts in schemes.parts(sources.contracts)
    ]
    rows = ibis.union(*judged) if len(judged) > 1 else judged[0]
    if sources.previous is None:
        return rows.mutate(previous_bucket=ibis.null("string"), roll=_roll(rows, known=False)).select(*COLUMNS)
    has_base = any(terms.buckets.base for terms in _all(schemes))
    return _with_roll(rows, sources.contracts, sources.previous, has_base=has_base)


def _all(schemes: Schemes) -> list[Terms]:
    return [schemes.default, *schemes.by_product.values()]


def _of_terms(
    sources: Sources, contracts: ibis.Table, payments: ibis.Table, *, on: dt.date, terms: Terms, bench: Bench
) -> ibis.Table:
    owing = contracts.filter(contracts.status.isin([status.value for status in OWING]))
    rates = rates_of(owing)
    lines, _ = ledger(instalments(sources.schedules, owing), payments, rates, on=on, terms=terms, bench=bench)
    scheduled = bench.keep(_from_lines(lines, on=on, terms=terms))
    told = _from_balances(sources.balances, payments, owing, scheduled, terms=terms)
    found = bench.keep(scheduled.filter(_is_telling(scheduled)).drop("next_due_on").union(told))
    paused = _paused(found, sources.pauses, on=on)
    rows = contracts.left_join(found, "contract_no").drop("contract_no_right")
    rows = rows.left_join(paused, "contract_no").drop("contract_no_right")
    rows = _with_next_due(rows, scheduled, on=on, bench=bench)
    return _judged(rows, on=on, terms=terms)


def _is_telling(scheduled: ibis.Table) -> ibis.Value:
    """Only lines with something overdue are worth joining; all others are zero."""
    return scheduled.oldest_unmet_due_on.notnull() | (scheduled.overdue_penalty > 0)


def _from_lines(lines: ibis.Table, *, on: dt.date, terms: Terms) -> ibis.Table:
    """Instalments to contracts: what is unmet and past due, by component."""
    offset = terms.counting.due_date_is_day
    rows = lines.mutate(
        is_past=lines.due_date < on + dt.timedelta(days=offset),
        is_unmet=missing(lines) > ibis.literal(terms.counting.tolerance, AMOUNT),
        grown=charge(lines, terms.penalty, on),
        grows_to=charge(lines, terms.penalty, on + dt.timedelta(days=1)),
    )
    counts = rows.is_past & rows.is_unmet
    beyond_bill = ibis.greatest(rows.got_penalty - rows.penalty, zero())
    owed_penalty = ibis.ifelse(
        rows.is_unmet,
        ibis.greatest(rows.penalty + rows.grown - rows.got_penalty, zero()),
        ibis.greatest(rows.grown - beyond_bill, zero()),
    )
    growth = zero()
    if terms.penalty.method == "DAILY":
        growth = ibis.ifelse(rows.is_past & (rows.grown > 0), rows.grows_to - rows.grown, zero())
    rows = rows.mutate(counts=counts, owed_penalty=owed_penalty, growth=growth)
    sums = {
        f"overdue_{part}": ibis.greatest(rows[part] - rows[f"got_{part}"], zero()).sum(where=rows.counts)
        for part in PARTS[1:]
    }
    sums["overdue_penalty"] = rows.owed_penalty.sum(where=rows.is_past)
    sums["penalty_per_day"] = rows.growth.sum()
    totals = rows.group_by("contract_no").agg(
        oldest_unmet_due_on=rows.due_date.min(where=rows.counts),
        next_due_on=rows.due_date.min(where=rows.is_unmet & ~rows.is_past),
        instalments_overdue=rows.counts.sum().cast("int32"),
        **{name: value.fill_null(zero()).cast(AMOUNT) for name, value in sums.items()},
    )
    offset_of = ibis.ifelse(totals.oldest_unmet_due_on.notnull(), offset, 0).cast("int32")
    return totals.mutate(dpd_offset=offset_of).select("contract_no", *FIGURES, "next_due_on")


def _from_balances(
    balances: ibis.Table, payments: ibis.Table, owing: ibis.Table, scheduled: ibis.Table, *, terms: Terms
) -> ibis.Table:
    """What the core system says is late, less the money that it did not know."""
    clipped = {
        f"overdue_{part}": ibis.greatest(balances[f"overdue_{part}"].fill_null(zero()), zero()).cast(WIDE)
        for part in PARTS
    }
    rows = balances.mutate(**clipped)
    rows = rows.mutate(asked=sum((rows[f"overdue_{part}"] for part in PARTS[1:]), rows[f"overdue_{PARTS[0]}"]))
    rows = rows.filter((rows.days_past_due > 0) | (rows.asked > 0))
    rows = rows.semi_join(owing, "contract_no").anti_join(scheduled, "contract_no")
    rows = rows.left_join(_on_top(rows, payments), "contract_no").drop("contract_no_right")
    rows = rows.mutate(left=ibis.least(rows.on_top.fill_null(zero()).cast(WIDE), rows.asked))
    left, overdue = rows.left, {}
    for component in terms.allocation.past_due_order:
        name = f"overdue_{component.lower()}"
        taken = ibis.least(left, rows[name])
        overdue[name], left = rows[name] - taken, left - taken
    rows = rows.mutate(**overdue)
    remaining = sum((rows[name] for name in OVERDUE[1:]), rows[OVERDUE[0]])
    is_cured = rows.on_top.notnull() & (rows.asked > 0) & (remaining <= ibis.literal(terms.counting.tolerance, AMOUNT))
    is_late = (rows.days_past_due > 0) & ~is_cured
    oldest = rows.oldest_unpaid_due_date.fill_null(
        (rows.business_date - rows.days_past_due.as_interval("D")).cast("date")
    )
    rows = rows.mutate(is_late=is_late, oldest=oldest)
    offset = rows.days_past_due - rows.business_date.delta(rows.oldest, unit="day")
    figures = {
        "oldest_unmet_due_on": ibis.ifelse(rows.is_late, rows.oldest, ibis.null("date")),
        "dpd_offset": ibis.ifelse(rows.is_late, offset, 0).cast("int32"),
        "instalments_overdue": ibis.ifelse(
            rows.is_late, ibis.greatest(rows.instalments_overdue.fill_null(0), 0), 0
        ).cast("int32"),
        **{name: rows[name].cast(AMOUNT) for name in OVERDUE},
        "penalty_per_day": zero(),
    }
    return rows.select("contract_no", **figures)


def _on_top(balances: ibis.Table, payments: ibis.Table) -> ibis.Table:
    told = balances.select("contract_no", told_on=balances.business_date)
    both = payments.join(told, "contract_no")
    unknown = both.filter(both.paid_on >= both.told_on, both.fed_on.isnull() | (both.fed_on > both.told_on))
    return unknown.group_by("contract_no").agg(on_top=unknown.amount.sum())


def _paused(found: ibis.Table, pauses: ibis.Table, *, on: dt.date) -> ibis.Table:
    """The union of each contract's pauses inside its overdue period."""
    late = found.filter(found.oldest_unmet_due_on.notnull())
    late = late.select(
        "contract_no", begins=late.oldest_unmet_due_on,
        ends=(ibis.literal(on) + late.dpd_offset.as_interval("D")).cast("date"),
    )  # fmt: skip
    rows = pauses.select("contract_no", "start_date", "end_date").join(late, "contract_no")
    rows = rows.mutate(from_=ibis.greatest(rows.start_date, rows.begins), until=ibis.least(rows.end_date, rows.ends))
    rows = rows.filter(rows.until > rows.from_).select("contract_no", "from_", "until")
    earlier = ibis.window(group_by="contract_no", order_by=("from_", "until"), preceding=(None, 1))
    rows = rows.mutate(reached=rows.until.max().over(earlier))
    fresh = ibis.greatest(rows.from_, rows.reached.fill_null(rows.from_))
    rows = rows.mutate(days=ibis.greatest(rows.until.delta(fresh, unit="day"), 0))
    return rows.group_by("contract_no").agg(paused_days=rows.days.sum().cast("int32"))


def _with_next_due(rows: ibis.Table, scheduled: ibis.Table, *, on: dt.date, bench: Bench) -> ibis.Table:
    """The next due date: from the schedule, or by the day of the month where there is none."""
    by_day = _next_due_day(rows, on)
    if not bench.count(scheduled):
        return rows.mutate(next_due_on=by_day)
    known = scheduled.select("contract_no", scheduled_next="next_due_on", has_schedule=ibis.literal(True))
    rows = rows.left_join(known, "contract_no").drop("contract_no_right")
    return rows.mutate(
        next_due_on=ibis.ifelse(rows.has_schedule.fill_null(False), rows.scheduled_next, _next_due_day(rows, on))
    )


def _next_due_day(rows: ibis.Table, on: dt.date) -> ibis.Value:
    """A table of the 31 possible days, as cases; the shorter months end earlier."""
    days = {day: next_due_day(day, on=on) for day in range(1, 32)}
    return ibis.cases(
        *[(rows.due_day == day, ibis.literal(date)) for day, date in days.items()], else_=ibis.null("date")
    )


def _judged(rows: ibis.Table, *, on: dt.date, terms: Terms) -> ibis.Table:
    """Days, bucket and class of asset quality."""
    rows = rows.mutate(
        is_closed=~rows.status.isin([status.value for status in OWING]),
        dpd_offset=rows.dpd_offset.fill_null(0),
        instalments_overdue=rows.instalments_overdue.fill_null(0),
        penalty_per_day=rows.penalty_per_day.fill_null(zero()),
        **{name: rows[name].fill_null(zero()) for name in OVERDUE},
    )
    age = ibis.literal(on).delta(rows.oldest_unmet_due_on, unit="day") + rows.dpd_offset
    rows = rows.mutate(
        dpd=ibis.greatest(age.fill_null(0), 0).cast("int32"),
        clock_days=ibis.ifelse(
            rows.oldest_unmet_due_on.notnull(), rows.paused_days.fill_null(0) + terms.counting.grace_days, 0
        ).cast("int32"),
        next_due_on=ibis.ifelse(rows.is_closed, ibis.null("date"), rows.next_due_on),
    )
    rows = rows.mutate(delinquent_days=ibis.greatest(rows.dpd - rows.clock_days, 0).cast("int32"))
    scheme = terms.buckets
    rank = ((rows.delinquent_days - scheme.start) / scheme.step).floor().cast("int32") + 1
    if scheme.last_number is not None:
        rank = ibis.least(rank, scheme.last_number - scheme.first_number + 1)
    rows = rows.mutate(bucket_rank=ibis.ifelse(rows.delinquent_days < scheme.start, 0, rank).cast("int32"))
    number = (rows.bucket_rank + (scheme.first_number - 1)).cast("string")
    classes = [
        (rows.dpd <= last, label)
        for last, label in zip(terms.collectability.last_days, terms.collectability.labels, strict=False)
    ]
    return rows.mutate(
        bucket=ibis.ifelse(rows.bucket_rank > 0, ibis.literal(scheme.prefix) + number, scheme.base),
        collectability=ibis.cases(*classes, else_=terms.collectability.labels[-1]),
    ).select(*(name for name in COLUMNS if name not in ("previous_bucket", "roll")), "is_closed")


def _with_roll(rows: ibis.Table, contracts: ibis.Table, previous: ibis.Table, *, has_base: bool) -> ibis.Table:
    """The move since the previous business date, and the contracts that were late and are gone.

    Where a contract that is not late has no bucket, only the late ones of the day before are joined: they are few.
    Who is there and who is closed is read from `contracts`: named once, the rows pass through and are never held.
    """
    was_closed = ~previous.status.isin([status.value for status in OWING])
    before = previous.select(
        "contract_no", previous_bucket=previous.bucket, previous_rank=previous.bucket_rank,
        previous_days=previous.delinquent_days, was_closed=was_closed,
    )  # fmt: skip
    gone = previous.filter(previous.delinquent_days > 0).anti_join(contracts, "contract_no")
    if not has_base:
        is_closed = ~contracts.status.isin([status.value for status in OWING])
        closed_now = contracts.filter(is_closed).select("contract_no")
        late = before.filter(before.previous_days > 0)
        known = before.filter(before.previous_days == 0).semi_join(closed_now, "contract_no")
        before = late.union(known)
    both = rows.left_join(before, "contract_no").drop("contract_no_right")
    both = both.mutate(roll=_roll(both, known=True))
    both = both.mutate(previous_bucket=both.previous_bucket.nullif(""))
    return both.select(*COLUMNS).union(_gone(gone).select(*COLUMNS).cast(both.select(*COLUMNS).schema()))


def _roll(rows: ibis.Table, *, known: bool) -> ibis.Value:
    is_late = rows.delinquent_days > 0
    if not known:
        return ibis.ifelse(~rows.is_closed & is_late, ibis.literal(Roll.NEW.value), ibis.null("string"))
    was_known, was_late = rows.previous_rank.notnull(), rows.previous_days.fill_null(0) > 0
    return ibis.cases(
        (rows.is_closed & was_known & ~rows.was_closed, Roll.CLOSED.value),
        (rows.is_closed, ibis.null("string")),
        (~is_late & was_late, Roll.CURED.value),
        (~is_late, ibis.null("string")),
        (~was_late, Roll.NEW.value),
        (rows.bucket_rank == rows.previous_rank, Roll.STAY.value),
        (rows.bucket_rank > rows.previous_rank, Roll.FORWARD.value),
        else_=Roll.BACK.value,
    )


def _gone(previous: ibis.Table) -> ibis.Table:
    """A contract that left the file is closed, once."""
    return previous.mutate(
        previous_bucket=previous.bucket, status=ibis.literal("CLOSED"), roll=ibis.literal(Roll.CLOSED.value),
        dpd=0, delinquent_days=0, oldest_unmet_due_on=ibis.null("date"), dpd_offset=0, clock_days=0,
        next_due_on=ibis.null("date"), instalments_overdue=0, penalty_per_day=zero(), bucket=ibis.literal(""),
        bucket_rank=0, collectability=ibis.literal("1"), **{name: zero() for name in OVERDUE},
    )  # fmt: skip
