"""What a customer may ask who was shown a code: is this person ours, is this receipt ours."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tagih.field import operations as field
from tagih.field import queries
from tagih.kernel import clock
from tagih.kernel import operations as kernel
from tagih.web.ui.guard import public

MOST_A_MINUTE = 20


@require_http_methods(["GET"])
@public("anybody who is shown the card of a collector may ask whether it is ours")
def card(request: HttpRequest, code: str) -> HttpResponse:
    """Whether somebody at the door is who they say, today."""
    if _is_too_often(request):
        return _slow_down(request)
    found = queries.holder_of_card(code, now=clock.now())
    status = 404 if found is None else 200
    return render(request, "field/card.html", {"card": found, "now": clock.now()}, status=status)


@require_http_methods(["GET", "POST"])
@public("anybody who holds the code of a receipt may ask whether it is ours, and say that it is not theirs")
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a receipt is ours and has arrived; and the button for who does not know it."""
    if _is_too_often(request):
        return _slow_down(request)
    found = queries.receipt_of(code)
    if found is None:
        return render(request, "field/receipt.html", {"number": None}, status=404)
    number, held = found
    is_denied = False
    if request.method == "POST" and held is not None:
        field.deny_receipt(receipt=held, now=clock.now())
        is_denied = True
    context = {"number": number, "receipt": held, "is_denied": is_denied or bool(held and held.denied_at)}
    return render(request, "field/receipt.html", context)


def _is_too_often(request: HttpRequest) -> bool:
    key = f"verify:{request.META.get('REMOTE_ADDR', '')}"
    return kernel.count_up(key=key, now=clock.now()) > MOST_A_MINUTE


def _slow_down(request: HttpRequest) -> HttpResponse:
    context = {"title": _("Too many questions"), "text": _("Wait a minute, then try again.")}
    return render(request, "field/wait.html", context, status=429)
