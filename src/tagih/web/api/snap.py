"""The doors for banks by SNAP BI, at the addresses that the standard names.

| address | signed with |
|---|---|
| `POST /api/v1.0/access-token/b2b` | the bank's key over `client key|timestamp` |
| `POST /api/v1.0/transfer-va/inquiry`, `payment`, `status` | as the bank is set up: HMAC-SHA512 or SHA256withRSA |

What is signed is the path from `/v1.0` on: a bank may reach us under any prefix.
"""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tagih.kernel import clock
from tagih.kernel import operations as kernel
from tagih.payments import operations as payments
from tagih.payments.operations import Answer, Call
from tagih.web.ui.guard import public

MOST_A_MINUTE = 3_000


@csrf_exempt
@require_POST
@public("banks sign each request")
def token(request: HttpRequest) -> JsonResponse:
    """An access token for fifteen minutes."""
    return _answer(payments.give_token(call=_call(request, "/v1.0/access-token/b2b"), now=clock.now()))


@csrf_exempt
@require_POST
@public("banks sign each request")
def transfer(request: HttpRequest, service: str) -> JsonResponse:
    """Inquiry, payment and status of a virtual account."""
    now, code = clock.now(), payments.SERVICES[service]
    if kernel.count_up(key=f"snap:{request.META.get('REMOTE_ADDR', '')}", now=now) > MOST_A_MINUTE:
        told = {"responseCode": f"429{code}00", "responseMessage": "Too Many Requests"}
        return JsonResponse(told, status=429, headers={"Retry-After": "60"})
    call = _call(request, f"/v1.0/transfer-va/{service}")
    return _answer(payments.answer_call(service=code, call=call, now=now))


def _call(request: HttpRequest, path: str) -> Call:
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Call(method="POST", path=path, headers=headers, body=request.body)


def _answer(answer: Answer) -> JsonResponse:
    return JsonResponse(answer.body, status=answer.status)
