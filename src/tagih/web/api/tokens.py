"""Bearer tokens: a program signs in as a person, with the same rules as the page, and holds a token for twelve hours.

`POST /api/v1/tokens {"username", "password"}` answers `{"token"}`. The token names the person and dies with a changed
password; roles and scope are read anew at each request. Who needs a second factor, or must change a password, signs in
on the page. An address that tried many names is closed here as there (429).
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import auth
from django.core import signing
from django.http import HttpRequest, JsonResponse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST
from django_otp import devices_for_user

from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.staff import queries as staff
from tagih.staff.models import Person
from tagih.web.ui.entrance import is_address_closed
from tagih.web.ui.guard import public

SALT = "tagih.api.token"
LASTS_SECONDS = 12 * 3600
LONGEST_BODY = 100_000


class BodyNotUnderstood(Refusal):
    """The body is not a JSON object, or a part of it is not what it should be."""

    def __init__(self, field: str) -> None:
        super().__init__("BODY_NOT_UNDERSTOOD", _("%(field)s is not understood.") % {"field": field}, field=field)


@csrf_exempt
@require_POST
@public("the way in for programs")
@sensitive_variables("told")
def sign_in(request: HttpRequest) -> JsonResponse:
    """Name and password for a token."""
    try:
        told = body_of(request)
    except Refusal as refusal:
        return refused(refusal)
    if is_address_closed(request):
        return JsonResponse({"error": "TOO_MANY_ATTEMPTS"}, status=429)
    name = str(told.get("username", "")).strip().lower()
    person = auth.authenticate(request, username=name, password=str(told.get("password", "")))
    if person is None:
        return JsonResponse({"error": "NOT_AUTHENTIC"}, status=401)
    standing = staff.standing_of(person, on=clock.today_in(clock.WIB, now=clock.now()))
    has_device = next(devices_for_user(person, confirmed=True), None) is not None
    if person.must_change_password or standing.needs_second_factor or has_device:
        return JsonResponse({"error": "SIGN_IN_ON_THE_PAGE"}, status=403)
    token = signing.dumps([person.pk, person.get_session_auth_hash()], salt=SALT)
    return JsonResponse({"token": token, "lasts_seconds": LASTS_SECONDS})


def bearer(permission: str) -> Callable:
    """This will let the view run for the bearer of a token whose person holds the permission; 401 or 403 otherwise.

    A `Refusal` that the view raises is answered with 422.
    """

    def decorate(view: Callable) -> Callable:
        @csrf_exempt
        @public("carries a bearer token, checked before the view runs")
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
            found = _bearer_of(request)
            if found is None:
                return JsonResponse({"error": "NOT_AUTHENTIC"}, status=401)
            request.user, request.standing = found
            if not request.standing.may(permission):
                return JsonResponse({"error": "FORBIDDEN", "permission": str(permission)}, status=403)
            try:
                return view(request, *args, **kwargs)
            except Refusal as refusal:
                return refused(refusal)

        return guarded

    return decorate


def body_of(request: HttpRequest) -> dict[str, Any]:
    """This will return the JSON object of a request; an empty body is an empty object.

    :raises BodyNotUnderstood:
    """
    if len(request.body) > LONGEST_BODY:
        raise BodyNotUnderstood("body")
    try:
        told = json.loads(request.body or b"{}", parse_float=str)
    except (ValueError, RecursionError):
        raise BodyNotUnderstood("body") from None
    if not isinstance(told, dict):
        raise BodyNotUnderstood("body")
    return told


def refused(refusal: Refusal) -> JsonResponse:
    """This will answer with a refusal: its code, its sentence, its field."""
    told = refusal.as_dict()
    return JsonResponse({"error": told.pop("code"), **told}, status=422)


def _bearer_of(request: HttpRequest) -> tuple[Person, staff.Standing] | None:
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer":
        return None
    try:
        number, proof = signing.loads(token, salt=SALT, max_age=LASTS_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = staff.bearer(number, on=clock.today_in(clock.WIB, now=clock.now()))
    if found is None or not constant_time_compare(proof, found[0].get_session_auth_hash()):
        return None
    return found
