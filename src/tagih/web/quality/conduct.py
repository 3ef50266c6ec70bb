"""Certificates that end, incidents and how they are handled, praise, and calls that were hard."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tagih.contacts.models import Attempt
from tagih.kernel import clock
from tagih.quality import operations as quality
from tagih.quality import queries
from tagih.quality.enums import HardLevel, IncidentKind, Measure
from tagih.quality.models import HardCall, Incident
from tagih.quality.permissions import Permission
from tagih.staff import queries as staff
from tagih.staff.models import Person
from tagih.web.quality.forms import NothingForm
from tagih.web.ui.acts import act
from tagih.web.ui.forms import DayField
from tagih.web.ui.guard import requires, requires_any
from tagih.web.ui.listing import listing

WORDS = {"rows": 4}
STATES = {
    "VALID": (gettext_lazy("valid"), "ok"),
    "ENDING": (gettext_lazy("ends soon"), "warn"),
    "EXPIRED": (gettext_lazy("expired: not assignable"), "bad"),
    "SUSPENDED": (gettext_lazy("suspended: not assignable"), "bad"),
    "NOT_YET": (gettext_lazy("not yet valid"), "line"),
}


class IncidentForm(forms.Form):
    """What is reported."""

    person = forms.ModelChoiceField(label=gettext_lazy("Person"), queryset=Person.objects.none())
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=IncidentKind.choices)
    happened_on = DayField(label=gettext_lazy("Day"))
    what = forms.CharField(label=gettext_lazy("What happened"), widget=forms.Textarea(attrs=WORDS))


class FindingsForm(forms.Form):
    """What was found."""

    findings = forms.CharField(label=gettext_lazy("Findings"), widget=forms.Textarea(attrs=WORDS))


class AnswerForm(forms.Form):
    """What the agent answers."""

    text = forms.CharField(label=gettext_lazy("Your answer"), widget=forms.Textarea(attrs=WORDS))


class DecisionForm(forms.Form):
    """A measure, or none."""

    measure = forms.ChoiceField(
        label=gettext_lazy("Measure"), required=False, choices=[("", gettext_lazy("Nothing in it")), *Measure.choices]
    )
    reasoning = forms.CharField(label=gettext_lazy("Reasons"), widget=forms.Textarea(attrs=WORDS))


class PraiseForm(forms.Form):
    """What was good."""

    person = forms.ModelChoiceField(label=gettext_lazy("Person"), queryset=Person.objects.none())
    text = forms.CharField(label=gettext_lazy("What was good"), max_length=400)


class HardForm(forms.Form):
    """How hard it was."""

    level = forms.ChoiceField(label=gettext_lazy("What happened"), choices=HardLevel.choices)
    words = forms.CharField(label=gettext_lazy("In your words (optional)"), max_length=200, required=False)


@requires_any(Permission.COACH, Permission.HANDLE_CONDUCT)
def certificates(request: HttpRequest) -> HttpResponse:
    """Certificates in scope, the soonest to end first."""
    permission = Permission.COACH if request.standing.may(Permission.COACH) else Permission.HANDLE_CONDUCT
    rows = queries.certificates(request.standing, permission)
    page = listing(request, rows, sorts={"until": ("valid_until", "pk")}, default="until")
    today = request.standing.on
    context = {
        "page": page,
        "rows": [(row, *STATES[queries.certificate_state(row, on=today)], queries.renewable_from(row)) for row in page],
        "today": today,
        "crumbs": [(_("Certificates"), "")],
    }
    return render(request, "quality/certificates.html", context)


@requires_any(Permission.HANDLE_CONDUCT, Permission.SEE_OWN)
def incidents(request: HttpRequest) -> HttpResponse:
    """Incidents in scope, or one's own; praise beside them."""
    page = listing(request, _incidents(request), sorts={"at": ("opened_at", "pk")}, default="-at", size=25)
    since = clock.start_of_day(request.standing.on - dt.timedelta(days=30), clock.WIB)
    context = {
        "page": page,
        "may_report": request.standing.may(Permission.HANDLE_CONDUCT),
        "praises": request.user.praises.select_related("given_by").order_by("-given_at")[:10],
        "load": queries.load_of_people(request.standing, Permission.HANDLE_CONDUCT, since=since)
        if request.standing.may(Permission.HANDLE_CONDUCT) else [],
        "crumbs": [(_("Conduct"), "")],
    }  # fmt: skip
    return render(request, "quality/incidents.html", context)


@requires_any(Permission.HANDLE_CONDUCT, Permission.SEE_OWN)
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    """One incident, as far as it is."""
    held = _held(request, pk)
    context = {
        "row": held,
        "is_own": held.person_id == request.user.pk,
        "may_handle": request.standing.may(Permission.HANDLE_CONDUCT) and held.person_id != request.user.pk,
        "crumbs": [*_crumbs(), (held.get_kind_display(), "")],
    }
    return render(request, "quality/incident.html", context)


@requires(Permission.HANDLE_CONDUCT)
def report(request: HttpRequest) -> HttpResponse:
    """Reports an incident."""
    form = IncidentForm(request.POST or None, initial={"happened_on": request.standing.on})
    form.fields["person"].queryset = _people(request)

    def made(said: dict[str, Any]) -> HttpResponse:
        return redirect("quality:incident", quality.report_incident(**said, by=request.user, now=clock.now()).pk)

    return act(request, form, made, title=_("Report an incident"), button=_("Report"), done="",
               back=reverse("quality:incidents"), crumbs=_crumbs())  # fmt: skip


@requires(Permission.HANDLE_CONDUCT)
def praise(request: HttpRequest) -> HttpResponse:
    """Says that something was good."""
    form = PraiseForm(request.POST or None)
    form.fields["person"].queryset = _people(request)
    return act(
        request, form, lambda said: quality.praise(**said, by=request.user, now=clock.now()), title=_("Praise"),
        button=_("Say it"), done=_("It was told."), back=reverse("quality:incidents"), crumbs=_crumbs(),
    )  # fmt: skip


@requires(Permission.HANDLE_CONDUCT)
def look_into(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes an incident to look into."""
    held = _held(request, pk)
    return _step(
        request, held, NothingForm(request.POST or None),
        lambda _said: quality.look_into(incident=held, by=request.user, now=clock.now()),
        title=_("Look into it"), button=_("I look into it"), done=_("It is yours to look into."),
        text=_("Somebody else decides in the end."),
    )  # fmt: skip


@requires(Permission.HANDLE_CONDUCT)
def hear(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the findings to the agent."""
    held = _held(request, pk)
    return _step(
        request, held, FindingsForm(request.POST or None, initial={"findings": held.findings}),
        lambda said: quality.ask_for_reply(incident=held, **said, by=request.user, now=clock.now()),
        title=_("Hear the agent"), button=_("Ask for an answer"), done=_("The agent has three working days to answer."),
    )  # fmt: skip


@requires(Permission.SEE_OWN)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The agent's answer."""
    held = _held(request, pk)
    return _step(
        request, held, AnswerForm(request.POST or None, initial={"text": held.reply}),
        lambda said: quality.reply(incident=held, **said, by=request.user, now=clock.now()),
        title=_("Your answer"), button=_("Answer"), done=_("Your answer is kept."), text=held.findings,
    )  # fmt: skip


@requires(Permission.HANDLE_CONDUCT)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decides."""
    held = _held(request, pk)
    return _step(
        request, held, DecisionForm(request.POST or None),
        lambda said: quality.decide_incident(incident=held, **said, by=request.user, now=clock.now()),
        title=_("Decide"), button=_("Decide"), done=_("It is decided."),
        text=_("A measure expires after six months and is not held against anybody afterwards."),
    )  # fmt: skip


@requires(Permission.SEE_OWN)
def hard(request: HttpRequest) -> HttpResponse:
    """Own contacts of today, to mark the hard ones; the break that is offered."""
    since = clock.now() - dt.timedelta(hours=12)
    rows = Attempt.objects.filter(agent=request.user, opened_at__gte=since, state="DONE").select_related("hard_call")
    offered = HardCall.objects.filter(person=request.user, rest="OFFERED", rest_until__gt=clock.now()).first()
    context = {"rows": rows.order_by("-opened_at")[:30], "offered": offered, "crumbs": [(_("Hard contacts"), "")]}
    return render(request, "quality/hard.html", context)


@requires(Permission.SEE_OWN)
def mark_hard(request: HttpRequest, pk: Any) -> HttpResponse:
    """Marks an own contact as hard."""
    held = get_object_or_404(Attempt, pk=pk, agent=request.user)
    return act(
        request, HardForm(request.POST or None),
        lambda said: quality.mark_hard(attempt=held, **said, by=request.user, now=clock.now()),
        title=_("A hard contact"), button=_("Mark"), done=_("Marked. Take ten minutes if you like."),
        back=reverse("quality:hard"), crumbs=[(_("Hard contacts"), reverse("quality:hard"))],
        text=_("Your leaders see how many hard contacts their people have, so that nobody carries them alone."),
    )  # fmt: skip


@requires(Permission.SEE_OWN)
def rest(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the break, or not."""
    held = get_object_or_404(HardCall, pk=pk, person=request.user)
    if request.method == "POST":
        takes = request.POST.get("takes") == "1"
        quality.answer_rest(hard_call=held, takes=takes, by=request.user, now=clock.now())
        messages.success(request, _("Ten minutes are yours.") if takes else _("All right."))
    return redirect("quality:hard")


def _incidents(request: HttpRequest) -> Any:
    own = Incident.objects.filter(person=request.user, status__in=("HEARING", "DECIDED", "DROPPED"))
    if not request.standing.may(Permission.HANDLE_CONDUCT):
        return own.select_related("person", "investigator", "decided_by")
    led = queries.incidents(request.standing, Permission.HANDLE_CONDUCT).exclude(person=request.user)
    return Incident.objects.filter(pk__in=[*led.values_list("pk", flat=True)[:5000], *own.values_list("pk", flat=True)]
                                   ).select_related("person", "investigator", "decided_by")  # fmt: skip


def _held(request: HttpRequest, pk: int) -> Incident:
    return get_object_or_404(_incidents(request), pk=pk)


def _people(request: HttpRequest) -> Any:
    people = staff.people_visible_to(request.standing, Permission.HANDLE_CONDUCT).filter(is_active=True)
    return people.exclude(pk=request.user.pk).order_by("full_name", "pk")


def _step(request: HttpRequest, held: Incident, form: forms.Form, operation: Any, **words: Any) -> HttpResponse:
    back = reverse("quality:incident", args=[held.pk])
    return act(request, form, operation, back=back, crumbs=[*_crumbs(), (held.get_kind_display(), back)], **words)


def _crumbs() -> list[tuple[Any, str]]:
    return [(_("Conduct"), reverse("quality:incidents"))]
