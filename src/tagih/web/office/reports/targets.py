from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tagih.kernel import clock
from tagih.reporting import operations, queries
from tagih.reporting.permissions import Permission
from tagih.staff import queries as staff
from tagih.staff.models import Unit
from tagih.web.ui.forms import DayField, refusals_shown
from tagih.web.ui.guard import requires


class TargetForm(forms.Form):
    """A target as people write it: shares in per cent."""

    figure = forms.ChoiceField(label=_("Figure"))
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), empty_label=None)
    value = forms.DecimalField(
        label=_("Target"), min_value=0, max_digits=16, decimal_places=2, localize=True,
        help_text=_("Shares in per cent, such as 25; amounts in rupiah."),
    )  # fmt: skip
    starts_on = DayField(label=_("From"))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "id"
        self.fields["figure"].choices = [
            (str(group.label), [(figure.code, figure.name(language)) for figure in figures])
            for group, figures in queries.definitions()
        ]
        self.fields["unit"].queryset = units


@requires(Permission.SET_TARGETS)
def targets(request: HttpRequest) -> HttpResponse:
    """The targets in force in the reader's scope, and a form that sets one."""
    own = request.standing.paths(Permission.SET_TARGETS)
    units = staff.units_under(own).filter(closed_on__isnull=True).order_by("path")
    form = TargetForm(request.POST or None, units=units, initial={"starts_on": request.standing.on})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with refusals_shown(form):
            operations.set_target(
                figure=data["figure"], unit=data["unit"], value=_stored(data["figure"], data["value"]),
                starts_on=data["starts_on"], by=request.user, now=clock.now(),
            )  # fmt: skip
        if form.is_valid():
            messages.success(request, _("The target is set."))
            return redirect("reports:targets")
    language = get_language() or "id"
    rows = [
        {
            "unit": target.unit.name,
            "figure": figure.name(language),
            "value": queries.written(figure, target.value),
            "starts_on": target.starts_on,
            "ends_on": target.ends_on,
        }
        for figure, target in queries.targets_in_force(own, on=request.standing.on)
    ]
    context = {"form": form, "rows": rows, "crumbs": [(_("Daily report"), "../"), (_("Targets"), "")]}
    return render(request, "office/reports/targets.html", context, status=422 if form.errors else 200)


def _stored(figure: str, value: Decimal) -> Decimal:
    return value / 100 if queries.is_share(figure) else value
