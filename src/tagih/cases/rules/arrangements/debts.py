"""What offers depend on and what they are: means, debt, policy, offer. Plain data."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tagih.cases.enums import ArrangementKind as Kind
from tagih.cases.rules import schedules
from tagih.cases.rules.schedules import ZERO, Line, nearest

HUNDRED = Decimal(100)
COMPONENTS = ("principal", "interest", "fee", "penalty")


@dataclass(frozen=True, slots=True)
class Means:
    """What somebody has a month: income, what they need to live, what other debts take."""

    income: Decimal
    essentials: Decimal
    other_debts: Decimal = ZERO

    @property
    def free(self) -> Decimal:
        return max(self.income - self.essentials - self.other_debts, ZERO)


@dataclass(frozen=True, slots=True)
class Debt:
    """One contract as an offer needs it. `remaining` regular instalments are not yet due, the next on `next_due_on`."""

    overdue: Mapping[str, Decimal]  # by component
    outstanding: Decimal
    instalment: Decimal
    remaining: int
    next_due_on: dt.date
    annual_rate: Decimal
    days_late: int
    has_collateral: bool = False

    @property
    def arrears(self) -> Decimal:
        return sum((self.overdue.get(name, ZERO) for name in COMPONENTS), ZERO)

    @property
    def without_charges(self) -> Decimal:
        return self.overdue.get("principal", ZERO) + self.overdue.get("interest", ZERO)

    def base(self, name: str, *, everything: bool) -> Decimal:
        """Of what a percentage of a component is taken: what is overdue, or with `everything` the whole principal."""
        return self.outstanding if everything and name == "principal" else self.overdue.get(name, ZERO)

    @property
    def not_yet_due(self) -> Decimal:
        return max(self.outstanding - self.overdue.get("principal", ZERO), ZERO)


@dataclass(frozen=True, slots=True)
class Policy:
    """What the house allows of a kind: for whom, how far, how often. Percentages are of what is overdue."""

    kind: Kind
    min_days_late: int = 0
    max_days_late: int = 9999
    max_months: int = 3
    max_days: int = 31
    max_waived: Mapping[str, Decimal] = field(default_factory=dict)  # percent by component
    max_per_year: int = 2
    rate: Decimal | None = None  # of a restructured contract; None keeps the contract's
    capitalise: bool = False
    assumed_re_default: Decimal = Decimal("0.30")


@dataclass(frozen=True, slots=True)
class Waived:
    """Rupiah forgiven, by component."""

    principal: Decimal = ZERO
    interest: Decimal = ZERO
    fee: Decimal = ZERO
    penalty: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.principal + self.interest + self.fee + self.penalty


@dataclass(frozen=True, slots=True)
class Offer:
    """One plan: payments, what is forgiven, its worth and cost to the lender today, how often such plans fail.

    `monthly` is the most that falls due in one month, running instalments included. `replaces`: the old schedule is
    replaced by these payments; otherwise the running instalments go on beside them.
    """

    kind: Kind
    lines: tuple[Line, ...]
    waived: Waived
    monthly: Decimal
    months: int
    replaces: bool
    present_value: Decimal
    cost: Decimal
    re_default: Decimal
    fits_means: bool | None  # None: means unknown
    shares: Mapping[str, Decimal] = field(default_factory=dict)  # forgiven, in percent of what is overdue

    @property
    def total(self) -> Decimal:
        return schedules.total(self.lines)

    @property
    def first_due_on(self) -> dt.date:
        return self.lines[0].due_on

    @property
    def last_due_on(self) -> dt.date:
        return self.lines[-1].due_on

    @property
    def expected(self) -> Decimal:
        return nearest(self.present_value * (1 - self.re_default))


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything that offers depend on."""

    debt: Debt
    today: dt.date
    policies: Mapping[Kind, Policy]
    preferred: Sequence[Kind]
    means: Means | None = None
    spare_percent: int = 80
    discount_rate: Decimal = Decimal("0.12")
    counts: Mapping[Kind, int] = field(default_factory=dict)  # agreements of the last year
    observed: Mapping[Kind, tuple[int, int]] = field(default_factory=dict)  # (made, broken) of this house

    @property
    def bearable(self) -> Decimal | None:
        """What may fall due in a month: a share of what is free, so that life leaves room."""
        return None if self.means is None else nearest(self.means.free * self.spare_percent / HUNDRED)
