"""What somebody sees of their own shifts."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from tagih.staff.models import Person
from tagih.workforce.enums import OfferStatus
from tagih.workforce.models import Acknowledgement, Cell, LeaveKind, LeaveRequest, Measure, Offer, Plan, Swap
from tagih.workforce.queries.leave import balances_of
from tagih.workforce.queries.people import people_between, unit_of, zone_of
from tagih.workforce.queries.problem import leave_days, published_cells
from tagih.workforce.rules.plans import SWAP_OPEN

AHEAD_DAYS = 28
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of one's own."""

    date: dt.date
    cell: Cell | None
    is_leave: bool
    is_today: bool

    @property
    def hours(self) -> str:
        if self.cell is None or self.cell.shift is None:
            return ""
        return f"{clock_of(self.cell.shift.starts_min)}–{clock_of(self.cell.shift.ends_min)}"

    @property
    def rest(self) -> str:
        return clock_of(self.cell.break_min) if self.cell and self.cell.break_min is not None else ""


@dataclass(frozen=True, slots=True)
class Own:
    """Everything on the page of one's own shifts."""

    today: dt.date
    zone: str
    days: list[Day]
    unread: list[Plan]
    leave: list[LeaveRequest]
    balances: list[tuple[LeaveKind, int]]
    swaps_to_answer: list[Swap]
    swaps_asked: list[Swap]
    offers: list[Offer]
    told: list[Measure]

    @property
    def next_shift(self) -> Day | None:
        return next((day for day in self.days if day.cell), None)

    @property
    def weeks(self) -> list[list[Day]]:
        found: list[list[Day]] = []
        for day in self.days:
            if not found or day.date.weekday() == 0:
                found.append([])
            found[-1].append(day)
        return found


def clock_of(minute: int) -> str:
    """This will write a minute of the day as people here do: 08.30."""
    return f"{minute // 60 % 24:02d}.{minute % 60:02d}"


def own(person: Person, *, now: dt.datetime) -> Own:
    """This will gather one's own shifts of the next weeks, leave, swaps, offers, and what was changed today."""
    unit = unit_of(person, on=now.date())
    zone = zone_of(unit) if unit else dt.UTC
    local = now.astimezone(zone)
    today = local.date()
    last = today + (AHEAD_DAYS - 1) * ONE_DAY
    cells = {cell.day: cell for cell in published_cells([person.pk], today, last)}
    away = leave_days([person.pk], today, last)[person.pk]
    plans = Plan.objects.filter(status="PUBLISHED", cells__person=person, first_day__lte=last).distinct()
    read = set(Acknowledgement.objects.filter(person=person).values_list("plan_id", flat=True))
    swaps = Swap.objects.filter(status__in=SWAP_OPEN).select_related("giver", "taker", "plan")
    offers = Offer.objects.filter(status=OfferStatus.OPEN, day__gte=today).select_related("shift", "plan__unit")
    paths = [unit.path[: end + 1] for end, sign in enumerate(unit.path) if sign == "."] if unit else []
    told = Measure.objects.filter(day=today, undone_at__isnull=True, kind__in=["MOVE_BREAKS", "MOVE_TRAINING"])
    return Own(
        today=today,
        zone=local.tzname() or "",
        days=[
            Day(date, cells.get(date), date in away, date == today)
            for date in (today + ahead * ONE_DAY for ahead in range(AHEAD_DAYS))
        ],
        unread=[plan for plan in plans if plan.pk not in read and plan.last_day >= today],
        leave=list(
            LeaveRequest.objects.filter(person=person, last_day__gte=today - 30 * ONE_DAY)
            .select_related("kind").order_by("-first_day")[:10]
        ),
        balances=balances_of(person, year=today.year),
        swaps_to_answer=list(swaps.filter(taker=person, status="OFFERED")),
        swaps_asked=list(swaps.filter(Q(giver=person) | Q(taker=person, status="AGREED"))),
        offers=[offer for offer in offers.filter(plan__unit__path__in=paths) if offer.day not in cells],
        told=[row for row in told if any(one.get("person") == person.pk for one in row.people)],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SwapChoices:
    """One's own shifts (day, words), and colleagues' by name ("plan:person:day", words)."""

    mine: list[tuple[str, str]]
    others: list[tuple[str, list[tuple[str, str]]]]


def swap_choices(person: Person, *, now: dt.datetime) -> SwapChoices:
    """This will return what may be swapped for what: shifts of the same published plan, from tomorrow on."""
    unit = unit_of(person, on=now.date())
    if unit is None:
        return SwapChoices([], [])
    today = now.astimezone(zone_of(unit)).date()
    last = today + AHEAD_DAYS * ONE_DAY
    colleagues = {one.pk: one.full_name for one in people_between(unit, today, last)}
    cells = list(published_cells(colleagues, today + ONE_DAY, last).order_by("day"))
    plans = {cell.plan_id for cell in cells if cell.person_id == person.pk}
    mine = [(cell.day.isoformat(), _words(cell)) for cell in cells if cell.person_id == person.pk]
    groups: dict[str, list[tuple[str, str]]] = {}
    for cell in cells:
        if cell.person_id != person.pk and cell.plan_id in plans:
            name = colleagues[cell.person_id]
            groups.setdefault(name, []).append((f"{cell.plan_id}:{cell.person_id}:{cell.day}", _words(cell)))
    return SwapChoices(mine, sorted(groups.items()))


def _words(cell: Cell) -> str:
    assert cell.shift is not None
    return f"{cell.day:%d/%m/%Y} {cell.shift.name} {clock_of(cell.shift.starts_min)}–{clock_of(cell.shift.ends_min)}"
