"""What a person can do alone: promise, send a proof, correct data, name hours, opt out."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tagih.cases.models import Case
from tagih.cases.queries import business_date
from tagih.contacts import queries as points
from tagih.contacts.models import ContactPoint, Wish
from tagih.kernel import clock, money
from tagih.messaging import operations
from tagih.portfolio.models import Customer
from tagih.web.portal.access import own_page, rendered
from tagih.web.portal.pages import due_next_of
from tagih.web.portal.words import promise_refusal
from tagih.web.ui.forms import RupiahField, refusals_shown

CHANNELS = (
    ("SMS", "SMS"),
    ("EMAIL", gettext_lazy("E-mail")),
    ("WHATSAPP", "WhatsApp"),
    ("CALL", gettext_lazy("Calls")),
    ("BOT", gettext_lazy("Automatic calls")),
)
HOURS = [("", gettext_lazy("Any time"))] + [(f"{hour:02}:00", f"{hour:02}.00") for hour in range(8, 21)]


class PromiseForm(forms.Form):
    """A day and an amount."""

    due_on = forms.DateField(
        label=gettext_lazy("When will you pay?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )  # fmt: skip
    amount = RupiahField(label=gettext_lazy("How much?"))


class ProofForm(forms.Form):
    """A photo or file, and a word."""

    file = forms.FileField(
        label=gettext_lazy("Photo or file of the proof"), help_text=gettext_lazy("JPEG, PNG or PDF, up to 10 MB"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )  # fmt: skip
    words = forms.CharField(label=gettext_lazy("When and where did you pay?"), max_length=300, required=False)


class ContactForm(forms.Form):
    """A number or e-mail of the person's own."""

    value = forms.CharField(label=gettext_lazy("New mobile number or e-mail"), max_length=120)


class WishForm(forms.Form):
    """Hours and channels."""

    not_before = forms.ChoiceField(label=gettext_lazy("Not before"), choices=HOURS, required=False)
    not_after = forms.ChoiceField(label=gettext_lazy("Not after"), choices=HOURS, required=False)
    refused = forms.MultipleChoiceField(
        label=gettext_lazy("Do not use"), choices=CHANNELS, required=False, widget=forms.CheckboxSelectMultiple
    )


@own_page
def promise(request: HttpRequest, customer: Customer) -> HttpResponse:
    """A promise within the published limits."""
    today = clock.today_in(clock.WIB, now=clock.now())
    case = Case.objects.filter(customer=customer, status="OPEN").first()
    overdue = case.overdue_amount if case else money.ZERO
    initial = {"due_on": today + dt.timedelta(days=3), "amount": overdue or due_next_of(customer)}
    form = PromiseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        with refusals_shown(form), promise_refusal(form):
            operations.promise_by_self(customer=customer, due_on=told["due_on"], amount=told["amount"], now=clock.now())
            flash.success(request, _("Thank you. Your promise is noted; we will not disturb you until then."))
            return redirect("portal:home")
    limits = operations.published_limits(now=clock.now(), overdue=overdue, today=business_date(now=clock.now()))
    return shown(request, "portal/promise.html", form, limits=limits, overdue=overdue)


@own_page
def proof(request: HttpRequest, customer: Customer) -> HttpResponse:
    """Paid already: the proof."""
    form = ProofForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        with refusals_shown(form):
            operations.send_proof(
                customer=customer, file=told["file"], file_name=told["file"].name, words=told["words"], now=clock.now()
            )
            flash.success(request, _("Thank you. We will look for the money, and not ask for it meanwhile."))
            return redirect("portal:home")
    return shown(request, "portal/proof.html", form)


@own_page
def contact(request: HttpRequest, customer: Customer) -> HttpResponse:
    """The person's own numbers and hours."""
    wish = Wish.objects.filter(customer=customer, ends_at__isnull=True).first()
    form, hours = ContactForm(), WishForm(initial=_wished(wish))
    act = request.POST.get("act", "")
    if act == "add":
        form = ContactForm(request.POST)
        if form.is_valid() and _add(request, customer, form):
            return redirect("portal:contact")
    elif act == "hours":
        hours = WishForm(request.POST)
        if hours.is_valid() and _wish(request, customer, hours):
            return redirect("portal:contact")
    elif act == "disown":
        _disown(request, customer)
        return redirect("portal:contact")
    own = [point for point in points.points_of(customer) if point.owner_role == "CONSUMER" and point.kind != "ADDRESS"]
    context = {"form": form, "hours": hours, "points": [point for point in own if point.is_usable]}
    status = 422 if form.errors or hours.errors else 200
    return rendered(request, "portal/contact.html", context, status=status)


def _add(request: HttpRequest, customer: Customer, form: ContactForm) -> bool:
    value = form.cleaned_data["value"]
    with refusals_shown(form):
        kind = "EMAIL" if "@" in value else "PHONE"
        operations.correct_contact(customer=customer, kind=kind, value=value, now=clock.now())
        flash.success(request, _("Thank you, we have noted it."))
    return form.is_valid()


def _wish(request: HttpRequest, customer: Customer, form: WishForm) -> bool:
    told = form.cleaned_data
    with refusals_shown(form):
        operations.wish_hours(
            customer=customer, not_before=_time(told["not_before"]), not_after=_time(told["not_after"]),
            refused_channels=told["refused"], now=clock.now(),
        )  # fmt: skip
        flash.success(request, _("Thank you. We keep to it from now on."))
    return form.is_valid()


def _disown(request: HttpRequest, customer: Customer) -> None:
    pk = request.POST.get("point", "")
    point = ContactPoint.objects.filter(pk=int(pk) if pk.isdecimal() and len(pk) < 16 else 0, customer=customer).first()
    if point is not None:
        operations.disown_contact(customer=customer, contact_point=point, now=clock.now())
        flash.success(request, _("Thank you. We will not use it any more."))


def shown(request: HttpRequest, template: str, form: forms.Form, **more: Any) -> HttpResponse:
    return rendered(request, template, {"form": form} | more, status=422 if form.errors else 200)


def _wished(wish: Wish | None) -> dict[str, Any]:
    if wish is None:
        return {}
    return {
        "not_before": f"{wish.not_before:%H:%M}" if wish.not_before else "",
        "not_after": f"{wish.not_after:%H:%M}" if wish.not_after else "",
        "refused": wish.refused_channels,
    }


def _time(text: str) -> dt.time | None:
    return dt.time.fromisoformat(text) if text else None
