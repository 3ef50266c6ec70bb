"""Who is in front of the page: a signed link, one fact that the person knows, then half an hour by a cookie of its own.

The cookie names the person and is sent back to these pages only. No address holds a name, no page is kept in a cache,
and no address of a page after the first says who somebody is.
"""

import datetime as dt
import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from tagih.kernel import clock
from tagih.kernel import operations as kernel
from tagih.kernel.models import Tally
from tagih.messaging.queries import company_name
from tagih.portfolio.models import Contract, Customer
from tagih.web.ui.guard import public

COOKIE = "tagih_portal"
SALT = "tagih.portal"
MINUTES = 30
TRIES_AN_HOUR = 5
TRIES_A_DAY = 10
LINKS_A_MINUTE = 30
PATH = "/p/"


def closed_to_caches(view: Callable) -> Callable:
    """This will mark a page as one that nobody keeps, indexes or names to others."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        chosen = request.GET.get("bahasa", "")
        if chosen in dict(settings.LANGUAGES):
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            response = rendered(request, "portal/nothing.html", status=404)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        if chosen in dict(settings.LANGUAGES):
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, path="/", samesite="Lax", httponly=True)
        return response

    return shown


def open_page(view: Callable) -> Callable:
    """This will guard a page that anybody may see."""
    return public("a page for customers, open to anybody")(closed_to_caches(view))


def own_page(view: Callable) -> Callable:
    """This will guard a page of one person: the view gets the person, others are sent back to their link."""

    @public("the customer came by a signed link and knew a personal fact")
    @closed_to_caches
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        customer = customer_of(request)
        if customer is None:
            return rendered(request, "portal/again.html", status=403)
        response = view(request, customer, *args, **kwargs)
        remember(response, customer)
        return response

    return guarded


def rendered(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    """This will answer with a page under the lender's name."""
    return render(request, template, {"lender": company_name()} | (context or {}), status=status)


def remember(response: HttpResponseBase, customer: Customer) -> None:
    """This will let the browser come back for half an hour."""
    response.set_cookie(
        COOKIE, signing.dumps(customer.pk, salt=SALT), max_age=MINUTES * 60, path=PATH, httponly=True, samesite="Lax",
        secure=settings.HTTPS,
    )  # fmt: skip


def forget(response: HttpResponse) -> None:
    """This will let the browser forget who it was."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")


def customer_of(request: HttpRequest) -> Customer | None:
    """This will return the person of the cookie, None without a valid one."""
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=MINUTES * 60)
    except signing.BadSignature:
        return None
    return Customer.objects.filter(pk=found).first()


def fact_of(customer: Customer) -> str:
    """This will say which fact is asked: the date of birth, or the end of a contract number where none is known."""
    return "BIRTH_DATE" if customer.birth_date else "CONTRACT_END"


def knows(customer: Customer, answer: str) -> bool:
    """This will tell whether the answer is right."""
    if customer.birth_date:
        return hmac.compare_digest(_digits_of_date(answer), f"{customer.birth_date:%d%m%Y}")
    given = "".join(sign for sign in answer.upper() if sign.isalnum())[-4:]
    numbers = Contract.objects.filter(customer=customer).values_list("contract_no", flat=True)
    ends = ["".join(sign for sign in number.upper() if sign.isalnum())[-4:] for number in numbers]
    return len(given) == 4 and any(hmac.compare_digest(given.encode(), end.encode()) for end in ends)


def _digits_of_date(answer: str) -> str:
    """`5/11/1990`, `05-11-1990`, `05111990` -> `05111990`."""
    parts = "".join(sign if sign.isascii() and sign.isdigit() else " " for sign in answer).split()
    if len(parts) == 3:
        return f"{parts[0]:>02}{parts[1]:>02}{parts[2]}"[:12]
    return "".join(parts)[:12]


def is_closed_to_tries(customer: Customer, *, now: dt.datetime) -> bool:
    """This will tell whether wrong answers about a person were too many; the right one does not open it then either."""
    rows = Tally.objects.filter(key=_key(customer))
    hour = rows.filter(minute__gt=now - dt.timedelta(hours=1)).aggregate(sum=Sum("count"))["sum"] or 0
    day = rows.filter(minute__gt=now - dt.timedelta(days=1)).aggregate(sum=Sum("count"))["sum"] or 0
    return hour >= TRIES_AN_HOUR or day >= TRIES_A_DAY


def count_wrong(customer: Customer, *, now: dt.datetime) -> None:
    """This will count a wrong answer, over all processes and links of the person."""
    kernel.count_up(key=_key(customer), now=now)


def is_flood(request: HttpRequest, kind: str) -> bool:
    """This will tell whether an address asks faster than people do."""
    return kernel.count_up(key=f"portal:{kind}:{request.META.get('REMOTE_ADDR', '')}", now=clock.now()) > LINKS_A_MINUTE


def _key(customer: Customer) -> str:
    return f"portal:wrong:{customer.pk}"
