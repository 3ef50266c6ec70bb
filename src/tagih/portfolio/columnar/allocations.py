"""Where each payment of a portfolio went: what `rules.allocation` says of one contract, for all."""

import datetime as dt

import ibis

from tagih.portfolio.columnar.allocation import ledger
from tagih.portfolio.columnar.lines import instalments, rates_of, zero
from tagih.portfolio.columnar.money import effective
from tagih.portfolio.columnar.sources import AMOUNT, WIDE, Bench, Schemes, Sources
from tagih.portfolio.enums import Component
from tagih.portfolio.rules.schemes import Terms

COLUMNS = ("payment_ref", "contract_no", "instalment_number", "component", "amount")


def allocations(sources: Sources, *, on: dt.date, schemes: Schemes, bench: Bench) -> ibis.Table:
    """This will return payment_ref, contract_no, instalment_number, component, amount of all money until a date.

    Left-over money is CREDIT without instalment. Under a balance, only money that the core system did not know is
    shown, without instalment: it allocates the rest itself. Money for unknown contracts is not here, it is in suspense.
    """
    payments = effective(sources.payments, until=on, bench=bench)
    parts = [
        _of_terms(sources, contracts, payments, on=on, terms=terms, bench=bench)
        for terms, contracts in schemes.parts(sources.contracts)
    ]
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def _of_terms(
    sources: Sources, contracts: ibis.Table, payments: ibis.Table, *, on: dt.date, terms: Terms, bench: Bench
) -> ibis.Table:
    mine = payments.semi_join(contracts, "contract_no")
    rates = rates_of(contracts)
    dues = instalments(sources.schedules, contracts)
    scheduled = bench.keep(dues.select("contract_no").distinct())
    money = mine.semi_join(scheduled, "contract_no")
    _, shares = ledger(dues, money, rates, on=on, terms=terms, bench=bench, shares=True)
    told = sources.balances.semi_join(contracts, "contract_no").anti_join(scheduled, "contract_no")
    on_top = _unknown_to(told, mine)
    rest = mine.anti_join(scheduled, "contract_no").anti_join(told, "contract_no").drop("fed_on")
    shares = bench.keep(_typed(shares).union(_of_balances(told, on_top, terms)))
    money = mine.semi_join(scheduled, "contract_no").drop("fed_on").union(on_top).union(rest)
    return shares.union(_credit(money, shares))


def _unknown_to(told: ibis.Table, payments: ibis.Table) -> ibis.Table:
    both = payments.join(told.select("contract_no", told_on=told.business_date), "contract_no")
    both = both.filter(both.paid_on >= both.told_on, both.fed_on.isnull() | (both.fed_on > both.told_on))
    return both.select("payment_ref", "contract_no", "paid_on", "amount")


def _of_balances(told: ibis.Table, money: ibis.Table, terms: Terms) -> ibis.Table:
    """Overlaps of the payments in a row with the overdue components in a row."""
    parts = []
    reached = ibis.literal(0, WIDE)
    for component in terms.allocation.past_due_order:
        asked = ibis.greatest(told[f"overdue_{component.lower()}"].fill_null(zero()), zero()).cast(WIDE)
        begins, reached = reached, (reached + asked).cast(WIDE)
        parts.append(told.select(
            "contract_no", component=ibis.literal(component.value), begins=begins.cast(WIDE), ends=reached
        ))  # fmt: skip
    items = ibis.union(*parts) if len(parts) > 1 else parts[0]
    by_day = ibis.window(group_by="contract_no", order_by=("paid_on", "payment_ref"), preceding=None, following=0)
    money = money.mutate(paid_until=money.amount.sum().over(by_day).cast(WIDE))
    both = money.join(items, "contract_no")
    share = ibis.least(both.ends, both.paid_until) - ibis.greatest(both.begins, both.paid_until - both.amount)
    both = both.mutate(share=share.cast(AMOUNT))
    rows = both.filter(both.share > 0)
    return _typed(rows.select(
        "payment_ref", "contract_no", instalment_number=ibis.null("int32"), component=rows.component, amount=rows.share
    ))  # fmt: skip


def _credit(money: ibis.Table, shares: ibis.Table) -> ibis.Table:
    spent = shares.group_by("payment_ref").agg(spent=shares.amount.sum())
    rows = money.left_join(spent, "payment_ref").drop("payment_ref_right")
    rows = rows.mutate(left=(rows.amount - rows.spent.fill_null(zero())).cast(AMOUNT))
    rows = rows.filter(rows.left > 0)
    return _typed(rows.select(
        "payment_ref", "contract_no", instalment_number=ibis.null("int32"),
        component=ibis.literal(Component.CREDIT.value), amount=rows.left,
    ))  # fmt: skip


def _typed(shares: ibis.Table) -> ibis.Table:
    return shares.mutate(
        instalment_number=shares.instalment_number.cast("int32"), amount=shares.amount.cast(AMOUNT)
    ).select(*COLUMNS)
