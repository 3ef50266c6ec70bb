"""Lists for the people who answer for personal data."""

import datetime as dt
from dataclasses import dataclass
from functools import reduce

from django.db.models import Count, Q, QuerySet

from tagih.cases.queries import scope_paths
from tagih.journal.models import Access
from tagih.portfolio.models import Contract, Customer
from tagih.privacy.enums import ProposalStatus
from tagih.privacy.models import Breach, DataRequest, RetentionProposal, RetentionRun, RetentionSwitch
from tagih.privacy.permissions import Permission
from tagih.privacy.queries.law import retention_rules
from tagih.privacy.rules import requests as request_rules
from tagih.privacy.rules.retention import Rule
from tagih.privacy.rules.unmaskings import unusual
from tagih.staff.queries import Standing

UNMASKED = ("contact_point", "identity", "person file")


@dataclass(frozen=True, slots=True)
class RetentionState:
    """A rule, whether it works, after how many months, and what it last did or would have done."""

    rule: Rule
    switch: RetentionSwitch | None
    months: int
    is_on: bool
    run: RetentionRun | None
    waiting: RetentionProposal | None


@dataclass(frozen=True, slots=True)
class Looker:
    """How often one person unmasked values since a day, of how many people; `is_unusual` next to colleagues."""

    person_id: int
    name: str
    times: int
    people: int
    is_unusual: bool


def requests(*, is_open: bool = True) -> QuerySet[DataRequest]:
    """This will return the requests in work, the soonest due first; or those answered, the newest first."""
    rows = DataRequest.objects.select_related("customer", "proposed_by", "decided_by")
    if is_open:
        return rows.filter(status__in=request_rules.OPEN).order_by("due_at", "pk")
    return rows.exclude(status__in=request_rules.OPEN).order_by("-decided_at", "-pk")


def requests_of(customer: Customer) -> QuerySet[DataRequest]:
    """This will return all requests of one person, the newest first."""
    return DataRequest.objects.filter(customer=customer).order_by("-asked_at", "-pk")


def open_request_count() -> int:
    """This will return how many requests are in work."""
    return DataRequest.objects.filter(status__in=request_rules.OPEN).count()


def breaches() -> QuerySet[Breach]:
    """This will return all breaches, open ones first, then the newest."""
    return Breach.objects.annotate(told=Count("notices")).order_by("-status", "-discovered_at")


def visible_customers(standing: Standing, permission: str) -> QuerySet[Customer]:
    """This will return the customers with a contract in a branch of the row scope; a team's is its branch."""
    paths = scope_paths(standing, permission)
    covered = reduce(Q.__or__, (Q(branch__path__startswith=path) for path in paths), Q(pk__in=()))
    return Customer.objects.filter(pk__in=Contract.objects.filter(covered).values("customer_id"))


def sights(*, standing: Standing, since: dt.datetime) -> QuerySet[Access]:
    """This will return each unmasking since an instant, of people in the row scope; the whole house sees all."""
    rows = Access.objects.filter(at__gte=since, what__in=UNMASKED)
    if any(path.count(".") == 1 for path in scope_paths(standing, Permission.SEE_UNMASKINGS)):
        return rows  # the company itself: also people who have no contract any more
    return rows.filter(customer_no__in=visible_customers(standing, Permission.SEE_UNMASKINGS).values("customer_no"))


def unmaskings(*, standing: Standing, since: dt.datetime) -> list[Looker]:
    """This will return who unmasked values of people in the row scope since an instant, the most first. One query."""
    counted = (
        sights(standing=standing, since=since).values("person_id", "person_label")
        .annotate(times=Count("pk"), people=Count("customer_no", distinct=True)).order_by("-times", "person_label")
    )  # fmt: skip
    rows = list(counted)
    noticed = unusual({row["person_id"]: row["times"] for row in rows})
    return [
        Looker(row["person_id"], row["person_label"], row["times"], row["people"], row["person_id"] in noticed)
        for row in rows
    ]


def retention_states() -> list[RetentionState]:
    """This will return every retention rule with switch, newest run and the change that waits. Three queries."""
    switches = {switch.rule: switch for switch in RetentionSwitch.objects.select_related("set_by", "approved_by")}
    waiting = RetentionProposal.objects.filter(status=ProposalStatus.WAITING).select_related("proposed_by")
    proposals = {proposal.rule: proposal for proposal in waiting}
    newest = RetentionRun.objects.order_by("rule", "-started_at", "-pk").distinct("rule")
    runs = {run.rule: run for run in newest}
    return [
        RetentionState(
            rule=rule, switch=(switch := switches.get(rule.id)), months=switch.months if switch else rule.months,
            is_on=bool(switch and switch.is_on), run=runs.get(rule.id),
            waiting=proposals.get(rule.id),
        )
        for rule in retention_rules()
    ]  # fmt: skip


def urgency_of(request: DataRequest, *, now: dt.datetime) -> str:
    """This will return how the clock of a request stands: OVERDUE, SOON, or blank."""
    return request_rules.urgency(request.due_at, now=now, is_open=request.status in request_rules.OPEN)
