"""Who may review, and what they have to do already."""

import datetime as dt
from collections import Counter

from django.db.models import Count, Exists, OuterRef, QuerySet

from tagih.quality.enums import ReviewStatus
from tagih.quality.models import Review
from tagih.quality.permissions import Permission
from tagih.staff import queries as staff
from tagih.staff import roles
from tagih.staff.enums import CertificateKind
from tagih.staff.models import Person, Unit

MET_DAYS = 90


def reviewers_for(unit: Unit, *, on: dt.date) -> QuerySet[Person]:
    """This will return who may review contacts below a unit: a role that reviews there, and a valid certificate."""
    able = [role.code for role in roles.roles_with(Permission.REVIEW)]
    above = [unit.path[:end] for end in range(1, len(unit.path) + 1) if unit.path[end - 1] == "."]
    held = staff.memberships_on(on).filter(role__in=able, unit__path__in=above, person=OuterRef("pk"))
    certified = staff.certified(CertificateKind.REVIEWER, on=on).filter(person=OuterRef("pk"))
    return Person.objects.filter(Exists(held), Exists(certified), is_active=True).order_by("full_name", "pk")


def load_of(people: QuerySet[Person]) -> dict[str, int]:
    """This will return the open reviews of each by id."""
    counted = Review.objects.filter(status=ReviewStatus.OPEN, reviewer__in=people).values("reviewer")
    return {str(row["reviewer"]): row["n"] for row in counted.annotate(n=Count("pk")).order_by()}


def pairs_of(people: QuerySet[Person], *, on: dt.date) -> Counter[tuple[str, str]]:
    """This will return how often each reviewer got each agent lately."""
    since = on - dt.timedelta(days=MET_DAYS)
    rows = Review.objects.filter(reviewer__in=people, due_on__gte=since, agent__isnull=False).values(
        "reviewer_id", "agent_id"
    )
    return Counter(
        {
            (str(row["reviewer_id"]), str(row["agent_id"])): row["n"]
            for row in rows.annotate(n=Count("pk")).order_by()
        }
    )  # fmt: skip
