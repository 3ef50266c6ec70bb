"""Who a person was on a day, as cases need it."""

import datetime as dt
from functools import reduce

from django.db.models import Q

from tagih.cases.models import Case
from tagih.staff import queries as staff
from tagih.staff.enums import UnitKind
from tagih.staff.models import Person, Unit


def team_of(person: Person | None, *, on: dt.date) -> Unit | None:
    """This will return the team of a person on a day, or the unit nearest to one; None for the system."""
    if person is None:
        return None
    units = list(staff.teams_of(person, on=on))
    return next((unit for unit in units if unit.kind == UnitKind.TEAM), units[-1] if units else None)


def in_scope(person: Person, *, on: dt.date, prefix: str = "") -> Q:
    """This will return the condition that a case's branch lies in the person's row scope.

    The branch of somebody who belongs to a team is the team's branch; a team at head office sees all below its parent.
    `prefix` leads from the queried model to the branch, such as `case__`.
    """
    paths = {
        unit.path.rsplit(".", 2)[0] + "." if unit.kind == UnitKind.TEAM else unit.path
        for unit in (staff.teams_of(person, on=on) if person.is_active else ())
    }
    conditions = [Q(**{f"{prefix}branch__path__startswith": path}) for path in paths]
    return reduce(Q.__or__, conditions, Q(pk__in=()))


def may_see(person: Person, case: Case, *, on: dt.date) -> bool:
    """This will tell whether a case lies in the person's row scope."""
    return Case.objects.filter(in_scope(person, on=on), pk=case.pk).exists()
