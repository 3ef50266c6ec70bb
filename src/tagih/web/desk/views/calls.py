"""Calling: every attempt passes the contact gate; a refusal is shown in words with its source."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from tagih.cases.enums import Stage
from tagih.cases.models import Case
from tagih.cases.permissions import Permission
from tagih.contacts import operations as contacts
from tagih.contacts.enums import Channel, OwnerRole, Purpose
from tagih.contacts.models import ContactPoint
from tagih.dialer import operations as dialer
from tagih.kernel import clock
from tagih.web.desk import attempts, reading
from tagih.web.desk.views.answers import case_or_404, told
from tagih.web.ui.guard import requires


@require_POST
@requires(Permission.WORK_CASES)
def call(request: HttpRequest, code: str, point_id: int) -> HttpResponse:
    """Asks the gate for one call to a contact point; shows the number when it is allowed."""
    case = case_or_404(request, code, Permission.WORK_CASES, holder=request.user)
    point = get_object_or_404(ContactPoint, pk=point_id, customer_id=case.customer_id)
    point.customer = case.customer
    now = clock.now()
    if not case.is_in_hand:
        return told(request, "desk:home") or HttpResponse(status=409)
    outcome = contacts.open_attempt(
        customer=case.customer,
        contact_point=point,
        channel=Channel.CALL,
        purpose=_purpose(case, point),
        agent=request.user,
        by=request.user,
        now=now,
    )
    local = reading.local(case, now=now)
    context: dict[str, Any] = {"case": {"code": case.code}, "local": local}
    if outcome.attempt is not None:
        shown = attempts.shown(outcome.attempt, point, by=request.user, now=now)
        dialer.place_call(call=outcome.attempt.pk, number=shown["dial"], by=request.user, now=now)
        context["attempt"] = shown | {"line": attempts.line(outcome.attempt.pk, now=now)}
    else:
        context["refusal"] = attempts.refusal(outcome.decision, local)
    return told(request, "desk:home") or render(request, "desk/parts/call.html", context)


@require_POST
@requires(Permission.WORK_CASES)
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Gives an attempt back that was never dialled."""
    case_or_404(request, code, Permission.WORK_CASES)
    try:
        attempt_id = uuid.UUID(request.POST.get("attempt", ""))
    except ValueError:
        return HttpResponse(status=400)
    now = clock.now()
    if attempts.cancel(attempt_id, by=request.user, now=now):
        dialer.hang_up(call=attempt_id, by=request.user, now=now)
    return told(request, "desk:home") or HttpResponse("")


def _purpose(case: Case, point: ContactPoint) -> str:
    if point.owner_role != OwnerRole.CONSUMER:
        return Purpose.LOCATE
    return Purpose.REMIND if case.stage == Stage.PRE_DUE else Purpose.COLLECT
