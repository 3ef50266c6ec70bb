"""Reads about people and the organisation."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When

from tagih.kernel import database
from tagih.staff import roles
from tagih.staff.enums import UnitKind
from tagih.staff.models import Certificate, Membership, Person, Unit


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person is on a day: roles, permissions, and the part of the organisation each permission covers."""

    person_id: int | None
    on: dt.date
    roles: tuple[roles.Role, ...]
    permissions: frozenset[str]
    scopes: tuple[tuple[str, str], ...]  # (role code, path of the unit)
    unit_ids: tuple[int, ...]
    above_teams: tuple[tuple[str, str], ...] = ()  # (path of a team, path of what it hangs below)

    def may(self, permission: str) -> bool:
        """This will tell whether the person holds the permission anywhere."""
        return str(permission) in self.permissions

    def paths(self, permission: str | None = None) -> tuple[str, ...]:
        """This will return the path prefixes that a permission (or any) covers, none inside another."""
        wanted = {
            path
            for code, path in self.scopes
            if permission is None or str(permission) in roles.permissions_of_role(code)
        }
        return tuple(
            path for path in sorted(wanted) if not any(path != other and path.startswith(other) for other in wanted)
        )

    def covers(self, path: str, permission: str | None = None) -> bool:
        """This will tell whether a unit's path lies in the person's scope."""
        return any(path.startswith(prefix) for prefix in self.paths(permission))

    @property
    def needs_second_factor(self) -> bool:
        return any(role.needs_second_factor for role in self.roles)


NOBODY = Standing(None, dt.date.min, (), frozenset(), (), ())


def standing_of(person: Person, *, on: dt.date) -> Standing:
    """This will return roles, permissions and row scope of a person on a day, in one query.

    A person who is inactive or has left stands nowhere.
    """
    if _has_left(person, on):
        return Standing(person.pk, on, (), frozenset(), (), ())
    above = Case(When(unit__kind=UnitKind.TEAM, then="unit__parent__path"))
    held = memberships_on(on).filter(person=person).order_by("pk")
    return _standing(person, on, held.values_list("role", "unit__path", "unit_id", above))


def bearer(person_id: int, *, on: dt.date) -> tuple[Person, Standing] | None:
    """This will return an active person with their standing on a day, in one query; None for anybody else."""
    row = database.first_prepared("tagih.staff", "bearer", {"person": person_id, "on": on})
    if row is None:
        return None
    *values, held = row
    person = Person.from_db(connection.alias, PERSON, values)
    return person, _standing(person, on, [] if _has_left(person, on) else held)


PERSON = ("id", "password", "last_login", "username", "employee_no", "full_name", "email", "language", "theme",
          "is_active", "must_change_password", "joined_on", "left_on")  # fmt: skip


def _has_left(person: Person, on: dt.date) -> bool:
    return not person.is_active or (person.left_on is not None and person.left_on < on)


def _standing(person: Person, on: dt.date, held: Iterable[Sequence[Any]]) -> Standing:
    known = [row for row in held if row[0] in roles.ROLES]
    codes = [code for code in roles.ROLES if any(code == row[0] for row in known)]
    permissions = frozenset().union(*(roles.permissions_of_role(code) for code in codes))
    return Standing(
        person_id=person.pk,
        on=on,
        roles=tuple(roles.ROLES[code] for code in codes),
        permissions=permissions,
        scopes=tuple((role, path) for role, path, _unit, _above in known),
        unit_ids=tuple(unit for _role, _path, unit, _above in known),
        above_teams=tuple((path, above) for _role, path, _unit, above in known if above is not None),
    )


def roles_of(person: Person, *, on: dt.date) -> tuple[roles.Role, ...]:
    """This will return the roles that a person held on a day."""
    return standing_of(person, on=on).roles


def permissions_of(person: Person, *, on: dt.date) -> frozenset[str]:
    """This will return the permissions that a person held on a day, wherever in the organisation."""
    return standing_of(person, on=on).permissions


def role_codes_of(person: Person, *, on: dt.date) -> QuerySet:
    """This will return the codes of the roles that a person holds on a day, as a part of another query."""
    held = memberships_on(on).filter(person=person, role__in=roles.ROLES).values("role")
    return held.none() if _has_left(person, on) else held


def memberships_on(on: dt.date) -> QuerySet[Membership]:
    """This will return the memberships in force on a day (half-open: not on the day they end)."""
    return Membership.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), starts_on__lte=on)


def units_under(paths: Iterable[str]) -> QuerySet[Unit]:
    """This will return the units at or below any of the paths; none when there is no path."""
    condition = Q(pk__in=())
    for path in paths:
        condition |= Q(path__startswith=path)
    return Unit.objects.filter(condition)


def units_visible_to(person: Person, *, on: dt.date, permission: str | None = None) -> QuerySet[Unit]:
    """This will return the units in the row scope of a person on a day, for one permission or any."""
    return units_under(standing_of(person, on=on).paths(permission))


def people_in(unit: Unit, *, on: dt.date, role: str | None = None) -> QuerySet[Person]:
    """This will return who belonged to a unit, or to any unit below it, on a day, ordered by name."""
    held = memberships_on(on).filter(unit__path__startswith=unit.path)
    if role:
        held = held.filter(role=role)
    return Person.objects.filter(pk__in=held.values("person_id")).order_by("full_name", "pk")


def people_visible_to(standing: Standing, permission: str) -> QuerySet[Person]:
    """This will return everybody who is or was a member of a unit in scope; for a scope that reaches the top of the
    organisation also those who never were a member of anything."""
    paths = standing.paths(permission)
    if not paths:
        return Person.objects.none()
    own = Membership.objects.filter(person=OuterRef("pk"))
    condition = Q(Exists(own.filter(unit__in=units_under(paths))))
    if any(path.count(".") == 1 for path in paths):
        condition |= ~Q(Exists(own))
    return Person.objects.filter(condition)


def headcounts(*, on: dt.date) -> dict[int, int]:
    """This will return how many people belong directly to each unit on a day."""
    counted = memberships_on(on).values("unit_id").annotate(n=Count("person_id", distinct=True)).order_by()
    return {row["unit_id"]: row["n"] for row in counted}


def holders_by_role(standing: Standing, permission: str) -> dict[str, int]:
    """This will return how many people in scope hold each role today."""
    held = memberships_on(standing.on).filter(unit__in=units_under(standing.paths(permission)), person__is_active=True)
    counted = held.values("role").annotate(n=Count("person_id", distinct=True)).order_by()
    return {row["role"]: row["n"] for row in counted}


def certificates_ending(standing: Standing, permission: str, *, within_days: int) -> QuerySet[Certificate]:
    """This will return the certificates in scope that end soon or ended not long ago, the earliest first."""
    first, last = standing.on - dt.timedelta(days=90), standing.on + dt.timedelta(days=within_days)
    ending = Certificate.objects.filter(valid_until__range=(first, last), person__is_active=True)
    visible = people_visible_to(standing, permission)
    return ending.filter(person__in=visible).select_related("person").order_by("valid_until", "pk")


def teams_of(person: Person, *, on: dt.date) -> QuerySet[Unit]:
    """This will return the units to which a person belonged on a day."""
    return Unit.objects.filter(pk__in=memberships_on(on).filter(person=person).values("unit_id")).order_by("path")


def certified(kind: str, *, on: dt.date) -> QuerySet[Certificate]:
    """This will return the certificates of a kind that hold on a local day, as a part of another query: whoever has
    none is not assignable that day."""
    return Certificate.objects.filter(kind=kind, valid_from__lte=on, valid_until__gte=on, suspended_at__isnull=True)
