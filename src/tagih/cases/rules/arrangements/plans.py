"""How a plan of each kind is made of some terms, and what it is worth."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from tagih.cases.enums import ArrangementKind as Kind
from tagih.cases.rules import schedules
from tagih.cases.rules.arrangements.debts import COMPONENTS, HUNDRED, Asked, Offer, Policy, Waived
from tagih.cases.rules.schedules import ZERO, Line, Method, Terms, TermsImpossible, months_after, nearest, schedule

PRIOR_WEIGHT = 20
"""So many imagined agreements stand behind an assumed rate until real ones outweigh them."""


def chosen(asked: Asked, policy: Policy, *, months: int, due_on: dt.date | None) -> Offer | None:
    """This will return the plan of a kind for terms that somebody chose, None where there is none."""
    match policy.kind:
        case Kind.NEW_DUE_DATE | Kind.SETTLEMENT | Kind.WAIVER | Kind.SURRENDER:
            return ONE_PAYMENT[policy.kind](asked, policy, due_on or asked.today + dt.timedelta(days=policy.max_days))
        case Kind.INSTALMENT_PLAN:
            return _instalment_plan(asked, policy, months)
        case Kind.EXTENSION:
            return _extension(asked, policy, months)
        case Kind.RESCHEDULE:
            return _new_schedule(asked, policy, months, rate=asked.debt.annual_rate)
        case Kind.RESTRUCTURE:
            return _restructured(asked, policy, months)
        case Kind.HOLIDAY:
            return _holiday(asked, policy, months)


def _forgiven(asked: Asked, policy: Policy, *, everything: bool = False) -> Waived:
    return Waived(**{
        name: nearest(asked.debt.base(name, everything=everything) * policy.max_waived.get(name, ZERO) / HUNDRED)
        for name in COMPONENTS
    })  # fmt: skip


def _rest(asked: Asked, waived: Waived) -> Decimal:
    return asked.debt.arrears - waived.total


def _one(asked: Asked, policy: Policy, due_on: dt.date, *, everything: bool = False) -> Offer | None:
    """All arrears (with `everything`: the whole debt) in one payment on a day."""
    waived = _forgiven(asked, policy, everything=everything)
    owed = asked.debt.not_yet_due if everything else ZERO
    rest = _rest(asked, waived)  # what is forgiven of the principal may be more than what of it is overdue
    line = Line(1, due_on, principal=owed + min(rest, ZERO), interest=ZERO, carried=max(rest, ZERO))
    return _priced(asked, policy, (line,), waived, replaces=everything, months=0) if line.total > 0 else None


def _all_at_once(asked: Asked, policy: Policy, due_on: dt.date) -> Offer | None:
    return _one(asked, policy, due_on, everything=True)


def _surrender(asked: Asked, policy: Policy, due_on: dt.date) -> Offer | None:
    return _one(asked, policy, due_on, everything=True) if asked.debt.has_collateral else None


def _instalment_plan(asked: Asked, policy: Policy, months: int) -> Offer | None:
    waived = _forgiven(asked, policy)
    terms = Terms(_rest(asked, waived), max(months, 1), asked.debt.next_due_on, method=Method.EQUAL)
    lines = tuple(replace(line, principal=ZERO, carried=line.principal) for line in _lines(terms))
    return _priced(asked, policy, lines, waived, replaces=False, months=months) if lines else None


def _extension(asked: Asked, policy: Policy, months: int) -> Offer | None:
    """The arrears move behind the last instalment, one month after another."""
    waived, first = _forgiven(asked, policy), months_after(asked.debt.next_due_on, asked.debt.remaining)
    terms = Terms(_rest(asked, waived), max(months, 1), first, method=Method.EQUAL)
    lines = tuple(replace(line, principal=ZERO, carried=line.principal) for line in _lines(terms))
    return _priced(asked, policy, lines, waived, replaces=False, months=months) if lines else None


def _new_schedule(
    asked: Asked, policy: Policy, more: int, *, rate: Decimal, capitalise: bool = False, grace: int = 0
) -> Offer | None:  # fmt: skip
    """A new schedule over the remaining months and `more`, the arrears within it."""
    waived = _forgiven(asked, policy)
    rest = _rest(asked, waived)
    terms = Terms(
        asked.debt.not_yet_due + (rest if capitalise else ZERO), asked.debt.remaining + more + grace,
        asked.debt.next_due_on, rate, grace=grace, carried=ZERO if capitalise else rest,
    )  # fmt: skip
    lines = _lines(terms)
    return _priced(asked, policy, lines, waived, replaces=True, months=more + grace) if lines else None


def _restructured(asked: Asked, policy: Policy, months: int) -> Offer | None:
    rate = asked.debt.annual_rate if policy.rate is None else min(policy.rate, asked.debt.annual_rate)
    return _new_schedule(asked, policy, months, rate=rate, capitalise=policy.capitalise)


def _holiday(asked: Asked, policy: Policy, months: int) -> Offer | None:
    """Nothing falls due for some months; the debt, without what stood still, is then paid as before."""
    later = replace(asked.debt, next_due_on=months_after(asked.debt.next_due_on, months))
    plan = _new_schedule(replace(asked, debt=later), policy, 0, rate=asked.debt.annual_rate)
    return None if plan is None else replace(plan, months=months)


def _lines(terms: Terms) -> tuple[Line, ...]:
    try:
        return schedule(terms)
    except TermsImpossible:
        return ()


def _priced(
    asked: Asked, policy: Policy, lines: tuple[Line, ...], waived: Waived, *, replaces: bool, months: int
) -> Offer:  # fmt: skip
    debt = asked.debt
    running = [] if replaces else [(months_after(debt.next_due_on, n), debt.instalment) for n in range(debt.remaining)]
    worth = schedules.present_value(
        [*((line.due_on, line.total) for line in lines), *running], on=asked.today, annual_rate=asked.discount_rate
    )
    as_agreed = debt.arrears + schedules.present_value(
        [(months_after(debt.next_due_on, n), debt.instalment) for n in range(debt.remaining)],
        on=asked.today, annual_rate=asked.discount_rate,
    )  # fmt: skip
    monthly = most_in_a_month([*((line.due_on, line.total) for line in lines), *running])
    is_one = policy.kind in ONE_PAYMENT
    bearable = asked.bearable
    fits = None if bearable is None else is_one or monthly <= bearable
    shares = {
        name: nearest(getattr(waived, name) * HUNDRED / amount, Decimal("0.01"))
        for name in COMPONENTS
        if (amount := debt.base(name, everything=policy.kind in WHOLE_DEBT)) > 0
    }
    return Offer(
        policy.kind, lines, waived, monthly, months, replaces, worth, max(as_agreed - worth, ZERO),
        re_default(policy, asked.observed.get(policy.kind, (0, 0))), fits, shares,
    )  # fmt: skip


def most_in_a_month(flows: Iterable[tuple[dt.date, Decimal]]) -> Decimal:
    """This will return the largest sum that falls due within one month of the calendar."""
    months: dict[tuple[int, int], Decimal] = {}
    for day, amount in flows:
        months[day.year, day.month] = months.get((day.year, day.month), ZERO) + amount
    return max(months.values(), default=ZERO)


def re_default(policy: Policy, observed: tuple[int, int]) -> Decimal:
    """This will return how often plans of a kind fail: the assumed share, outweighed by what this house saw."""
    made, broken = observed
    share = (policy.assumed_re_default * PRIOR_WEIGHT + broken) / (PRIOR_WEIGHT + made)
    return share.quantize(Decimal("0.0001"))


Builder = Callable[[Asked, Policy], Iterable[Offer | None]]


def _days(make: Callable[[Asked, Policy, dt.date], Offer | None]) -> Builder:
    return lambda asked, policy: [make(asked, policy, asked.today + dt.timedelta(days=policy.max_days))]


def _growing(make: Callable[[Asked, Policy, int], Offer | None], *, start: int = 1) -> Builder:
    return lambda asked, policy: (make(asked, policy, months) for months in range(start, policy.max_months + 1))


WHOLE_DEBT = frozenset({Kind.SETTLEMENT, Kind.SURRENDER})
ONE_PAYMENT = {Kind.NEW_DUE_DATE: _one, Kind.WAIVER: _one, Kind.SETTLEMENT: _all_at_once, Kind.SURRENDER: _surrender}
BUILDERS: Mapping[Kind, Builder] = {
    **{kind: _days(make) for kind, make in ONE_PAYMENT.items()},
    Kind.INSTALMENT_PLAN: _growing(_instalment_plan, start=2),
    Kind.EXTENSION: _growing(_extension),
    Kind.RESCHEDULE: _growing(
        lambda asked, policy, months: _new_schedule(asked, policy, months, rate=asked.debt.annual_rate)
    ),
    Kind.RESTRUCTURE: _growing(_restructured, start=3),
    Kind.HOLIDAY: _growing(_holiday),
}
