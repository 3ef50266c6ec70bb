"""Balances, and the room that plans leave for people to be away."""

import datetime as dt
from collections import Counter

from django.db.models import Sum

from tagih.staff.models import Person, Unit
from tagih.workforce.models import Cell, LeaveEntry, LeaveKind, Plan
from tagih.workforce.queries.people import people_between, terms_of, unit_of
from tagih.workforce.queries.problem import assignment_of, leave_days, plan_on, problem_of
from tagih.workforce.rules.leave import Room
from tagih.workforce.rules.roster import Assignment, Problem, missing

ONE_DAY = dt.timedelta(days=1)


def balance_of(person: Person, kind: LeaveKind, *, year: int) -> int | None:
    """This will return the days left of a kind; None where no balance is kept."""
    if kind.yearly_days is None:
        return None
    rows = LeaveEntry.objects.filter(person=person, kind=kind, year=year)
    return rows.aggregate(total=Sum("days"))["total"] or 0


def balances_of(person: Person, *, year: int) -> list[tuple[LeaveKind, int]]:
    """This will return what is left of each kind with a balance."""
    held = dict(LeaveEntry.objects.filter(person=person, year=year).values_list("kind_id").annotate(total=Sum("days")))
    kinds = LeaveKind.objects.filter(yearly_days__isnull=False).order_by("name")
    return [(kind, held.get(kind.pk, 0)) for kind in kinds]


def room_for(person: Person, first: dt.date, last: dt.date) -> list[Room]:
    """This will return, day by day, what the plan would miss without a person.

    Days of a published plan are measured against it. Others are measured against the newest plan of the unit: as many
    people as it had at work on that weekday must be left, and enough for a whole week of such days.
    """
    unit = unit_of(person, on=first)
    if unit is None:
        return []
    days = [first + ahead * ONE_DAY for ahead in range((last - first).days + 1)]
    plans: dict[int, tuple[Problem, Assignment]] = {}
    rooms = []
    for day in days:
        plan = plan_on(unit, day)
        if plan is None:
            rooms.append(_by_weekday(unit, day))
            continue
        if plan.pk not in plans:
            problem = problem_of(plan)
            plans[plan.pk] = (problem, without_absent(problem, assignment_of(plan, problem)))
        rooms.append(_in_plan(plan, *plans[plan.pk], person, day))
    return rooms


def without_absent(problem: Problem, roster: Assignment) -> Assignment:
    """This will return a roster without the shifts of people who are away by now, mended or not."""
    return {
        agent.id: [name if agent.may_work(day) else None for day, name in enumerate(roster[agent.id])]
        for agent in problem.agents
    }


def _in_plan(plan: Plan, problem: Problem, roster: Assignment, person: Person, day: dt.date) -> Room:
    number = (day - plan.first_day).days
    held = sum(map(sum, missing(problem, roster)))
    row = roster.get(str(person.pk))
    if row is None or row[number] is None:
        return Room(day, held, held, 0)
    without = roster | {str(person.pk): [*row[:number], None, *row[number + 1 :]]}
    return Room(day, held, sum(map(sum, missing(problem, without))), 0)


def _by_weekday(unit: Unit, day: dt.date) -> Room:
    """Without a plan: people not away, less those whom the newest plan needed on such a weekday."""
    newest = (
        Plan.objects.filter(unit=unit, status__in=["PUBLISHED", "REPLACED"], first_day__lte=day)
        .order_by("-first_day", "-version").first()
    )  # fmt: skip
    people = people_between(unit, day, day)
    away = leave_days([one.pk for one in people], day, day)
    able = len(people) - len(away)
    if newest is None:
        return Room(day, 0, 1, 0)
    worked = Counter(Cell.objects.filter(plan=newest, shift__isnull=False).values_list("day", flat=True))
    needed = max((count for date, count in worked.items() if date.weekday() == day.weekday()), default=0)
    terms = terms_of([one.pk for one in people], on=day)
    share = sum(terms[one.pk].days_week if one.pk in terms else 5 for one in people) / (7 * max(len(people), 1))
    week = sum(worked.values()) / max(newest.days, 1)
    to_spare = min(able - needed, int(able * share - week + 1e-9))
    return Room(day, 0, 1, to_spare)
