"""The doors for carriers of messages: receipts and replies.

* `POST /api/v1/messages/http`: `{"receipts": [...], "replies": [...]}` of a gateway of short messages
* `POST /api/v1/messages/sandbox`: the same, from invented debtors; `?channel=EMAIL` for letters
* `POST /api/v1/messages/smtp`: one letter as it came (RFC 5322): bounce, complaint or reply
* `GET, POST /api/v1/messages/whatsapp`: the platform's webhook, its token once, then `X-Hub-Signature-256` over the
  raw body

The first three are signed as payments are (`X-Tagih-Timestamp`, `X-Tagih-Signature`), with the provider's secret of
`TAGIH_WEBHOOK_SECRETS`.
"""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from tagih.kernel import clock
from tagih.kernel import operations as kernel
from tagih.messaging import operations as messages
from tagih.payments import operations as payments
from tagih.web.ui.guard import public

MOST_A_MINUTE = 1_200
NOBODYS = "\x00 nobody's \x00"
CHANNELS = ("SMS", "EMAIL", "WHATSAPP")


@csrf_exempt
@require_POST
@public("carriers sign each delivery")
def deliver(request: HttpRequest, provider: str) -> JsonResponse:
    """Receipts and replies of a gateway, of the sandbox, or a letter that came back."""
    now = clock.now()
    if _is_flood(request, provider, now):
        return JsonResponse({"error": "TOO_MANY_REQUESTS"}, status=429, headers={"Retry-After": "60"})
    secret = settings.TAGIH_WEBHOOK_SECRETS.get(provider)
    is_authentic = payments.is_authentic(
        secret=secret or NOBODYS, timestamp=request.headers.get("X-Tagih-Timestamp", ""),
        given=request.headers.get("X-Tagih-Signature", ""), body=request.body, now=now,
    )  # fmt: skip
    if secret is None or not is_authentic:
        return JsonResponse({"error": "NOT_AUTHENTIC"}, status=401)
    channel = request.GET.get("channel", "")
    return _taken(provider, request.body, now, channel if channel in CHANNELS else "")


@csrf_exempt
@require_http_methods(["GET", "POST"])
@public("the platform signs each delivery")
def whatsapp(request: HttpRequest) -> HttpResponse:
    """The webhook of the Cloud API."""
    now = clock.now()
    if _is_flood(request, "whatsapp", now):
        return JsonResponse({"error": "TOO_MANY_REQUESTS"}, status=429)
    if request.method == "GET":
        token, challenge = request.GET.get("hub.verify_token", ""), request.GET.get("hub.challenge", "")
        expected = messages.whatsapp_verify_token()
        if expected and constant_time_compare(token, expected) and challenge.isalnum() and len(challenge) < 200:
            return HttpResponse(challenge, content_type="text/plain")
        return JsonResponse({"error": "NOT_AUTHENTIC"}, status=403)
    signature = request.headers.get("X-Hub-Signature-256", "")
    if not messages.check_whatsapp(signature=signature, body=request.body):
        return JsonResponse({"error": "NOT_AUTHENTIC"}, status=401)
    return _taken("whatsapp", request.body, now, "")


def _taken(provider: str, body: bytes, now: dt.datetime, channel: str) -> JsonResponse:
    try:
        return JsonResponse(messages.take_post(provider=provider, body=body, now=now, channel=channel))
    except messages.NotUnderstood as problem:
        return JsonResponse({"error": "NOT_UNDERSTOOD", "field": str(problem)}, status=400)


def _is_flood(request: HttpRequest, provider: str, now: dt.datetime) -> bool:
    return kernel.count_up(key=f"post:{provider}:{request.META.get('REMOTE_ADDR', '')}", now=now) > MOST_A_MINUTE
