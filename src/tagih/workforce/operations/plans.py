"""Plans: asked for, made by the search, changed by hand, published, read."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person, Unit
from tagih.workforce import events, queries
from tagih.workforce.enums import CellOrigin, PlanStatus
from tagih.workforce.models import Acknowledgement, Cell, Plan, ShiftKind
from tagih.workforce.rules.breaks import Presence, place
from tagih.workforce.rules.plans import may_become
from tagih.workforce.rules.roster import Assignment, Breach, Problem, breaches

ONE_DAY = dt.timedelta(days=1)
RULES = {"rest_h": 11, "max_consecutive_days": 6, "max_hours_week": 40, "min_seniors": 0}


class PlanRefused(Refusal):
    """A plan cannot be made, changed or published as asked."""


def request_plan(
    *, unit: Unit, first_day: dt.date, days: int, demand: dict[str, Any], by: Person | None, now: dt.datetime,
    rules: dict[str, Any] | None = None, seconds: int = 20,
) -> Plan:  # fmt: skip
    """This will ask for a plan that the search then makes; a plan of the same days becomes its next version.

    :raises PlanRefused: the days do not begin on a Monday, there are no shifts or no people, or demand is absurd.
    """
    if first_day.weekday():
        monday = first_day + (7 - first_day.weekday()) * ONE_DAY
        raise PlanRefused(
            "NOT_MONDAY", _("A plan begins on a Monday, so that weeks are whole."), field="first_day", value=first_day,
            remedy=_("The next one is %(day)s.") % {"day": f"{monday:%d/%m/%Y}"},
        )  # fmt: skip
    if not 1 <= days <= 62:
        raise PlanRefused("DAYS", _("A plan spans one day to two months."), field="days", value=days)
    if not queries.shift_kinds_of(unit, on=first_day).exists():
        raise PlanRefused(
            "NO_SHIFTS", _("This unit has no shifts."), field="unit", value=unit.code, remedy=_("Add a shift first.")
        )
    people = queries.people_between(unit, first_day, first_day + (days - 1) * ONE_DAY)
    if not people:
        raise PlanRefused(
            "NO_PEOPLE", _("Nobody works in this unit on these days."), field="unit", value=unit.code,
            remedy=_("Give people a role in it first."),
        )  # fmt: skip
    most = max((max(row, default=0) for row in demand["need"]), default=0)
    if most > 100 * len(people):
        raise PlanRefused(
            "DEMAND_ABSURD",
            _("%(most)d people at once are more than a hundred times those who work here.") % {"most": most},
            field="demand", value=most, remedy=_("Check the numbers of the demand."),
        )  # fmt: skip
    with database.transaction():
        database.lock("workforce.plan", unit.pk, first_day)
        before = Plan.objects.filter(unit=unit, first_day=first_day).order_by("-version").first()
        plan = Plan.objects.create(
            unit=unit, first_day=first_day, days=days, version=before.version + 1 if before else 1,
            status=PlanStatus.WAITING, demand=demand, rules=RULES | (rules or {}), seconds=seconds, made_by=by,
            made_at=now,
        )  # fmt: skip
        if before:
            _copy_pins(before, plan)
        journal.publish(_said(events.PlanRequested, plan), by=by, now=now)
    return plan


def _copy_pins(before: Plan, plan: Plan) -> None:
    rows = before.cells.filter(is_pinned=True, day__range=(plan.first_day, plan.last_day))
    Cell.objects.bulk_create(
        Cell(plan=plan, person_id=row.person_id, day=row.day, shift_id=row.shift_id, is_pinned=True, origin=row.origin)
        for row in rows
    )


def store_roster(
    *, plan: Plan, roster: Assignment, cost: float, bound: float, remedies: Iterable[tuple[str, float]],
    conflict: Iterable[str], now: dt.datetime,
) -> Plan:  # fmt: skip
    """This will keep what the search found; fixed cells stay. A plan that is no longer waiting is left alone."""
    with database.transaction():
        plan = _locked(plan)
        if plan.status != PlanStatus.WAITING:
            return plan
        plan.cells.filter(is_pinned=False).delete()
        pinned = set(plan.cells.values_list("person_id", "day"))
        Cell.objects.bulk_create(
            Cell(plan=plan, person_id=int(person), day=plan.first_day + day * ONE_DAY, shift_id=int(shift))
            for person, row in roster.items()
            for day, shift in enumerate(row)
            if shift and (int(person), plan.first_day + day * ONE_DAY) not in pinned
        )
        _place_breaks(plan)
        plan.status, plan.cost, plan.bound, plan.ready_at, plan.problem = PlanStatus.DRAFT, cost, bound, now, ""
        plan.remedies = [{"code": code, "missing": missing} for code, missing in remedies]
        plan.conflict = list(conflict)
        plan.save()
        journal.publish(_said(events.PlanReady, plan, is_made=True), by=None, now=now)
    return plan


def fail_plan(*, plan: Plan, problem: str, now: dt.datetime) -> Plan:
    """This will say why the search could make no plan."""
    with database.transaction():
        plan = _locked(plan)
        if plan.status == PlanStatus.WAITING:
            plan.status, plan.problem, plan.ready_at = PlanStatus.FAILED, problem, now
            plan.save(update_fields=["status", "problem", "ready_at"])
            journal.publish(_said(events.PlanReady, plan, is_made=False), by=None, now=now)
    return plan


def set_cell(
    *, plan: Plan, person: Person, day: dt.date, shift: ShiftKind | None, by: Person | None, now: dt.datetime,
    origin: CellOrigin = CellOrigin.PERSON, is_forced: bool = False,
) -> list[Breach]:  # fmt: skip
    """This will give somebody a shift on a day, or the day off (None), and return the rules that it breaks.

    A change that breaks a rule which held before is refused unless it is forced: then the breach stays visible in the
    plan. The search leaves cells that a person set. In a published plan the person is told.

    :raises PlanRefused: the plan is being made or replaced, the day lies outside, the person is not of the unit, or a
        rule would be broken.
    """
    with database.transaction():
        plan = _locked(plan)
        if plan.status not in (PlanStatus.DRAFT, PlanStatus.PUBLISHED):
            raise PlanRefused("NOT_OPEN", _("This plan cannot be changed now."), value=plan.status)
        number = (day - plan.first_day).days
        if not 0 <= number < plan.days:
            raise PlanRefused("OUTSIDE", _("This day does not lie in the plan."), field="day", value=day)
        problem = queries.problem_of(plan)
        before = queries.assignment_of(plan, problem)
        if str(person.pk) not in before:
            raise PlanRefused("NOT_OF_UNIT", _("This person is not planned here."), field="person", value=str(person))
        broken = new_breaches(problem, before, [(person.pk, number, shift)])
        if broken and not is_forced:
            raise PlanRefused(
                "RULE_BROKEN",
                _("That breaks a rule: %(rules)s.") % {"rules": queries.in_words(broken, plan.first_day)},
                field="shift",
                remedy=_("Choose another day or person, or set it all the same."),
            )  # fmt: skip
        write_cell(plan, person.pk, day, shift, origin)
        if plan.status == PlanStatus.PUBLISHED:
            tell_cell(plan, person, day, shift, str(origin.label), by=by, now=now)
        else:
            journal.tell([f"plan:{plan.pk}"])
    return broken


def new_breaches(
    problem: Problem, before: Assignment, changes: Iterable[tuple[int, int, ShiftKind | None]]
) -> list[Breach]:
    """This will return the rules that changes (person, day, shift) would break and that hold now."""
    after = {name: list(row) for name, row in before.items()}
    free: dict[str, set[int]] = {}
    for person, day, shift in changes:
        after[str(person)][day] = str(shift.pk) if shift else None
        free.setdefault(str(person), set()).add(day)
    agents = tuple(
        agent.model_copy(
            update={"pinned": {day: name for day, name in agent.pinned.items() if day not in free[agent.id]}}
        )
        for agent in problem.agents
        if agent.id in free
    )
    only = problem.model_copy(update={"agents": agents})
    held = set(breaches(only, before))
    return [breach for breach in breaches(only, after) if breach not in held]


def write_cell(plan: Plan, person_id: int, day: dt.date, shift: ShiftKind | None, origin: CellOrigin) -> None:
    """This will write one cell. By hand it is fixed; the break lies in the middle until breaks are placed anew."""
    held = {"shift": shift, "is_pinned": True, "origin": origin, "break_min": _middle(shift)}
    Cell.objects.update_or_create(plan=plan, person_id=person_id, day=day, defaults=held)


def free_cell(*, plan: Plan, person: Person, day: dt.date, by: Person | None, now: dt.datetime) -> None:
    """This will let the search decide a cell again; until it does the cell stays as it is."""
    del by, now
    cells = plan.cells.filter(person=person, day=day)
    cells.filter(shift__isnull=True).delete()
    cells.update(is_pinned=False)


def publish(*, plan: Plan, by: Person | None, now: dt.datetime) -> Plan:
    """This will make a draft the plan that stands; the version before it is replaced. Everybody in it may read theirs.

    :raises PlanRefused: it is no draft, or all of its days are over.
    """
    with database.transaction():
        database.lock("workforce.plan", plan.unit_id, plan.first_day)
        plan = _locked(plan)
        if not may_become(PlanStatus(plan.status), PlanStatus.PUBLISHED):
            raise PlanRefused("NOT_DRAFT", _("Only a draft is published."), value=plan.status)
        today = now.astimezone(queries.zone_of(plan.unit)).date()
        if plan.last_day < today:
            raise PlanRefused("OVER", _("All days of this plan are over."), value=plan.last_day)
        Plan.objects.filter(unit=plan.unit, first_day=plan.first_day, status=PlanStatus.PUBLISHED).update(
            status=PlanStatus.REPLACED
        )
        plan.status, plan.published_at, plan.published_by = PlanStatus.PUBLISHED, now, by
        plan.save(update_fields=["status", "published_at", "published_by"])
        _place_breaks(plan)
        journal.publish(_said(events.PlanPublished, plan, version=plan.version), by=by, now=now)
    return plan


def acknowledge(*, plan: Plan, person: Person, now: dt.datetime) -> bool:
    """This will record that somebody has read their shifts, and tell whether it was the first time.

    :raises PlanRefused: the plan is not published, or the person has no part in it.
    """
    if plan.status != PlanStatus.PUBLISHED:
        raise PlanRefused("NOT_PUBLISHED", _("This plan is not published."), value=plan.status)
    if not plan.cells.filter(person=person).exists():
        raise PlanRefused("NOT_IN_PLAN", _("You have no shifts in this plan."))
    _row, is_new = Acknowledgement.objects.get_or_create(plan=plan, person=person, defaults={"at": now})
    return is_new


def _place_breaks(plan: Plan) -> None:
    """Breaks of every day where most are to spare."""
    starts, length, need = plan.demand["starts"], plan.demand["length"], plan.demand["need"]
    cells = list(plan.cells.filter(shift__isnull=False).select_related("shift"))
    for number in range(plan.days):
        today = [cell for cell in cells if cell.day == plan.first_day + number * ONE_DAY]
        placed = place({cell.pk: presence(cell.shift) for cell in today}, starts, length, need[number])
        for cell in today:
            cell.break_min = placed.get(cell.pk)
    Cell.objects.bulk_update(cells, ["break_min"], batch_size=1000)


def presence(shift: ShiftKind) -> Presence:
    """This will return a shift as the placing of breaks sees it."""
    return Presence(shift.starts_min, shift.ends_min, shift.ends_min - shift.starts_min - shift.paid_min)


def _middle(shift: ShiftKind | None) -> int | None:
    if shift is None or shift.paid_min == shift.ends_min - shift.starts_min:
        return None
    return (shift.starts_min + shift.ends_min - (shift.ends_min - shift.starts_min - shift.paid_min)) // 2


def tell_cell(
    plan: Plan, person: Person, day: dt.date, shift: ShiftKind | None, why: str, *, by: Person | None, now: dt.datetime
) -> None:
    """This will publish that a day of a published plan changed."""
    event = events.CellChanged(
        person_id=person.pk, full_name=person.full_name, day=day.isoformat(), shift=shift.code if shift else "",
        why=why,
    )  # fmt: skip
    journal.publish(event, by=by, now=now)
    journal.tell([f"plan:{plan.pk}"])


def _locked(plan: Plan) -> Plan:
    return Plan.objects.select_for_update(of=("self",)).select_related("unit").get(pk=plan.pk)


def _said(event_class: type, plan: Plan, **more: Any) -> Any:
    return event_class(plan_id=plan.pk, unit_code=plan.unit.code, first_day=plan.first_day.isoformat(), **more)
