"""Escalations: raised from a case, also while its call runs; taken, passed up, closed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tagih.cases import operations as cases
from tagih.cases.enums import EscalationReason
from tagih.cases.models import Escalation
from tagih.cases.permissions import Permission
from tagih.cases.queries.complaints import escalations_for, may_take
from tagih.contacts.models import Attempt
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.web.office.complaints.views import case_of
from tagih.web.ui.acts import act
from tagih.web.ui.guard import requires


class RaiseForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=EscalationReason.choices, widget=forms.RadioSelect,
        help_text=gettext_lazy("Threat, illness, lawyer, press and regulator go straight up and stop contact."),
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("What happened"), max_length=400)


class CloseForm(forms.Form):
    outcome = forms.CharField(label=gettext_lazy("What was done"), max_length=400)


@requires(Permission.TAKE_ESCALATIONS)
def escalations(request: HttpRequest) -> HttpResponse:
    """What waits in the row scope, the soonest due first."""
    roles = [role.code for role in request.standing.roles]
    now = clock.now()
    rows = [
        (one, may_take(one, roles), one.status == "OPEN" and one.due_at < now)
        for one in escalations_for(request.standing, Permission.TAKE_ESCALATIONS)[:200]
    ]
    context = {"rows": rows, "crumbs": [(_("Escalations"), "")]}
    return render(request, "office/complaints/escalations.html", context)


@requires(Permission.RAISE_ESCALATIONS)
def raise_one(request: HttpRequest, code: str) -> HttpResponse:
    """Calls somebody above; a call that runs is named and goes on."""
    case = case_of(request, code)
    call = Attempt.objects.filter(
        customer=case.customer_id, agent=request.user, state="RESERVED"
    ).order_by("-opened_at").first()  # fmt: skip

    def run(said: dict[str, Any]) -> None:
        cases.raise_escalation(case=case, attempt=call, by=request.user, now=clock.now(), **said)

    running = _("Your call goes on; whoever takes this sees it.") if call else ""
    return act(
        request, RaiseForm(request.POST or None), run, title=_("Escalate"), button=_("Call somebody above"), tone="bad",
        back=reverse("desk:case", args=[code]), done=_("Somebody above was called."), text=running,
        crumbs=[(code, reverse("desk:case", args=[code]))],
    )  # fmt: skip


@require_POST
@requires(Permission.TAKE_ESCALATIONS)
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes it."""
    try:
        cases.take_escalation(escalation=_visible(request, pk), by=request.user, now=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is in your hands."))
    return redirect("complaints:escalations")


@requires(Permission.TAKE_ESCALATIONS)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes it with what was done."""
    found = _visible(request, pk)
    return act(
        request, CloseForm(request.POST or None),
        lambda said: cases.close_escalation(escalation=found, by=request.user, now=clock.now(), **said),
        title=_("Close the escalation"), button=_("Close it"), back=reverse("complaints:escalations"),
        done=_("Closed. A pause that it opened ends only where pauses end."),
    )  # fmt: skip


def _visible(request: HttpRequest, pk: int) -> Escalation:
    found = escalations_for(request.standing, Permission.TAKE_ESCALATIONS).filter(pk=pk).first()
    if found is None:
        raise Http404(_("This does not wait for you."))
    return found
