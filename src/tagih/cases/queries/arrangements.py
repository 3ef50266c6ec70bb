"""What offers are made of, read from the contract and the house's policy; agreements that run, wait or warn."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from tagih.cases.enums import ArrangementKind as Kind
from tagih.cases.models import Arrangement, ArrangementApproval, ArrangementMandate, ArrangementPolicy, Deputy
from tagih.cases.queries.complaints import disputed_elements
from tagih.cases.queries.people import in_scope
from tagih.cases.rules import schedules
from tagih.cases.rules.arrangements.authority import RANKS, SECOND_LOOK_ABOVE, Mandate, approvals_needed, rank_of
from tagih.cases.rules.arrangements.debts import Asked, Debt, Means, Offer, Policy
from tagih.cases.rules.arrangements.offers import build, offers, passed_policy
from tagih.cases.rules.arrangements.watching import RUNNING
from tagih.cases.rules.schedules import TermsImpossible
from tagih.kernel import money
from tagih.portfolio import queries as portfolio
from tagih.portfolio.models import Contract
from tagih.staff import queries as staff
from tagih.staff.models import Person
from tagih.staff.queries import Standing

__all__ = [
    "SECOND_LOOK_ABOVE",
    "Asked",
    "Debt",
    "Mandate",
    "Means",
    "Offer",
    "TermsImpossible",
    "approvals_needed",
    "build",
    "offers",
    "passed_policy",
]

OPEN = ("PROPOSED", "APPROVED", "ACTIVE", "LATE")
YEAR = dt.timedelta(days=365)


def debt_of(contract: Contract, *, today: dt.date) -> Debt:
    """This will return a contract as offers need it: what is overdue by component, and what is still to come."""
    rest = list(contract.instalments.filter(due_date__gt=today).order_by("due_date"))
    overdue = {
        "principal": contract.overdue_principal, "interest": contract.overdue_interest, "fee": contract.overdue_fee,
        "penalty": portfolio.late_charge_on(contract, today),
    }  # fmt: skip
    for element in disputed_elements(contract.contract_no):  # what is in dispute is not asked for
        overdue[element.lower()] = money.ZERO
    outstanding = contract.outstanding_principal or contract.overdue_principal
    instalment = contract.instalment_amount or (rest[0].principal + rest[0].interest if rest else money.ZERO)
    rate = schedules.rate_of(contract.principal or money.ZERO, contract.tenor or 0, instalment)
    remaining = len(rest) or _instalments_left(outstanding - contract.overdue_principal, instalment, rate)
    due_day = contract.due_day or (contract.oldest_unmet_due_on or today).day
    return Debt(
        overdue=overdue, outstanding=outstanding, instalment=instalment, remaining=remaining,
        next_due_on=rest[0].due_date if rest else _next_due(contract, today, due_day), annual_rate=rate,
        days_late=(today - contract.oldest_unmet_due_on).days if contract.oldest_unmet_due_on else 0,
        has_collateral=bool(contract.collateral_type or contract.collateral_no),
    )  # fmt: skip


def asked_about(
    contract: Contract, *, today: dt.date, preferred: Sequence[Kind], means: Means | None = None
) -> Asked:  # fmt: skip
    """This will gather everything that offers about a contract depend on."""
    year = Arrangement.objects.filter(contract__customer=contract.customer_id, signed_at__isnull=False)
    counts = dict(
        year.filter(starts_on__gt=today - YEAR).values_list("kind").annotate(Count("pk")).order_by("kind")
    )
    ended = Arrangement.objects.filter(status__in=["BROKEN", "COMPLETED"]).values("kind").order_by("kind")
    seen = ended.annotate(made=Count("pk"), broken=Count("pk", filter=Q(status="BROKEN")))
    return Asked(
        debt_of(contract, today=today), today, policies_of(contract), tuple(preferred), means,
        counts={Kind(kind): number for kind, number in counts.items()},
        observed={Kind(row["kind"]): (row["made"], row["broken"]) for row in seen},
    )  # fmt: skip


def policy_rows(contract: Contract) -> dict[str, ArrangementPolicy]:
    """This will return the policy of each kind that holds for a contract: of its product, or of all."""
    rows = ArrangementPolicy.objects.filter(Q(product=contract.product_id) | Q(product__isnull=True))
    return {row.kind: row for row in sorted(rows, key=lambda row: row.product_id is not None)}


def policies_of(contract: Contract) -> Mapping[Kind, Policy]:
    """This will return the policies that hold for a contract, those that are offered."""
    return {
        Kind(row.kind): Policy(
            Kind(row.kind), row.min_days_late, row.max_days_late, row.max_months, row.max_days,
            {name: Decimal(percent) for name, percent in row.max_waived.items()}, row.max_per_year, row.rate,
            row.capitalise, row.assumed_re_default,
        )
        for row in policy_rows(contract).values() if row.is_offered
    }  # fmt: skip


def mandates_of(contract: Contract) -> tuple[Mandate, ...]:
    """This will return what each role may agree to about a contract."""
    rows = ArrangementMandate.objects.filter(Q(product=contract.product_id) | Q(product__isnull=True))
    held = {row.role: row for row in sorted(rows, key=lambda row: row.product_id is not None)}
    return tuple(
        Mandate(
            row.role, frozenset(row.kinds), row.max_months, row.max_amount,
            {name: Decimal(percent) for name, percent in row.max_waived.items()},
        )
        for row in held.values()
    )  # fmt: skip


def approvals_for(standing: Standing, permission: str, *, person: Person) -> QuerySet[ArrangementApproval]:
    """This will return the approvals in a row scope that a person may decide now, the soonest due first.

    Those of the person's rung and of rungs below it, also instead of somebody who is away; never of own proposals.
    """
    rank = rank_of(role.code for role in standing.roles)
    for absent in absent_people(person, on=standing.on):
        rank = max(rank, rank_of(staff.role_codes_of(absent, on=standing.on).values_list("role", flat=True)))
    roles = [role for role, position in RANKS.items() if position <= rank]
    waiting = ArrangementApproval.objects.filter(
        in_scope(standing, permission, prefix="arrangement__case__"), decision="", asked_at__isnull=False,
        arrangement__status="PROPOSED",
    )  # fmt: skip
    return waiting.filter(role__in=roles).exclude(arrangement__proposed_by=person).order_by("due_at", "pk")


def absent_people(deputy: Person, *, on: dt.date) -> list[Person]:
    """This will return those for whom somebody decides on a day."""
    rows = Deputy.objects.filter(deputy=deputy, starts_on__lte=on, ends_on__gte=on, withdrawn_at__isnull=True)
    return [row.person for row in rows.select_related("person")]


def arrangements_in(standing: Standing, permission: str) -> QuerySet[Arrangement]:
    """This will return the agreements in a row scope."""
    rows = Arrangement.objects.filter(in_scope(standing, permission, prefix="case__"))
    return rows.select_related("case__customer", "contract", "proposed_by")


def running_of(case_id: int) -> QuerySet[Arrangement]:
    """This will return the agreements of a case that run or wait, the newest first."""
    rows = Arrangement.objects.filter(case_id=case_id, status__in=OPEN).order_by("-proposed_at")
    return rows.select_related("contract").prefetch_related("legs", "approvals")


def signed_at_address(secret: str) -> Arrangement | None:
    """This will return the agreement that waits for a signature at an address; None when it is over."""
    waiting = Arrangement.objects.filter(sign_token=hashlib.sha256(secret.encode()).hexdigest(), status="APPROVED")
    beside = ("case__customer", "contract__product", "contract__branch", "contract__customer", "sign_point")
    return waiting.select_related(*beside).first()


def is_running(arrangement: Arrangement) -> bool:
    """This will tell whether an agreement is in force."""
    return arrangement.status in RUNNING


def _next_due(contract: Contract, today: dt.date, due_day: int) -> dt.date:
    if contract.next_due_on and contract.next_due_on > today:
        return contract.next_due_on
    this_month = schedules.months_after(today, 0, on=due_day)
    return this_month if this_month > today else schedules.months_after(today, 1, on=due_day)


def _instalments_left(balance: Decimal, instalment: Decimal, rate: Decimal) -> int:
    """How many instalments pay off a balance, for lenders who send no schedule; at least one."""
    monthly, count = rate / 12, 0
    while balance > 0 and count < schedules.MOST_PERIODS and instalment > balance * monthly:
        balance += balance * monthly - instalment
        count += 1
    return max(count, 1)
