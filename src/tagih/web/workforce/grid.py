"""The month of a unit: people by days, changed by drag, key or form, with the rules asked at once."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person
from tagih.web.ui.guard import may, requires
from tagih.web.workforce.scope import plan_of
from tagih.workforce import operations, queries
from tagih.workforce.models import Plan, ShiftKind
from tagih.workforce.permissions import Permission
from tagih.workforce.queries import grid as grids


@require_GET
@requires(Permission.SEE_PLANS)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan."""
    return render(request, "workforce/plan.html", _context(request, plan_of(request, pk, Permission.SEE_PLANS)))


@require_GET
@requires(Permission.SEE_PLANS)
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan alone, fetched again when something changes."""
    return render(request, "workforce/board.html", _context(request, plan_of(request, pk, Permission.SEE_PLANS)))


def _context(request: HttpRequest, plan: Plan, **more: Any) -> dict[str, Any]:
    grid = grids.grid(plan)
    return {
        "plan": plan,
        "grid": grid,
        "may_make": may(request, Permission.MAKE_PLANS) and plan.status in ("DRAFT", "PUBLISHED"),
        "crumbs": [(_("Shift plans"), reverse("workforce:plans")), (plan.unit.name, "")],
    } | more


@require_GET
@requires(Permission.MAKE_PLANS)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Which rules a change would break, while it is still in the hand."""
    plan, person, day, shift = _change(request, pk, request.GET)
    problem = queries.problem_of(plan)
    roster = queries.assignment_of(plan, problem)
    if str(person.pk) not in roster or not 0 <= (day - plan.first_day).days < plan.days:
        return JsonResponse({"broken": ""})
    broken = operations.new_breaches(problem, roster, [(person.pk, (day - plan.first_day).days, shift)])
    return JsonResponse({"broken": queries.in_words(broken, plan.first_day)})


@require_POST
@requires(Permission.MAKE_PLANS)
def set_cell(request: HttpRequest, pk: int) -> HttpResponse:
    """Sets one cell, or moves a shift (`from_person`, `from_day`); answers with the plan and what to do if refused."""
    plan, person, day, shift = _change(request, pk, request.POST)
    told = {"plan": plan, "by": request.user, "now": clock.now(), "is_forced": request.POST.get("force") == "1"}
    more: dict[str, Any] = {}
    status = 200
    try:
        operations.set_cell(person=person, day=day, shift=shift, **told)
        if request.POST.get("from_person") and request.POST.get("from_day"):
            giver = _person(plan, request.POST["from_person"])
            operations.set_cell(person=giver, day=_day(request.POST["from_day"]), shift=None, **told)
    except Refusal as refusal:
        more = {"refusal": refusal, "asked": request.POST, "person": person, "asked_day": day}
        status = 422
    return render(request, "workforce/board.html", _context(request, plan, **more), status=status)


def _change(request: HttpRequest, pk: int, said: Any) -> tuple[Plan, Person, dt.date, ShiftKind | None]:
    plan = plan_of(request, pk, Permission.MAKE_PLANS)
    shift = None
    if code := said.get("shift"):
        shift = queries.shift_kinds_of(plan.unit, on=plan.first_day).filter(code=code).first()
        if shift is None:
            raise Http404(_("There is no such shift."))
    return plan, _person(plan, said.get("person", "")), _day(said.get("day", "")), shift


def _person(plan: Plan, text: str) -> Person:
    people = queries.people_between(plan.unit, plan.first_day, plan.last_day)
    person = next((one for one in people if one.employee_no == text), None)
    if person is None:
        raise Http404(_("There is no such person in this plan."))
    return person


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Http404(_("There is no such day.")) from None
