"""How late a contract is on a business date, and what is overdue by component."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tagih.portfolio.enums import Arithmetic, Component, ContractStatus, Roll
from tagih.portfolio.rules.allocation import ZERO, Due, Share, allocate
from tagih.portfolio.rules.clock import Pause, next_due_day, paused_days
from tagih.portfolio.rules.payments import Money, effective
from tagih.portfolio.rules.schemes import COMPONENTS, Terms

OWING = (ContractStatus.ACTIVE, ContractStatus.WRITTEN_OFF)  # a closed or sold contract owes us nothing


@dataclass(frozen=True, slots=True)
class Balance:
    """What the core system says is overdue on its business date; None where it does not say."""

    business_date: dt.date
    days_past_due: int
    oldest_unpaid_due_date: dt.date | None = None
    overdue_principal: Decimal | None = None
    overdue_interest: Decimal | None = None
    overdue_fee: Decimal | None = None
    overdue_penalty: Decimal | None = None
    instalments_overdue: int | None = None
    last_payment_on: dt.date | None = None
    last_payment_amount: Decimal | None = None

    def overdue(self, component: Component) -> Decimal:
        """This will return what is overdue of a component, 0 where unknown or negative."""
        return max(ZERO, getattr(self, f"overdue_{component.lower()}") or ZERO)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known about one contract."""

    status: str = ContractStatus.ACTIVE
    dues: Sequence[Due] = ()
    balance: Balance | None = None
    money: Sequence[Money] = ()
    pauses: Sequence[Pause] = ()
    due_day: int | None = None
    penalty_daily_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How one contract stands on a business date."""

    arithmetic: str
    bucket: str
    bucket_rank: int
    collectability: str
    dpd: int = 0
    delinquent_days: int = 0
    oldest_unmet_due_on: dt.date | None = None
    dpd_offset: int = 0
    clock_days: int = 0
    next_due_on: dt.date | None = None
    instalments_overdue: int = 0
    overdue_principal: Decimal = ZERO
    overdue_interest: Decimal = ZERO
    overdue_fee: Decimal = ZERO
    overdue_penalty: Decimal = ZERO
    penalty_per_day: Decimal = ZERO
    last_payment_on: dt.date | None = None
    last_payment_amount: Decimal | None = None
    credit: Decimal = ZERO
    shares: tuple[Share, ...] = field(default=(), repr=False)


def standing(facts: Facts, *, on: dt.date, terms: Terms, until: dt.date | None = None) -> Standing:
    """This will return how a contract stands on a business date, with all money until then, or `until` a later day.

    A schedule is computed with; without one the core system's balance is taken, plus money that came after it;
    without both nothing is overdue.
    """
    payments = effective(facts.money, until=until or on)
    if facts.dues:
        found = _from_schedule(facts, payments, on=on, terms=terms)
    elif facts.balance is not None:
        found = _from_balance(facts.balance, payments, on=on, terms=terms)
    else:
        shares = tuple(Share(payment.ref, None, Component.CREDIT, payment.amount) for payment in payments)
        found = {"arithmetic": Arithmetic.NONE, "shares": shares, "credit": sum((p.amount for p in payments), ZERO)}
    if facts.status not in OWING:
        found = {name: found[name] for name in ("arithmetic", "shares", "credit")}
    elif not facts.dues:
        found["next_due_on"] = next_due_day(facts.due_day, on=on)
    return _judged(found, payments, facts, on=on, terms=terms)


def _judged(found: dict, payments: Sequence[Money], facts: Facts, *, on: dt.date, terms: Terms) -> Standing:
    """The days, the bucket and the last payment of what was found."""
    oldest, offset, dpd, clock_days = found.get("oldest_unmet_due_on"), found.get("dpd_offset", 0), 0, 0
    if oldest is not None:
        dpd = max(0, (on - oldest).days + offset)
        end = oldest + dt.timedelta(days=dpd)
        clock_days = paused_days(facts.pauses, start=oldest, end=end) + terms.counting.grace_days
    days = max(0, dpd - clock_days)
    last_on, last_amount = _last_payment(facts.balance, payments)
    return Standing(
        **found, dpd=dpd, delinquent_days=days, clock_days=clock_days,
        bucket=terms.buckets.label(days), bucket_rank=terms.buckets.rank(days),
        collectability=terms.collectability.label(dpd), last_payment_on=last_on, last_payment_amount=last_amount,
    )  # fmt: skip


def _from_schedule(facts: Facts, payments: Sequence[Money], *, on: dt.date, terms: Terms) -> dict:
    ledger = allocate(facts.dues, payments, terms=terms, rate=facts.penalty_daily_rate)
    offset = terms.counting.due_date_is_day
    overdue = dict.fromkeys(COMPONENTS, ZERO)
    unmet, coming, growth = [], [], ZERO
    for line in ledger.lines:
        if line.due.due_date >= on + dt.timedelta(days=offset):
            coming += [] if line.is_met else [line.due.due_date]
            continue
        if line.is_met:
            paid_beyond_bill = max(ZERO, line.got[Component.PENALTY] - line.due.billed(Component.PENALTY))
            overdue[Component.PENALTY] += max(ZERO, line.charge(on) - paid_beyond_bill)
        else:
            unmet.append(line.due.due_date)
            for component in COMPONENTS:
                overdue[component] += max(ZERO, line.open(component, on))
        if terms.penalty.method == "DAILY" and line.charge(on):
            growth += line.charge(on + dt.timedelta(days=1)) - line.charge(on)
    return {
        "arithmetic": Arithmetic.SCHEDULE,
        "oldest_unmet_due_on": min(unmet, default=None),
        "dpd_offset": offset if unmet else 0,
        "next_due_on": min(coming, default=None),
        "instalments_overdue": len(unmet),
        **{f"overdue_{component.lower()}": amount for component, amount in overdue.items()},
        "penalty_per_day": growth,
        "credit": ledger.credit,
        "shares": ledger.shares,
    }


def _from_balance(balance: Balance, payments: Sequence[Money], *, on: dt.date, terms: Terms) -> dict:
    """Overdue components as one instalment, met by the money that the core system did not know when it spoke."""
    later = [payment for payment in payments if comes_on_top(payment, balance)]
    overdue = {component: balance.overdue(component) for component in COMPONENTS}
    asked = sum(overdue.values(), ZERO)
    shares, credit = [], ZERO
    for payment in later:
        left = payment.amount
        for component in terms.allocation.past_due_order:
            taken = min(left, overdue[component])
            if taken > 0:
                overdue[component] -= taken
                left -= taken
                shares.append(Share(payment.ref, None, component, taken))
        if left:
            shares.append(Share(payment.ref, None, Component.CREDIT, left))
            credit += left
    is_late = balance.days_past_due > 0
    is_cured = bool(later) and asked > 0 and sum(overdue.values(), ZERO) <= terms.counting.tolerance
    found = {
        "arithmetic": Arithmetic.BALANCE,
        **{f"overdue_{component.lower()}": amount for component, amount in overdue.items()},
        "credit": credit,
        "shares": tuple(shares),
    }
    if is_late and not is_cured:
        told = balance.oldest_unpaid_due_date
        oldest = told or balance.business_date - dt.timedelta(days=balance.days_past_due)
        found["oldest_unmet_due_on"] = oldest
        found["dpd_offset"] = balance.days_past_due - (balance.business_date - oldest).days
        found["instalments_overdue"] = max(0, balance.instalments_overdue or 0)
    return found


def comes_on_top(payment: Money, balance: Balance) -> bool:
    """This will tell whether the core system did not know a payment when it sent the balance.

    Money from before the balance's date is inside it, and so is what came in a file of that date or earlier.
    """
    if payment.paid_on < balance.business_date:
        return False
    return payment.fed_on is None or payment.fed_on > balance.business_date


def _last_payment(balance: Balance | None, payments: Sequence[Money]) -> tuple[dt.date | None, Decimal | None]:
    told = (balance.last_payment_on, balance.last_payment_amount) if balance else (None, None)
    if not payments:
        return told
    newest = payments[-1]
    if told[0] is not None and told[0] > newest.paid_on:
        return told
    return newest.paid_on, newest.amount


def roll(
    *, rank: int, days: int, is_closed: bool, previous_rank: int | None, previous_days: int, was_closed: bool
) -> Roll | None:
    """This will return how a contract moved since the previous business date; None if it is not late and was not.

    `previous_rank` is None where the contract was not known. Ranks count buckets from 0; days are delinquent days.
    """
    known = previous_rank is not None
    if is_closed:
        return Roll.CLOSED if known and not was_closed else None
    if not days:
        return Roll.CURED if known and previous_days else None
    if not known or not previous_days:
        return Roll.NEW
    if rank == previous_rank:
        return Roll.STAY
    return Roll.FORWARD if rank > previous_rank else Roll.BACK
