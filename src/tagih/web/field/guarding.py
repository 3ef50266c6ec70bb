"""A phone proves itself by its secret, so that it can send after days without a sign-in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from tagih.field import operations as field
from tagih.field.permissions import Permission
from tagih.kernel import clock
from tagih.web.ui.guard import public


def phone_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """This will let the view run for a phone that is recognised, whose person may visit today: `request.phone`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        identity, _colon, token = request.headers.get("X-Phone", "").partition(":")
        phone = field.recognised(
            identity=identity, token=token, permission=Permission.WORK_FIELD, now=clock.now()
        )  # fmt: skip
        if phone is None:
            return JsonResponse({"code": "PHONE_UNKNOWN"}, status=401)
        request.phone = phone
        answer = view(request, *args, **kwargs)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return csrf_exempt(public("a phone proves itself by its secret in the header X-Phone")(guarded))
