"""Calibration sessions: blind scores, laid open side by side, closed with a consensus; drift over a quarter."""

import datetime as dt
import random
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tagih.contacts.models import Attempt
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.quality import operations as quality
from tagih.quality import queries
from tagih.quality.enums import CalibrationStatus, FormStatus
from tagih.quality.models import Calibration, Evaluation, Review, ScorecardVersion
from tagih.quality.permissions import Permission
from tagih.staff import queries as staff
from tagih.web.quality.forms import CalibrationForm
from tagih.web.quality.rates import wording
from tagih.web.quality.words import answer_words
from tagih.web.ui.acts import act
from tagih.web.ui.guard import requires

CONTACTS_OFFERED = 12


@requires(Permission.REVIEW)
def calibrations(request: HttpRequest) -> HttpResponse:
    """Sessions in scope, and how far reviewers agree over the last three months."""
    rows = _sessions(request).annotate(
        contact_count=Count("contacts", distinct=True),
        score_count=Count("contacts__evaluations", filter=~Q(contacts__evaluations__status="DRAFT"), distinct=True),
        wanted=Count("contacts__evaluations", distinct=True),
    )
    own = Evaluation.objects.filter(
        reviewer=request.user, kind="CALIBRATION", status="DRAFT", calibration_contacts__calibration__status="OPEN"
    )
    since = clock.start_of_day(request.standing.on - dt.timedelta(days=90), clock.WIB)
    context = {
        "rows": rows.order_by("-opened_at")[:50],
        "own": list(own.select_related("attempt").order_by("pk")),
        "agreement": queries.agreement(paths=request.standing.paths(Permission.REVIEW), since=since),
        "may_open": request.standing.may(Permission.CALIBRATE),
        "crumbs": [(_("Calibration"), "")],
    }
    return render(request, "quality/calibrations.html", context)


@requires(Permission.CALIBRATE)
def make(request: HttpRequest) -> HttpResponse:
    """Opens a session on contacts of the latest samples."""
    units = staff.units_under(request.standing.paths(Permission.CALIBRATE)).order_by("path")
    unit = units.first()
    people = queries.reviewers_for(unit, on=request.standing.on) if unit else staff.Person.objects.none()
    offered = _offered(request)
    start = {"name": f"{request.standing.on:%m/%Y}", "due_on": request.standing.on + dt.timedelta(days=7),
             "reviewers": [one.pk for one in people]}  # fmt: skip
    form = CalibrationForm(
        request.POST or None, initial=start, reviewers=people,
        contacts=[(str(one.pk), _contact_words(one)) for one in offered],
    )  # fmt: skip

    def made(said: dict[str, Any]) -> HttpResponse:
        chosen = [one for one in offered if str(one.pk) in said["contacts"]]
        version = queries.form_for(chosen[0]) if chosen else ScorecardVersion.objects.filter(
            status=FormStatus.PUBLISHED
        ).first()  # fmt: skip
        opened = quality.open_calibration(
            name=said["name"], unit=unit, form=version, attempts=chosen, reviewers=list(said["reviewers"]),
            due_on=said["due_on"], by=request.user, now=clock.now(),
        )  # fmt: skip
        return redirect("quality:calibration", opened.pk)

    return act(
        request, form, made, title=_("New calibration"), button=_("Open"), back=reverse("quality:calibrations"),
        done="", crumbs=_crumbs(),
        text=_("Everybody scores the same contacts without seeing the others. It never touches an agent's score."),
    )  # fmt: skip


@requires(Permission.REVIEW)
def calibration(request: HttpRequest, pk: int) -> HttpResponse:
    """One session: own drafts while blind, all answers side by side afterwards."""
    held = get_object_or_404(_sessions(request), pk=pk)
    places = list(held.contacts.select_related("attempt__agent").prefetch_related("evaluations__reviewer"))
    is_blind = held.status == CalibrationStatus.OPEN
    context = {
        "row": held,
        "is_blind": is_blind,
        "own": [
            (place, next((one for one in place.evaluations.all() if one.reviewer_id == request.user.pk), None))
            for place in places
        ],
        "progress": [
            (person, sum(one.status != "DRAFT" for place in places for one in place.evaluations.all()
                         if one.reviewer_id == person.pk), len(places))
            for person in held.reviewers.order_by("full_name")
        ],
        "tables": [] if is_blind else [_table(held, place) for place in places],
        "agreement": None if is_blind else queries.agreement_of(held),
        "may_lead": request.standing.may(Permission.CALIBRATE),
        "crumbs": [*_crumbs(), (held.name, "")],
    }  # fmt: skip
    return render(request, "quality/calibration.html", context)


@requires(Permission.CALIBRATE)
def lay_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends the blind phase."""
    held = get_object_or_404(_sessions(request), pk=pk)
    if request.method == "POST":
        try:
            quality.lay_open(calibration=held, by=request.user, now=clock.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
    return redirect("quality:calibration", held.pk)


@requires(Permission.CALIBRATE)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps the consensus."""
    held = get_object_or_404(_sessions(request), pk=pk)
    if request.method == "POST":
        consensus: dict[int, dict[str, str]] = {}
        for key, value in request.POST.items():
            kind, _dash, rest = key.partition("-")
            number, _dash, item = rest.partition("-")
            if kind == "k" and number.isdigit() and value:
                consensus.setdefault(int(number), {})[item] = value
        try:
            quality.close_calibration(
                calibration=held, consensus=consensus, outcome=request.POST.get("outcome", ""), by=request.user,
                now=clock.now(),
            )  # fmt: skip
            messages.success(request, _("The consensus is kept."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
    return redirect("quality:calibration", held.pk)


def _table(held: Calibration, place: Any) -> dict[str, Any]:
    """The answers of everybody to every item of one contact; where they differ it is marked."""
    scores = sorted(
        (one for one in place.evaluations.all() if one.status != "DRAFT"), key=lambda one: one.reviewer.full_name
    )
    rows = []
    for item in queries.form_of(held.form).items.values():
        words = dict(answer_words(item))
        given = [one.answers.get(item.id, "") for one in scores]
        usual = max(set(given), key=given.count) if given else ""
        rows.append({
            "id": item.id, "text": wording(item.text), "given": [words.get(value, "–") for value in given],
            "differs": len(set(given)) > 1, "choices": list(words.items()),
            "agreed": place.consensus.get(item.id, usual), "agreed_words": words.get(place.consensus.get(item.id), "–"),
        })  # fmt: skip
    return {"place": place, "scores": scores, "rows": rows}


def _sessions(request: HttpRequest) -> Any:
    units = staff.units_under(request.standing.paths(Permission.REVIEW))
    return Calibration.objects.filter(unit__in=units).select_related("form__scorecard", "opened_by")


def _offered(request: HttpRequest) -> list[Attempt]:
    """Contacts of the latest samples that were heard, in an order of chance that stays the same for the day."""
    recent = Review.objects.filter(
        plan__in=queries.plans(request.standing, Permission.SEE_RATES).values("pk")[:3], status="DONE",
        attempt__channel="CALL",
    ).select_related("attempt__agent").order_by("pk")  # fmt: skip
    found = list(recent[:400])
    random.Random(str(request.standing.on)).shuffle(found)  # noqa: S311 (an order, no secret)
    return [review.attempt for review in found[:CONTACTS_OFFERED]]


def _contact_words(attempt: Attempt) -> str:
    at = clock.local(attempt.opened_at, clock.WIB)
    return f"{attempt.get_channel_display()} · {at:%d/%m/%Y %H.%M} · {attempt.agent or '–'}"


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Calibration"), reverse("quality:calibrations"))]
