"""Plans: made, drawn, drawn again, released, closed."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tagih.kernel import clock
from tagih.quality import operations as quality
from tagih.quality import queries
from tagih.quality.enums import EvaluationStatus, MustHear, PlanStatus, RecordingState
from tagih.quality.models import Evaluation, Review, SamplePlan
from tagih.quality.permissions import Permission
from tagih.staff import queries as staff
from tagih.staff.models import Person
from tagih.web.quality.forms import NothingForm, PlanForm, last_month
from tagih.web.ui.acts import act
from tagih.web.ui.guard import requires
from tagih.web.ui.listing import listing


@requires(Permission.PLAN_SAMPLES)
def plans(request: HttpRequest) -> HttpResponse:
    """All plans in scope."""
    rows = queries.plans(request.standing, Permission.PLAN_SAMPLES)
    page = listing(request, rows, sorts={"month": ("first_on", "pk")}, default="-month")
    return render(request, "quality/plans.html", {"page": page, "crumbs": [(_("Samples"), "")]})


@requires(Permission.PLAN_SAMPLES)
def make(request: HttpRequest) -> HttpResponse:
    """Plans a draw."""
    first, last = last_month(request.standing.on)
    start = {"first_on": first, "last_on": last, "random_per_agent": 4, "risk_total": 100, "name": f"{first:%m/%Y}"}
    units = staff.units_under(request.standing.paths(Permission.PLAN_SAMPLES)).filter(closed_on__isnull=True)
    form = PlanForm(request.POST or None, initial=start, units=units.order_by("path"))

    def made(said: dict[str, Any]) -> HttpResponse:
        return redirect("quality:plan", quality.make_plan(**said, by=request.user, now=clock.now()).pk)

    return act(
        request, form, made, title=_("New sample"), button=_("Plan it"), back=reverse("quality:plans"), done="",
        crumbs=_crumbs(),
        text=_("Every contact of the period stands in the frame, short and failed ones too. Three samples are drawn: "
               "at random from every agent, by risk, and what must be heard."),
    )  # fmt: skip


@requires(Permission.PLAN_SAMPLES)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: what was drawn, by whom it is heard, how far it is."""
    found = _plan(request, pk)
    reviews = Review.objects.filter(plan=found)
    strata = (
        found.drawn.values("sample", "stratum", "stratum_size", "stratum_drawn")
        .annotate(done=Count("pk", filter=Q(review__status="DONE"))).order_by("sample", "stratum")
    )  # fmt: skip
    reasons = dict(MustHear.choices)
    names = dict(
        Person.objects.filter(pk__in=reviews.values("agent_id")).values_list("employee_no", "full_name")
    )  # a stratum is named after the number, which stays
    by_reviewer = (
        reviews.values("reviewer__full_name").annotate(n=Count("pk"), done=Count("pk", filter=Q(status="DONE")))
        .order_by("reviewer__full_name")
    )  # fmt: skip
    context = {
        "plan": found,
        "strata": [(row, reasons.get(row["stratum"]) or _stratum(row["stratum"], names)) for row in strata],
        "reviewers": by_reviewer,
        "is_same": queries.is_redrawn(found) if found.status != PlanStatus.DRAFT and "periksa" in request.GET else None,
        "waiting": _submitted(found).count(),
        "without": reviews.filter(reviewer__isnull=True, status="OPEN").count(),
        "missing": reviews.filter(attempt__recording__state=RecordingState.MISSING).count(),
        "total": reviews.exclude(status="DROPPED").count(),
        "done": reviews.filter(status="DONE").count(),
        "crumbs": [*_crumbs(), (found.name, "")],
    }
    return render(request, "quality/plan.html", context)


@requires(Permission.PLAN_SAMPLES)
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Draws the samples."""
    found = _plan(request, pk)
    return _step(
        request, found, lambda _said: quality.draw_plan(plan=found, by=request.user, now=clock.now()),
        title=_("Draw"), button=_("Draw"), done=_("The sample is drawn and shared out."),
        text=_("The frame is kept with the sample. A draw is not repeated with another seed: make another plan."),
    )  # fmt: skip


@requires(Permission.PLAN_SAMPLES)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes a plan."""
    found = _plan(request, pk)
    return _step(
        request, found, lambda _said: quality.close_plan(plan=found, by=request.user, now=clock.now()),
        title=_("Close the plan"), button=_("Close"), done=_("The plan is closed."),
        text=_("What nobody has heard yet is dropped. Rates stay as they are, with wider intervals."),
    )  # fmt: skip


@requires(Permission.PLAN_SAMPLES)
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows submitted scores to their agents."""
    found = _plan(request, pk)
    if request.method == "POST":
        scores = list(_submitted(found).values_list("pk", flat=True))
        count = quality.release(evaluations=scores, by=request.user, now=clock.now())
        messages.success(request, _("%(n)d scores were released.") % {"n": count})
    return redirect("quality:plan", found.pk)


@requires(Permission.PLAN_SAMPLES)
def share_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives reviews without a reviewer to those who may review now."""
    found = _plan(request, pk)
    if request.method == "POST":
        count = quality.share_out(plan=found, by=request.user, now=clock.now())
        messages.success(request, _("%(n)d reviews were shared out.") % {"n": count})
    return redirect("quality:plan", found.pk)


@requires(Permission.PLAN_SAMPLES)
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan as the file from which `tagih quality sample --draw` draws the same sample."""
    found = _plan(request, pk)
    answer = JsonResponse(queries.plan_file(found))
    answer["Content-Disposition"] = f'attachment; filename="sampel-{found.pk}.json"'
    return answer


def _submitted(found: SamplePlan) -> Any:
    return Evaluation.objects.filter(review__plan=found, kind="REVIEW", status=EvaluationStatus.SUBMITTED)


def _stratum(name: str, people: dict[str, str]) -> str:
    kind, _space, rest = name.partition(" ")
    if kind == "risk":
        return {"1": _("Highest risk"), "2": _("Middle risk"), "3": _("Lowest risk")}.get(rest, name)
    return people.get(rest) or _("Without an agent (%(channel)s)") % {"channel": rest}


def _plan(request: HttpRequest, pk: int) -> SamplePlan:
    return get_object_or_404(queries.plans(request.standing, Permission.PLAN_SAMPLES), pk=pk)


def _step(request: HttpRequest, found: SamplePlan, operation: Any, **words: Any) -> HttpResponse:
    back = reverse("quality:plan", args=[found.pk])
    crumbs = [*_crumbs(), (found.name, back)]
    return act(request, NothingForm(request.POST or None), operation, back=back, crumbs=crumbs, **words)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Samples"), reverse("quality:plans"))]
