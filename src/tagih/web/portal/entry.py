"""The way in: the link of a message, the one question, and out again."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from tagih.kernel import clock
from tagih.messaging import queries as messages
from tagih.portfolio.models import Customer
from tagih.web.portal import access
from tagih.web.portal.access import open_page, rendered


class FactForm(forms.Form):
    """One answer."""

    answer = forms.CharField(label=_("Answer"), max_length=20)


@open_page
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """The page that a link opens. It says nothing about anybody before the question is answered."""
    if access.is_flood(request, "link"):
        return rendered(request, "portal/wait.html", status=429)
    now = clock.now()
    found = messages.owner_of_link(token, now=now)
    if found is None:
        return rendered(request, "portal/invalid.html", status=404)
    customer = Customer.objects.filter(pk=found[0]).first()
    if not found[1] or customer is None:
        return rendered(request, "portal/expired.html", status=410)
    known = access.customer_of(request)
    if known is not None and known.pk == customer.pk:
        return redirect("portal:home")
    return _ask(request, customer)


def _ask(request: HttpRequest, customer: Customer) -> HttpResponse:
    now = clock.now()
    if access.is_closed_to_tries(customer, now=now):
        return rendered(request, "portal/wait.html", {"is_locked": True}, status=429)
    form = FactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if access.knows(customer, form.cleaned_data["answer"]):
            response = redirect("portal:home")
            access.remember(response, customer)
            return response
        access.count_wrong(customer, now=now)
        form.add_error("answer", _("That is not what we know. Look at it again."))
    context = {"form": form, "fact": access.fact_of(customer)}
    return rendered(request, "portal/question.html", context, status=422 if form.errors else 200)


@open_page
def leave(request: HttpRequest) -> HttpResponse:
    """Forgets the browser; for telephones that several people use."""
    response = rendered(request, "portal/left.html")
    if request.method == "POST":
        access.forget(response)
        return response
    return redirect("portal:home")
