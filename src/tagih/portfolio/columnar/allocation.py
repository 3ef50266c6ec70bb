"""Money meets what is due, for all contracts.

One running sum decides wherever the order of allocation does not depend on the day of payment and no late charge can
grow. All other contracts go in waves: the first payment of each contract at once, then the second of each, and so on.
"""

import datetime as dt

import ibis
from ibis import _

from tagih.portfolio.columnar.lines import ORDER, PARTS, STATE, may_grow, missing, untouched, zero
from tagih.portfolio.columnar.sources import AMOUNT, WIDE, Bench
from tagih.portfolio.columnar.waves import in_waves
from tagih.portfolio.rules.schemes import Penalty, Terms


def ledger(
    dues: ibis.Table, payments: ibis.Table, rates: ibis.Table, *, on: dt.date, terms: Terms, bench: Bench,
    shares: bool = False,
) -> tuple[ibis.Table, ibis.Table | None]:  # fmt: skip
    """This will return each instalment with what it got and when its late charge stopped, and the shares if wanted.

    `payments` are those until `on`. `rates` comes from `rates_of`. Shares: payment_ref, contract_no,
    instalment_number, component, amount; what is left of a payment is not among them.
    """
    if not terms.allocation.is_static:
        return in_waves(untouched(dues, rates, terms), payments, terms=terms, bench=bench, shares=shares)
    if not may_grow(terms.penalty):
        state = _by_running_sum(dues, payments, terms)
        return state, _shares_by_running_sum(state, payments, terms) if shares else None
    late = bench.keep(_ever_late(dues, payments, rates, terms.penalty, on=on))
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
    state, rest = in_waves(begun, after, terms=terms, bench=bench, shares=shares)
    return state, spread.union(rest) if spread is not None and rest is not None else None


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


def _ever_late(
    dues: ibis.Table, payments: ibis.Table, rates: ibis.Table, scheme: Penalty, *, on: dt.date
) -> ibis.Table:
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
    short = events.filter(events.turn == 1, events.saldo < 0, events.day < on)
    return short.group_by("contract_no").agg(late_from=short.day.min())
