"""Which money counts, for all contracts; `rules.payments` says why."""

import datetime as dt

import ibis

from tagih.portfolio.columnar.sources import Bench
from tagih.portfolio.rules.payments import DEEPEST_CHAIN


def effective(payments: ibis.Table, *, until: dt.date, bench: Bench) -> ibis.Table:
    """This will return the payments that count up to and on a date: reversals gone, and what they undo."""
    is_reversal = payments.reversal_of.fill_null("") != ""
    dead = _undone(payments.filter(is_reversal).select("payment_ref", "reversal_of"), bench)
    counting = payments.filter(~is_reversal, payments.paid_on <= until, payments.amount > 0)
    if dead is not None:
        counting = counting.anti_join(dead, "payment_ref")
    return counting.select("payment_ref", "contract_no", "paid_on", "amount", "fed_on")


def _undone(reversals: ibis.Table, bench: Bench) -> ibis.Table | None:
    """The references that are undone, or None if there is no reversal at all."""
    reversals = bench.keep(reversals)
    if not bench.count(reversals):
        return None
    dead = reversals.select(payment_ref="reversal_of").distinct()
    nested = bench.count(reversals.semi_join(dead, "payment_ref"))
    for _ in range(DEEPEST_CHAIN - 1 if nested else 0):
        alive = reversals.anti_join(dead, "payment_ref")
        dead = bench.keep(alive.select(payment_ref="reversal_of").distinct())
    return dead
