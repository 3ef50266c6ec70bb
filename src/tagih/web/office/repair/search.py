"""The queue of people whom nobody can reach, and the search for one of them."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tagih.cases.models import Case
from tagih.cases.queries import in_scope
from tagih.contacts import operations as contacts
from tagih.contacts import queries
from tagih.contacts.enums import AttemptState, Finding, Purpose, RepairState, TraceKind
from tagih.contacts.models import Attempt, ContactPoint, RepairItem
from tagih.contacts.permissions import Permission
from tagih.contacts.queries import StepView
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.web.office.repair.forms import FOUND, StepForm
from tagih.web.ui.forms import show_refusal
from tagih.web.ui.guard import may, requires
from tagih.web.ui.listing import listing

SORTS = {
    "stake": ("overdue_amount", "-oldest_unmet_due_on", "pk"),
    "late": ("-oldest_unmet_due_on", "pk"),
    "name": ("customer__full_name", "pk"),
    "opened": ("opened_at", "pk"),
}
TONES = {
    RepairState.OPEN: "warn",
    RepairState.SEARCHING: "info",
    RepairState.FOUND: "ok",
    RepairState.EXHAUSTED: "bad",
    RepairState.REPAIRED: "ok",
    RepairState.DROPPED: "",
}
OPEN_STATES = (RepairState.OPEN, RepairState.SEARCHING, RepairState.FOUND, RepairState.EXHAUSTED)


@dataclass(frozen=True, slots=True)
class Step:
    """One step as the page shows it, with its form where it may be recorded."""

    view: StepView
    form: StepForm | None
    is_asked: bool


@requires(Permission.WORK_REPAIR)
def queue(request: HttpRequest) -> HttpResponse:
    """Everybody in scope whom no number reaches, by what is at stake."""
    scope = in_scope(request.standing, Permission.WORK_REPAIR)
    rows = RepairItem.objects.filter(scope, closed_at__isnull=True)
    counted = rows.aggregate(
        stake=Sum("overdue_amount"),
        **{state.lower(): Count("pk", filter=Q(state=state)) for state in OPEN_STATES},
    )
    chosen = request.GET.get("state", "")
    if chosen in OPEN_STATES:
        rows = rows.filter(state=chosen)
    text = request.GET.get("q", "").strip()
    if text:
        rows = rows.filter(Q(customer__full_name__icontains=text) | Q(customer__customer_no__iexact=text))
    rows = rows.select_related("customer", "branch").annotate(tried=Count("steps"), spent=Sum("steps__cost"))
    page = listing(request, rows, sorts=SORTS, default="-stake")
    context = {
        "page": page,
        "rows": [{"item": row, "tone": TONES[RepairState(row.state)]} for row in page],
        "counted": counted,
        "states": [(str(state), state.label) for state in OPEN_STATES],
        "chosen": chosen,
        "text": text,
        "requests": queries.requests_waiting(scope),
        "may_decide": may(request, Permission.APPROVE_POINTS),
        "has_inbox": queries.has_inbox(),
        "crumbs": [(_("People out of reach"), "")],
    }
    return render(request, "office/repair/queue.html", context)


@requires(Permission.WORK_REPAIR)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """The search for one person."""
    return _page(request, _item_or_404(request, pk))


@require_POST
@requires(Permission.WORK_REPAIR)
def ask(request: HttpRequest, pk: int, kind: str, point_id: int) -> HttpResponse:
    """Asks the contact rules whether somebody may be asked for whereabouts; shows the number when they agree."""
    found = _item_or_404(request, pk)
    point = get_object_or_404(ContactPoint, pk=point_id, customer_id=found.customer_id)
    now = clock.now()
    try:
        outcome = contacts.ask_whereabouts(item=found, kind=_kind(kind), contact_point=point, by=request.user, now=now)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("repair:item", pk=pk)
    if outcome.allowed:
        return redirect(f"{reverse('repair:item', args=[pk])}#langkah-{kind}")
    reasons = [reason for reason in queries.reasons_in_words(outcome.decision.reasons) if reason.is_refusal]
    return _page(request, found, refused={"kind": kind, "reasons": reasons}, status=422)


@require_POST
@requires(Permission.WORK_REPAIR)
def step(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Writes down what a step brought."""
    found = _item_or_404(request, pk)
    chosen = _kind(kind)
    attempt = _open_attempt(request, found)
    asked = attempt is not None and attempt.contact_point_id in _candidates(found, chosen)
    needs_asking = next(view.needs_asking for view in queries.search_of(found) if view.kind == chosen)
    form = StepForm(request.POST, asked=asked, needs_asking=needs_asking)
    if form.is_valid():
        told = form.cleaned_data
        label = "DOMICILE" if told["finding"] == Finding.ADDRESS else "MOBILE"
        given = contacts.Given(told["value"], label=label) if told["finding"] in FOUND and told["value"] else None
        try:
            contacts.record_step(
                item=found, kind=chosen, finding=told["finding"], note=told["note"], found=given,
                attempt=attempt if asked else None, by=request.user, now=clock.now(),
            )  # fmt: skip
        except Refusal as refusal:
            show_refusal(form, refusal)
    if form.is_valid():
        messages.success(request, _("The step is written down."))
        return redirect("repair:item", pk=pk)
    return _page(request, found, wrong={chosen: form}, status=422)


@require_POST
@requires(Permission.WORK_REPAIR)
def adopt(request: HttpRequest, pk: int, point_id: int) -> HttpResponse:
    """Takes over a number from another record of the same person."""
    found = _item_or_404(request, pk)
    offered = {row.point_id for row in queries.elsewhere(found.customer)}
    point = get_object_or_404(ContactPoint, pk=point_id, pk__in=offered)
    return _done(request, pk, lambda: contacts.adopt_point(
        item=found, contact_point=point, by=request.user, now=clock.now()))  # fmt: skip


@require_POST
@requires(Permission.WORK_REPAIR)
def look_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks the provider of look-ups that is set up."""
    found = _item_or_404(request, pk)
    return _done(request, pk, lambda: contacts.look_up(item=found, by=request.user, now=clock.now()))


def _done(request: HttpRequest, pk: int, operation: Any) -> HttpResponse:
    try:
        made = operation()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(step)s: %(finding)s.") % {
            "step": made.get_kind_display(), "finding": made.get_finding_display()})  # fmt: skip
    return redirect("repair:item", pk=pk)


def _item_or_404(request: HttpRequest, pk: int) -> RepairItem:
    visible = RepairItem.objects.filter(in_scope(request.standing, Permission.WORK_REPAIR))
    return get_object_or_404(visible.select_related("customer", "branch"), pk=pk)


def _kind(text: str) -> TraceKind:
    return TraceKind(text) if text in TraceKind.values else TraceKind.OTHER_CONTRACTS


def _candidates(found: RepairItem, kind: TraceKind) -> set[int]:
    view = next(view for view in queries.search_of(found) if view.kind == kind)
    return {point.id for point in view.candidates}


def _open_attempt(request: HttpRequest, found: RepairItem) -> Attempt | None:
    reserved = Attempt.objects.filter(
        agent=request.user, customer_id=found.customer_id, purpose=Purpose.LOCATE, state=AttemptState.RESERVED,
        repair_step__isnull=True,
    )  # fmt: skip
    return reserved.select_related("contact_point__customer").order_by("-opened_at").first()


def _page(
    request: HttpRequest, found: RepairItem, *, refused: dict[str, Any] | None = None,
    wrong: dict[str, StepForm] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    attempt = _open_attempt(request, found)
    is_open = found.closed_at is None
    views = queries.search_of(found)
    steps = [_step(view, attempt, is_open, (wrong or {}).get(view.kind)) for view in views]
    case = Case.objects.filter(customer_id=found.customer_id).order_by("-status", "-pk").first()
    context = {
        "item": found,
        "tone": TONES[RepairState(found.state)],
        "is_open": is_open,
        "steps": steps,
        "cost": queries.cost_of(found),
        "points": queries.points_of(found.customer),
        "elsewhere": queries.elsewhere(found.customer) if is_open else [],
        "attempt": attempt,
        "dial": _revealed(request, attempt),
        "refused": refused,
        "case_code": case.code if case else "",
        "may_request": may(request, Permission.EDIT_POINTS),
        "crumbs": [(_("People out of reach"), reverse("repair:queue")), (found.customer.full_name, "")],
    }
    return render(request, "office/repair/item.html", context, status=status)


def _step(view: StepView, attempt: Attempt | None, is_open: bool, wrong: StepForm | None) -> Step:
    asked = attempt is not None and attempt.contact_point_id in {point.id for point in view.candidates}
    if not is_open or view.kind == TraceKind.PROVIDER_LOOKUP:
        return Step(view, None, asked)
    return Step(view, wrong or StepForm(asked=asked, needs_asking=view.needs_asking), asked)


def _revealed(request: HttpRequest, attempt: Attempt | None) -> str:
    if attempt is None or attempt.contact_point is None:
        return ""
    return contacts.reveal_point(
        contact_point=attempt.contact_point, reason=_("to ask for whereabouts"), by=request.user, now=clock.now()
    )
