"""Which units, people and plans a person in front of the screen may see and change."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tagih.kernel.errors import Refusal
from tagih.staff.models import Person, Unit
from tagih.staff.queries import people_visible_to, units_under
from tagih.workforce.models import Plan


def units_of(request: HttpRequest, permission: str) -> QuerySet[Unit]:
    """This will return the open units that the permission covers, teams with those above them."""
    return units_under(request.standing.paths(permission)).filter(closed_on__isnull=True).order_by("path")


def unit_of(request: HttpRequest, permission: str) -> Unit | None:
    """This will return the unit that the address names (`?unit=CODE`), else the first team in scope."""
    units = units_of(request, permission)
    if code := request.GET.get("unit") or request.POST.get("unit"):
        found = units.filter(code=code).first()
        if found is None:
            raise Http404(_("There is no such unit in your scope."))
        return found
    return units.filter(kind="TEAM").first() or units.first()


def plan_of(request: HttpRequest, pk: int, permission: str) -> Plan:
    """This will return a plan in scope."""
    plan = Plan.objects.select_related("unit", "made_by").filter(pk=pk).first()
    if plan is None or not request.standing.covers(plan.unit.path, permission):
        raise Http404(_("There is no such plan in your scope."))
    return plan


def person_of(request: HttpRequest, permission: str, **key: Any) -> Person:
    """This will return a person in scope."""
    person = people_visible_to(request.standing, permission).filter(**key).first()
    if person is None:
        raise Http404(_("There is no such person in your teams."))
    return person


def day_in(text: str, default: dt.date) -> dt.date:
    """This will read a day of an address; anything else is the default."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return default


def once(request: HttpRequest, operation: Callable[[], Any], *, back: str, done: Any) -> HttpResponse:
    """This will run one operation that a button asks for, say what came of it, and lead back."""
    try:
        operation()
        messages.success(request, str(done))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(back)
