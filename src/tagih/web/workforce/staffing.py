"""How many people work needs: calls that come in, people to reach, and both by the same agents."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tagih.web.ui.guard import requires
from tagih.web.workforce.forms import StaffingForm
from tagih.workforce.permissions import Permission
from tagih.workforce.queries import staffing as counts


@require_GET
@requires(Permission.SEE_PLANS)
def staffing(request: HttpRequest) -> HttpResponse:
    """The three modes on one screen, with what one person less and more would do."""
    form = StaffingForm(request.GET if "calls" in request.GET else None)
    said: dict[str, Any] = {name: field.initial for name, field in form.fields.items()}
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
    context = {"form": form, "crumbs": [(_("People needed"), "")]}
    if not form.errors:
        context["needed"] = counts.needed(**said)
    return render(request, "workforce/staffing.html", context, status=422 if form.errors else 200)
