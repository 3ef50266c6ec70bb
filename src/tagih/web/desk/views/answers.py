"""How a view of the desk answers: a fragment for htmx, a whole page or a redirect for everything else."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tagih.cases.models import Case
from tagih.cases.models.case import CODE_PREFIX
from tagih.cases.permissions import Permission
from tagih.cases.queries import find_case
from tagih.kernel import clock
from tagih.kernel.ids import number_of
from tagih.staff.models import Person
from tagih.web.desk import telephone
from tagih.web.ui.guard import is_fragment


def show(
    request: HttpRequest, body: str, context: dict[str, Any], *, events: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """This will answer with a body of the desk: alone for htmx, in its page otherwise."""
    if is_fragment(request):
        response = render(request, body, context, status=status)
    else:
        if telephone.is_offered():
            context |= {"phone": telephone.of(request.user, now=clock.now())}
        response = render(request, "desk/page.html", context | {"body": body}, status=status)
    if events:
        response["HX-Trigger"] = json.dumps(events)
    return response


def told(request: HttpRequest, address: str) -> HttpResponse | None:
    """This will send a browser without scripts on to `address` after a POST, and return None for htmx."""
    return None if is_fragment(request) else redirect(address)


def toast(text: str, tone: str = "ok") -> dict[str, Any]:
    return {"toast": {"text": text, "tone": tone}}


def case_or_404(
    request: HttpRequest, code: str, permission: str = Permission.SEE_CASES, *, holder: Person | None = None
) -> Case:
    """This will return the case of a code within the person's row scope; anything else is not found."""
    case_id = number_of(code, prefix=CODE_PREFIX)
    case = None
    if case_id is not None:
        case = find_case(case_id, standing=request.standing, permission=permission, holder=holder)
    if case is None:
        raise Http404(_("There is no such case in your branches."))
    return case
