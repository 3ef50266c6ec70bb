"""Channels: open or closed, by whom, how fast, at what cost; and why WhatsApp is closed."""

from django import forms
from django.contrib import messages as flash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tagih.kernel import clock
from tagih.messaging import operations, queries
from tagih.messaging.permissions import Permission
from tagih.web.ui.forms import RupiahField, refusals_shown
from tagih.web.ui.guard import requires, requires_any


class ChannelForm(forms.Form):
    """How a channel is carried."""

    provider = forms.ChoiceField(label=gettext_lazy("Provider"), required=False)
    is_open = forms.BooleanField(label=gettext_lazy("Open"), required=False)
    rate_per_second = forms.IntegerField(label=gettext_lazy("Messages a second, at most"), min_value=1, max_value=1000)
    cost_per_part = RupiahField(label=gettext_lazy("Cost of a part"))
    sender_name = forms.CharField(label=gettext_lazy("Name of the sender"), max_length=80, required=False)
    legal_basis = forms.CharField(
        label=gettext_lazy("Legal basis"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


@requires_any(Permission.EDIT_CHANNELS, Permission.SEE_MESSAGES)
def channels(request: HttpRequest) -> HttpResponse:
    """All channels with what holds them back."""
    now = clock.now()
    rows = [
        (
            queries.setting_of(channel),
            queries.route_of(channel, now=now),
            queries.is_forbidden_by_rules(channel, now=now),
        )
        for channel in queries.CHANNELS
    ]
    return render(request, "office/messaging/channels.html", {"rows": rows, "crumbs": [(_("Channels"), "")]})


@requires(Permission.EDIT_CHANNELS)
def channel(request: HttpRequest, channel: str) -> HttpResponse:
    """One channel: opened or closed by an administrator."""
    if channel not in queries.CHANNELS:
        raise Http404
    known = queries.setting_of(channel)
    names = ("provider", "is_open", "rate_per_second", "cost_per_part", "sender_name", "legal_basis")
    form = ChannelForm(request.POST or None, initial={name: getattr(known, name) for name in names})
    form.fields["provider"].choices = [("", "–"), *((name, name) for name in operations.carriers(channel))]
    if channel != "WHATSAPP":
        del form.fields["legal_basis"]
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        with refusals_shown(form):
            operations.set_channel(
                channel=channel, provider_name=told["provider"], is_open=told["is_open"],
                rate_per_second=told["rate_per_second"], cost_per_part=told["cost_per_part"] or 0,
                sender_name=told["sender_name"], legal_basis=told.get("legal_basis", ""), by=request.user,
                now=clock.now(),
            )  # fmt: skip
            flash.success(request, _("The channel is set."))
            return redirect("messaging:channels")
    context = {
        "form": form, "known": known, "is_forbidden": queries.is_forbidden_by_rules(channel, now=clock.now()),
        "crumbs": [(_("Channels"), reverse("messaging:channels")), (known.get_channel_display(), "")],
    }  # fmt: skip
    return render(request, "office/messaging/channel.html", context, status=422 if form.errors else 200)
