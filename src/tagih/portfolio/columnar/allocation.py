"""Money meets what is due, for all contracts.

One running sum decides wherever the order of allocation does not depend on the day of payment and no late charge can
grow. All other contracts go in waves: the first payment of each contract at once, then the second of each, and so on.
"""

import datetime as dt
from decimal import Decimal

import ibis
from ibis import _

from tagih.portfolio.columnar.sources import AMOUNT, WIDE, Bench
from tagih.portfolio.enums import Component, Timing
from tagih.portfolio.rules.schemes import COMPONENTS, Penalty, Terms

PARTS = tuple(component.lower() for component in COMPONENTS)
ORDER = ("due_date", "number")
MILLION = 1_000_000
ANY_WAVE = 987_654_321
"""Stands in a statement where the number of the wave goes."""
STATE = (
    "contract_no", "number", "due_date", "rate", *PARTS, *(f"got_{part}" for part in PARTS), "stopped_at",
)  # fmt: skip


def zero() -> ibis.Value:
    """This will return the amount 0."""
    return ibis.literal(Decimal(0), AMOUNT)


def instalments(schedules: ibis.Table, contracts: ibis.Table) -> ibis.Table:
    """This will return the schedules of given contracts; negative parts ask nothing."""
    dues = schedules.semi_join(contracts, "contract_no")
    clipped = {part: ibis.greatest(dues[part].fill_null(zero()), zero()).cast(AMOUNT) for part in PARTS}
    return dues.select("contract_no", "number", "due_date", **clipped)


def ledger(
    dues: ibis.Table, payments: ibis.Table, rates: ibis.Table, *, terms: Terms, bench: Bench, shares: bool = False
) -> tuple[ibis.Table, ibis.Table | None]:
    """This will return each instalment with what it got and when its late charge stopped, and the shares if wanted.

    `rates` comes from `rates_of`. Shares: payment_ref, contract_no, instalment_number, component,
    amount; what is left of a payment is not among them.
    """
    if not terms.allocation.is_static:
        return _in_waves(_lines(dues, rates, terms), payments, terms=terms, bench=bench, shares=shares)
    if not _may_grow(terms.penalty):
        state = _by_running_sum(dues, payments, terms)
        return state, _shares_by_running_sum(state, payments, terms) if shares else None
    late = bench.keep(_ever_late(dues, payments, rates, terms.penalty))
    prompt = _by_running_sum(dues.anti_join(late, "contract_no"), payments, terms)
    state, spread = prompt, _shares_by_running_sum(prompt, payments, terms) if shares else None
    if bench.count(late):
        slow, slow_spread = _late_ones(dues, payments, rates, late, terms=terms, bench=bench, shares=shares)
        state = prompt.union(slow)
        spread = spread.union(slow_spread) if shares else None
    return state, spread


def _late_ones(
    dues: ibis.Table, payments: ibis.Table, rates: ibis.Table, late: ibis.Table, *, terms: Terms, bench: Bench,
    shares: bool,
) -> tuple[ibis.Table, ibis.Table | None]:  # fmt: skip
    """Until the day they first were late no charge had grown: one running sum. The payments after it go in waves."""
    dues = bench.keep(dues.semi_join(late, "contract_no"))
    money = payments.join(late, "contract_no")
    before, after = (
        bench.keep(money.filter(when).drop("late_from"))
        for when in (money.paid_on <= money.late_from, money.paid_on > money.late_from)
    )
    begun = _by_running_sum(dues, before, terms)
    spread = _shares_by_running_sum(begun, before, terms) if shares else None
    is_met = missing(begun, PARTS[1:]) <= ibis.literal(terms.counting.tolerance, AMOUNT)
    begun = begun.mutate(stopped_at=ibis.ifelse(is_met, zero(), ibis.null(AMOUNT))).drop("rate")
    begun = begun.left_join(rates, "contract_no").drop("contract_no_right").select(*STATE)
    state, rest = _in_waves(begun, after, terms=terms, bench=bench, shares=shares)
    return state, spread.union(rest) if spread is not None and rest is not None else None


def charge(lines: ibis.Table, scheme: Penalty, on: ibis.Value | dt.date, *, frozen: bool = True) -> ibis.Value:
    """This will return the late charge of each line by a date, stopped where it stopped."""
    if not _may_grow(scheme):
        return zero()
    on = ibis.literal(on) if isinstance(on, dt.date) else on
    days = on.delta(lines.due_date, unit="day")
    base = (lines.principal + lines.interest).cast(AMOUNT)
    if scheme.method == "FLAT":
        grown = ibis.literal(scheme.amount * MILLION, WIDE)
    else:
        grown = _times(_times(base, lines.rate.fill_null(_millionths(scheme.rate or Decimal(0)))), days)
    if scheme.cap_rate is not None:
        grown = ibis.least(grown, _times(base, ibis.literal(_millionths(scheme.cap_rate), "int64")))
    if scheme.cap_amount is not None:
        grown = ibis.least(grown, ibis.literal(scheme.cap_amount * MILLION, WIDE))
    unit = scheme.round_to * MILLION
    half_up = (grown + ibis.literal(unit / 2, WIDE)).cast(WIDE)
    rounded = ((half_up - half_up % ibis.literal(unit, WIDE)).cast(WIDE) / MILLION).cast(AMOUNT)
    grows = (days > scheme.grace_days) & (days > 0) & (base > 0)
    value = ibis.ifelse(grows, rounded, zero())
    return lines.stopped_at.fill_null(value) if frozen else value


def rates_of(contracts: ibis.Table) -> ibis.Table:
    """This will return the contracts' own late charge a day in millionths, which are exact integers."""
    return contracts.select("contract_no", rate=(contracts.penalty_daily_rate * MILLION).cast("int64"))


def missing(lines: ibis.Table, parts: tuple[str, ...] = PARTS) -> ibis.Value:
    """This will return what is billed and not got, over the given parts."""
    gaps = [ibis.greatest(lines[part] - lines[f"got_{part}"], zero()) for part in parts]
    return sum(gaps[1:], gaps[0])


def _times(amount: ibis.Value, factor: ibis.Value) -> ibis.Value:
    """A product that stays exact: an amount with two places and an integer."""
    return (amount * factor.cast("int64")).cast(WIDE)


def _millionths(share: Decimal) -> int:
    return int(share * MILLION)


def _may_grow(scheme: Penalty) -> bool:
    return scheme.method == "DAILY" or (scheme.method == "FLAT" and scheme.amount > 0)


def _by_running_sum(dues: ibis.Table, payments: ibis.Table, terms: Terms) -> ibis.Table:
    """The static order: money covers the running sum of what is due, oldest first."""
    paid = payments.group_by("contract_no").agg(paid=payments.amount.sum())
    rows = dues.left_join(paid, "contract_no").drop("contract_no_right")
    whole = sum((rows[part] for part in PARTS[1:]), rows[PARTS[0]]).cast(AMOUNT)
    rows = rows.mutate(whole=whole, paid=rows.paid.fill_null(zero()).cast(WIDE))
    window = ibis.window(group_by="contract_no", order_by=ORDER, preceding=None, following=0)
    rows = rows.mutate(reached=rows.whole.sum().over(window).cast(WIDE))
    got = ibis.greatest(ibis.least(rows.paid - rows.reached + rows.whole, rows.whole), zero()).cast(AMOUNT)
    rows = rows.mutate(left=got)
    taken: dict[str, ibis.Value] = {}
    left = rows.left
    for component in terms.allocation.past_due_order:
        part = component.lower()
        taken[f"got_{part}"] = ibis.least(left, rows[part]).cast(AMOUNT)
        left = (left - taken[f"got_{part}"]).cast(AMOUNT)
    rows = rows.mutate(**taken, stopped_at=zero(), rate=ibis.null("int64"))
    return rows.select(*STATE)


def _shares_by_running_sum(state: ibis.Table, payments: ibis.Table, terms: Terms) -> ibis.Table:
    """Both sides as half-open stretches of one line of money per contract: a share is where they overlap."""
    items = ibis.union(*[
        state.filter(state[part] > 0).select(
            "contract_no", "number", "due_date", component=ibis.literal(part.upper()),
            place=ibis.literal(place, "int8"), asked=state[part],
        )
        for place, part in enumerate(part.lower() for part in terms.allocation.past_due_order)
    ])  # fmt: skip
    by_due = ibis.window(group_by="contract_no", order_by=(*ORDER, "place"), preceding=None, following=0)
    items = items.mutate(ends=items.asked.sum().over(by_due).cast(WIDE))
    by_day = ibis.window(group_by="contract_no", order_by=("paid_on", "payment_ref"), preceding=None, following=0)
    money = payments.semi_join(state, "contract_no")
    money = money.mutate(paid_until=money.amount.sum().over(by_day).cast(WIDE))
    both = money.join(items, "contract_no")
    overlap = ibis.least(both.ends, both.paid_until) - ibis.greatest(
        both.ends - both.asked, both.paid_until - both.amount
    )
    both = both.mutate(share=overlap.cast(AMOUNT))
    return both.filter(both.share > 0).select(
        "payment_ref", "contract_no", instalment_number=both.number, component=both.component, amount=both.share
    )


def _ever_late(dues: ibis.Table, payments: ibis.Table, rates: ibis.Table, scheme: Penalty) -> ibis.Table:
    """Contracts that may have a late charge, each with the first due date by which less had been paid than was due."""
    chargeable = dues
    if scheme.method == "DAILY" and not scheme.rate:
        chargeable = dues.semi_join(rates.filter(rates.rate > 0), "contract_no")
    asked = chargeable.select(
        "contract_no", day=_.due_date, turn=ibis.literal(1, "int8"),
        amount=(sum((chargeable[part] for part in PARTS[1:]), chargeable[PARTS[0]])).cast(AMOUNT) * -1,
    )  # fmt: skip
    asked = asked.mutate(amount=asked.amount.cast(WIDE))
    money = payments.semi_join(chargeable, "contract_no")
    money = money.select("contract_no", day=money.paid_on, turn=ibis.literal(0, "int8"), amount=money.amount.cast(WIDE))
    events = asked.union(money)
    so_far = ibis.window(group_by="contract_no", order_by=("day", "turn"), preceding=None, following=0)
    # rows of one day and turn add up in any order: the lowest point is the last of them
    events = events.mutate(saldo=events.amount.sum().over(so_far))
    short = events.filter(events.turn == 1, events.saldo < 0)
    return short.group_by("contract_no").agg(late_from=short.day.min())


def _lines(dues: ibis.Table, rates: ibis.Table, terms: Terms) -> ibis.Table:
    """Instalments before any money. What asks nothing but a late charge never grows one."""
    rows = dues.left_join(rates, "contract_no").drop("contract_no_right")
    got = {f"got_{part}": zero() for part in PARTS}
    asked = rows.fee + rows.interest + rows.principal
    at_once = asked <= ibis.literal(terms.counting.tolerance, AMOUNT)
    rows = rows.mutate(**got, stopped_at=ibis.ifelse(at_once, zero(), ibis.null(AMOUNT)))
    return rows.select(*STATE)


def _in_waves(
    lines: ibis.Table, payments: ibis.Table, *, terms: Terms, bench: Bench, shares: bool
) -> tuple[ibis.Table, ibis.Table | None]:
    """The k-th payment of each contract at once, each allocated by what was due on its own day."""
    turn = ibis.row_number().over(ibis.window(group_by="contract_no", order_by=("paid_on", "payment_ref")))
    money = bench.keep(payments.semi_join(lines, "contract_no").mutate(turn=turn))
    waves = 0 if not bench.count(money) else int(bench.connection.execute(money.turn.max())) + 1
    state, done = bench.slate(lines), bench.slate(lines.limit(0))
    paid = bench.slate(_paid_in(money, 0))
    may_take = _may_take(state)
    touched = state.filter(may_take).join(paid, "contract_no")
    settled = state.filter(~may_take).union(state.filter(may_take).anti_join(paid, "contract_no"))
    taken = bench.slate(_taken(touched, terms).limit(0))
    spread = bench.slate(_spread(taken).limit(0))
    # worded once: a wave repeats the same statements, and wording costs more than doing on few contracts
    pay, settle, take, share, book = [bench.worded(table) for table in (
        _paid_in(money, ANY_WAVE), settled, _taken(touched, terms), _spread(taken), _after(touched, taken, terms),
    )] if waves else [""] * 5  # fmt: skip
    for wave in range(waves):
        bench.lay(paid, pay.replace(str(ANY_WAVE), str(wave)))
        bench.add(done, settle)
        bench.lay(taken, take)
        if shares:
            bench.add(spread, share)
        bench.lay(state, book)
    return done.union(state), spread if shares else None


def _may_take(lines: ibis.Table) -> ibis.Value:
    """Whether money can still change a line: something is open, or its late charge runs."""
    charged = lines.penalty + lines.stopped_at.fill_null(zero()) - lines.got_penalty
    return lines.stopped_at.isnull() | (missing(lines) > 0) | (charged > 0)


def _paid_in(money: ibis.Table, wave: int) -> ibis.Table:
    return money.filter(money.turn == wave).select("contract_no", "payment_ref", "paid_on", sum_="amount")


def _spread(taken: ibis.Table) -> ibis.Table:
    return taken.select(
        "payment_ref", "contract_no", instalment_number=taken.number, component=taken.component, amount=taken.share
    )


def _taken(touched: ibis.Table, terms: Terms) -> ibis.Table:
    """The shares of one payment per contract."""
    due, paid = touched.due_date, touched.paid_on
    timing = ibis.cases(
        (due < paid, Timing.PAST_DUE.value), (due == paid, Timing.DUE.value), else_=Timing.IN_ADVANCE.value
    )
    rows = touched.mutate(timing=timing, grown=charge(touched, terms.penalty, paid))
    items = []
    for component in COMPONENTS:
        part = component.lower()
        places = [
            (rows.timing == when.value, ibis.literal(group * 10 + parts.index(component), "int16"))
            for group, (when, parts) in enumerate(terms.allocation.groups)
            if component in parts
        ]
        if not places:
            continue
        open_ = rows[part] - rows[f"got_{part}"]
        if component == Component.PENALTY:
            open_ = open_ + rows.grown
        item = rows.select(
            "contract_no", "payment_ref", "sum_", "number", "due_date", component=ibis.literal(component.value),
            place=ibis.cases(*places, else_=ibis.null("int16")), asked=open_.cast(AMOUNT),
        )  # fmt: skip
        items.append(item.filter(item.place.notnull(), item.asked > 0))
    rows = ibis.union(*items) if len(items) > 1 else items[0]
    rows = rows.mutate(group=(rows.place / 10).floor().cast("int16"))
    window = ibis.window(group_by="contract_no", order_by=("group", *ORDER, "place"), preceding=None, following=0)
    rows = rows.mutate(reached=rows.asked.sum().over(window).cast(WIDE))
    rows = rows.mutate(
        share=ibis.greatest(ibis.least(rows.sum_ - rows.reached + rows.asked, rows.asked), zero()).cast(AMOUNT)
    )
    return rows.filter(rows.share > 0).select("payment_ref", "contract_no", "number", "component", "share")


def _after(touched: ibis.Table, taken: ibis.Table, terms: Terms) -> ibis.Table:
    """The lines once the shares are booked; late charges stop where the rest is met."""
    sums = {
        f"new_{part}": taken.share.sum(where=taken.component == part.upper()).fill_null(zero()).cast(AMOUNT)
        for part in PARTS
    }
    booked = taken.group_by("contract_no", "number").agg(**sums)
    rows = touched.left_join(booked, ["contract_no", "number"])
    rows = rows.drop("contract_no_right", "number_right")
    got = {f"got_{part}": (rows[f"got_{part}"] + rows[f"new_{part}"].fill_null(zero())).cast(AMOUNT) for part in PARTS}
    rows = rows.mutate(**got)
    is_met = missing(rows, PARTS[1:]) <= ibis.literal(terms.counting.tolerance, AMOUNT)
    stops = rows.stopped_at.isnull() & is_met
    rows = rows.mutate(stopped_at=ibis.ifelse(stops, charge(rows, terms.penalty, rows.paid_on), rows.stopped_at))
    return rows.select(*STATE)
