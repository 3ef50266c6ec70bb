"""Is the person at my door really from the lender? Asked by the code on the card, or its QR."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tagih.contacts.models import AssignmentLetter
from tagih.kernel import clock
from tagih.kernel.ids import number_of
from tagih.staff import queries as staff
from tagih.staff.models import Certificate, Person
from tagih.web.portal import access
from tagih.web.portal.access import open_page, rendered

PREFIX = "P"
"""Code of an officer: `kernel.ids.short_code(person.pk, prefix="P")`, on the card and in its QR."""


@open_page
def ask(request: HttpRequest) -> HttpResponse:
    """The field for the code."""
    code = request.GET.get("kode", "").strip()[:20]
    if code:
        return redirect("portal:officer", code=code)
    return rendered(request, "portal/officer_ask.html")


@open_page
def officer(request: HttpRequest, code: str) -> HttpResponse:
    """Name, employee number, certificates and letters of assignment that hold today; nothing about any customer."""
    if access.is_flood(request, "officer"):
        return rendered(request, "portal/wait.html", status=429)
    now = clock.now()
    today = clock.today_in(clock.WIB, now=now)
    number = number_of(code, prefix=PREFIX)
    person = Person.objects.filter(pk=number or 0, is_active=True).first()
    if person is None or not staff.standing_of(person, on=today).roles:
        return rendered(request, "portal/officer_unknown.html", {"code": code[:20]}, status=404)
    letters = AssignmentLetter.objects.filter(
        agent=person, withdrawn_at__isnull=True, valid_from__lte=today, valid_until__gte=today
    )
    own = access.customer_of(request)
    context = {
        "person": person,
        "certificates": Certificate.objects.filter(person=person, valid_from__lte=today, valid_until__gte=today),
        "letters": letters.order_by("-valid_until")[:3],
        "is_mine": own is not None and letters.filter(customer=own).exists(),
        "is_known": own is not None,
    }
    return rendered(request, "portal/officer.html", context)
