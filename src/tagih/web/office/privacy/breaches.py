"""The breach register: what happened, the 3 x 24 hours, who was told in which words."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tagih.kernel import clock
from tagih.privacy import operations as privacy
from tagih.privacy import queries
from tagih.privacy.enums import BreachStatus
from tagih.privacy.models import Breach
from tagih.privacy.permissions import Permission
from tagih.web.office.privacy.forms import BreachForm, BreachNoticeForm, CloseBreachForm
from tagih.web.ui.acts import act
from tagih.web.ui.guard import requires
from tagih.web.ui.listing import listing


@requires(Permission.HANDLE_BREACHES)
def breaches(request: HttpRequest) -> HttpResponse:
    """All breaches, the newest first."""
    page = listing(request, queries.breaches(), sorts={"at": ("discovered_at", "pk")}, default="-at")
    now = clock.now()
    rows = [(row, row.status == BreachStatus.OPEN and row.due_at < now) for row in page]
    return render(request, "office/privacy/breaches.html", {"page": page, "rows": rows, "crumbs": _crumbs()})


@requires(Permission.HANDLE_BREACHES)
def record(request: HttpRequest) -> HttpResponse:
    """Opens a breach."""

    def made(said: dict[str, Any]) -> HttpResponse:
        return redirect("privacy:breach", privacy.record_breach(**said, by=request.user, now=clock.now()).pk)

    return act(
        request, BreachForm(request.POST or None), made, title=_("New breach"), button=_("Record"),
        back=reverse("privacy:breaches"), done="", crumbs=_crumbs(reverse("privacy:breaches")),
        text=_("The authority and the people concerned must know within 3 x 24 hours (UU 27/2022 art. 46)."),
    )  # fmt: skip


@requires(Permission.HANDLE_BREACHES)
def breach(request: HttpRequest, pk: int) -> HttpResponse:
    """One breach with its notices."""
    found = get_object_or_404(Breach.objects.select_related("recorded_by", "closed_by"), pk=pk)
    notices = list(found.notices.select_related("recorded_by").order_by("sent_at", "pk"))
    names = {row.id: row.data for row in queries.processing()}
    context = {
        "row": found,
        "late": found.status == BreachStatus.OPEN and found.due_at < clock.now(),
        "data": [names.get(code, code) for code in found.data],
        "notices": notices,
        "crumbs": [*_crumbs(reverse("privacy:breaches")), (found.title, "")],
    }
    return render(request, "office/privacy/breach.html", context)


@requires(Permission.HANDLE_BREACHES)
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Records who was told."""
    found = get_object_or_404(Breach, pk=pk)
    form = BreachNoticeForm(request.POST or None, initial={"text": draft(found)})
    return _step(
        request, found, form,
        lambda said: privacy.record_notice(breach=found, **said, by=request.user, now=clock.now()),
        title=_("Record a notice"), button=_("Record"), done=_("The notice is recorded."),
    )  # fmt: skip


@requires(Permission.HANDLE_BREACHES)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes a breach."""
    found = get_object_or_404(Breach, pk=pk)
    return _step(
        request, found, CloseBreachForm(request.POST or None, initial={"remedy": found.remedy}),
        lambda said: privacy.close_breach(breach=found, **said, by=request.user, now=clock.now()),
        title=_("Close the breach"), button=_("Close"), done=_("The breach is closed."),
    )  # fmt: skip


def draft(found: Breach) -> str:
    """This will return a notice with what the law asks for: which data, when and how, what is done."""
    names = {row.id: row.data for row in queries.processing()}
    return _(
        "On %(day)s we discovered that personal data were not protected: %(title)s\n\nData concerned: %(data)s\n"
        "When and how: %(how)s\nWhat we do about it: %(remedy)s"
    ) % {
        "day": f"{clock.local(found.discovered_at, clock.WIB):%d/%m/%Y}",
        "title": found.title,
        "data": ", ".join(names.get(code, code) for code in found.data) or "–",
        "how": found.how,
        "remedy": found.remedy or "–",
    }


def _step(request: HttpRequest, found: Breach, form: Any, operation: Any, **words: Any) -> HttpResponse:
    back = reverse("privacy:breach", args=[found.pk])
    return act(
        request,
        form,
        operation,
        back=back,
        crumbs=[*_crumbs(reverse("privacy:breaches")), (found.title, back)],
        **words,
    )


def _crumbs(address: str = "") -> list[tuple[str, str]]:
    return [(_("Personal data"), reverse("privacy:register")), (_("Breaches"), address)]
