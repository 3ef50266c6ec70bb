"""Offers to somebody who cannot pay as agreed: only what fits their means, the cause, and the policy of the house.

Which offers are made is a search over a few terms of each kind, the smallest change that fits first.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from tagih.cases.enums import ArrangementKind as Kind
from tagih.cases.rules.arrangements.debts import COMPONENTS, Asked, Debt, Offer, Policy
from tagih.cases.rules.arrangements.plans import BUILDERS, ONE_PAYMENT, chosen
from tagih.cases.rules.schedules import ZERO, TermsImpossible


def offers(asked: Asked, *, most: int = 3) -> list[Offer]:
    """This will return up to `most` plans of different kinds, those of the cause first, each the smallest change that
    fits. Where nothing fits the means, plans that come nearest are left out: no plan is better than a broken one.
    """
    found = []
    for kind in dict.fromkeys(asked.preferred):
        policy = asked.policies.get(kind)
        if policy is None or not _is_open(asked, policy):
            continue
        plan = next(filter(_acceptable, BUILDERS[kind](asked, policy)), None)
        if plan is not None:
            found.append(plan)
    return found[:most]


def build(
    asked: Asked, kind: Kind, *, months: int = 0, due_on: dt.date | None = None,
    waived_percent: Mapping[str, Decimal] | None = None,
) -> Offer:  # fmt: skip
    """This will return the plan of a kind with terms that a person chose, whether it fits or not.

    :raises TermsImpossible: the kind is not offered here, or no such plan exists
    """
    policy = asked.policies.get(kind)
    if policy is None:
        raise TermsImpossible("this kind is not offered")
    plan = chosen(asked, replace(policy, max_waived=waived_percent or {}), months=months, due_on=due_on)
    if plan is None:
        raise TermsImpossible("no such plan")
    return plan


def passed_policy(offer: Offer, policy: Policy, *, debt: Debt, count: int, today: dt.date) -> str | None:
    """This will name the first limit of the house that a plan passes, or None."""
    late = not policy.min_days_late <= debt.days_late <= policy.max_days_late
    far = offer.kind in ONE_PAYMENT and (offer.last_due_on - today).days > policy.max_days
    much = any(offer.shares.get(name, ZERO) > policy.max_waived.get(name, ZERO) for name in COMPONENTS)
    for is_passed, code in (
        (late, "DAYS_LATE"), (count >= policy.max_per_year, "TOO_OFTEN"), (offer.months > policy.max_months, "MONTHS"),
        (far, "DAY"), (much, "WAIVED"),
    ):  # fmt: skip
        if is_passed:
            return code
    return None


def _is_open(asked: Asked, policy: Policy) -> bool:
    is_late = policy.min_days_late <= asked.debt.days_late <= policy.max_days_late
    return is_late and asked.counts.get(policy.kind, 0) < policy.max_per_year and asked.debt.arrears > 0


def _acceptable(plan: Offer | None) -> bool:
    return plan is not None and plan.fits_means is not False
