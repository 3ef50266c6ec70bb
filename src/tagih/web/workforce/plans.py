"""Plans of the units in scope: made, made again, published; shifts and offers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tagih.kernel import clock
from tagih.web.ui.acts import act
from tagih.web.ui.guard import may, requires
from tagih.web.ui.listing import listing
from tagih.web.workforce import forms
from tagih.web.workforce.scope import once, plan_of, units_of
from tagih.workforce import operations, queries
from tagih.workforce.enums import SeriesKind
from tagih.workforce.models import Plan, ShiftKind
from tagih.workforce.permissions import Permission
from tagih.workforce.queries.day import handling_of
from tagih.workforce.queries.demand import demand_of, steady_demand

HOME = "workforce:plans"


@requires(Permission.SEE_PLANS)
def plans(request: HttpRequest) -> HttpResponse:
    """All plans in scope, the newest first, and the shifts that they use."""
    units = units_of(request, Permission.SEE_PLANS)
    rows = Plan.objects.filter(unit__in=units).select_related("unit", "made_by").exclude(status="REPLACED")
    page = listing(request, rows, sorts={"day": ("first_day", "pk")}, default="-day")
    shifts = ShiftKind.objects.filter(unit__in=units, closed_on__isnull=True).select_related("unit")
    context = {"page": page, "shifts": shifts, "may_make": may(request, Permission.MAKE_PLANS),
               "crumbs": [(_("Shift plans"), "")]}  # fmt: skip
    return render(request, "workforce/plans.html", context)


@requires(Permission.MAKE_PLANS)
def new(request: HttpRequest) -> HttpResponse:
    """Asks for a plan, which the search makes in the background."""
    units = units_of(request, Permission.MAKE_PLANS)
    now = clock.now()
    form = forms.PlanForm(request.POST or None, units=units)

    def ask(said: dict[str, Any]) -> None:
        first, days = said["first_day"], said["weeks"] * 7
        if said["source"] == "forecast":
            kept = operations.keep_forecast(
                unit=said["unit"], kind=SeriesKind.OUTBOUND, first_day=first, days=days, by=request.user, now=now
            )
            handling = handling_of(said["unit"], day=clock.today_in(clock.WIB, now=now))
            demand = demand_of(kept, handling_s=handling)
        else:
            demand = steady_demand(first, days, weekday=said["weekday"], saturday=said["saturday"])
        operations.request_plan(
            unit=said["unit"], first_day=first, days=days, demand=demand, by=request.user, now=now,
            seconds=said["seconds"],
        )  # fmt: skip

    return act(
        request, form, ask, title=_("New plan"), button=_("Make the plan"), back=reverse(HOME),
        done=_("The plan is being made; it appears by itself."), crumbs=[(_("Shift plans"), reverse(HOME))],
    )  # fmt: skip


@requires(Permission.MAKE_PLANS)
def add_shift(request: HttpRequest) -> HttpResponse:
    """Adds a shift to a unit."""
    form = forms.ShiftForm(request.POST or None, units=units_of(request, Permission.MAKE_PLANS))

    def add(said: dict[str, Any]) -> None:
        operations.add_shift_kind(
            unit=said["unit"], code=said["code"], name=said["name"], **form.minutes(), by=request.user, now=clock.now()
        )

    return act(
        request, form, add, title=_("New shift"), button=_("Add"), back=reverse(HOME), done=_("The shift is added."),
        crumbs=[(_("Shift plans"), reverse(HOME))],
    )  # fmt: skip


@require_POST
@requires(Permission.MAKE_PLANS)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes a draft the plan that stands."""
    plan = plan_of(request, pk, Permission.MAKE_PLANS)
    return once(
        request, lambda: operations.publish(plan=plan, by=request.user, now=clock.now()),
        back=reverse("workforce:plan", args=[pk]), done=_("The plan is published. Everybody in it sees their shifts."),
    )  # fmt: skip


@require_POST
@requires(Permission.MAKE_PLANS)
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for the next version, with what people fixed."""
    plan = plan_of(request, pk, Permission.MAKE_PLANS)
    made = operations.request_plan(
        unit=plan.unit, first_day=plan.first_day, days=plan.days, demand=plan.demand, rules=plan.rules,
        seconds=plan.seconds, by=request.user, now=clock.now(),
    )  # fmt: skip
    return redirect("workforce:plan", made.pk)


@requires(Permission.MAKE_PLANS)
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offers a shift of a published plan, open or as overtime."""
    plan = plan_of(request, pk, Permission.MAKE_PLANS)
    form = forms.OfferForm(request.POST or None, shifts=queries.shift_kinds_of(plan.unit, on=plan.first_day))
    back = reverse("workforce:plan", args=[pk])
    return act(
        request, form, lambda said: operations.make_offer(plan=plan, **said, by=request.user, now=clock.now()),
        title=_("Offer a shift"), button=_("Offer"), back=back, done=_("The shift is offered to the team."),
        crumbs=[(_("Shift plans"), reverse(HOME)), (plan.unit.name, back)],
    )  # fmt: skip
