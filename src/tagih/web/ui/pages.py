"""The start page, the design system, and the pages for what went wrong."""

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tagih.kernel import clock
from tagih.web.ui import navigation
from tagih.web.ui.forms import DayField, RupiahField
from tagih.web.ui.guard import Guard, Kind, forbidden, public, signed_in


@signed_in("everybody's start; leads to the first place of the role")
def start(request: HttpRequest) -> HttpResponse:
    """Leads to the place where the day of the person's role begins, or to the first that they may open."""
    places = navigation.places_for(request)
    if not places:
        return forbidden(request, Guard(Kind.ALL))
    wanted = [role.home for role in request.standing.roles]
    begins = next((place for home in wanted for place in places if place.group == home), places[0])
    return redirect(begins.address)


class SampleForm(forms.Form):
    """One of each field."""

    name = forms.CharField(label=gettext_lazy("Name"), help_text=gettext_lazy("As on the identity card."))
    amount = RupiahField(label=gettext_lazy("Amount"), minimum=Decimal(10_000))
    day = DayField(label=gettext_lazy("Day"), help_text=gettext_lazy("25, 25/11, or +3 for three days from today."))
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), choices=[("VA", "Virtual account"), ("CASH", "Tunai")])
    place = forms.ChoiceField(
        label=gettext_lazy("Place"), widget=forms.RadioSelect, choices=[("H", "Rumah"), ("O", "Kantor")], required=False
    )
    agreed = forms.BooleanField(label=gettext_lazy("Said so in person"), required=False)
    note = forms.CharField(label=gettext_lazy("Note"), required=False, widget=forms.Textarea({"rows": 3}))


@signed_in("the design system holds no data")
def style(request: HttpRequest) -> HttpResponse:
    """Shows every component as it is, with how to write it."""
    now = clock.now()
    today = clock.today_in(clock.WIB, now=now)
    form = SampleForm({"name": "", "amount": "12", "day": "31/02"} if "errors" in request.GET else None)
    context = {
        "form": form,
        "icons": ICONS,
        "tones": ["ok", "warn", "bad", "info", "brand", "line"],
        "colours": COLOURS,
        "money": Decimal("1250000"),
        "now": now,
        "today": today,
        "series": [12, 18, 9, 22, 25, 19, 31],
        "bar_rows": [
            {"label": "C0", "value": 1840},
            {"label": "C1", "value": 720, "tone": "warn"},
            {"label": "C2", "value": 210, "tone": "bad"},
        ],
        "days": [(today - dt.timedelta(days=back)).strftime("%d/%m") for back in range(13, -1, -1)],
        "counts": [41, 38, 52, 61, 44, 12, 0, 48, 57, 63, 59, 71, 22, 5],
        "rows": [
            ("Siti Wahyuni", "MTR-0012345", Decimal("1250000"), 12, "ok", "KEPT"),
            ("Budi Santoso", "MBL-0000871", Decimal("8400000"), 45, "warn", "OPEN"),
            ("Made Suartana", "ELK-0007712", Decimal("310500"), 3, "bad", "BROKEN"),
        ],
    }  # fmt: skip
    return render(request, "ui/style.html", context)


@public("what a browser shows when something is missing")
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    context = {
        "title": _("There is nothing here"),
        "text": _("The address may be mistyped, or what it led to has been closed."),
    }
    return render(request, "ui/error.html", context, status=404)


@public("what a browser shows when we broke")
def broken(request: HttpRequest) -> HttpResponse:
    """500."""
    context = {
        "title": _("Something broke on our side"),
        "text": _("It has been written down. Go back and try once more; what you saved before is safe."),
    }
    return render(request, "ui/error.html", context, status=500)


@public("what a browser shows for a refused form")
def untrusted(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of the CSRF check: usually a page from before a new sign-in."""
    context = {
        "title": _("This page is too old"),
        "text": _("You signed in anew since it was opened. Go back, reload it and send the form again."),
    }
    return render(request, "ui/error.html", context, status=403)


COLOURS = re.findall(r"\.sw-([a-z0-9-]+)", (Path(__file__).parent / "static" / "ui" / "components.css").read_text())
ICONS = re.findall(r'symbol id="(\w+)"', (Path(__file__).parent / "static" / "ui" / "icons.svg").read_text())
