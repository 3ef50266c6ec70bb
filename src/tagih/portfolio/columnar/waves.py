"""Payments in waves: the first payment of each contract at once, then the second of each, and so on."""

import ibis

from tagih.portfolio.columnar.lines import ORDER, PARTS, STATE, charge, missing, zero
from tagih.portfolio.columnar.sources import AMOUNT, WIDE, Bench
from tagih.portfolio.enums import Component, Timing
from tagih.portfolio.rules.schemes import COMPONENTS, Terms

ANY_WAVE = 987_654_321
"""Stands in a statement where the number of the wave goes."""


def in_waves(
    lines: ibis.Table, payments: ibis.Table, *, terms: Terms, bench: Bench, shares: bool
) -> tuple[ibis.Table, ibis.Table | None]:
    """This will allocate the k-th payment of each contract at once, each by what was due on its own day.

    Returns the lines, and the shares if wanted.
    """
    turn = ibis.row_number().over(ibis.window(group_by="contract_no", order_by=("paid_on", "payment_ref")))
    money = bench.keep(payments.semi_join(lines, "contract_no").mutate(turn=turn))
    waves = 0 if not bench.count(money) else int(bench.connection.execute(money.turn.max())) + 1
    state, done = bench.slate(lines), bench.slate(lines.limit(0))
    paid = bench.slate(_paid_in(money, 0))
    may_take = _may_take(state)
    touched = state.filter(may_take).join(paid, "contract_no")
    settled = state.filter(~may_take).union(state.filter(may_take).anti_join(paid, "contract_no"))
    takes = _taken_by_line(touched, terms) if terms.allocation.is_static else _taken(touched, terms)
    taken = bench.slate(takes.limit(0))
    if terms.allocation.is_static:
        spreads, after = _spread_of_lines(taken), taken.select(*STATE)
    else:
        spreads, after = _spread(taken), _after(touched, taken, terms)
    spread = bench.slate(spreads.limit(0))
    # worded once: a wave repeats the same statements, and wording costs more than doing on few contracts
    wanted = (_paid_in(money, ANY_WAVE), settled, takes, spreads, after) if waves else ()
    statements = [bench.worded(table) for table in wanted]
    for wave in range(waves):
        pay, settle, take, share, book = statements
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


def _taken_by_line(touched: ibis.Table, terms: Terms) -> ibis.Table:
    """Lines after one payment per contract, with what each part took, where the order is the same on every day."""
    rows = touched.mutate(grown=charge(touched, terms.penalty, touched.paid_on))
    open_ = {part: ibis.greatest(rows[part] - rows[f"got_{part}"], zero()) for part in PARTS}
    open_["penalty"] = ibis.greatest(rows.penalty - rows.got_penalty + rows.grown, zero())
    rows = rows.mutate(**{f"open_{part}": value.cast(AMOUNT) for part, value in open_.items()})
    whole = sum((rows[f"open_{part}"] for part in PARTS[1:]), rows[f"open_{PARTS[0]}"]).cast(WIDE)
    rows = rows.mutate(whole=whole)
    window = ibis.window(group_by="contract_no", order_by=ORDER, preceding=None, following=0)
    rows = rows.mutate(reached=rows.whole.sum().over(window).cast(WIDE))
    left = ibis.greatest(ibis.least(rows.sum_ - rows.reached + rows.whole, rows.whole), zero()).cast(AMOUNT)
    rows = rows.mutate(left=left)
    took, left = {}, rows.left
    for component in terms.allocation.past_due_order:
        part = component.lower()
        took[f"took_{part}"] = ibis.least(left, rows[f"open_{part}"]).cast(AMOUNT)
        left = (left - took[f"took_{part}"]).cast(AMOUNT)
    rows = rows.mutate(**took)
    rows = rows.mutate(**{f"got_{part}": (rows[f"got_{part}"] + rows[f"took_{part}"]).cast(AMOUNT) for part in PARTS})
    is_met = missing(rows, PARTS[1:]) <= ibis.literal(terms.counting.tolerance, AMOUNT)
    stops = rows.stopped_at.isnull() & is_met
    rows = rows.mutate(stopped_at=ibis.ifelse(stops, rows.grown, rows.stopped_at))
    return rows.select(*STATE, "payment_ref", *took)


def _spread_of_lines(taken: ibis.Table) -> ibis.Table:
    parts = [
        taken.filter(taken[f"took_{part}"] > 0).select(
            "payment_ref", "contract_no", instalment_number="number", component=ibis.literal(part.upper()),
            amount=f"took_{part}",
        )
        for part in PARTS
    ]  # fmt: skip
    return ibis.union(*parts)


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
