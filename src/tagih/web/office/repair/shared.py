"""Numbers that several people gave: who has them, what happened there, whose they are."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tagih.cases.queries import scope_paths
from tagih.contacts import operations as contacts
from tagih.contacts import queries
from tagih.contacts.enums import PointState, SharedState
from tagih.contacts.models import ContactPoint, SharedNumber
from tagih.contacts.permissions import Permission
from tagih.journal import operations as journal
from tagih.journal import queries as history
from tagih.kernel import clock
from tagih.portfolio.models import Customer
from tagih.web.office.repair.forms import ReasonForm, SharedForm
from tagih.web.ui.acts import act
from tagih.web.ui.downloads import download
from tagih.web.ui.forms import refusals_shown
from tagih.web.ui.guard import may, requires, requires_any, saw
from tagih.web.ui.listing import listing

SORTS = {"people": ("people", "pk"), "found": ("found_at", "pk")}
TONES = {SharedState.OPEN: "warn", SharedState.KEPT: "ok", SharedState.OWNED: "ok", SharedState.WRONG: "bad"}
POINT_TONES = {PointState.VERIFIED: "ok", PointState.SUSPECT: "warn", PointState.UNVERIFIED: ""}
MOST_ROWS = 20_000


@requires_any(Permission.WORK_REPAIR, Permission.APPROVE_POINTS)
def numbers(request: HttpRequest) -> HttpResponse:
    """Shared numbers of people in scope, those of most people first; also as a file."""
    chosen = request.GET.get("state", SharedState.OPEN)
    chosen = chosen if chosen in SharedState.values else ""
    text = request.GET.get("q", "").strip()
    rows = queries.shared_in(_paths(request), state=chosen, text=text)
    if "file" in request.GET:
        saw(request, "shared_numbers", chosen or "ALL", "shared numbers as a file")
        return download(request, _("shared-numbers"), _header(), _file_rows(rows.order_by("-people", "pk")[:MOST_ROWS]))
    page = listing(request, rows, sorts=SORTS, default="-people")
    context = {
        "page": page,
        "rows": [(row, TONES[SharedState(row.state)]) for row in page],
        "counted": _counted(_visible(request)),
        "states": SharedState.choices,
        "chosen": chosen,
        "text": text,
        "crumbs": [(_("People out of reach"), reverse("repair:queue")), (_("Shared numbers"), "")],
    }
    return render(request, "office/repair/shared.html", context)


@requires_any(Permission.WORK_REPAIR, Permission.APPROVE_POINTS)
def number(request: HttpRequest, pk: int) -> HttpResponse:
    """One number with its people and what happened there; who may decide decides here."""
    found = _number_or_404(request, pk)
    if request.method != "POST":
        return _page(request, found)
    form = SharedForm(request.POST, holders=queries.holders_of(found, paths=_paths(request)).shown)
    if not _may_decide(request, found):
        return _page(request, found, form=form, status=403)
    if form.is_valid():
        told = form.cleaned_data
        owner = Customer.objects.filter(pk=told["owner"] or None).first() if told["decision"] == "OWNED" else None
        with refusals_shown(form):
            contacts.resolve_shared_number(
                shared=found, decision=told["decision"], owner=owner, reason=told["reason"], by=request.user,
                now=clock.now(),
            )  # fmt: skip
    if form.is_valid():
        messages.success(request, _("Your decision is kept. The contact rules know it from now on."))
        return redirect("repair:shared_number", pk=pk)
    return _page(request, found, form=form, status=422)


@requires(Permission.WORK_REPAIR, Permission.UNMASK_POINTS)
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the number once, for a reason."""
    found = _number_or_404(request, pk)
    holders = queries.holders_of(found, paths=scope_paths(request.standing, Permission.UNMASK_POINTS))

    def show(said: dict[str, Any]) -> HttpResponse:
        point = get_object_or_404(ContactPoint.objects.select_related("customer"), pk=holders.shown[0].point_id)
        return _page(
            request, found, clear=contacts.reveal_point(contact_point=point, **said, by=request.user, now=clock.now())
        )

    if not holders.shown:
        return _page(request, found, status=403)
    return act(
        request, ReasonForm(request.POST or None), show, title=_("Show %(masked)s") % {"masked": found.masked},
        button=_("Show"), back=_address(found), done="", crumbs=_crumbs(found),
        text=_("Who saw it, when and why is kept and looked at by compliance."),
    )  # fmt: skip


@requires(Permission.APPROVE_POINTS)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a decision back, where that is safe."""
    found = _number_or_404(request, pk)
    if not _may_decide(request, found):
        return _page(request, found, status=403)
    return act(
        request, ReasonForm(request.POST or None),
        lambda said: contacts.reopen_shared_number(shared=found, **said, by=request.user, now=clock.now()),
        title=_("Take the decision back"), button=_("Take back"), back=_address(found), tone="bad",
        done=_("The number is to be looked at again."), crumbs=_crumbs(found),
        text=_("The number becomes suspect where the decision freed it or ruled it out. What was proven since stays."),
    )  # fmt: skip


def _page(
    request: HttpRequest, found: SharedNumber, *, form: SharedForm | None = None, clear: str = "", status: int = 200
) -> HttpResponse:  # fmt: skip
    holders = queries.holders_of(found, paths=_paths(request))
    journal.record_accesses(
        what="shared number", subject_kind="shared_number", subject_id=str(found.pk),
        customer_nos=[one.customer_no for one in holders.shown], by=request.user, now=clock.now(),
    )  # fmt: skip
    is_open = found.state == SharedState.OPEN
    may_decide = _may_decide(request, found)
    context = {
        "number": found,
        "tone": TONES[SharedState(found.state)],
        "clear": clear,
        "holders": [(one, POINT_TONES.get(PointState(one.state), "bad")) for one in holders.shown],
        "hidden": holders.hidden,
        "form": (form or SharedForm(holders=holders.shown)) if is_open and may_decide else None,
        "is_for_others": may(request, Permission.APPROVE_POINTS) and not may_decide,
        "may_reopen": may_decide and queries.may_be_reopened(found),
        "may_unmask": may(request, Permission.UNMASK_POINTS) and may(request, Permission.WORK_REPAIR) and not clear,
        "history": history.history_of("shared_number", found.pk),
        "crumbs": [*_crumbs(found)[:-1], (found.masked, "")],
    }
    response = render(request, "office/repair/shared_number.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _may_decide(request: HttpRequest, found: SharedNumber) -> bool:
    """A decision touches everybody who has the number, so their branches must be those of whoever decides."""
    if not may(request, Permission.APPROVE_POINTS):
        return False
    return queries.is_within(found, scope_paths(request.standing, Permission.APPROVE_POINTS))


def _paths(request: HttpRequest) -> set[str]:
    own = (Permission.WORK_REPAIR, Permission.APPROVE_POINTS)
    return set().union(*(scope_paths(request.standing, permission) for permission in own))


def _visible(request: HttpRequest) -> QuerySet[SharedNumber]:
    return queries.shared_in(_paths(request))


def _number_or_404(request: HttpRequest, pk: int) -> SharedNumber:
    return get_object_or_404(_visible(request), pk=pk)


def _counted(rows: QuerySet[SharedNumber]) -> dict[str, int]:
    return rows.aggregate(**{state.lower(): Count("pk", filter=Q(state=state)) for state in SharedState.values})


def _address(found: SharedNumber) -> str:
    return reverse("repair:shared_number", args=[found.pk])


def _crumbs(found: SharedNumber) -> list[tuple[str, str]]:
    listed = (_("Shared numbers"), reverse("repair:shared"))
    return [(_("People out of reach"), reverse("repair:queue")), listed, (found.masked, _address(found))]


def _header() -> list[str]:
    return [
        _("Number"), _("Kind"), _("People"), _("State"), _("Found (WIB)"), _("Decided (WIB)"), _("Decided by"),
        _("Reason"),
    ]  # fmt: skip


def _file_rows(rows: QuerySet[SharedNumber]) -> Iterator[list[Any]]:
    for row in rows.iterator(chunk_size=2_000):
        decided = clock.local(row.resolved_at, clock.WIB) if row.resolved_at else ""
        found = clock.local(row.found_at, clock.WIB)
        yield [
            row.masked, str(row.get_kind_display()), row.people, str(row.get_state_display()), found, decided,
            str(row.resolved_by or ""), row.reason,
        ]  # fmt: skip
