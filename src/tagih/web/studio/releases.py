"""Putting a version in force for a share or for everybody, and taking the newest release back."""

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
from tagih.strategy import operations
from tagih.strategy.models import StrategyVersion
from tagih.strategy.permissions import Permission
from tagih.web.ui.forms import DayField, refusals_shown
from tagih.web.ui.guard import requires


class ReleaseForm(forms.Form):
    """To how many percent of people, and from when."""

    share = forms.IntegerField(
        label=gettext_lazy("Share of people in percent"), validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=gettext_lazy("100 is everybody. A smaller share is a trial: each person stays on one side."),
    )  # fmt: skip
    effective_on = DayField(label=gettext_lazy("From"))


@requires(Permission.RELEASE_STRATEGY)
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts an approved version in force."""
    found = get_object_or_404(StrategyVersion, pk=pk)
    today = clock.today_in(clock.WIB, now=clock.now())
    form = ReleaseForm(request.POST or None, initial={"share": 10, "effective_on": today})
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            operations.release_version(version=found, by=request.user, now=clock.now(), **form.cleaned_data)
        if form.is_valid():
            messages.success(request, _("Released."))
            return redirect("studio:version", pk=pk)
    crumbs = [(_("Strategy"), reverse("studio:versions")), (str(found), reverse("studio:version", args=[pk])),
              (_("Release"), "")]
    return render(request, "studio/release.html", {"form": form, "version": found, "crumbs": crumbs},
                  status=422 if form.errors else 200)  # fmt: skip


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
