"""The outbox: how many wait, left and failed today, message by message; and the telephones of a demonstration."""

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tagih.cases.queries import scope_paths
from tagih.contacts.enums import Channel
from tagih.kernel import clock
from tagih.messaging import queries
from tagih.messaging.enums import MessageState
from tagih.messaging.models import Message, SandboxText
from tagih.messaging.permissions import Permission
from tagih.web.ui.guard import requires
from tagih.web.ui.listing import listing

SORTS = {"due": ("due_at", "pk"), "cost": ("cost", "pk")}
TONES = {"DELIVERED": "ok", "ACCEPTED": "info", "FAILED": "bad", "DOUBTFUL": "warn", "REFUSED": "warn"}
MOST_TEXTS = 40


@requires(Permission.SEE_MESSAGES)
def messages(request: HttpRequest) -> HttpResponse:
    """Messages of the units in scope, newest first, with the day's figures."""
    today = clock.today_in(clock.WIB, now=clock.now())
    rows = _in_scope(request)
    state, channel = request.GET.get("state", ""), request.GET.get("channel", "")
    shown = rows.filter(state=state) if state in MessageState.values else rows
    shown = shown.filter(channel=channel) if channel in Channel.values else shown
    page = listing(request, shown.select_related("customer", "template"), sorts=SORTS, default="-due", counted=False)
    figures = rows.filter(due_on=today).aggregate(
        waiting=Count("pk", filter=Q(state__in=["QUEUED", "RESERVED"])),
        sent=Count("pk", filter=Q(state__in=["HANDED", "ACCEPTED", "DELIVERED", "DOUBTFUL"])),
        delivered=Count("pk", filter=Q(state="DELIVERED")), failed=Count("pk", filter=Q(state="FAILED")),
        silenced=Count("pk", filter=Q(state="CANCELLED")), cost=Sum("cost"),
    )  # fmt: skip
    context = {
        "page": page, "rows": [(row, TONES.get(row.state, "line")) for row in page], "figures": figures,
        "state": state, "channel": channel, "states": MessageState.choices, "channels": queries.CHANNELS,
        "crumbs": [(_("Messages"), "")],
    }  # fmt: skip
    return render(request, "office/messaging/messages.html", context)


@requires(Permission.SEE_SANDBOX)
def telephones(request: HttpRequest) -> HttpResponse:
    """What invented debtors find on their telephones."""
    if settings.TAGIH_MESSAGES != "sandbox":
        raise Http404
    texts = SandboxText.objects.order_by("-taken_at")[:MOST_TEXTS]
    context = {
        "texts": [(row, queries.words_of(row), queries.link_in(queries.words_of(row))) for row in texts],
        "crumbs": [(_("Telephones of the demonstration"), "")],
    }
    return render(request, "office/messaging/telephones.html", context)


def _in_scope(request: HttpRequest):
    """Messages about customers with a contract in the row scope."""
    paths = scope_paths(request.standing, Permission.SEE_MESSAGES)
    branches = Q(pk__in=())
    for path in paths:
        branches |= Q(customer__contracts__branch__path__startswith=path)
    return Message.objects.filter(pk__in=Message.objects.filter(branches).values("pk"))
