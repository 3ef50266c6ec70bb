"""A plan as the search sees it, and its cells as people see them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from tagih.staff.enums import CertificateKind
from tagih.staff.models import Certificate, Unit
from tagih.workforce.enums import LeaveStatus, PlanStatus
from tagih.workforce.models import Cell, LeaveRequest, Plan, ShiftKind
from tagih.workforce.queries.people import USUAL_DAYS_WEEK, memberships_between, terms_of
from tagih.workforce.rules.roster import OFF, SENIOR, Agent, Assignment, Problem, Rules, Shift

TAIL_DAYS = 7
ONE_DAY = dt.timedelta(days=1)


def shift_kinds_of(unit: Unit, *, on: dt.date) -> QuerySet[ShiftKind]:
    """This will return the shifts that a unit works: its own and those of the units above it."""
    ids = [int(part) for part in unit.path.split(".") if part]
    return ShiftKind.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on), unit__in=ids)


def published_cells(people: Iterable[int], first: dt.date, last: dt.date) -> QuerySet[Cell]:
    """This will return the shifts of people on days of published plans."""
    return Cell.objects.filter(
        plan__status=PlanStatus.PUBLISHED, person__in=list(people), day__range=(first, last), shift__isnull=False
    ).select_related("shift")


def leave_days(people: Iterable[int], first: dt.date, last: dt.date) -> dict[int, set[dt.date]]:
    """This will return the days of granted leave by person."""
    found: dict[int, set[dt.date]] = defaultdict(set)
    rows = LeaveRequest.objects.filter(
        person__in=list(people), status=LeaveStatus.GRANTED, first_day__lte=last, last_day__gte=first
    )
    for row in rows:
        day = max(first, row.first_day)
        while day <= min(last, row.last_day):
            found[row.person_id].add(day)
            day += ONE_DAY
    return found


def uncertified_days(people: Iterable[int], first: dt.date, last: dt.date) -> dict[int, set[dt.date]]:
    """This will return the days on which people who have been certified to collect hold no certificate that counts.

    Whoever never had one is in training and planned as anybody.
    """
    rows = Certificate.objects.filter(person__in=list(people), kind__in=(CertificateKind.DESK, CertificateKind.FIELD))
    held: dict[int, list[Certificate]] = defaultdict(list)
    for row in rows:
        held[row.person_id].append(row)
    days = [first + ahead * ONE_DAY for ahead in range((last - first).days + 1)]
    return defaultdict(set, {
        person: {
            day for day in days
            if not any(one.valid_from <= day <= one.valid_until and one.suspended_at is None for one in theirs)
        }
        for person, theirs in held.items()
    })  # fmt: skip


def problem_of(plan: Plan) -> Problem:
    """This will describe a plan to the search: people, their leave, terms and the month before; shifts; demand.

    Whoever works elsewhere by a published plan on a day is not to be had on it: an agent in two teams is planned once.
    """
    last = plan.last_day
    rows = list(memberships_between(plan.unit, plan.first_day, last))
    people = {row.person_id for row in rows}
    away = leave_days(people, plan.first_day, last)
    lapsed = uncertified_days(people, plan.first_day, last)
    busy: dict[int, set[dt.date]] = defaultdict(set)
    before: dict[int, dict[dt.date, str]] = defaultdict(dict)
    for cell in published_cells(people, plan.first_day - TAIL_DAYS * ONE_DAY, last).exclude(
        plan__unit=plan.unit, plan__first_day=plan.first_day
    ):
        if cell.day < plan.first_day:
            before[cell.person_id][cell.day] = str(cell.shift_id)
        else:
            busy[cell.person_id].add(cell.day)
    kinds = list(shift_kinds_of(plan.unit, on=plan.first_day))
    known = {str(kind.pk) for kind in kinds}
    terms = terms_of(people, on=plan.first_day)
    pins: dict[int, dict[int, str]] = defaultdict(dict)
    for cell in plan.cells.filter(is_pinned=True):
        pins[cell.person_id][(cell.day - plan.first_day).days] = str(cell.shift_id) if cell.shift_id else OFF
    agents = []
    for person in {row.person_id: row.person for row in rows}.values():
        there = _days_there([row for row in rows if row.person_id == person.pk], plan, person.left_on)
        gone = {day for day in range(plan.days) if day not in there}
        taken = away[person.pk] | busy[person.pk] | lapsed[person.pk]
        absent = gone | {(day - plan.first_day).days for day in taken}
        tail = [before[person.pk].get(plan.first_day - back * ONE_DAY) for back in range(TAIL_DAYS, 0, -1)]
        held = terms.get(person.pk)
        agents.append(
            Agent(
                id=str(person.pk),
                skills=(SENIOR,) if held and held.is_senior else (),
                max_days_week=held.days_week if held else USUAL_DAYS_WEEK,
                leave=frozenset(absent),
                pinned=pins[person.pk],
                before=tuple(shift if shift in known else None for shift in tail),
            )
        )
    starts, length = plan.demand["starts"], plan.demand["length"]
    return Problem(
        days=plan.days,
        intervals=[{"start_min": start, "end_min": start + length} for start in starts],
        shifts=tuple(
            Shift(id=str(kind.pk), start_min=kind.starts_min, end_min=kind.ends_min, paid_min=kind.paid_min)
            for kind in kinds
        ),
        agents=tuple(agents),
        demand=tuple(tuple(row) for row in plan.demand["need"]),
        rules=Rules(**plan.rules),
    )


def _days_there(rows: list, plan: Plan, left_on: dt.date | None) -> set[int]:
    found: set[int] = set()
    for row in rows:
        for day in range(plan.days):
            date = plan.first_day + day * ONE_DAY
            if row.starts_on <= date and (row.ends_on is None or date < row.ends_on):
                found.add(day)
    if left_on is not None:
        found = {day for day in found if plan.first_day + day * ONE_DAY <= left_on}
    return found


def assignment_of(plan: Plan, problem: Problem) -> Assignment:
    """This will return the cells of a plan in the shape of the search; cells of people who are gone are left out."""
    rows = problem.rows()
    known = {shift.id for shift in problem.shifts}
    for cell in plan.cells.filter(shift__isnull=False):
        row = rows.get(str(cell.person_id))
        if row is not None and str(cell.shift_id) in known:
            row[(cell.day - plan.first_day).days] = str(cell.shift_id)
    return rows


def plan_on(unit: Unit, day: dt.date) -> Plan | None:
    """This will return the published plan in which a unit's people work on a day: its own, or of a unit above."""
    ids = [int(part) for part in unit.path.split(".") if part]
    rows = Plan.objects.filter(
        status=PlanStatus.PUBLISHED, unit__in=ids, first_day__lte=day, first_day__gt=day - dt.timedelta(days=62)
    ).select_related("unit")
    return next((row for row in rows.order_by("-unit__path", "-first_day") if row.last_day >= day), None)
