"""Collectors of a branch: where their day begins, when and how; their phones, and blocking one that was lost."""

import datetime as dt

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tagih.cases import queries as cases
from tagih.field import operations as field
from tagih.field import queries
from tagih.field.enums import Vehicle
from tagih.field.models import Device
from tagih.field.permissions import Permission
from tagih.kernel import clock
from tagih.staff.models import Unit
from tagih.web.ui.forms import refusals_shown
from tagih.web.ui.guard import requires


class HomeForm(forms.Form):
    """Where a collector's day begins, when, and how."""

    latitude = forms.DecimalField(
        label=gettext_lazy("Latitude of the home"), min_value=-90, max_value=90, decimal_places=6,
        help_text=gettext_lazy("Such as -5.397140; a map on a phone shows it."),
    )  # fmt: skip
    longitude = forms.DecimalField(
        label=gettext_lazy("Longitude of the home"), min_value=-180, max_value=180, decimal_places=6
    )
    vehicle = forms.ChoiceField(label=gettext_lazy("Vehicle"), choices=Vehicle.choices)
    capacity = forms.IntegerField(label=gettext_lazy("Visits a day"), min_value=1, max_value=60)
    starts_at = forms.TimeField(label=gettext_lazy("Day begins"), widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    ends_at = forms.TimeField(label=gettext_lazy("Day ends"), widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    is_active = forms.BooleanField(label=gettext_lazy("Visits at present"), required=False)


@require_GET
@requires(Permission.PLAN_VISITS)
def crew(request: HttpRequest, branch_id: int) -> HttpResponse:
    """Who visits for a branch, with papers and phones."""
    branch = _branch(request, branch_id)
    hands = queries.crew_of(branch, on=clock.today_in(clock.WIB, now=clock.now()))
    return render(request, "floor/field/crew.html", {"branch": branch, "hands": hands, "crumbs": _crumbs(branch)})


@requires(Permission.PLAN_VISITS)
def hand(request: HttpRequest, branch_id: int, employee_no: str) -> HttpResponse:
    """Home and hours of one collector."""
    branch = _branch(request, branch_id)
    on = clock.today_in(clock.WIB, now=clock.now())
    found = next((row for row in queries.crew_of(branch, on=on) if row.person.employee_no == employee_no), None)
    if found is None:
        raise Http404(_("There is no such collector in this branch."))
    form = HomeForm(request.POST or None, initial=_told(found))
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            field.set_collector(
                person=found.person, branch=branch, by=request.user, now=clock.now(), **form.cleaned_data
            )
            messages.success(request, _("Kept. It counts for the next plan."))
            return redirect("floor:field_crew", branch.pk)
    crumbs = [*_crumbs(branch)[:-1], (_("Collectors"), reverse("floor:field_crew", args=[branch.pk])),
              (found.person.full_name, "")]  # fmt: skip
    return render(request, "floor/field/hand.html", {"hand": found, "form": form, "crumbs": crumbs})


@require_POST
@requires(Permission.PLAN_VISITS)
def block(request: HttpRequest, branch_id: int, device_id: str) -> HttpResponse:
    """Blocks a phone that was lost."""
    branch = _branch(request, branch_id)
    on = clock.today_in(clock.WIB, now=clock.now())
    people = [row.person.pk for row in queries.crew_of(branch, on=on)]
    device = get_object_or_404(Device, pk=device_id, person_id__in=people)
    reason = request.POST.get("reason", "").strip() or _("lost")
    if field.block_device(device=device, reason=reason, by=request.user, now=clock.now()):
        messages.success(request, _("The phone is blocked. Nothing that it sends is taken any more."))
    return redirect("floor:field_crew", branch.pk)


def _told(found: queries.Hand) -> dict[str, object]:
    home = found.home
    if home is None:
        return {"vehicle": Vehicle.MOTORCYCLE, "capacity": 20, "starts_at": dt.time(8), "ends_at": dt.time(17),
                "is_active": True}  # fmt: skip
    return {name: getattr(home, name) for name in HomeForm.base_fields}


def _branch(request: HttpRequest, branch_id: int) -> Unit:
    paths = cases.scope_paths(request.standing, Permission.PLAN_VISITS)
    return get_object_or_404(queries.branches_in(paths), pk=branch_id)


def _crumbs(branch: Unit) -> list[tuple[str, str]]:
    return [(_("Field"), f"{reverse('floor:field')}?branch={branch.pk}"), (_("Collectors"), "")]
