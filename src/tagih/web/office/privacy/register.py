"""The register of processing, retention rules, and who unmasked what."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tagih.kernel import clock
from tagih.privacy import operations as privacy
from tagih.privacy import queries
from tagih.privacy.models import RetentionProposal
from tagih.privacy.permissions import Permission
from tagih.privacy.queries.lists import RetentionState
from tagih.web.office.privacy.forms import AnswerForm, NothingForm, SwitchForm
from tagih.web.ui.acts import act
from tagih.web.ui.guard import requires
from tagih.web.ui.listing import listing

DAYS = (1, 7, 30)


@dataclass(frozen=True, slots=True)
class RetentionLine:
    """A retention rule in the reader's language."""

    state: RetentionState
    name: str
    counted: str


@requires(Permission.SEE_REGISTER)
def processing(request: HttpRequest) -> HttpResponse:
    """Which data are held, of whom, why, on which basis, for how long."""
    rules = {state.rule.id: state for state in queries.retention_states()}
    rows = [(row, _line(rules[row.retention])) for row in queries.processing()]
    return render(request, "office/privacy/register.html", {"rows": rows, "crumbs": _crumbs(_("Register"))})


@requires(Permission.SEE_REGISTER)
def retention(request: HttpRequest) -> HttpResponse:
    """Every retention rule: whether it works, and what it last did or would have done."""
    context = {
        "lines": [_line(state) for state in queries.retention_states()],
        "may_switch": request.standing.may(Permission.SET_RETENTION),
        "own": request.user.pk,
        "crumbs": _crumbs(_("Retention")),
    }
    return render(request, "office/privacy/retention.html", context)


@requires(Permission.SET_RETENTION)
def switch(request: HttpRequest, rule: str) -> HttpResponse:
    """Switches a retention rule on or off."""
    state = next((state for state in queries.retention_states() if state.rule.id == rule), None)
    if state is None:
        raise Http404(_("There is no such rule."))
    back = reverse("privacy:retention")
    form = SwitchForm(request.POST or None, initial={"is_on": state.is_on, "months": state.months})

    def change(said: dict[str, Any]) -> HttpResponse:
        holds = privacy.switch_rule(rule=rule, **said, by=request.user, now=clock.now())
        told = _("The rule is changed from the next night on.") if holds else _("Proposed. Somebody else decides now.")
        messages.success(request, told)
        return redirect(back)

    return act(
        request, form, change, title=_line(state).name, button=_("Save"), back=back, done="",
        text=_("What goes does not come back, so a second person decides. Off, the rule only counts what would go."),
        crumbs=[*_crumbs(_("Retention"), back)],
    )  # fmt: skip


@requires(Permission.SET_RETENTION)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Switches a rule as somebody else proposed."""
    proposal, line = _proposal_or_404(pk)
    return act(
        request, NothingForm(request.POST if request.method == "POST" else None),
        lambda said: privacy.approve_switch(proposal=proposal, by=request.user, now=clock.now()),
        title=_("Approve: %(rule)s") % {"rule": line.name}, button=_("Approve"), back=reverse("privacy:retention"),
        done=_("The rule is changed from the next night on."), tone="bad", text=_told(proposal, line),
        crumbs=_crumbs(_("Retention"), reverse("privacy:retention")),
    )  # fmt: skip


@requires(Permission.SET_RETENTION)
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Declines what somebody else proposed."""
    proposal, line = _proposal_or_404(pk)
    return act(
        request, AnswerForm(request.POST or None),
        lambda said: privacy.decline_switch(proposal=proposal, **said, by=request.user, now=clock.now()),
        title=_("Decline: %(rule)s") % {"rule": line.name}, button=_("Decline"), back=reverse("privacy:retention"),
        done=_("Declined. The rule stays as it was."), text=_told(proposal, line),
        crumbs=_crumbs(_("Retention"), reverse("privacy:retention")),
    )  # fmt: skip


@requires(Permission.SEE_UNMASKINGS)
def unmaskings(request: HttpRequest) -> HttpResponse:
    """Who unmasked values, how often next to colleagues, and each sight with its reason."""
    days = next((n for n in DAYS if str(n) == request.GET.get("days")), 7)
    since = clock.now() - dt.timedelta(days=days)
    rows = queries.sights(standing=request.standing, since=since)
    person = request.GET.get("person", "")
    if person.isdigit():
        rows = rows.filter(person_id=int(person))
    page = listing(request, rows, sorts={"at": ("at", "pk")}, default="-at", counted=False)
    context = {
        "page": page, "lookers": queries.unmaskings(standing=request.standing, since=since), "days": days,
        "choices": DAYS, "person": person, "crumbs": _crumbs(_("Unmaskings")),
    }  # fmt: skip
    return render(request, "office/privacy/unmaskings.html", context)


def _proposal_or_404(pk: int) -> tuple[RetentionProposal, RetentionLine]:
    proposal = get_object_or_404(RetentionProposal.objects.select_related("proposed_by"), pk=pk)
    return proposal, next(_line(row) for row in queries.retention_states() if row.rule.id == proposal.rule)


def _told(proposal: RetentionProposal, line: RetentionLine) -> str:
    return _("%(who)s proposes: on, after %(months)d months, %(counted)s. Reason: %(reason)s") % {
        "who": proposal.proposed_by.full_name, "months": proposal.months, "counted": line.counted,
        "reason": proposal.reason,
    }  # fmt: skip


def _line(state: RetentionState) -> RetentionLine:
    english = (get_language() or "").startswith("en")
    rule = state.rule
    name, counted = (rule.name_en, rule.counted_en) if english else (rule.name_id, rule.counted_id)
    return RetentionLine(state, name, counted)


def _crumbs(name: str, address: str = "") -> list[tuple[str, str]]:
    return [(_("Personal data"), reverse("privacy:register")), (name, address)]
