"""Complaints by urgency, what is in dispute, the list for the regulator, and escalations that wait."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum

from tagih.cases.models import Complaint, Escalation
from tagih.cases.queries.people import in_scope, scope_paths
from tagih.cases.rules.escalation import ROLES
from tagih.contacts.models import Attempt
from tagih.staff.models import Person
from tagih.staff.queries import Standing, units_under

OPEN = ("OPEN", "EXTENDED")
REGULATOR_COLUMNS = (
    "register_no", "reference", "received_on", "channel", "class", "product_contract", "subject", "due_on", "extended",
    "answered_on", "verdict", "restitution", "in_time",
)  # fmt: skip


def complaints_in(standing: Standing, permission: str, *, is_open: bool = True) -> QuerySet[Complaint]:
    """This will return the complaints in a row scope, open or ended."""
    rows = Complaint.objects.filter(branch__in=units_under(scope_paths(standing, permission)))
    rows = rows.filter(status__in=OPEN) if is_open else rows.exclude(status__in=OPEN)
    return rows.select_related("customer", "branch", "owner", "collector")


def disputed_elements(contract_no: str) -> frozenset[str]:
    """This will return the components of a contract that are in dispute now."""
    rows = Complaint.objects.filter(contract_no=contract_no, status__in=OPEN).exclude(element="")
    return frozenset(rows.values_list("element", flat=True))


def who_contacted(customer_id: int) -> QuerySet[Person]:
    """This will return the colleagues who ever contacted a person."""
    agents = Attempt.objects.filter(customer=customer_id, agent__isnull=False).values("agent")
    return Person.objects.filter(pk__in=agents).order_by("full_name")


def regulator_rows(rows: QuerySet[Complaint]) -> Sequence[tuple]:
    """This will return complaints as the regulator's portal wants them, in the order of their register."""
    return [
        (
            row.code, row.reference, row.received_on, row.channel, row.kind, row.contract_no, row.subject, row.due_on,
            "Y" if row.extended_at else "", row.answered_on, row.verdict, row.restitution,
            "" if row.answered_on is None else "Y" if row.answered_on <= row.due_on else "N",
        )
        for row in rows.order_by("pk")
    ]  # fmt: skip


def quarter_of(standing: Standing, permission: str, *, first: dt.date, last: dt.date) -> list[dict]:
    """This will count the complaints received between two days by class: answered, in time, upheld, paid back."""
    rows = Complaint.objects.filter(
        branch__in=units_under(scope_paths(standing, permission)), received_on__range=(first, last)
    )
    counted = rows.values("kind").annotate(
        received=Count("pk"), answered=Count("pk", filter=Q(status="ANSWERED")),
        in_time=Count("pk", filter=Q(answered_on__lte=F("due_on"))),
        upheld=Count("pk", filter=Q(verdict__in=["UPHELD", "PARTLY"])), paid_back=Sum("restitution"),
    ).order_by("-received", "kind")  # fmt: skip
    return [row | {"paid_back": row["paid_back"] or Decimal(0)} for row in counted]


def escalations_for(standing: Standing, permission: str) -> QuerySet[Escalation]:
    """This will return the escalations in a row scope that are not closed, the soonest due first."""
    rows = Escalation.objects.filter(in_scope(standing, permission, prefix="case__")).exclude(status="CLOSED")
    return rows.select_related("case__customer", "raised_by", "taken_by", "attempt").order_by("status", "due_at", "pk")


def may_take(escalation: Escalation, roles: Sequence[str]) -> bool:
    """This will tell whether somebody with these roles may take an escalation."""
    return bool(ROLES[escalation.level] & set(roles))
