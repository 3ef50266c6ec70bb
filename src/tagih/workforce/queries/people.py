"""Whom a plan is about, on which terms, and where the local day begins."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from tagih.contacts import queries as contacts
from tagih.kernel import clock
from tagih.staff.models import Membership, Person, Unit
from tagih.workforce.models import Plan, WorkTerms

PLANNED_ROLES = ("AGENT", "TEAM_LEADER", "FIELD_COLLECTOR")
USUAL_DAYS_WEEK = 5
FIVE_PAST_EIGHT, HALF_PAST_EIGHT = (8, 5), (8, 30)


def memberships_between(unit: Unit, first: dt.date, last: dt.date) -> QuerySet[Membership]:
    """This will return the memberships of a unit and those below it that touch the days, of people who are planned."""
    return (
        Membership.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=first),
            unit__path__startswith=unit.path,
            starts_on__lte=last,
            role__in=PLANNED_ROLES,
            person__is_active=True,
        )
        .filter(Q(person__left_on__isnull=True) | Q(person__left_on__gte=first))
        .select_related("person", "unit")
        .order_by("person__full_name", "person_id", "starts_on")
    )


def people_between(unit: Unit, first: dt.date, last: dt.date) -> list[Person]:
    """This will return the people of a unit whom a plan of these days is about, by name; each once."""
    return list({row.person_id: row.person for row in memberships_between(unit, first, last)}.values())


def terms_of(people: Iterable[int], *, on: dt.date) -> dict[int, WorkTerms]:
    """This will return the terms of work in force on a day by person; who has none works the usual week."""
    rows = WorkTerms.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on), person__in=list(people), starts_on__lte=on
    )
    return {row.person_id: row for row in rows.order_by("starts_on")}


def zone_of(unit: Unit) -> ZoneInfo:
    """This will return the time zone of a unit: of its own region, or of the nearest unit above that has one.

    A unit above all regions lives in Jakarta.
    """
    ids = [int(part) for part in unit.path.split(".") if part]
    above = Unit.objects.filter(pk__in=ids).exclude(region_code="").order_by("path")
    for one in reversed(list(above)):
        if zone := contacts.zone_of_region(one.region_code):
            return zone
    return clock.WIB


def unit_of(person: Person, *, on: dt.date) -> Unit | None:
    """This will return the unit in which a person is planned on a day: of the newest membership of a planned role."""
    held = (
        Membership.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), person=person, starts_on__lte=on,
                                  role__in=PLANNED_ROLES)
        .select_related("unit").order_by("-starts_on", "-pk").first()
    )  # fmt: skip
    return held.unit if held else None


def teams_at_five_past_eight(*, now: dt.datetime) -> list[Unit]:
    """This will return the teams with a published plan of today in whose local day it is 08:05, or not long after.

    Looked at each minute, so that a late worker does not miss it: work that was given away is not there any more.
    """
    found = []
    for unit in Unit.objects.filter(kind="TEAM", closed_on__isnull=True).order_by("pk"):
        local = now.astimezone(zone_of(unit))
        if FIVE_PAST_EIGHT <= (local.hour, local.minute) < HALF_PAST_EIGHT and plan_days(unit, local.date()):
            found.append(unit)
    return found


def plan_days(unit: Unit, day: dt.date) -> bool:
    """This will tell whether a published plan of the unit, or of one above it, spans a day."""
    ids = [int(part) for part in unit.path.split(".") if part]
    rows = Plan.objects.filter(status="PUBLISHED", unit__in=ids, first_day__lte=day)
    return any(row.last_day >= day for row in rows.order_by("-first_day")[:5])
