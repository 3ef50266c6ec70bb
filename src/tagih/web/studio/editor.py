"""The editor: a strategy as text, and beside it what the text means, checked and counted while somebody types."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tagih.kernel import clock
from tagih.strategy import operations, queries
from tagih.strategy.enums import VersionStatus
from tagih.strategy.models import StrategyVersion
from tagih.strategy.permissions import Permission
from tagih.web.studio.words import CHANNEL_ICONS, CHANNELS, EXITS
from tagih.web.ui.forms import refusals_shown
from tagih.web.ui.guard import requires

LONGEST = 200_000


class TextForm(forms.Form):
    """The text of a strategy, and the digest of the text that the writer saw."""

    text = forms.CharField(
        label=gettext_lazy("Text of the strategy"), strip=False, max_length=LONGEST,
        widget=forms.Textarea({"class": "st-editor", "spellcheck": "false", "wrap": "off", "autocapitalize": "off"}),
    )  # fmt: skip
    was = forms.CharField(required=False, widget=forms.HiddenInput)


@requires(Permission.EDIT_STRATEGY)
def draft(request: HttpRequest) -> HttpResponse:
    """A new version: from the one that is asked for, else from what decides for most people now."""
    base = StrategyVersion.objects.filter(pk=request.GET.get("dari") or 0).first()
    text = base.text if base else queries.in_force(_today())[-1].text
    form = TextForm(request.POST or None, initial={"text": text})
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            made = operations.draft_version(text=_clean(form), by=request.user, now=clock.now())
        if form.is_valid():
            messages.success(request, _("The draft is kept. It decides about nobody yet."))
            return redirect("studio:version", pk=made.pk)
    return _page(request, form, _("New version"), reverse("studio:versions"))


@requires(Permission.EDIT_STRATEGY)
def rewrite(request: HttpRequest, pk: int) -> HttpResponse:
    """Another text for a draft, or for a version that was sent back."""
    found = get_object_or_404(StrategyVersion, pk=pk)
    if found.status not in (VersionStatus.DRAFT, VersionStatus.REJECTED):
        messages.info(request, _("This version is fixed; here is a new one with its text."))
        return redirect(f"{reverse('studio:draft')}?dari={pk}")
    form = TextForm(request.POST or None, initial={"text": found.text, "was": found.digest})
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            operations.rewrite_version(
                version=found, text=_clean(form), by=request.user, now=clock.now(), was=form.cleaned_data["was"]
            )
        if form.is_valid():
            messages.success(request, _("Saved."))
            return redirect("studio:version", pk=pk)
    return _page(request, form, _("Change %(version)s") % {"version": found}, reverse("studio:version", args=[pk]))


@require_POST
@requires(Permission.EDIT_STRATEGY)
def look(request: HttpRequest) -> HttpResponse:
    """What a text means: faults with their places, or segments and steps with the people in them today."""
    text = request.POST.get("text", "")[: LONGEST + 1].replace("\r\n", "\n")
    return render(request, "studio/parts/told.html", told(text))


@requires(Permission.SEE_STRATEGY)
def variables(request: HttpRequest) -> HttpResponse:
    """Everything that a condition may ask."""
    context = {
        "meanings": queries.meanings(),
        "crumbs": [(_("Strategy"), reverse("studio:versions")), (_("Variables"), "")],
    }
    return render(request, "studio/variables.html", context)


def told(text: str) -> dict[str, Any]:
    """This will check a text, and count and draw it when it can be used."""
    found = queries.checked(text)
    counts = queries.counted(found.strategy, now=clock.now()) if found.strategy else None
    return {
        "found": found,
        "counts": counts,
        "picture": queries.drawn(found.strategy, counts) if found.strategy else None,
        "channels": CHANNELS, "channel_icons": CHANNEL_ICONS, "exits": EXITS,
    }  # fmt: skip


def _page(request: HttpRequest, form: TextForm, title: str, back: str) -> HttpResponse:
    text = str(form["text"].value() or "").replace("\r\n", "\n")
    context = {
        "form": form, "title": title, "back": back, **told(text),
        "crumbs": [(_("Strategy"), reverse("studio:versions")), (title, "")],
    }  # fmt: skip
    return render(request, "studio/editor.html", context, status=422 if form.errors else 200)


def _clean(form: TextForm) -> str:
    return str(form.cleaned_data["text"]).replace("\r\n", "\n")


def _today() -> Any:
    return clock.today_in(clock.WIB, now=clock.now())
