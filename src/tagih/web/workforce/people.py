"""Moves between teams and people who leave."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tagih.kernel import clock
from tagih.staff.models import Membership, Unit
from tagih.staff.queries import memberships_on, people_visible_to, units_under
from tagih.web.ui.acts import act
from tagih.web.ui.guard import may, requires, requires_any
from tagih.web.ui.listing import listing
from tagih.web.workforce import forms
from tagih.web.workforce.scope import once, person_of
from tagih.workforce import operations
from tagih.workforce.models import Departure, Transfer
from tagih.workforce.permissions import Permission
from tagih.workforce.queries import PLANNED_ROLES

HOME = "workforce:people"


@requires_any(Permission.MOVE_PEOPLE, Permission.RECORD_LEAVERS, Permission.APPROVE_MOVES)
def people(request: HttpRequest) -> HttpResponse:
    """Who works in the units in scope, moves that wait, and who leaves."""
    paths = {path for one in Permission for path in request.standing.paths(one)}
    units = units_under(paths)
    held = memberships_on(request.standing.on).filter(unit__in=units, role__in=PLANNED_ROLES, person__is_active=True)
    rows = held.select_related("person", "unit")
    if text := request.GET.get("q", "").strip():
        rows = rows.filter(Q(person__full_name__icontains=text) | Q(person__employee_no__iexact=text))
    page = listing(
        request, rows, default="name",
        sorts={"name": ("person__full_name", "pk"), "unit": ("unit__name", "person__full_name", "pk")},
    )  # fmt: skip
    asked = Transfer.objects.filter(status="ASKED", membership__unit__in=units).select_related(
        "membership__person", "membership__unit", "unit", "asked_by"
    )
    leaving = Departure.objects.filter(person__memberships__unit__in=units).select_related("person").distinct()
    context = {
        "page": page,
        "text": text,
        "asked": asked.order_by("asked_at"),
        "leaving": leaving.order_by("-last_day")[:20],
        "may_move": may(request, Permission.MOVE_PEOPLE),
        "may_decide": may(request, Permission.APPROVE_MOVES),
        "may_let_go": may(request, Permission.RECORD_LEAVERS),
        "crumbs": [(_("Moves and leavers"), "")],
    }
    return render(request, "workforce/people.html", context)


@requires(Permission.RECORD_LEAVERS)
def leave(request: HttpRequest, employee_no: str) -> HttpResponse:
    """Records that somebody leaves; their cases are handed over at once, promises and calls back with them."""
    person = person_of(request, Permission.RECORD_LEAVERS, employee_no=employee_no)
    today = clock.today_in(clock.WIB, now=clock.now())

    def record(said: dict[str, Any]) -> None:
        operations.record_departure(person=person, **said, by=request.user, now=clock.now())

    return act(
        request, forms.DepartureForm(request.POST or None, initial={"noticed_on": today}), record,
        title=_("%(name)s leaves") % {"name": person.full_name}, button=_("Record"), tone="bad-solid",
        text=_("New work stops today, cases go to colleagues with their promises and calls back, access ends at the "
               "hour. What this person did stays under their code."),
        back=reverse(HOME), done=_("Recorded. The cases are handed over."),
        crumbs=[(_("Moves and leavers"), reverse(HOME))],
    )  # fmt: skip


@requires(Permission.MOVE_PEOPLE)
def move(request: HttpRequest, employee_no: str) -> HttpResponse:
    """Asks that somebody moves; a second person decides."""
    person = person_of(request, Permission.MOVE_PEOPLE, employee_no=employee_no)
    held = (
        Membership.objects.filter(person=person, role__in=PLANNED_ROLES, ends_on__isnull=True)
        .select_related("unit").order_by("-starts_on").first()
    )  # fmt: skip
    if held is None or not request.standing.covers(held.unit.path, Permission.MOVE_PEOPLE):
        raise Http404(_("There is no such person in your teams."))
    units = Unit.objects.filter(kind="TEAM", closed_on__isnull=True).exclude(pk=held.unit_id).order_by("name")

    def ask(said: dict[str, Any]) -> None:
        operations.ask_transfer(membership=held, **said, by=request.user, now=clock.now())

    return act(
        request, forms.MoveForm(request.POST or None, units=units), ask, button=_("Ask for it"),
        title=_("Move %(name)s") % {"name": person.full_name}, back=reverse(HOME),
        text=_("Now in %(unit)s. Every past day keeps its team in all figures.") % {"unit": held.unit.name},
        done=_("Asked. A second person decides."), crumbs=[(_("Moves and leavers"), reverse(HOME))],
    )  # fmt: skip


@require_POST
@requires(Permission.APPROVE_MOVES)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Carries a move out, or refuses it."""
    row = get_object_or_404(Transfer.objects.select_related("membership__unit"), pk=pk)
    people = people_visible_to(request.standing, Permission.APPROVE_MOVES)
    if not people.filter(pk=row.membership.person_id).exists():
        raise Http404(_("There is no such move in your scope."))
    is_approved = request.POST.get("answer") == "yes"
    return once(
        request,
        lambda: operations.decide_transfer(transfer=row, is_approved=is_approved, by=request.user, now=clock.now()),
        back=reverse(HOME), done=_("Decided."),
    )  # fmt: skip
