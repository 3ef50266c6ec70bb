"""How many people can be reached, what repair earned, and the inbox of the sandbox."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tagih.cases.queries import scope_paths
from tagih.contacts import queries
from tagih.contacts.enums import TraceKind
from tagih.contacts.permissions import Permission
from tagih.contacts.queries import ReachLine
from tagih.kernel import clock
from tagih.reporting.queries import repair_earned
from tagih.web.ui.guard import requires

AGES = {
    "UNDER_3M": gettext_lazy("under 3 months"),
    "UNDER_1Y": gettext_lazy("3 to 12 months"),
    "UNDER_3Y": gettext_lazy("1 to 3 years"),
    "OLDER": gettext_lazy("over 3 years"),
    "UNKNOWN": gettext_lazy("unknown"),
}
SOURCES = {
    "DESK": gettext_lazy("Told at the desk"),
    "DOCUMENT": gettext_lazy("Change with proof"),
    "UNKNOWN": gettext_lazy("Source unknown"),
}


@requires(Permission.SEE_REACH)
def reach(request: HttpRequest) -> HttpResponse:
    """Shares of people and numbers that can be relied on, by branch, source and age; cost and return of repair."""
    paths = scope_paths(request.standing, Permission.SEE_REACH)
    now = clock.now()
    report = queries.reach(paths, now=now)
    context = {
        "report": report,
        "parts": [
            _part(_("By branch"), _("People"), report.branches, {}),
            _part(_("By source of the number"), _("Numbers"), report.sources, SOURCES),
            _part(_("By age of the number"), _("Numbers"), report.ages, AGES),
        ],
        "earned": repair_earned(paths, now=now),
        "crumbs": [(_("People out of reach"), reverse("repair:queue")), (_("Reach"), "")],
    }
    return render(request, "office/repair/reach.html", context)


@requires(Permission.WORK_REPAIR)
def inbox(request: HttpRequest) -> HttpResponse:
    """What the sandbox took instead of sending it. There is no such page where real people receive messages."""
    if not queries.has_inbox():
        raise Http404(_("Messages go to people here; there is no inbox."))
    context = {
        "messages_taken": queries.inbox(),
        "crumbs": [(_("People out of reach"), reverse("repair:queue")), (_("Inbox of the sandbox"), "")],
    }
    return render(request, "office/repair/inbox.html", context)


def _part(title: str, counted: str, lines: list[ReachLine], names: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": title,
        "counted": counted,
        "lines": [{"name": str(names.get(line.key) or _source(line.key)), "line": line} for line in lines],
    }


def _source(key: str) -> str:
    kind = key.removeprefix("TRACE_")
    return str(TraceKind(kind).label) if key != kind and kind in TraceKind.values else key
