"""A line of a schedule on its way through the allocation: what it asks, what it got, what its late charge is."""

import datetime as dt
from decimal import Decimal

import ibis

from tagih.portfolio.columnar.sources import AMOUNT, WIDE
from tagih.portfolio.rules.schemes import COMPONENTS, Penalty, Terms

PARTS = tuple(component.lower() for component in COMPONENTS)
ORDER = ("due_date", "number")
MILLION = 1_000_000
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


def untouched(dues: ibis.Table, rates: ibis.Table, terms: Terms) -> ibis.Table:
    """This will return instalments before any money. What asks nothing but a late charge never grows one."""
    rows = dues.left_join(rates, "contract_no").drop("contract_no_right")
    got = {f"got_{part}": zero() for part in PARTS}
    asked = rows.fee + rows.interest + rows.principal
    at_once = asked <= ibis.literal(terms.counting.tolerance, AMOUNT)
    rows = rows.mutate(**got, stopped_at=ibis.ifelse(at_once, zero(), ibis.null(AMOUNT)))
    return rows.select(*STATE)


def charge(lines: ibis.Table, scheme: Penalty, on: ibis.Value | dt.date, *, frozen: bool = True) -> ibis.Value:
    """This will return the late charge of each line by a date, stopped where it stopped."""
    if not may_grow(scheme):
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


def may_grow(scheme: Penalty) -> bool:
    """This will tell whether a scheme has late charges at all."""
    return scheme.method == "DAILY" or (scheme.method == "FLAT" and scheme.amount > 0)


def _times(amount: ibis.Value, factor: ibis.Value) -> ibis.Value:
    """A product that stays exact: an amount with two places and an integer."""
    return (amount * factor.cast("int64")).cast(WIDE)


def _millionths(share: Decimal) -> int:
    return int(share * MILLION)
