"""A plan as a planner looks at it: people by days, what is missing, what is broken."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from tagih.kernel import calendars
from tagih.staff.models import Person, Unit
from tagih.workforce.models import Acknowledgement, Cell, LeaveRequest, Plan, ShiftKind
from tagih.workforce.queries.people import people_between
from tagih.workforce.queries.problem import assignment_of, leave_days, problem_of, shift_kinds_of
from tagih.workforce.queries.wording import REMEDIES, RULES, WORDS
from tagih.workforce.rules.roster import Breach, breaches, missing

ONE_DAY = dt.timedelta(days=1)
OF_A_WEEK = ("DAYS_WEEK", "HOURS_WEEK")


@dataclass(frozen=True, slots=True)
class Column:
    """One day: the hours of people missing, and how many are at work."""

    date: dt.date
    is_free: bool
    short_hours: float
    at_work: int


@dataclass(frozen=True, slots=True)
class Square:
    """One person on one day."""

    date: dt.date
    shift: ShiftKind | None
    is_pinned: bool
    is_leave: bool
    is_gone: bool
    is_broken: bool
    origin: str


@dataclass(frozen=True, slots=True)
class Row:
    """One person."""

    person: Person
    squares: list[Square]
    days: int
    hours: float
    has_read: bool


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that the plan breaks, in words."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Everything on the page of a plan."""

    columns: list[Column]
    rows: list[Row]
    shifts: list[ShiftKind]
    short_hours: float
    bound_hours: float | None
    demand_hours: float
    remedies: list[tuple[str, float]]
    conflict: list[str]
    broken: list[Broken]
    read: int

    @property
    def cover(self) -> float:
        return 1 - self.short_hours / self.demand_hours if self.demand_hours else 1.0


def grid(plan: Plan) -> Grid:
    """This will lay a plan out. The same number of queries for one person and for a hundred."""
    problem = problem_of(plan)
    roster = assignment_of(plan, problem)
    hours = plan.demand["length"] / 60
    short = [sum(row) * hours for row in missing(problem, roster)]
    people = people_between(plan.unit, plan.first_day, plan.last_day)
    kinds = {str(kind.pk): kind for kind in shift_kinds_of(plan.unit, on=plan.first_day)}
    cells = {(cell.person_id, cell.day): cell for cell in plan.cells.select_related("shift")}
    found = breaches(problem, roster)
    read = set(Acknowledgement.objects.filter(plan=plan).values_list("person_id", flat=True))
    away = leave_days([person.pk for person in people], plan.first_day, plan.last_day)
    by_agent = {agent.id: agent for agent in problem.agents}
    dates = [plan.first_day + ahead * ONE_DAY for ahead in range(plan.days)]
    broken_on = _days_broken(found)
    rows = []
    for person in people:
        agent = by_agent[str(person.pk)]
        squares = [
            _square(date, number, cells.get((person.pk, date)), date in away[person.pk], not agent.may_work(number),
                    (str(person.pk), number) in broken_on)
            for number, date in enumerate(dates)
        ]  # fmt: skip
        worked = [square.shift for square in squares if square.shift]
        paid = round(sum(shift.paid_min for shift in worked) / 60, 1)
        rows.append(Row(person, squares, len(worked), paid, person.pk in read))
    free = calendars.stored(plan.first_day, plan.last_day)
    columns = [
        Column(date, date in free or date.weekday() == 6, round(short[number], 1),
               sum(row.squares[number].shift is not None for row in rows))
        for number, date in enumerate(dates)
    ]  # fmt: skip
    names = {str(person.pk): person.full_name for person in people}
    return Grid(
        columns=columns, rows=rows, shifts=sorted(kinds.values(), key=lambda kind: (kind.starts_min, kind.ends_min)),
        short_hours=round(sum(short), 1),
        bound_hours=None if plan.bound is None else round(plan.bound * hours, 1),
        demand_hours=sum(map(sum, problem.demand)) * hours,
        remedies=[
            (str(REMEDIES[row["code"]]), round(row["missing"] * hours, 1))
            for row in plan.remedies
            if plan.bound is None or row["missing"] < plan.bound
        ],
        conflict=[str(RULES[code]) for code in plan.conflict],
        broken=[Broken(names[one.agent], _words(one, plan)) for one in found], read=len(read),
    )  # fmt: skip


def _square(date: dt.date, number: int, cell: Cell | None, is_leave: bool, is_away: bool, is_broken: bool) -> Square:
    return Square(
        date=date, shift=cell.shift if cell else None, is_pinned=bool(cell and cell.is_pinned), is_leave=is_leave,
        is_gone=is_away and not is_leave, is_broken=is_broken, origin=cell.get_origin_display() if cell else "",
    )  # fmt: skip


def _days_broken(found: list[Breach]) -> set[tuple[str, int]]:
    days = set()
    for one in found:
        span = range(one.day * 7, one.day * 7 + 7) if one.rule in OF_A_WEEK else (one.day,)
        days |= {(one.agent, day) for day in span}
    return days


def _words(one: Breach, plan: Plan) -> str:
    ahead = one.day * 7 if one.rule in OF_A_WEEK else one.day
    return str(WORDS[one.rule]) % {"day": f"{plan.first_day + ahead * ONE_DAY:%d/%m}", "limit": f"{one.limit:g}"}


@dataclass(frozen=True, slots=True)
class Away:
    """One person's days in the calendar of leave: "", WAITING or GRANTED by day."""

    name: str
    days: list[str]


@dataclass(frozen=True, slots=True)
class LeaveCalendar:
    """Who is away when, and how many a day."""

    dates: list[dt.date]
    rows: list[Away]
    counts: list[int]


def leave_calendar(unit: Unit, first: dt.date, days: int) -> LeaveCalendar:
    """This will lay out who of a unit is away on days, granted or asked for."""
    last = first + (days - 1) * ONE_DAY
    people = people_between(unit, first, last)
    dates = [first + ahead * ONE_DAY for ahead in range(days)]
    held: dict[int, dict[dt.date, str]] = defaultdict(dict)
    rows = LeaveRequest.objects.filter(
        person__in=people, status__in=["GRANTED", "WAITING"], first_day__lte=last, last_day__gte=first
    )
    for row in rows:
        for date in dates:
            if row.first_day <= date <= row.last_day:
                held[row.person_id][date] = row.status
    lines = [Away(person.full_name, [held[person.pk].get(date, "") for date in dates]) for person in people]
    counts = [sum(line.days[number] == "GRANTED" for line in lines) for number in range(days)]
    return LeaveCalendar(dates, lines, counts)
