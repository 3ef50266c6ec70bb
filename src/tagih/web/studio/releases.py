"""Putting a version in force for a share or for everybody, and taking the newest release back."""

import datetime as dt
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.strategy import operations, queries
from tagih.strategy.enums import Metric
from tagih.strategy.models import StrategyVersion
from tagih.strategy.permissions import Permission
from tagih.web.ui.forms import DayField, refusals_shown
from tagih.web.ui.guard import requires

PAYS = 0.3


class ReleaseForm(forms.Form):
    """To how many percent of people, and from when."""

    share = forms.IntegerField(
        label=gettext_lazy("Share of people in percent"), validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=gettext_lazy("100 is everybody. A smaller share is a trial: each person stays on one side."),
    )  # fmt: skip
    effective_on = DayField(label=gettext_lazy("From"))
    metric = forms.ChoiceField(label=gettext_lazy("A trial is judged by"), choices=Metric.choices)
    window_days = forms.IntegerField(
        label=gettext_lazy("Days of a person that count"),
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )  # fmt: skip
    worth_seeing = forms.DecimalField(
        label=gettext_lazy("Smallest difference that matters"), min_value=Decimal("0.0001"), max_digits=12,
        decimal_places=4, help_text=gettext_lazy("0.02 is two people of a hundred; for rupiah, an amount per person."),
    )  # fmt: skip


def first_values(today: dt.date) -> dict[str, object]:
    """This will return what the form proposes: a tenth from today, judged by who pays within a week."""
    told = {"metric": Metric.PAID, "window_days": 7, "worth_seeing": Decimal("0.02")}
    return {"share": 10, "effective_on": today} | told


@requires(Permission.RELEASE_STRATEGY)
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts an approved version in force."""
    found = get_object_or_404(StrategyVersion, pk=pk)
    today = clock.today_in(clock.WIB, now=clock.now())
    form = ReleaseForm(request.POST or None, initial=first_values(today))
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            operations.release_version(version=found, by=request.user, now=clock.now(), **form.cleaned_data)
        if form.is_valid():
            messages.success(request, _("Released."))
            return redirect("studio:version", pk=pk)
    crumbs = [(_("Strategy"), reverse("studio:versions")), (str(found), reverse("studio:version", args=[pk])),
              (_("Release"), "")]
    context = {"form": form, "version": found, "crumbs": crumbs, "plan": _plan(form)}
    return render(request, "studio/release.html", context,
                  status=422 if form.errors else 200)  # fmt: skip


def _plan(form: ReleaseForm) -> dict[str, int] | None:
    """How many people a trial needs to see the difference that matters, if 30 of 100 pay without it."""
    told = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    if told.get("metric") != Metric.PAID or not 0 < told["share"] < 100:
        return None
    trial, base = queries.people_needed(
        base=PAYS, worth_seeing=float(told["worth_seeing"]), share=told["share"] / 100
    )
    return {"trial": trial, "base": base, "rate": round(PAYS * 100)}


@require_POST
@requires(Permission.RELEASE_STRATEGY)
def take_back(request: HttpRequest) -> HttpResponse:
    """Takes the newest release back: what was before it decides again."""
    try:
        ended = operations.take_back(reason=request.POST.get("reason", ""), by=request.user, now=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(version)s was taken back. What was before it decides again.")
                         % {"version": ended.version})  # fmt: skip
    return redirect("studio:versions")
