"""Recordings of calls: found, heard, each hearing recorded."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tagih.dialer import operations as dialer
from tagih.dialer import queries
from tagih.dialer.enums import TapeState
from tagih.dialer.models import Recording
from tagih.dialer.permissions import Permission
from tagih.kernel import clock
from tagih.staff.queries import people_visible_to
from tagih.web.ui.guard import requires

A_PAGE = 30


@require_GET
@requires(Permission.HEAR_RECORDINGS)
def home(request: HttpRequest) -> HttpResponse:
    """The newest recorded calls of the own people."""
    people = people_visible_to(request.standing, Permission.HEAR_RECORDINGS)
    found = queries.recorded_calls().filter(agent__in=people).prefetch_related("recordings")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "floor/recordings.html", {"page": page, "calls": page.object_list})


@require_GET
@requires(Permission.HEAR_RECORDINGS)
def sound(request: HttpRequest, recording_id: uuid.UUID) -> HttpResponse:
    """The sound of one side; who heard it is recorded."""
    people = people_visible_to(request.standing, Permission.HEAR_RECORDINGS)
    tape = Recording.objects.filter(pk=recording_id, state=TapeState.STORED, call__agent__in=people)
    recording = tape.select_related("call__customer").first()
    if recording is None:
        raise Http404
    data = dialer.play_back(recording=recording, by=request.user, now=clock.now())
    response = HttpResponse(data, content_type="audio/wav")
    response["Cache-Control"] = "no-store"
    return response
