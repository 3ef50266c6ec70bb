"""Money meets what is due: instalment by instalment, component by component, in the order of the scheme."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from tagih.portfolio.enums import Component, Timing
from tagih.portfolio.rules.payments import Money
from tagih.portfolio.rules.schemes import COMPONENTS, Penalty, Terms

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Due:
    """An instalment as the core system says it. `penalty` is a charge already billed; negative parts count as 0."""

    number: int
    due_date: dt.date
    principal: Decimal
    interest: Decimal
    fee: Decimal = ZERO
    penalty: Decimal = ZERO

    def billed(self, component: Component) -> Decimal:
        """This will return what the schedule asks of a component."""
        return max(ZERO, getattr(self, component.lower()))


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a payment and where it went; credit belongs to no instalment."""

    payment_ref: str
    instalment_number: int | None
    component: Component
    amount: Decimal


def accrued(scheme: Penalty, due: Due, *, rate: Decimal | None, on: dt.date) -> Decimal:
    """This will return the late charge that has grown on an instalment by a date, if nothing stopped it.

    It follows the due date, not the delinquency clock: a pause excuses days, not the price of money.
    """
    days = (on - due.due_date).days
    base = due.billed(Component.PRINCIPAL) + due.billed(Component.INTEREST)
    if days <= scheme.grace_days or days <= 0 or scheme.method == "NONE" or base == 0:
        return ZERO
    if scheme.method == "FLAT":
        charge = scheme.amount
    else:
        share = rate if rate is not None else scheme.rate
        charge = base * (share or ZERO) * days
    if scheme.cap_rate is not None:
        charge = min(charge, base * scheme.cap_rate)
    if scheme.cap_amount is not None:
        charge = min(charge, scheme.cap_amount)
    return (charge / scheme.round_to).quantize(Decimal(1), rounding=ROUND_HALF_UP) * scheme.round_to


@dataclass(slots=True)
class Line:
    """An instalment while money is allocated to it."""

    due: Due
    terms: Terms
    rate: Decimal | None
    got: dict[Component, Decimal] = field(default_factory=lambda: dict.fromkeys(COMPONENTS, ZERO))
    stopped_at: Decimal | None = None  # the late charge when principal, interest and fee were met

    def __post_init__(self) -> None:
        self.stop(self.due.due_date)

    def charge(self, on: dt.date) -> Decimal:
        """This will return the late charge grown by a date; it stops growing once the rest is met."""
        if self.stopped_at is not None:
            return self.stopped_at
        return accrued(self.terms.penalty, self.due, rate=self.rate, on=on)

    def open(self, component: Component, on: dt.date) -> Decimal:
        """This will return what a component still takes on a date."""
        asked = self.due.billed(component)
        if component == Component.PENALTY:
            asked += self.charge(on)
        return asked - self.got[component]

    def stop(self, on: dt.date) -> None:
        """This will freeze the late charge if principal, interest and fee are met."""
        if self.stopped_at is None and self._missing(COMPONENTS[1:]) <= self.terms.counting.tolerance:
            self.stopped_at = self.charge(on)

    @property
    def is_met(self) -> bool:
        """Whether what is billed is reached, less the tolerance. Late charges that only grew do not keep it open."""
        return self._missing(COMPONENTS) <= self.terms.counting.tolerance

    def _missing(self, components: Sequence[Component]) -> Decimal:
        return sum((max(ZERO, self.due.billed(part) - self.got[part]) for part in components), ZERO)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All instalments after all money."""

    lines: tuple[Line, ...]
    shares: tuple[Share, ...]
    credit: Decimal


def allocate(dues: Iterable[Due], payments: Sequence[Money], *, terms: Terms, rate: Decimal | None = None) -> Ledger:
    """This will allocate payments in the given order, each by what was due on its own day.

    What no component takes is credit; the shares of a payment always sum to its amount.
    """
    lines = [Line(due, terms, rate) for due in sorted(dues, key=lambda due: (due.due_date, due.number))]
    shares: list[Share] = []
    credit = ZERO
    for payment in payments:
        left = payment.amount
        for line, component in _places(lines, terms, payment.paid_on):
            taken = min(left, line.open(component, payment.paid_on))
            if taken <= 0:
                continue
            line.got[component] += taken
            shares.append(Share(payment.ref, line.due.number, component, taken))
            left -= taken
            if not left:
                break
        for line in lines:
            line.stop(payment.paid_on)
        if left:
            shares.append(Share(payment.ref, None, Component.CREDIT, left))
            credit += left
    return Ledger(tuple(lines), tuple(shares), credit)


def _places(lines: Sequence[Line], terms: Terms, on: dt.date) -> Iterator[tuple[Line, Component]]:
    """Where money of a day may go, in order."""
    for timing, components in terms.allocation.groups:
        for line in lines:
            if _timing(line.due.due_date, on) == timing:
                for component in components:
                    yield line, component


def _timing(due_date: dt.date, on: dt.date) -> Timing:
    if due_date < on:
        return Timing.PAST_DUE
    return Timing.DUE if due_date == on else Timing.IN_ADVANCE
