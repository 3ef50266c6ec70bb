"""The day as it goes: forecast against truth, alarms, and what to do about it in one click."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tagih.kernel import clock
from tagih.web.ui.guard import requires
from tagih.web.workforce.scope import once, unit_of, units_of
from tagih.workforce import operations
from tagih.workforce.models import Measure
from tagih.workforce.permissions import Permission
from tagih.workforce.queries import day as days

ALARMS = {
    "SERVICE_LEVEL": "bad",
    "ABSENT": "bad",
    "ABANDONED": "bad",
    "BURN_OUT": "warn",
    "VOLUME": "warn",
}


@require_GET
@requires(Permission.STEER_DAY)
def home(request: HttpRequest) -> HttpResponse:
    """The day of a unit, live."""
    return render(request, "workforce/day.html", _context(request))


@require_GET
@requires(Permission.STEER_DAY)
def board(request: HttpRequest) -> HttpResponse:
    """The day alone, fetched again every five minutes and when something changes."""
    return render(request, "workforce/day_board.html", _context(request))


def _context(request: HttpRequest) -> dict[str, Any]:
    unit = unit_of(request, Permission.STEER_DAY)
    context: dict[str, Any] = {
        "unit": unit, "units": units_of(request, Permission.STEER_DAY), "crumbs": [(_("The day"), "")],
    }  # fmt: skip
    if unit is None:
        return context
    now = clock.now()
    today = days.today(unit, now=now)
    rows = [
        {
            "at": f"{start // 60:02d}.{start % 60:02d}", "forecast": today.forecast[number],
            "actual": today.actual[number] if number < len(today.actual) else None,
            "corrected": today.correction.values[number], "planned": today.planned[number],
            "there": today.there[number], "needed": today.needed[number], "is_now": number == today.now_at,
            "gap": today.there[number] - today.needed[number],
        }
        for number, start in enumerate(today.starts)
    ]  # fmt: skip
    return context | {
        "today": today,
        "rows": rows,
        "alarms": [(alarm, ALARMS[alarm.code]) for alarm in today.alarms],
        "recommendations": days.recommendations(today, donors=_donors(request), now=now),
        "measures": days.measures_of(unit, today.day),
        "labels": [row["at"] for row in rows],
    }


def _donors(request: HttpRequest) -> list[Any]:
    """Teams that may lend: those whose day the person may steer, and the others of the same parent."""
    unit = unit_of(request, Permission.STEER_DAY)
    mine = list(units_of(request, Permission.STEER_DAY).filter(kind="TEAM"))
    beside = list(unit.parent.children.filter(kind="TEAM", closed_on__isnull=True)) if unit and unit.parent else []
    return list({one.pk: one for one in [*mine, *beside]}.values())


@require_POST
@requires(Permission.STEER_DAY)
def follow(request: HttpRequest) -> HttpResponse:
    """Does what was recommended, as it stands now."""
    unit = unit_of(request, Permission.STEER_DAY)
    if unit is None:
        raise Http404(_("There is no such unit in your scope."))
    now = clock.now()
    today = days.today(unit, now=now)
    kind = request.POST.get("kind")
    offered = days.recommendations(today, donors=_donors(request), now=now)
    chosen = next((one for one in offered if one.kind == kind), None)
    if chosen is None:
        raise Http404(_("This is not recommended any more."))
    return once(
        request,
        lambda: operations.take_measure(unit=unit, day=today.day, recommendation=chosen, by=request.user, now=now),
        back=f"{reverse('workforce:day')}?unit={unit.code}", done=_("Done. Those it touches are told."),
    )  # fmt: skip


@require_POST
@requires(Permission.STEER_DAY)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a measure back."""
    row = get_object_or_404(Measure.objects.select_related("unit"), pk=pk)
    if not request.standing.covers(row.unit.path, Permission.STEER_DAY):
        raise Http404(_("There is no such measure in your scope."))
    return once(
        request, lambda: operations.undo_measure(measure=row, by=request.user, now=clock.now()),
        back=f"{reverse('workforce:day')}?unit={row.unit.code}", done=_("Undone."),
    )  # fmt: skip


@require_POST
@requires(Permission.STEER_DAY)
def share(request: HttpRequest) -> HttpResponse:
    """Gives today's work of those who are absent to those who are there."""
    unit = unit_of(request, Permission.STEER_DAY)
    if unit is None:
        raise Http404(_("There is no such unit in your scope."))
    return once(
        request, lambda: operations.share_absent(unit=unit, by=request.user, now=clock.now()),
        back=f"{reverse('workforce:day')}?unit={unit.code}",
        done=_("Today's work of those who are absent is with their colleagues; promises first."),
    )  # fmt: skip
