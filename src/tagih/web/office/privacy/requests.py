"""Requests of the person: intake, proposal, decision by somebody else, carrying out, the file."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tagih.journal import queries as journal
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.privacy import operations as privacy
from tagih.privacy import queries
from tagih.privacy.enums import RequestStatus
from tagih.privacy.models import DataRequest
from tagih.privacy.permissions import Permission
from tagih.privacy.queries.lists import urgency_of
from tagih.web.office.privacy.forms import NothingForm, ProposalForm, ReasonForm, ReceiveForm
from tagih.web.ui.acts import act
from tagih.web.ui.guard import requires
from tagih.web.ui.listing import listing

SORTS = {"due": ("due_at", "pk"), "asked": ("asked_at", "pk")}


@requires(Permission.HANDLE_REQUESTS)
def requests_(request: HttpRequest) -> HttpResponse:
    """Requests in work, the soonest due first; those answered behind a tab."""
    answered = request.GET.get("tab") == "answered"
    rows = queries.requests(is_open=not answered)
    rows = rows.filter(customer__in=queries.visible_customers(request.standing, Permission.HANDLE_REQUESTS))
    page = listing(request, rows, sorts=SORTS, default="-asked" if answered else "due")
    now = clock.now()
    context = {
        "page": page,
        "rows": [(row, urgency_of(row, now=now)) for row in page],
        "answered": answered,
        "crumbs": _crumbs(),
    }
    return render(request, "office/privacy/requests.html", context)


@requires(Permission.HANDLE_REQUESTS)
def receive(request: HttpRequest) -> HttpResponse:
    """Takes a request in."""
    form = ReceiveForm(request.POST or None, initial={"customer_no": request.GET.get("customer", "")})

    def taken(said: dict[str, Any]) -> HttpResponse:
        number = said.pop("customer_no").strip()
        customer = queries.visible_customers(request.standing, Permission.HANDLE_REQUESTS).filter(customer_no=number)
        found = customer.first()
        if found is None:
            raise Refusal("CUSTOMER_UNKNOWN", _("Nobody in your branches has this number."), field="customer_no")
        made = privacy.receive(customer=found, **said, by=request.user, now=clock.now())
        messages.success(request, _("The request is taken in. The 72 hours run."))
        return redirect("privacy:request", made.pk)

    return act(
        request, form, taken, title=_("New request"), button=_("Take in"), back=reverse("privacy:requests"), done="",
        text=_("Access, correction, restriction and erasure are answered within 3 x 24 hours of the asking."),
        crumbs=_crumbs(reverse("privacy:requests")),
    )  # fmt: skip


@requires(Permission.HANDLE_REQUESTS)
def request_(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: the wish, the clock, the answer, its log, and what may be done now."""
    found = _visible(request, pk)
    decided_by_us = queries.visible_customers(request.standing, Permission.DECIDE_REQUESTS)
    status, may_decide = found.status, decided_by_us.filter(pk=found.customer_id).exists()
    context = {
        "row": found,
        "urgency": urgency_of(found, now=clock.now()),
        "ground": queries.ground(found.ground, kind=found.kind) if found.ground else None,
        "history": journal.history_of("data_request", found.pk, limit=50),
        "may_propose": status in (RequestStatus.RECEIVED, RequestStatus.PROPOSED),
        "may_decide": status == RequestStatus.PROPOSED and may_decide and found.proposed_by_id != request.user.pk,
        "needs_other": status == RequestStatus.PROPOSED and found.proposed_by_id == request.user.pk,
        "may_carry_out": status == RequestStatus.GRANTED and may_decide,
        "crumbs": [*_crumbs(reverse("privacy:requests")), (found.code, "")],
    }
    return render(request, "office/privacy/request.html", context)


@requires(Permission.HANDLE_REQUESTS)
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Proposes an answer."""
    found = _visible(request, pk)
    form = ProposalForm(request.POST or None, kind=found.kind)
    return _step(
        request, found, form, lambda said: privacy.propose(request=found, **said, by=request.user, now=clock.now()),
        title=_("Propose an answer"), button=_("Propose"), done=_("Proposed. Somebody else decides now."),
    )  # fmt: skip


@requires(Permission.DECIDE_REQUESTS)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decides as proposed, by a second person."""
    found = _visible(request, pk, Permission.DECIDE_REQUESTS)
    text = _("Proposed: %(answer)s. %(reasoning)s") % {
        "answer": found.get_proposal_display(),
        "reasoning": found.reasoning,
    }
    return _step(
        request, found, NothingForm(request.POST if request.method == "POST" else None),
        lambda said: privacy.decide(request=found, by=request.user, now=clock.now()),
        title=_("Decide"), button=_("Decide as proposed"), done=_("Decided."), text=text,
    )  # fmt: skip


@requires(Permission.DECIDE_REQUESTS)
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends a proposal back."""
    found = _visible(request, pk, Permission.DECIDE_REQUESTS)
    return _step(
        request, found, ReasonForm(request.POST or None),
        lambda said: privacy.send_back(request=found, **said, by=request.user, now=clock.now()),
        title=_("Send back"), button=_("Send back"), done=_("Sent back. The clock goes on."),
    )  # fmt: skip


@requires(Permission.DECIDE_REQUESTS)
def carry_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Does what was granted."""
    found = _visible(request, pk, Permission.DECIDE_REQUESTS)
    texts = {
        "ACCESS": _("Makes the person's file: all we hold as JSON, and a PDF to read. Making it is recorded."),
        "CORRECTION": _("Correct the data in the core system first; this marks the request as carried out."),
        "RESTRICTION": _("Stops all contact through the gate until it is lifted."),
        "ERASURE": _("Erases numbers, addresses, notes and documents for good. Contracts and money stay."),
    }
    return _step(
        request, found, NothingForm(request.POST if request.method == "POST" else None),
        lambda said: privacy.carry_out(request=found, by=request.user, now=clock.now()),
        title=_("Carry out: %(kind)s") % {"kind": found.get_kind_display()}, button=_("Carry out"),
        done=_("Carried out."), text=texts[found.kind], tone="bad" if found.kind == "ERASURE" else "primary",
    )  # fmt: skip


@require_GET
@requires(Permission.DECIDE_REQUESTS)
def file(request: HttpRequest, pk: int) -> FileResponse:
    """Hands out the person's file; who took it is written down."""
    found = _visible(request, pk, Permission.DECIDE_REQUESTS)
    stored = privacy.open_export(request=found, by=request.user, now=clock.now())
    if stored is None:
        raise Http404(_("The file is no longer kept."))
    return FileResponse(stored, as_attachment=True, filename=f"{found.code}.zip")


def _step(request: HttpRequest, found: DataRequest, form: Any, operation: Any, **words: Any) -> HttpResponse:
    back = reverse("privacy:request", args=[found.pk])
    crumbs = [*_crumbs(reverse("privacy:requests")), (found.code, back)]
    return act(request, form, operation, back=back, crumbs=crumbs, **words)


def _visible(request: HttpRequest, pk: int, permission: str = Permission.HANDLE_REQUESTS) -> DataRequest:
    """The request of a customer in the branches where the person holds this very permission."""
    visible = queries.visible_customers(request.standing, permission)
    found = DataRequest.objects.filter(pk=pk, customer__in=visible)
    row = found.select_related("customer", "recorded_by", "proposed_by", "decided_by").first()
    if row is None:
        raise Http404(_("There is no such request in your branches."))
    return row


def _crumbs(address: str = "") -> list[tuple[str, str]]:
    return [(_("Personal data"), reverse("privacy:register")), (_("Requests"), address)]
