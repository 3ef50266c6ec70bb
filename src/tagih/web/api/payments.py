"""The door for payment providers: `POST /api/v1/payments`, signed with HMAC-SHA256.

| header | content |
|---|---|
| `X-Tagih-Provider` | the provider's name |
| `X-Tagih-Delivery` | the delivery's own id: the same id is answered as the first time |
| `X-Tagih-Timestamp` | seconds since 1970; older or younger than five minutes is refused |
| `X-Tagih-Signature` | hex HMAC-SHA256 of `TIMESTAMP.BODY` with the shared secret |

The body is one notice, or `{"notices": [...]}`. 200 answers each notice; 401 says nothing but that it is not signed.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tagih.kernel import clock
from tagih.kernel import operations as kernel
from tagih.kernel.errors import Refusal
from tagih.payments import operations as payments
from tagih.web.ui.guard import public

MOST_A_MINUTE = 600
LONGEST_ID = 80
NOBODYS = "\x00 nobody's \x00"  # the same work is done for an unknown provider


@csrf_exempt
@require_POST
@public("payment providers sign each delivery")
def receive(request: HttpRequest) -> JsonResponse:
    """Notices of a payment provider."""
    now = clock.now()
    provider = request.headers.get("X-Tagih-Provider", "")[:40]
    delivery = request.headers.get("X-Tagih-Delivery", "")
    if _is_too_much(request, provider, now):
        return _answer(429, {"error": "TOO_MANY_REQUESTS"}, {"Retry-After": "60"})
    is_authentic = payments.is_authentic(
        secret=settings.TAGIH_WEBHOOK_SECRETS.get(provider) or NOBODYS,
        timestamp=request.headers.get("X-Tagih-Timestamp", ""),
        given=request.headers.get("X-Tagih-Signature", ""), body=request.body, now=now,
    )  # fmt: skip
    if not is_authentic or provider not in settings.TAGIH_WEBHOOK_SECRETS:
        return _answer(401, {"error": "NOT_AUTHENTIC"})
    if not delivery or len(delivery) > LONGEST_ID or not delivery.isprintable():
        return _answer(400, {"error": "DELIVERY_MISSING", "field": "X-Tagih-Delivery"})
    try:
        done = payments.receive(provider=provider, delivery_id=delivery, body=request.body, now=now)
    except Refusal as refusal:
        return _answer(400, {"error": refusal.code, "field": refusal.field, "message": str(refusal.message)})
    return _answer(200, {"delivery": done.delivery_id, "repeated": done.is_repeated, "notices": done.answers})


def _is_too_much(request: HttpRequest, provider: str, now: dt.datetime) -> bool:
    """Counted by sender and minute over all processes; a flood is slowed down, an honest provider never notices."""
    known = provider if provider in settings.TAGIH_WEBHOOK_SECRETS else ""  # invented names share one count
    return kernel.count_up(key=f"webhook:{request.META.get('REMOTE_ADDR', '')}:{known}", now=now) > MOST_A_MINUTE


def _answer(status: int, content: dict[str, Any], headers: dict[str, str] | None = None) -> JsonResponse:
    return JsonResponse(content, status=status, headers=headers)
