"""Somebody will not come: the plan is mended in seconds, and whoever is called in is told."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person
from tagih.workforce import events, queries
from tagih.workforce.enums import CellOrigin, LeaveStatus, PlanStatus
from tagih.workforce.models import Cell, LeaveKind, LeaveRequest, Plan, ShiftKind
from tagih.workforce.operations.plans import tell_cell
from tagih.workforce.rules.roster import Assignment

ONE_DAY = dt.timedelta(days=1)


class AbsenceRefused(Refusal):
    """An absence that cannot be."""


def report_absence(
    *, person: Person, kind: LeaveKind, first_day: dt.date, last_day: dt.date, by: Person | None, now: dt.datetime,
    note: str = "",
) -> LeaveRequest:  # fmt: skip
    """This will record that somebody is not there on days, whatever the plan says; the plan is then mended by itself.

    :raises AbsenceRefused: the days are upside down, or leave of these days exists already.
    """
    if last_day < first_day:
        raise AbsenceRefused("PERIOD", _("The last day lies before the first."), field="last_day", value=last_day)
    with database.transaction():
        database.lock("workforce.leave", person.pk)
        held = LeaveRequest.objects.filter(
            person=person, status=LeaveStatus.GRANTED, first_day__lte=last_day, last_day__gte=first_day
        )
        if held.exists():
            raise AbsenceRefused("ABSENT_ALREADY", _("Leave of these days exists already."), field="first_day")
        request = LeaveRequest.objects.create(
            person=person, kind=kind, first_day=first_day, last_day=last_day, days=(last_day - first_day).days + 1,
            status=LeaveStatus.GRANTED, note=note, asked_at=now, decided_at=now, decided_by=by,
        )  # fmt: skip
        publish_absence(request, by=by, now=now)
    return request


def publish_absence(request: LeaveRequest, *, by: Person | None, now: dt.datetime) -> None:
    """This will say that somebody is away; plans that count on them are mended."""
    event = events.AbsenceReported(
        person_id=request.person_id, full_name=request.person.full_name, first_day=request.first_day.isoformat(),
        last_day=request.last_day.isoformat(),
    )  # fmt: skip
    journal.publish(event, by=by, now=now)


def plans_with_holes(*, person_id: int, first_day: dt.date, last_day: dt.date) -> list[Plan]:
    """This will return the drafts and published plans in which somebody has shifts on the days."""
    cells = Cell.objects.filter(
        person_id=person_id, day__range=(first_day, last_day), shift__isnull=False,
        plan__status__in=[PlanStatus.DRAFT, PlanStatus.PUBLISHED],
    )  # fmt: skip
    return list(Plan.objects.filter(pk__in=cells.values("plan_id")).select_related("unit").order_by("pk"))


def store_repair(*, plan: Plan, roster: Assignment, now: dt.datetime) -> int:
    """This will bring a plan to a mended roster and return how many cells changed; those called in are told."""
    with database.transaction():
        plan = Plan.objects.select_for_update(of=("self",)).select_related("unit").get(pk=plan.pk)
        if plan.status not in (PlanStatus.DRAFT, PlanStatus.PUBLISHED):
            return 0
        kinds = {str(kind.pk): kind for kind in ShiftKind.objects.filter(unit__path__in=_paths_above(plan.unit.path))}
        people = {str(person.pk): person for person in Person.objects.filter(pk__in=[int(name) for name in roster])}
        before = queries.assignment_of(plan, queries.problem_of(plan))
        changed = 0
        for name, row in roster.items():
            for number, shift in enumerate(row):
                if before.get(name, row)[number] == shift:
                    continue
                changed += 1
                _write(plan, people[name], plan.first_day + number * ONE_DAY, kinds.get(shift or ""), now)
        if changed:
            journal.tell([f"plan:{plan.pk}", "roster"])
    return changed


def _write(plan: Plan, person: Person, day: dt.date, shift: ShiftKind | None, now: dt.datetime) -> None:
    if shift is None:
        plan.cells.filter(person=person, day=day).delete()
    else:
        held = {"shift": shift, "is_pinned": False, "origin": CellOrigin.REPAIR, "break_min": None}
        Cell.objects.update_or_create(plan=plan, person=person, day=day, defaults=held)
    if plan.status == PlanStatus.PUBLISHED:
        tell_cell(plan, person, day, shift, str(CellOrigin.REPAIR.label), by=None, now=now)


def _paths_above(path: str) -> list[str]:
    parts = [part for part in path.split(".") if part]
    return [".".join(parts[: number + 1]) + "." for number in range(len(parts))]
