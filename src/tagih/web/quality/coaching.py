"""Coaching: open talks, one talk with its moment, step and follow-up."""

import datetime as dt
from typing import Any

from csp.constants import NONCE
from csp.decorators import csp_update
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tagih.kernel import clock
from tagih.quality import operations as quality
from tagih.quality import queries
from tagih.quality.models import Coaching
from tagih.quality.permissions import Permission
from tagih.web.quality.forms import NothingForm
from tagih.web.quality.rates import Bar, item_names, wording
from tagih.web.quality.reviews import find, page_of
from tagih.web.ui.acts import act
from tagih.web.ui.forms import DayField
from tagih.web.ui.guard import requires, requires_any
from tagih.web.ui.listing import listing


class OpenForm(forms.Form):
    """What the talk is about."""

    item = forms.ChoiceField(label=gettext_lazy("Item"))
    mark = forms.ChoiceField(label=gettext_lazy("Moment to listen to"), required=False)
    topic = forms.CharField(label=gettext_lazy("What it is about"), max_length=200)


class StepForm(forms.Form):
    """The step agreed on."""

    step = forms.CharField(label=gettext_lazy("Step"), widget=forms.Textarea(attrs={"rows": 3}))
    due_on = DayField(label=gettext_lazy("Done until"))


class FollowUpForm(forms.Form):
    """How many contacts tell whether it helped."""

    first_on = DayField(label=gettext_lazy("First day"))
    last_on = DayField(label=gettext_lazy("Last day"))
    contacts = forms.IntegerField(
        label=gettext_lazy("Contacts to hear"), min_value=1, max_value=200,
        help_text=gettext_lazy("With few contacts the answer is mostly that nothing can be told."),
    )  # fmt: skip


@requires_any(Permission.COACH, Permission.SEE_OWN)
def coachings(request: HttpRequest) -> HttpResponse:
    """Talks that one gives, gets or leads."""
    rows = queries.coachings(request.user, request.standing, Permission.COACH)
    page = listing(request, rows, sorts={"at": ("opened_at", "pk")}, default="-at", size=25)
    return render(request, "quality/coachings.html", {"page": page, "crumbs": [(_("Coaching"), "")]})


@csp_update({"style-src": [NONCE]})
@requires_any(Permission.COACH, Permission.SEE_OWN)
def coaching(request: HttpRequest, pk: int) -> HttpResponse:
    """One talk."""
    held = _held(request, pk)
    found = queries.progress(held)
    told: dict[str, Any] = {}
    if held.evaluation_id and queries.can_see(held.evaluation, request.user, request.standing):
        told = page_of(request, find(request, held.evaluation_id)) | {"is_draft": False}
    context = told | {
        "held": held,
        "item_name": item_names().get(held.item, held.item),
        "progress": found,
        "before": Bar(found.before_good / found.before_of if found.before_of else None, found.before.low,
                      found.before.high),
        "after": Bar(found.after_good / found.after_of if found.after_of else None, found.after.low, found.after.high),
        "is_coach": held.coach_id == request.user.pk,
        "is_pupil": held.agent_id == request.user.pk,
        "crumbs": [(_("Coaching"), reverse("quality:coachings")), (held.topic, "")],
    }  # fmt: skip
    return render(request, "quality/coaching.html", context)


@requires(Permission.COACH)
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens a talk from a score."""
    score = find(request, pk)
    items = queries.form_of(score.form).items
    failed = list(score.items.filter(share__lt=1).values_list("item", flat=True))
    choices = [(name, wording(item.text)) for name, item in items.items()]
    choices.sort(key=lambda choice: choice[0] not in failed)
    form = OpenForm(request.POST or None, initial={"item": failed[0] if failed else ""})
    form.fields["item"].choices = choices
    form.fields["mark"].choices = [("", "–"), *((str(one.at_ms), one.text) for one in score.marks.all())]

    def made(said: dict[str, Any]) -> HttpResponse:
        at = int(said["mark"]) if said["mark"] else None
        opened = quality.open_coaching(
            agent=score.agent, item=said["item"], topic=said["topic"], evaluation=score, at_ms=at, by=request.user,
            now=clock.now(),
        )  # fmt: skip
        return redirect("quality:coaching", opened.pk)

    return act(
        request, form, made, title=_("New coaching"), button=_("Open"), done="",
        back=reverse("quality:score", args=[score.pk]), crumbs=[(_("Coaching"), reverse("quality:coachings"))],
    )  # fmt: skip


@requires(Permission.COACH)
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps the step agreed on."""
    held = _held(request, pk)
    start = {"due_on": request.standing.on + dt.timedelta(days=14)}
    return _step(
        request, held, StepForm(request.POST or None, initial=start),
        lambda said: quality.agree_step(coaching=held, **said, by=request.user, now=clock.now()),
        title=_("Step agreed on"), button=_("Keep it"), done=_("The step is kept; the agent says yes to it."),
    )  # fmt: skip


@requires(Permission.SEE_OWN)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Says yes to the step."""
    held = _held(request, pk)
    return _step(
        request, held, NothingForm(request.POST or None),
        lambda _said: quality.confirm_step(coaching=held, by=request.user, now=clock.now()),
        title=_("Say yes to the step"), button=_("Yes, I do it"), done=_("Thank you."), text=held.step,
    )  # fmt: skip


@requires(Permission.COACH)
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Plans the sample that tells whether it helped."""
    held = _held(request, pk)
    today = request.standing.on
    start = {"first_on": today + dt.timedelta(days=1), "last_on": today + dt.timedelta(days=28), "contacts": 20}
    return _step(
        request, held, FollowUpForm(request.POST or None, initial=start),
        lambda said: quality.order_follow_up(coaching=held, **said, by=request.user, now=clock.now()),
        title=_("Follow-up"), button=_("Plan it"),
        done=_("The follow-up is planned, to be drawn when its days are over."),
    )  # fmt: skip


@requires(Permission.COACH)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes with what the follow-up says."""
    held = _held(request, pk)
    return _step(
        request, held, NothingForm(request.POST or None),
        lambda _said: quality.close_coaching(coaching=held, by=request.user, now=clock.now()),
        title=_("Close the coaching"), button=_("Close"), done=_("The coaching is closed."),
    )  # fmt: skip


def _held(request: HttpRequest, pk: int) -> Coaching:
    return get_object_or_404(queries.coachings(request.user, request.standing, Permission.COACH), pk=pk)


def _step(request: HttpRequest, held: Coaching, form: forms.Form, operation: Any, **words: Any) -> HttpResponse:
    back = reverse("quality:coaching", args=[held.pk])
    crumbs = [(_("Coaching"), reverse("quality:coachings")), (held.topic, back)]
    return act(request, form, operation, back=back, crumbs=crumbs, **words)
