"""Agreements that wait for a yes: the leader sees the plan, its reason and cost, and decides."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tagih.cases import operations as cases
from tagih.cases.permissions import Permission
from tagih.cases.queries import name_of
from tagih.cases.queries.arrangements import approvals_for
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.web.ui.guard import requires
from tagih.web.ui.listing import listing


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(choices=[("APPROVED", ""), ("REFUSED", "")])
    reason = forms.CharField(max_length=400, required=False)


@require_GET
@requires(Permission.APPROVE_ARRANGEMENTS)
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for the person, or for somebody whose deputy they are."""
    rows = approvals_for(request.standing, Permission.APPROVE_ARRANGEMENTS, person=request.user).select_related(
        "arrangement__case__customer", "arrangement__contract", "arrangement__proposed_by", "arrangement__cause"
    ).prefetch_related("arrangement__legs")  # fmt: skip
    page = listing(request, rows, sorts={"due": ("due_at", "pk")}, default="due", counted=False)
    now = clock.now()
    context = {
        "page": page, "rows": [
            (approval, approval.arrangement, name_of(approval.arrangement.cause), approval.due_at < now)
            for approval in page
        ],
        "crumbs": [(_("Approvals"), "")],
    }  # fmt: skip
    return render(request, "floor/approvals.html", context)


@require_POST
@requires(Permission.APPROVE_ARRANGEMENTS)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Says yes, or no with a reason."""
    mine = approvals_for(request.standing, Permission.APPROVE_ARRANGEMENTS, person=request.user)
    approval = mine.filter(pk=pk).first()
    if approval is None:
        raise Http404(_("This does not wait for you."))
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            cases.decide_arrangement(approval=approval, **form.cleaned_data, by=request.user, now=clock.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Decided. Whoever proposed it sees it at once."))
    return redirect("floor:approvals")
