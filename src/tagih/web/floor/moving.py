"""Moving work: to another queue or person, pausing a queue, taking a case back."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tagih.cases import operations as cases
from tagih.cases import queries
from tagih.cases.enums import ItemStatus
from tagih.cases.models import Queue, WorkItem
from tagih.cases.permissions import Permission
from tagih.kernel import clock
from tagih.staff.models import Person
from tagih.web.floor import board as boards
from tagih.web.floor.forms import LARGEST, MoveForm, TakeBackForm
from tagih.web.ui.forms import refusals_shown
from tagih.web.ui.guard import is_fragment, requires


@require_http_methods(["GET", "POST"])
@requires(Permission.MOVE_WORK)
def move(request: HttpRequest, queue_id: int) -> HttpResponse:
    """Asks where the work of a queue goes, and moves it."""
    queue = _queue(request, queue_id)
    form = _form(request, queue, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with refusals_shown(form):
            moved = cases.move_items(
                items=_items(queue, data),
                queue=Queue.objects.get(pk=data["target"]) if data["target"] else None,
                person=Person.objects.get(pk=data["person"]) if data["person"] else None,
                reason=data["reason"],
                by=request.user,
                now=clock.now(),
            )
        if form.is_valid():
            text = ngettext("%(n)d case moved.", "%(n)d cases moved.", moved) % {"n": moved}
            return _done(request, text)
    context = {"queue": queue, "form": form, "count": None}
    return render(request, "floor/move.html", context, status=422 if form.errors else 200)


@require_GET
@requires(Permission.MOVE_WORK)
def preview(request: HttpRequest, queue_id: int) -> HttpResponse:
    """Counts what would move."""
    queue = _queue(request, queue_id)
    form = _form(request, queue, request.GET)
    form.is_valid()
    waiting = WorkItem.objects.filter(queue=queue, status=ItemStatus.READY).count()
    context = {"count": len(_items(queue, form.cleaned_data)), "waiting": waiting}
    return render(request, "floor/preview.html", context)


@require_POST
@requires(Permission.MOVE_WORK)
def pause(request: HttpRequest, queue_id: int) -> HttpResponse:
    """Stops or starts handing out from a queue."""
    queue = _queue(request, queue_id)
    now = clock.now()
    cases.pause_queue(queue=queue, is_paused=request.POST.get("paused") == "1", by=request.user, now=now)
    if not is_fragment(request):
        return redirect("floor:home")
    return render(request, "floor/board.html", boards.context(request, now=now))


@require_http_methods(["GET", "POST"])
@requires(Permission.MOVE_WORK)
def take_back(request: HttpRequest, item_id: int) -> HttpResponse:
    """Asks why, and makes a case ready again that somebody has in hand."""
    now = clock.now()
    scope = queries.in_scope(request.standing, Permission.MOVE_WORK, prefix="case__")
    item = (
        WorkItem.objects.filter(scope, pk=item_id, status=ItemStatus.LEASED)
        .select_related("case__customer", "leased_by")
        .first()
    )
    if item is None:
        return _done(request, _("Nobody has this case in hand any more."), tone="info")
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {"name": item.leased_by.full_name, "reason": form.cleaned_data["reason"]}
        text = _("Taken back from %(name)s: %(reason)s") % values
        cases.take_back(item=item, by=request.user, now=now)
        cases.write_note(case=item.case, text=text, by=request.user, now=now)
        return _done(request, _("The case is back in its queue."))
    context = {"item": item, "form": form}
    return render(request, "floor/take_back.html", context, status=422 if form.errors else 200)


def _queue(request: HttpRequest, queue_id: int) -> Queue:
    """The queue, if it lies in the leader's scope."""
    now = clock.now()
    visible = queries.queues(standing=request.standing, business_date=queries.business_date(now=now), now=now)
    if queue_id not in {line.queue_id for line in visible}:
        raise Http404(_("There is no such queue in your branches."))
    return Queue.objects.get(pk=queue_id)


def _form(request: HttpRequest, queue: Queue, data: Any) -> MoveForm:
    now = clock.now()
    today = queries.business_date(now=now)
    lines = queries.queues(standing=request.standing, business_date=today, now=now)
    people = queries.agents(standing=request.standing, business_date=today, now=now)
    return MoveForm(
        data,
        queues=[(line.queue_id, line.name) for line in lines if line.queue_id != queue.pk],
        people=[(line.person_id, f"{line.name} · {line.team}") for line in people],
    )


def _items(queue: Queue, data: dict[str, Any]) -> list[int]:
    """The ids that would move: the foremost first."""
    rows = WorkItem.objects.filter(queue=queue, status=ItemStatus.READY)
    if data.get("precedence"):
        rows = rows.filter(precedence=data["precedence"])
    limit = min(data.get("limit") or 0, LARGEST)
    return list(rows.order_by("precedence", "-priority", "pk").values_list("pk", flat=True)[:limit])


def _done(request: HttpRequest, text: str, tone: str = "ok") -> HttpResponse:
    if not is_fragment(request):
        return redirect("floor:home")
    events = {"toast": {"text": text, "tone": tone}, "close-dialog": True, "floor-changed": True}
    return HttpResponse("", headers={"HX-Trigger": json.dumps(events)})
