"""The page of a demonstration from which a visitor goes to the next morning."""

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tagih.config.demo import tomorrow
from tagih.config.demo.tomorrow import Stage
from tagih.web.ui.guard import is_fragment, signed_in

STEPS = {
    Stage.MONEY: _("Money of the afternoon arrives"),
    Stage.EVENING: _("The evening judges the promises, reports and closes the books"),
    Stage.FILES: _("The core system's files of the next morning are landed"),
    Stage.ROUND: _("The daily round opens, moves and closes cases and makes the day's work"),
}


@require_http_methods(["GET", "POST"])
@signed_in("a demonstration's time belongs to its visitor")
@never_cache
def night(request: HttpRequest) -> HttpResponse:
    """Shows what the night will do, asks for it, and shows how far it is."""
    if not settings.TAGIH_TOMORROW:
        raise Http404
    if request.method == "POST":
        tomorrow.ask()
        return redirect("demo_night")
    newest = tomorrow.newest()
    stages = list(Stage)
    at = stages.index(newest.stage) if newest else 0
    context = {
        "night": newest,
        "after": dt.date.fromisoformat(newest.after) if newest and newest.after else None,
        "steps": [(name, _mark(newest, stages.index(stage), at)) for stage, name in STEPS.items()],
    }
    return render(request, "demo/night_steps.html" if is_fragment(request) else "demo/night.html", context)


def _mark(newest: tomorrow.Night | None, place: int, at: int) -> str:
    if newest is None or newest.stage == Stage.FAILED:
        return ""
    return "ok" if place < at else "info" if place == at else ""


urlpatterns = [path("", night, name="demo_night")]
