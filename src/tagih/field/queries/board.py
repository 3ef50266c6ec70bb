"""The leader's view of a branch's day: what was planned, what is true, what wants a look."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from tagih.contacts.models import ContactPoint
from tagih.field.enums import Fence, ReviewState, StopState, WantState
from tagih.field.models import Collector, DayPlan, Panic, Stop, Territory, TrackPoint, Visit, WantedVisit
from tagih.kernel import clock
from tagih.staff.enums import UnitKind
from tagih.staff.models import Person, Unit


@dataclass(frozen=True, slots=True)
class Row:
    """One collector's day. `seen_at` and the place: where the phone last was, today and within the shift only."""

    person: Person
    planned: int
    visited: int
    hours: int
    seen_at: dt.datetime | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Board:
    """A branch's day. `stops` in the order of the tours; `unplanned` with their reasons."""

    branch: Unit
    day: dt.date
    plan: DayPlan | None
    rows: tuple[Row, ...]
    stops: tuple[Stop, ...]
    unplanned: tuple[Stop, ...]
    visits: tuple[Visit, ...]
    territories: tuple[Territory, ...]
    calls: tuple[Panic, ...]

    @property
    def price_s(self) -> int:
        """What sliders and grounds cost in travel, over a plan that only minds the way."""
        return max(0, self.plan.travel_s - self.plan.shortest_s) if self.plan else 0


def branches_in(paths: Iterable[str]) -> QuerySet[Unit]:
    """This will return the branches under the paths, by name."""
    condition = Q(pk__in=())
    for path in paths:
        condition |= Q(path__startswith=path)
    return Unit.objects.filter(condition, kind=UnitKind.BRANCH, closed_on__isnull=True).order_by("name", "pk")


def board_of(branch: Unit, *, day: dt.date, now: dt.datetime) -> Board:
    """This will return the day of a branch. Eight queries, however many stops."""
    plan = DayPlan.objects.filter(branch=branch, day=day).select_related("asked_by").first()
    stops: list[Stop] = []
    if plan is not None:
        found = plan.stops.select_related("wanted__customer", "wanted__case", "wanted__contact_point", "collector")
        stops = list(found.order_by("collector__full_name", "position", "pk"))
    people = {man.person_id: man.person for man in Collector.objects.filter(branch=branch).select_related("person")}
    first, end = clock.start_of_day(day, clock.WIB), clock.end_of_day(day, clock.WIB)
    visits = list(
        Visit.objects.filter(case__branch=branch, arrived_at__gte=first, arrived_at__lt=end)
        .select_related("collector", "customer", "case", "activity__result", "contact_point")
        .order_by("arrived_at")
    )
    people |= {visit.collector_id: visit.collector for visit in visits}
    last = _last_places(list(people), first, end)
    planned = Counter(stop.collector_id for stop in stops if stop.state in (StopState.PLANNED, StopState.VISITED))
    visited = Counter(visit.collector_id for visit in visits)
    hours = plan.hours if plan else {}
    rows = tuple(
        Row(person, planned[pk], visited[pk], int(hours.get(str(pk), 0)), *last.get(pk, (None, None, None)))
        for pk, person in sorted(people.items(), key=lambda item: item[1].full_name)
    )
    calls = Panic.objects.filter(answered_at__isnull=True, person_id__in=list(people)).select_related("person")
    return Board(
        branch=branch, day=day, plan=plan, rows=rows,
        stops=tuple(stop for stop in stops if stop.collector_id is not None),
        unplanned=tuple(stop for stop in stops if stop.state == StopState.UNPLANNED), visits=tuple(visits),
        territories=tuple(Territory.objects.filter(branch=branch, closed_at__isnull=True).order_by("name")),
        calls=tuple(calls.order_by("at")),
    )  # fmt: skip


def drawn(board: Board) -> dict[str, Any]:
    """This will return what the map draws: doors in the order of each tour, visits, last places, grounds."""
    tours: dict[int, list[dict[str, Any]]] = defaultdict(list)
    doors = _doors(board)
    for stop in board.stops:
        point = stop.wanted.contact_point or doors.get(stop.wanted.customer_id)
        if point is not None and point.latitude is not None and point.longitude is not None:
            tours[stop.collector_id].append({
                "at": [float(point.latitude), float(point.longitude)], "no": stop.position, "state": stop.state,
                "name": stop.wanted.customer.full_name,
            })  # fmt: skip
    names = {row.person.pk: row.person.full_name for row in board.rows}
    return {
        "tours": [{"name": names.get(pk, ""), "stops": stops} for pk, stops in tours.items()],
        "visits": [
            {"at": [float(visit.latitude), float(visit.longitude)], "name": visit.customer.full_name,
             "fence": visit.fence, "time": f"{clock.local(visit.arrived_at, clock.WIB):%H.%M}",
             "door": None if visit.fence == Fence.INSIDE else _door_of(visit)}
            for visit in board.visits if visit.latitude is not None and visit.longitude is not None
        ],
        "people": [
            {"at": [row.latitude, row.longitude], "name": row.person.full_name}
            for row in board.rows if row.latitude is not None
        ],
        "grounds": [{"name": one.name, "ring": [[lat, lon] for lon, lat in one.ring]} for one in board.territories],
    }  # fmt: skip


def visits_to_review(paths: Iterable[str]) -> QuerySet[Visit]:
    """This will return visits with weak evidence that nobody decided about, the weakest first."""
    condition = Q(pk__in=())
    for path in paths:
        condition |= Q(case__branch__path__startswith=path)
    rows = Visit.objects.filter(condition, review=ReviewState.OPEN)
    return rows.select_related("collector", "customer", "case", "activity__result", "decision").order_by("-risk", "pk")


def customers_awaiting_visits(customer_nos: Collection[str]) -> list[str]:
    """This will return the numbers of those customers whom somebody is still to visit."""
    wanted = WantedVisit.objects.filter(customer__customer_no__in=customer_nos, state=WantState.WANTED)
    numbers = wanted.values_list("customer__customer_no", flat=True)
    return list(numbers.order_by("customer__customer_no").distinct())


def _doors(board: Board) -> dict[int, Any]:
    """The address on the map of each customer whose visit names none, in one query."""
    unnamed = [stop.wanted.customer_id for stop in board.stops if stop.wanted.contact_point is None]
    points = ContactPoint.objects.filter(customer_id__in=unnamed, kind="ADDRESS", latitude__isnull=False)
    return {point.customer_id: point for point in points.order_by("pk")}


def _door_of(visit: Visit) -> list[float] | None:
    point = visit.contact_point
    if point is None or point.latitude is None or point.longitude is None:
        return None
    return [float(point.latitude), float(point.longitude)]


def _last_places(
    people: list[int], first: dt.datetime, end: dt.datetime
) -> dict[int, tuple[dt.datetime, float, float]]:
    track = TrackPoint.objects.filter(device__person_id__in=people, at__gte=first, at__lt=end)
    found = {
        row.device.person_id: (row.at, float(row.latitude), float(row.longitude))
        for row in track.select_related("device").order_by("device__person_id", "-at").distinct("device__person_id")
    }
    return found
