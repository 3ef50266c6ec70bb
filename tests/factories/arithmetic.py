"""Facts of one contract with boring defaults."""

import datetime as dt
from decimal import Decimal

from tagih.portfolio.rules.allocation import Due
from tagih.portfolio.rules.delinquency import Facts
from tagih.portfolio.rules.payments import Money


def due(number: int = 1, due_date: str = "2026-10-05", **parts: int | str) -> Due:
    """An instalment of Rp800.000 principal and Rp200.000 interest, if not said otherwise."""
    amounts = {"principal": 800_000, "interest": 200_000, "fee": 0, "penalty": 0} | parts
    return Due(number, dt.date.fromisoformat(due_date), **{name: Decimal(part) for name, part in amounts.items()})


def money(ref: str = "P1", paid_on: str = "2026-10-05", amount: int | str = 1_000_000, **more: object) -> Money:
    return Money(ref, dt.date.fromisoformat(paid_on), Decimal(amount), **more)


def facts(*dues: Due, money: tuple[Money, ...] = (), **more: object) -> Facts:
    return Facts(dues=dues, money=money, **more)
