"""Who a person was on a day, as cases need it."""

import datetime as dt
import itertools
from functools import reduce

from django.db import connection
from django.db.models import Q

from tagih.cases.models import Case
from tagih.kernel import database
from tagih.portfolio.models import Customer
from tagih.staff import queries as staff
from tagih.staff.enums import UnitKind
from tagih.staff.models import Person, Unit
from tagih.staff.queries import Standing

FOUND = {model: tuple(field.attname for field in model._meta.concrete_fields) for model in (Case, Customer, Unit)}


def team_of(person: Person | None, *, on: dt.date) -> Unit | None:
    """This will return the team of a person on a day, or the unit nearest to one; None for the system."""
    if person is None:
        return None
    units = list(staff.teams_of(person, on=on))
    return next((unit for unit in units if unit.kind == UnitKind.TEAM), units[-1] if units else None)


def in_scope(standing: Standing, permission: str | None = None, *, prefix: str = "") -> Q:
    """This will return the condition that a case's branch lies in a row scope, for one permission or any.

    A team sees what hangs below its parent: the cases of its branch, or everything for a desk at head office. `prefix`
    leads from the queried model to the case, such as `case__`.
    """
    paths = scope_paths(standing, permission)
    return reduce(Q.__or__, (Q(**{f"{prefix}branch__path__startswith": path}) for path in paths), Q(pk__in=()))


def scope_paths(standing: Standing, permission: str | None = None) -> set[str]:
    """This will return the path prefixes of branches in a row scope: a team sees what hangs below its parent."""
    parents = dict(standing.above_teams)
    return {parents.get(path, path) for path in standing.paths(permission)}


def find_case(
    case_id: int, *, standing: Standing, permission: str | None = None, holder: Person | None = None
) -> Case | None:
    """This will return a case with customer and branch, or None when it lies outside the row scope.

    With a `holder` it knows as `is_in_hand` whether that person has it in hand.
    """
    paths = sorted(scope_paths(standing, permission))
    asked = {"case": case_id, "paths": paths, "holder": holder.pk if holder else None}
    row = database.first_prepared("tagih.cases", "find_case", asked)
    if row is None:
        return None
    columns = iter(row)
    case, customer, branch = (
        model.from_db(connection.alias, names, list(itertools.islice(columns, len(names))))
        for model, names in FOUND.items()
    )
    case.customer, case.branch, case.is_in_hand = customer, branch, next(columns)
    return case

