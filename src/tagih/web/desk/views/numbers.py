"""Numbers at the desk: a better one written down, a code sent and entered while the customer is on the telephone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tagih.cases.models import Case
from tagih.cases.permissions import Permission
from tagih.cases.queries import business_date
from tagih.contacts import operations as contacts
from tagih.contacts.enums import OwnerRole, PointKind
from tagih.contacts.models import ContactPoint
from tagih.contacts.permissions import Permission as Points
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.web.desk import entry, reading
from tagih.web.desk.views.answers import case_or_404, toast, told
from tagih.web.ui.guard import requires

SOURCE = "DESK"


@require_POST
@requires(Permission.WORK_CASES, Points.EDIT_POINTS)
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Adds a number of the customer's own that somebody just gave."""
    case = case_or_404(request, code, Permission.WORK_CASES)
    value = request.POST.get("value", "")
    try:
        contacts.take_point(
            customer=case.customer, kind=PointKind.PHONE, value=value, owner_role=OwnerRole.CONSUMER, label="MOBILE",
            source=SOURCE, by=request.user, now=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        return _numbers(request, case, {"number_error": str(refusal), "number_typed": value}, status=422)
    return _numbers(request, case, {}, _("The number is noted. Call it, or prove it with a code."))


@require_POST
@requires(Permission.WORK_CASES, Points.WORK_REPAIR)
def send_code(request: HttpRequest, code: str, point_id: int) -> HttpResponse:
    """Sends a one-time code to a number of the customer."""
    case = case_or_404(request, code, Permission.WORK_CASES)
    point = _point(case, point_id)
    try:
        contacts.issue_code(contact_point=point, by=request.user, now=clock.now())
    except Refusal as refusal:
        return _numbers(request, case, {"code_error": str(refusal), "code_point": point.pk}, status=422)
    return _numbers(request, case, {}, _("The code is on its way. Ask the customer to read it to you."))


@require_POST
@requires(Permission.WORK_CASES, Points.WORK_REPAIR)
def confirm_code(request: HttpRequest, code: str, point_id: int) -> HttpResponse:
    """Compares the code that the customer read out."""
    case = case_or_404(request, code, Permission.WORK_CASES)
    point = _point(case, point_id)
    try:
        typed = request.POST.get("code", "")
        contacts.confirm_code(contact_point=point, code=typed, by=request.user, now=clock.now())
    except Refusal as refusal:
        return _numbers(request, case, {"code_error": str(refusal), "code_point": point.pk}, status=422)
    return _numbers(request, case, {}, _("The number is proven to be the customer's."))


def _point(case: Case, point_id: int) -> ContactPoint:
    return get_object_or_404(ContactPoint, pk=point_id, customer_id=case.customer_id)


def _numbers(
    request: HttpRequest, case: Case, said: dict[str, Any], done: str = "", *, status: int = 200
) -> HttpResponse:
    if (plain := told(request, "desk:home")) is not None:
        return plain
    now = clock.now()
    sheet = reading.sheet(case, business_date=business_date(now=now), now=now)
    context = {"case": {"code": case.code}, "item": sheet.item, "points": sheet.points, "asks": sheet.asks} | said
    response = render(request, "desk/parts/numbers.html", context, status=status)
    if done:
        response["HX-Trigger"] = entry.as_json(toast(done))
    return response
