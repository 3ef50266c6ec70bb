"""Versions: what decides now, what waits, and one version with its replay, its difference and its way into force."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.strategy import operations, queries
from tagih.strategy.enums import VersionStatus
from tagih.strategy.models import StrategyReplay, StrategyVersion
from tagih.strategy.permissions import Permission
from tagih.web.studio.editor import told
from tagih.web.studio.results import Told, told_result
from tagih.web.studio.words import CHANNELS, TONES
from tagih.web.ui.forms import refusals_shown
from tagih.web.ui.guard import may, requires
from tagih.web.ui.listing import listing


@dataclass(frozen=True, slots=True)
class ChannelNeed:
    """What a version would have wanted of a channel, a day on average and at most, beside what was done."""

    name: Any
    mean: int
    most: int
    done: int
    both: int


class NoteForm(forms.Form):
    """Why a version is sent back."""

    note = forms.CharField(label=gettext_lazy("Reason"), max_length=400, widget=forms.Textarea({"rows": 3}))


@requires(Permission.SEE_STRATEGY)
def versions(request: HttpRequest) -> HttpResponse:
    """What decides today, and all versions."""
    today = clock.today_in(clock.WIB, now=clock.now())
    rows = StrategyVersion.objects.select_related("written_by", "decided_by").defer("text").order_by("-pk")
    page = listing(request, rows, sorts={"number": ("-pk",)}, default="number", counted=False)
    releases = queries.live_releases()
    context = {
        "today": today,
        "shares": queries.in_force(today),
        "ahead": [one for one in releases if one.effective_on > today],
        "newest": max(releases, key=lambda one: one.pk, default=None),
        "page": page,
        "rows": [(row, VersionStatus(row.status).label, TONES[VersionStatus(row.status)]) for row in page.rows],
        "may_edit": may(request, Permission.EDIT_STRATEGY),
        "may_release": may(request, Permission.RELEASE_STRATEGY),
        "SHIPPED": queries.SHIPPED,
        "crumbs": [(_("Strategy"), "")],
    }
    return render(request, "studio/versions.html", context)


@requires(Permission.SEE_STRATEGY)
def shipped(request: HttpRequest) -> HttpResponse:
    """The strategy that comes with Tagih."""
    text = queries.shipped_text()
    context = {"text": text, **told(text), "may_edit": may(request, Permission.EDIT_STRATEGY),
               "crumbs": _crumbs(_("Comes with Tagih"))}  # fmt: skip
    return render(request, "studio/shipped.html", context)


@requires(Permission.SEE_STRATEGY)
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: what can be done with it now, what it would have done, how it differs, its picture and text."""
    found = get_object_or_404(StrategyVersion.objects.select_related("written_by", "submitted_by", "decided_by"), pk=pk)
    replay = queries.newest_replay(found)
    if request.headers.get("X-Tagih-Live"):
        return render(request, "studio/version.html#state", _state(request, found, replay))
    base = queries.in_force(clock.today_in(clock.WIB, now=clock.now()))[-1]
    lines = list(queries.difference(base.text, found.text)) if base.text != found.text else []
    context = {
        **_state(request, found, replay), **told(found.text),
        "base": base, "lines": lines, "SHIPPED": queries.SHIPPED,
        "results": _results(found),
        "crumbs": _crumbs(str(found)),
    }  # fmt: skip
    return render(request, "studio/version.html", context)


@require_POST
@requires(Permission.EDIT_STRATEGY)
def replay(request: HttpRequest, pk: int) -> HttpResponse:
    """Has the last 90 days decided again by this version."""
    operations.start_replay(version=get_object_or_404(StrategyVersion, pk=pk), by=request.user, now=clock.now())
    return redirect("studio:version", pk=pk)


@require_POST
@requires(Permission.EDIT_STRATEGY)
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a draft before a second person."""
    found = get_object_or_404(StrategyVersion, pk=pk)
    return _done(request, pk, lambda: operations.submit_version(version=found, by=request.user, now=clock.now()),
                 _("Submitted. Somebody else must approve it now."))  # fmt: skip


@require_POST
@requires(Permission.APPROVE_STRATEGY)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Lets a submitted version be released."""
    found = get_object_or_404(StrategyVersion, pk=pk)
    return _done(request, pk, lambda: operations.approve_version(version=found, by=request.user, now=clock.now()),
                 _("Approved. It can be released now."))  # fmt: skip


@requires(Permission.APPROVE_STRATEGY)
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends a submitted version back with a reason."""
    found = get_object_or_404(StrategyVersion, pk=pk)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            operations.reject_version(
                version=found, note=form.cleaned_data["note"], by=request.user, now=clock.now()
            )
        if form.is_valid():
            messages.success(request, _("Sent back to the writer."))
            return redirect("studio:version", pk=pk)
    context = {"form": form, "version": found, "crumbs": _crumbs(str(found))}
    return render(request, "studio/reject.html", context, status=422 if form.errors else 200)


def _state(request: HttpRequest, found: StrategyVersion, replay: StrategyReplay | None) -> dict[str, Any]:
    status = VersionStatus(found.status)
    days, is_writer = replay.days if replay else [], may(request, Permission.EDIT_STRATEGY)
    return {
        "version": found, "status": status.label, "tone": TONES[status], "replay": replay,
        "needs_replay": replay is None or (
            replay.finished_at is not None and not queries.replay_holds(replay, now=clock.now())
        ),
        "needs": _needs(days),
        "people": round(sum(day["people"] for day in days) / len(days)) if days else 0,
        "with_step": round(sum(day["with_step"] for day in days) / len(days)) if days else 0,
        "otherwise": _mean([day["otherwise"] for day in days if day["otherwise"] is not None]),
        "per_day": [day["with_step"] for day in days],
        "day_names": [f"{day['date'][8:]}/{day['date'][5:7]}" for day in days],
        "may_edit": is_writer,
        "may_change": is_writer and status in (VersionStatus.DRAFT, VersionStatus.REJECTED),
        "may_submit": is_writer and status == VersionStatus.DRAFT,
        "may_decide": may(request, Permission.APPROVE_STRATEGY) and status == VersionStatus.SUBMITTED,
        "may_release": may(request, Permission.RELEASE_STRATEGY) and status == VersionStatus.APPROVED,
        "is_own": request.user.pk in (found.written_by_id, found.submitted_by_id),
        "releases": list(found.releases.select_related("released_by", "ended_by").order_by("-pk")),
    }  # fmt: skip


def _results(found: StrategyVersion) -> list[Told]:
    """What may be said of each trial of this version, the newest first."""
    today = clock.today_in(clock.WIB, now=clock.now())
    trials = found.releases.filter(share__lt=100, effective_on__lte=today).order_by("-pk")[:3]
    return [told_result(one, queries.trial_result(one, today=today)) for one in trials]


def _needs(days: list[dict[str, Any]]) -> list[ChannelNeed]:
    names = sorted({name for day in days for name, told in day["channels"].items() if told["decided"] or told["done"]})
    found = []
    for name in names:
        told = [day["channels"].get(name, {"decided": 0, "done": 0, "both": 0}) for day in days]
        decided = [one["decided"] for one in told]
        found.append(ChannelNeed(
            CHANNELS.get(name, name), _mean(decided) or 0, max(decided), _mean([one["done"] for one in told]) or 0,
            _mean([one["both"] for one in told]) or 0,
        ))  # fmt: skip
    return found


def _mean(values: list[int]) -> int | None:
    return round(sum(values) / len(values)) if values else None


def _done(request: HttpRequest, pk: int, operation: Callable[[], object], text: str) -> HttpResponse:
    try:
        operation()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, text)
    return redirect("studio:version", pk=pk)


def _crumbs(last: str) -> list[tuple[Any, str]]:
    return [(_("Strategy"), reverse("studio:versions")), (last, "")]
