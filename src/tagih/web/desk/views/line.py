"""The line of a call that goes through a connected telephony: what is heard, as it is heard, and hanging up."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from tagih.cases.permissions import Permission
from tagih.contacts.models import Attempt
from tagih.dialer import operations as dialer
from tagih.kernel import clock
from tagih.web.desk import attempts
from tagih.web.desk.views.answers import case_or_404, told
from tagih.web.ui.guard import requires


@require_GET
@requires(Permission.WORK_CASES)
def line(request: HttpRequest, code: str, attempt_id: uuid.UUID) -> HttpResponse:
    """The line as far as it has come; 204 while the page has heard everything."""
    own_attempt(request, code, attempt_id)
    shown = attempts.line(attempt_id, now=clock.now())
    if str(len(shown["moments"])) == request.GET.get("heard"):
        return HttpResponse(status=204)
    return render(request, "desk/parts/line.html", {"case": {"code": code}, "line": shown})


@require_POST
@requires(Permission.WORK_CASES)
def hang_up(request: HttpRequest, code: str, attempt_id: uuid.UUID) -> HttpResponse:
    """Ends the own call."""
    own_attempt(request, code, attempt_id)
    now = clock.now()
    dialer.hang_up(call=attempt_id, by=request.user, now=now)
    context = {"case": {"code": code}, "line": attempts.line(attempt_id, now=now)}
    return told(request, "desk:home") or render(request, "desk/parts/line.html", context)


def own_attempt(request: HttpRequest, code: str, attempt_id: uuid.UUID) -> None:
    """This will refuse the call of a colleague: nobody listens to it."""
    case = case_or_404(request, code, Permission.WORK_CASES)
    if not Attempt.objects.filter(pk=attempt_id, agent=request.user, customer_id=case.customer_id).exists():
        raise Http404
