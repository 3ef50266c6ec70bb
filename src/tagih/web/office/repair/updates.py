"""Changes of contact data with proof: asked for by one person, decided by another."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tagih.cases.queries import in_scope
from tagih.contacts import operations as contacts
from tagih.contacts.enums import RequestState
from tagih.contacts.models import UpdateRequest
from tagih.contacts.permissions import Permission
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.portfolio.models import Customer
from tagih.web.office.repair.forms import DecisionForm, UpdateForm
from tagih.web.ui.forms import refusals_shown
from tagih.web.ui.guard import requires, requires_any, saw
from tagih.web.ui.listing import listing

SORTS = {"asked": ("requested_at", "pk"), "name": ("customer__full_name", "pk")}
TONES = {
    RequestState.SUBMITTED: "warn",
    RequestState.APPROVED: "ok",
    RequestState.REJECTED: "bad",
    RequestState.WITHDRAWN: "",
}


@requires_any(Permission.EDIT_POINTS, Permission.APPROVE_POINTS)
def requests(request: HttpRequest) -> HttpResponse:
    """Requests in scope: those that wait, or all."""
    rows = _visible(request).select_related("customer", "requested_by", "decided_by")
    is_all = request.GET.get("show") == "all"
    if not is_all:
        rows = rows.filter(state=RequestState.SUBMITTED)
    page = listing(request, rows, sorts=SORTS, default="-asked" if is_all else "asked")
    context = {
        "page": page,
        "rows": [{"request": row, "tone": TONES[RequestState(row.state)]} for row in page],
        "is_all": is_all,
        "crumbs": [(_("People out of reach"), reverse("repair:queue")), (_("Changes with proof"), "")],
    }
    return render(request, "office/repair/requests.html", context)


@requires(Permission.EDIT_POINTS)
def new(request: HttpRequest, customer_no: str) -> HttpResponse:
    """A new number or address with its proof."""
    customer = _customer_or_404(request, customer_no)
    form = UpdateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        file = told.pop("proof")
        with refusals_shown(form):
            contacts.request_update(
                customer=customer, proof=file, proof_name=file.name, by=request.user, now=clock.now(), **told
            )
        if form.is_valid():
            messages.success(request, _("The change waits for a second person."))
            return redirect("repair:requests")
    context = {
        "customer": customer,
        "form": form,
        "crumbs": [(_("Changes with proof"), reverse("repair:requests")), (customer.full_name, "")],
    }
    return render(request, "office/repair/new_request.html", context, status=422 if form.errors else 200)


@requires_any(Permission.EDIT_POINTS, Permission.APPROVE_POINTS)
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One request with its proof; a second person decides here."""
    found = _request_or_404(request, pk)
    decided_by_us = UpdateRequest.objects.filter(in_scope(request.standing, Permission.APPROVE_POINTS))
    may_decide = found.requested_by_id != request.user.pk and decided_by_us.filter(pk=pk).exists()
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and may_decide and form.is_valid():
        with refusals_shown(form):
            contacts.decide_update(
                request=found, approve=request.POST.get("decision") == "approve", by=request.user, now=clock.now(),
                **form.cleaned_data,
            )  # fmt: skip
        if form.is_valid():
            messages.success(request, _("Your decision is kept."))
            return redirect("repair:requests")
    waits = found.state == RequestState.SUBMITTED
    is_to_decide = waits and may_decide
    context = {
        "asked": found,
        "shown": contacts.reveal_update(request=found, by=request.user, now=clock.now()) if is_to_decide else "",
        "tone": TONES[RequestState(found.state)],
        "form": form,
        "waits": waits,
        "may_decide": may_decide,
        "is_own": found.requested_by_id == request.user.pk,
        "crumbs": [(_("Changes with proof"), reverse("repair:requests")), (found.customer.full_name, "")],
    }
    return render(request, "office/repair/request.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.EDIT_POINTS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back one's own request."""
    found = _request_or_404(request, pk)
    try:
        contacts.withdraw_update(request=found, by=request.user, now=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The request is withdrawn."))
    return redirect("repair:requests")


@requires_any(Permission.EDIT_POINTS, Permission.APPROVE_POINTS)
def proof(request: HttpRequest, pk: int) -> FileResponse:
    """The document; who opened it is written down."""
    found = _request_or_404(request, pk)
    if not found.proof_stored_as or not default_storage.exists(found.proof_stored_as):
        raise Http404(_("The file is no longer kept."))
    saw(request, "update_request", found.pk, "proof", customer_no=found.customer.customer_no)
    return FileResponse(
        default_storage.open(found.proof_stored_as), filename=found.proof_name, content_type=found.proof_type
    )


def _visible(request: HttpRequest):
    deciding = in_scope(request.standing, Permission.APPROVE_POINTS)
    return UpdateRequest.objects.filter(deciding | in_scope(request.standing, Permission.EDIT_POINTS))


def _request_or_404(request: HttpRequest, pk: int) -> UpdateRequest:
    return get_object_or_404(_visible(request).select_related("customer", "requested_by", "decided_by"), pk=pk)


def _customer_or_404(request: HttpRequest, customer_no: str) -> Customer:
    """Somebody with a contract in scope."""
    visible = Customer.objects.filter(in_scope(request.standing, Permission.EDIT_POINTS, prefix="contracts__"))
    return get_object_or_404(visible.distinct(), customer_no=customer_no)
