"""Payment schedules to the rupiah, and what they are worth today.

A regular instalment is rounded half up to a unit (a rupiah, or a hundred, or a thousand); interest of a period is the
balance times the monthly rate, rounded half up to a rupiah; the last instalment absorbs what rounding left, so that the
principal comes out exactly. Due dates keep their day of the month, in short months the last one.
"""

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

ZERO = Decimal("0.00")
ONE = Decimal(1)
MONTHS = Decimal(12)
YEAR_DAYS = Decimal(365)
MOST_PERIODS = 120


class Method(StrEnum):
    """How interest is reckoned: on the balance, on the first principal, or not at all."""

    ANNUITY = "ANNUITY"
    FLAT = "FLAT"
    EQUAL = "EQUAL"


class TermsImpossible(ValueError):
    """Terms that give no schedule: too small for so many instalments, or paid by nothing."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is paid back: `principal` at `annual_rate` (0.24 = 24 %) in `periods` months from `first_due_on` on.

    In the first `grace` periods only interest falls due. `carried` arrears bear no interest and are spread over the
    periods after the grace; `carried_parts` names what they are made of.
    """

    principal: Decimal
    periods: int
    first_due_on: dt.date
    annual_rate: Decimal = ZERO
    method: Method = Method.ANNUITY
    grace: int = 0
    carried: Decimal = ZERO
    to: Decimal = ONE
    carried_parts: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One instalment: what of it is principal, interest and carried arrears."""

    number: int
    due_on: dt.date
    principal: Decimal
    interest: Decimal
    carried: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.principal + self.interest + self.carried


def months_after(day: dt.date, months: int, *, on: int | None = None) -> dt.date:
    """This will return the same day of a later month, or the month's last; `on` is the day of the month meant."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    return dt.date(year, month, min(on or day.day, calendar.monthrange(year, month)[1]))


def nearest(value: Decimal, to: Decimal = ONE) -> Decimal:
    """This will round half up to a multiple of `to`, with two places."""
    if to == ONE:
        return value.quantize(ONE, rounding=ROUND_HALF_UP).quantize(ZERO)
    return ((value / to).quantize(ONE, rounding=ROUND_HALF_UP) * to).quantize(ZERO)


def payment(principal: Decimal, monthly_rate: Decimal, periods: int, *, to: Decimal = ONE) -> Decimal:
    """This will return the regular instalment that pays off `principal` in `periods` at a monthly rate."""
    if not monthly_rate:
        return nearest(principal / periods, to)
    return nearest(principal * monthly_rate / (1 - (1 + monthly_rate) ** -periods), to)


def schedule(terms: Terms) -> tuple[Line, ...]:
    """This will return the instalments of some terms, the principal coming out to the rupiah.

    :raises TermsImpossible: no schedule fits them
    """
    paying = terms.periods - terms.grace
    if not 0 < terms.periods <= MOST_PERIODS or terms.grace < 0 or paying < 1:
        raise TermsImpossible("so many periods cannot be")
    if terms.principal < 0 or terms.annual_rate < 0 or terms.principal + terms.carried <= 0:
        raise TermsImpossible("nothing is to be paid")
    monthly = terms.annual_rate / MONTHS if terms.method != Method.EQUAL else ZERO
    flat = nearest(terms.principal * monthly)
    if terms.method == Method.ANNUITY:
        regular = payment(terms.principal, monthly, paying, to=terms.to)
    else:
        regular = nearest(terms.principal / paying + (flat if terms.method == Method.FLAT else ZERO), terms.to)
    carried_regular = nearest(terms.carried / paying, terms.to)
    balance, owed, lines = terms.principal, terms.carried, []
    for number in range(1, terms.periods + 1):
        interest = flat if terms.method == Method.FLAT else nearest(balance * monthly)
        if number <= terms.grace:
            principal, carried = ZERO, ZERO
        elif number == terms.periods:
            principal, carried = balance, owed
        else:
            principal, carried = regular - interest, carried_regular
        balance, owed = balance - principal, owed - carried
        if principal < 0 or balance < 0 or owed < 0 or (number > terms.grace and principal + interest + carried <= 0):
            raise TermsImpossible("too little for so many instalments")
        due_on = months_after(terms.first_due_on, number - 1)
        lines.append(Line(number, due_on, principal, interest, carried))
    return tuple(lines)


def rate_of(principal: Decimal, periods: int, instalment: Decimal) -> Decimal:
    """This will return the annual rate at which `periods` equal instalments pay off `principal`, to six places.

    Zero where the instalments give back no more than the principal.
    """
    if principal <= 0 or periods <= 0 or instalment * periods <= principal:
        return ZERO
    low, high = Decimal(0), Decimal(1)
    for _turn in range(60):
        middle = (low + high) / 2
        worth = instalment * (1 - (1 + middle) ** -periods) / middle
        low, high = (middle, high) if worth > principal else (low, middle)
    return (low * MONTHS).quantize(Decimal("0.000001"))


def present_value(flows: Iterable[tuple[dt.date, Decimal]], *, on: dt.date, annual_rate: Decimal) -> Decimal:
    """This will return what payments on later days are worth on a day, at an annual rate over actual days of 365."""
    worth = sum(
        (amount / (1 + annual_rate) ** (Decimal((day - on).days) / YEAR_DAYS) for day, amount in flows), Decimal(0)
    )
    return nearest(worth)


def single(due_on: dt.date, *, principal: Decimal, interest: Decimal = ZERO, carried: Decimal = ZERO) -> Line:
    """This will return one payment of everything on a day."""
    return Line(1, due_on, principal, interest, carried)


def total(lines: Sequence[Line]) -> Decimal:
    """This will return the sum of a schedule."""
    return sum((line.total for line in lines), ZERO)
