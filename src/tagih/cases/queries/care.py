"""People in care: who waits, who may answer."""

import datetime as dt
from functools import reduce

from django.db.models import Q, QuerySet

from tagih.cases.enums import CareStatus
from tagih.cases.models import CareTask
from tagih.cases.permissions import Permission
from tagih.staff import queries as staff
from tagih.staff.enums import CertificateKind
from tagih.staff.models import Person
from tagih.staff.queries import Standing


def is_trained(person: Person | None, *, on: dt.date) -> bool:
    """This will tell whether a person may care for people in distress: by role, or by a certificate that is valid."""
    if person is None:
        return False
    if staff.standing_of(person, on=on).may(Permission.CARE):
        return True
    return person.is_active and staff.certified(CertificateKind.CARE, on=on).filter(person=person).exists()


def care_tasks(standing: Standing, *, ended: bool = False) -> QuerySet[CareTask]:
    """This will return the care tasks in a row scope, the soonest due first; those without a branch for everybody."""
    paths = standing.paths()
    visible = reduce(Q.__or__, (Q(branch__path__startswith=path) for path in paths), Q(branch__isnull=True))
    parents = Q(branch__in=_branches_of_teams(standing))
    tasks = CareTask.objects.filter(visible | parents)
    tasks = tasks.filter(status=CareStatus.ENDED) if ended else tasks.exclude(status=CareStatus.ENDED)
    return tasks.select_related("customer", "case", "hold", "branch", "taken_by", "ended_by").order_by(
        "-ended_at" if ended else "due_at", "pk"
    )


def _branches_of_teams(standing: Standing) -> list[int]:
    """A team sees the cases of its branch."""
    units = staff.units_under(standing.paths()).filter(pk__in=standing.unit_ids, parent__isnull=False)
    return list(units.values_list("parent_id", flat=True))
