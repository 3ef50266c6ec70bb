"""Plan and truth of a branch's day, the sliders with their price, moving stops, evidence to look at."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tagih.cases import queries as cases
from tagih.field import operations as field
from tagih.field import queries
from tagih.field.models import Collector, Panic, Stop, Visit, VisitBlob
from tagih.field.permissions import Permission
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.staff.models import Unit
from tagih.web.ui.forms import refusals_shown
from tagih.web.ui.guard import may, requires, saw
from tagih.web.ui.listing import listing

REASONS = {
    "NO_POSITION": gettext_lazy("its address is not on the map"),
    "GATE_REFUSES": gettext_lazy("a contact rule forbids a visit today"),
    "NO_COLLECTOR": gettext_lazy("nobody may visit today"),
    "LOAD_TOO_LARGE": gettext_lazy("nobody has room for another visit"),
    "WINDOW_OUT_OF_REACH": gettext_lazy("nobody can be there in time"),
    "SHIFT_TOO_SHORT": gettext_lazy("it does not fit into a shift"),
    "SHIFTS_FULL": gettext_lazy("the shifts are full"),
    "NOT_WORTH_THE_WAY": gettext_lazy("not worth the way"),
    "IN_THE_PAUSE": gettext_lazy("its time lies in the pause"),
    "NO_CERTIFICATE": gettext_lazy("no valid certificate"),
    "NO_ASSIGNMENT": gettext_lazy("no letter of assignment"),
    "LEFT": gettext_lazy("no longer with us"),
}
SIGNALS = {
    "GATE_REFUSED": gettext_lazy("a contact rule forbade the visit"),
    "IMPOSSIBLE_SPEED": gettext_lazy("faster than anybody rides"),
    "SAME_COORDINATES": gettext_lazy("the very place of another visit"),
    "PHOTO_REUSED": gettext_lazy("a photo that was used before"),
    "EXACTLY_THE_PIN": gettext_lazy("exactly the point of the map"),
    "ACCURACY_CONSTANT": gettext_lazy("accuracy that never changes"),
    "OUTSIDE": gettext_lazy("far from the door"),
    "NO_POSITION": gettext_lazy("no position"),
    "SHORT_STAY": gettext_lazy("less than two minutes"),
    "CLOCK_OFF": gettext_lazy("the phone's clock was wrong"),
    "TWO_AT_ONE_PLACE": gettext_lazy("a colleague at the same place"),
    "CHAIN_BROKEN": gettext_lazy("an entry before it is missing"),
    "RESULT_NOT_TAKEN": gettext_lazy("the case did not take the result"),
}


class PlanForm(forms.Form):
    """What the routes should mind."""

    priority = forms.IntegerField(min_value=0, max_value=100)
    fairness = forms.IntegerField(min_value=0, max_value=100)
    territory = forms.IntegerField(min_value=0, max_value=100)


class ReviewForm(forms.Form):
    """What somebody found."""

    note = forms.CharField(label=gettext_lazy("What you found"), max_length=400, widget=forms.Textarea({"rows": 3}))


@require_GET
@requires(Permission.SEE_FIELD)
def day(request: HttpRequest) -> HttpResponse:
    """A branch's day on the map and in rows."""
    branches = list(queries.branches_in(cases.scope_paths(request.standing, Permission.SEE_FIELD)))
    if not branches:
        return render(request, "floor/field/none.html", {"crumbs": [(_("Field"), "")]})
    now = clock.now()
    branch = _chosen(request, branches)
    on = _day(request.GET.get("day", ""), default=clock.today_in(clock.WIB, now=now))
    board = queries.board_of(branch, day=on, now=now)
    context = {
        "board": board, "branches": branches, "drawn": queries.drawn(board), "before": on - dt.timedelta(days=1),
        "after": on + dt.timedelta(days=1), "unplanned": [(stop, REASONS.get(stop.reason, stop.reason))
        for stop in board.unplanned], "left_out": _left_out(board), "price_minutes": board.price_s // 60,
        "waiting": queries.visits_to_review(cases.scope_paths(request.standing, Permission.SEE_FIELD)).count(),
        "may_plan": may(request, Permission.PLAN_VISITS), "crumbs": [(_("Field"), "")],
        "collectors": [row.person for row in board.rows],
        "sliders": _sliders(board),
    }  # fmt: skip
    return render(request, "floor/field/day.html", context)


@require_POST
@requires(Permission.PLAN_VISITS)
def ask(request: HttpRequest, branch_id: int) -> HttpResponse:
    """Asks for the routes of a day."""
    branch = _branch(request, branch_id, Permission.PLAN_VISITS)
    now = clock.now()
    on = _day(request.POST.get("day", ""), default=clock.today_in(clock.WIB, now=now))
    form = PlanForm(request.POST)
    if form.is_valid():
        field.ask_plan(branch=branch, day=on, by=request.user, now=now, **form.cleaned_data)
        messages.success(request, _("The routes are being planned. This page shows them when they stand."))
    return redirect(f"{reverse('floor:field')}?branch={branch.pk}&day={on}")


@require_POST
@requires(Permission.PLAN_VISITS)
def move(request: HttpRequest, stop_id: int) -> HttpResponse:
    """Gives a stop to a collector and pins it there."""
    stop = get_object_or_404(Stop.objects.select_related("plan__branch"), pk=stop_id)
    branch = _branch(request, stop.plan.branch_id, Permission.PLAN_VISITS)
    man = get_object_or_404(Collector, branch=branch, person_id=request.POST.get("collector") or 0)
    try:
        field.move_stop(stop=stop, collector=man.person, position=None, by=request.user, now=clock.now())
        messages.success(request, _("Given to %(name)s.") % {"name": man.person})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('floor:field')}?branch={branch.pk}&day={stop.plan.day}")


@require_POST
@requires(Permission.SEE_FIELD)
def answer_call(request: HttpRequest, panic_id: int) -> HttpResponse:
    """Notes that somebody looks after a call for help."""
    call = get_object_or_404(Panic, pk=panic_id)
    home = Collector.objects.filter(person_id=call.person_id).values_list("branch_id", flat=True).first()
    branch = _branch(request, home or 0, Permission.SEE_FIELD)
    field.answer_panic(panic=call, answer=request.POST.get("answer", ""), by=request.user, now=clock.now())
    return redirect(f"{reverse('floor:field')}?branch={branch.pk}")


@require_GET
@requires(Permission.REVIEW_VISITS)
def reviews(request: HttpRequest) -> HttpResponse:
    """Visits whose evidence is weak."""
    paths = cases.scope_paths(request.standing, Permission.REVIEW_VISITS)
    page = listing(request, queries.visits_to_review(paths), sorts={"risk": ("risk", "pk")}, default="-risk")
    rows = [(visit, _signals(visit)) for visit in page]
    crumbs = [(_("Field"), reverse("floor:field")), (_("Evidence"), "")]
    return render(request, "floor/field/reviews.html", {"page": page, "rows": rows, "crumbs": crumbs})


@requires(Permission.REVIEW_VISITS)
def review(request: HttpRequest, visit_id: str) -> HttpResponse:
    """One visit with its evidence, and the decision about it."""
    visit = _visit(request, visit_id)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            field.review_visit(
                visit=visit, is_cleared="cleared" in request.POST, note=form.cleaned_data["note"], by=request.user,
                now=clock.now(),
            )  # fmt: skip
            messages.success(request, _("Decided."))
            return redirect("floor:field_reviews")
    crumbs = [
        (_("Field"), reverse("floor:field")),
        (_("Evidence"), reverse("floor:field_reviews")),
        (visit.case.code, ""),
    ]
    context = {
        "visit": visit,
        "signals": _signals(visit),
        "form": form,
        "pictures": visit.pictures.all(),
        "crumbs": crumbs,
    }
    return render(request, "floor/field/review.html", context)


@require_GET
@requires(Permission.REVIEW_VISITS)
def picture(request: HttpRequest, picture_id: int) -> HttpResponse:
    """A picture of a visit; who looked at it is written down."""
    found = get_object_or_404(VisitBlob.objects.select_related("blob", "visit__customer"), pk=picture_id)
    visit = _visit(request, str(found.visit_id))
    saw(request, "visit_picture", found.pk, "visit_picture", customer_no=visit.customer.customer_no)
    with default_storage.open(found.blob.stored_as) as file:
        return HttpResponse(file.read(), content_type=found.blob.content_type)


def _visit(request: HttpRequest, visit_id: str) -> Visit:
    in_scope = cases.in_scope(request.standing, Permission.REVIEW_VISITS, prefix="case__")
    rows = Visit.objects.filter(in_scope).select_related(
        "collector", "customer", "case", "activity__result", "decision"
    )
    return get_object_or_404(rows, pk=visit_id)


def _branch(request: HttpRequest, branch_id: int, permission: str) -> Unit:
    branch = queries.branches_in(cases.scope_paths(request.standing, permission)).filter(pk=branch_id).first()
    if branch is None:
        raise Http404(_("There is no such branch in your units."))
    return branch


def _chosen(request: HttpRequest, branches: list[Unit]) -> Unit:
    wanted = request.GET.get("branch", "")
    named = next((branch for branch in branches if str(branch.pk) == wanted), None)
    if named is not None:
        return named
    with_people = set(Collector.objects.filter(branch__in=branches).values_list("branch_id", flat=True))
    return next((branch for branch in branches if branch.pk in with_people), branches[0])


def _day(text: str, *, default: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return default


def _left_out(board: queries.Board) -> list[tuple[str, Any]]:
    rows = board.plan.left_out if board.plan else []
    return [(row["collector"], REASONS.get(row["reason"], row["reason"])) for row in rows]


def _signals(visit: Visit) -> list[tuple[Any, int]]:
    return [(SIGNALS.get(row["code"], row["code"]), row["points"]) for row in visit.signals]


def _sliders(board: queries.Board) -> list[tuple[str, str, str, int]]:
    plan = board.plan
    return [
        ("priority", _("Short ways"), _("What is worth most"), plan.priority if plan else 50),
        ("fairness", _("Short ways"), _("Even hours"), plan.fairness if plan else 0),
        ("territory", _("One ground for all"), _("Own ground"), plan.territory if plan else 50),
    ]
