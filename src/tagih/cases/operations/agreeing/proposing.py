"""A plan becomes a proposal: checked against the house's policy, the person's means and the mandates."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import get_language

from tagih.cases.enums import ArrangementKind, ArrangementStatus, HoldReason, OnBreak
from tagih.cases.events import ArrangementProposed
from tagih.cases.models import Arrangement, ArrangementApproval, ArrangementLeg, Case, Code
from tagih.cases.operations.agreeing.refusals import ArrangementRefused
from tagih.cases.operations.holds import open_hold
from tagih.cases.operations.promises import CaseClosedAlready
from tagih.cases.queries import arrangements as known
from tagih.cases.queries.day import HOUSE_ZONE, business_date
from tagih.cases.queries.hours import due_after
from tagih.cases.queries.people import team_of
from tagih.cases.rules.arrangements.authority import SECOND_LOOK_ABOVE, approvals_needed
from tagih.cases.rules.arrangements.debts import Means, Offer
from tagih.journal import operations as journal
from tagih.kernel import clock, database
from tagih.portfolio.models import Contract
from tagih.staff import queries as staff
from tagih.staff.models import Person

SHORTEST_REASON = 8
APPROVAL_MINUTES = 240
"""Working minutes in which a rung decides; then the rung above may as well."""
SIGNING_DAYS = 7
EVERGREEN_YEARS = dt.timedelta(days=730)
EVERGREEN_COUNT = 3


def propose_arrangement(
    *, case: Case, contract: Contract, kind: str, reason: str, by: Person | None, now: dt.datetime, months: int = 0,
    due_on: dt.date | None = None, waived_percent: Mapping[str, Decimal] | None = None, means: Means | None = None,
    cause: Code | None = None, asked_from: str = "",
) -> Arrangement:  # fmt: skip
    """This will propose a plan for one contract. Within the proposer's mandate it only waits for the signature,
    otherwise for the lowest rung that may agree to it. With `by` None the person asked from the portal.

    :raises ArrangementRefused: the house, the means or every mandate forbid it
    :raises CaseClosedAlready:
    """
    today = business_date(now=now)
    if len(reason.strip()) < SHORTEST_REASON:
        raise ArrangementRefused("ARRANGEMENT_NO_REASON")
    with database.transaction():
        case = Case.objects.select_for_update(of=("self",)).select_related("customer").get(pk=case.pk)
        contract = Contract.objects.get(pk=contract.pk, customer=case.customer_id)
        if case.status != "OPEN":
            raise CaseClosedAlready
        if Arrangement.objects.filter(contract=contract, status__in=known.OPEN).exists():
            raise ArrangementRefused("ARRANGEMENT_RUNS")
        offer = _checked(contract, ArrangementKind(kind), today, months, due_on, waived_percent, means)
        held = _roles(by, now)
        rungs = approvals_needed(
            offer, proposer=held, mandates=known.mandates_of(contract), second_look_above=SECOND_LOOK_ABOVE
        )
        if rungs is None:
            raise ArrangementRefused("ARRANGEMENT_NOBODY_MAY")
        made = _written(
            case, contract, offer, today=today, means=means, cause=cause, reason=reason.strip()[:400], by=by, now=now,
            asked_from=asked_from, is_approved=not rungs,
        )  # fmt: skip
        _ask(made, rungs, now=now)
        if asked_from:
            open_hold(case=case, reason=HoldReason.RELIEF_REQUEST, contract_no=contract.contract_no, by=by, now=now)
        _tell(made, rungs, by=by, now=now)
    return made


def _checked(
    contract: Contract, kind: ArrangementKind, today: dt.date, months: int, due_on: dt.date | None,
    waived_percent: Mapping[str, Decimal] | None, means: Means | None,
) -> Offer:  # fmt: skip
    asked = known.asked_about(contract, today=today, preferred=(kind,), means=means)
    policy = asked.policies.get(kind)
    if policy is None:
        raise ArrangementRefused("ARRANGEMENT_NOT_OFFERED")
    if asked.debt.arrears <= 0:
        raise ArrangementRefused("ARRANGEMENT_NOTHING_OVERDUE")
    forgiven = policy.max_waived if waived_percent is None else waived_percent
    try:
        offer = known.build(asked, kind, months=months, due_on=due_on, waived_percent=forgiven)
    except known.TermsImpossible as impossible:
        raise ArrangementRefused("ARRANGEMENT_IMPOSSIBLE") from impossible
    passed = known.passed_policy(offer, policy, debt=asked.debt, count=asked.counts.get(kind, 0), today=today)
    if passed:
        allowed = {"MONTHS": policy.max_months, "DAY": today + dt.timedelta(days=policy.max_days)}.get(passed)
        raise ArrangementRefused(f"ARRANGEMENT_{passed}", allowed)
    if offer.fits_means is False:
        raise ArrangementRefused("ARRANGEMENT_BEYOND_MEANS", offer.monthly)
    return offer


def _written(
    case: Case, contract: Contract, offer: Offer, *, today: dt.date, means: Means | None, cause: Code | None,
    reason: str, by: Person | None, now: dt.datetime, asked_from: str, is_approved: bool,
) -> Arrangement:  # fmt: skip
    policy = known.policy_rows(contract)[str(offer.kind)]
    team = team_of(by, on=clock.today_in(HOUSE_ZONE, now=now))
    made = Arrangement.objects.create(
        case=case, contract=contract, kind=offer.kind, cause=cause, months=offer.months, replaces=offer.replaces,
        status=ArrangementStatus.APPROVED if is_approved else ArrangementStatus.PROPOSED,
        income=means.income if means else None, essentials=means.essentials if means else None,
        other_debts=means.other_debts if means else None, waived_principal=offer.waived.principal,
        waived_interest=offer.waived.interest, waived_fee=offer.waived.fee, waived_penalty=offer.waived.penalty,
        total=offer.total, present_value=offer.present_value, cost=offer.cost, re_default=offer.re_default,
        grace_days=policy.grace_days, on_break=OnBreak(policy.on_break), is_evergreen=_is_evergreen(contract, now),
        reason=reason, asked_from=asked_from, proposed_at=now, proposed_by=by, team=team, bucket=contract.bucket,
        sign_by=now + dt.timedelta(days=SIGNING_DAYS) if is_approved else None, last_due_on=offer.last_due_on,
    )  # fmt: skip
    ArrangementLeg.objects.bulk_create(
        ArrangementLeg(
            arrangement=made, number=line.number, due_on=line.due_on, principal=line.principal,
            interest=line.interest, carried=line.carried, amount=line.total,
        )
        for line in offer.lines if line.total > 0
    )  # fmt: skip
    return made


def _ask(made: Arrangement, rungs: tuple[str, ...], *, now: dt.datetime) -> None:
    for position, role in enumerate(rungs, start=1):
        is_first = position == 1
        ArrangementApproval.objects.create(
            arrangement=made, position=position, role=role, asked_at=now if is_first else None,
            due_at=due_after(now, APPROVAL_MINUTES) if is_first else None,
        )


def _tell(made: Arrangement, rungs: tuple[str, ...], *, by: Person | None, now: dt.datetime) -> None:
    journal.publish(
        ArrangementProposed(
            case_id=made.case_id, customer_no=made.case.customer.customer_no, arrangement_id=made.pk, kind=made.kind,
            total=str(made.total), waits_for=rungs[0] if rungs else "", language=get_language() or "id",
        ),
        by=by, now=now,
    )  # fmt: skip


def _roles(by: Person | None, now: dt.datetime) -> list[str]:
    if by is None:
        return []
    on = clock.today_in(HOUSE_ZONE, now=now)
    return list(staff.role_codes_of(by, on=on).values_list("role", flat=True))


def _is_evergreen(contract: Contract, now: dt.datetime) -> bool:
    """Whether this contract lives on agreements: the last one was broken, or there were many in two years."""
    before = Arrangement.objects.filter(contract=contract, signed_at__isnull=False, signed_at__gt=now - EVERGREEN_YEARS)
    newest = before.order_by("-signed_at").first()
    return before.count() >= EVERGREEN_COUNT or (newest is not None and newest.status == ArrangementStatus.BROKEN)
