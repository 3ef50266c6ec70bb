"""Works out the routes of a branch's day from what is wanted, who may visit, and what is done already."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q
from shapely.geometry import Point, Polygon

from tagih.contacts import queries as contacts
from tagih.contacts.enums import Channel
from tagih.contacts.models import AssignmentLetter, ContactPoint
from tagih.field.adapters.routes import RouteSolver
from tagih.field.enums import PlanState, StopState, WantState
from tagih.field.models import Collector, DayPlan, Stop, Territory, WantedVisit
from tagih.field.operations.planning import Placed, Worked, write_plan
from tagih.field.rules import pauses
from tagih.field.rules.problem import Collector as Man
from tagih.field.rules.problem import Depot, Plan, Problem
from tagih.field.rules.problem import Stop as Door
from tagih.kernel import clock
from tagih.staff import queries as staff
from tagih.staff.enums import CertificateKind
from tagih.staff.models import Person

LAWFUL = (8 * 3600, 19 * 3600 + 45 * 60)
SPEED_KMH = {"MOTORCYCLE": 22.0, "CAR": 18.0, "FOOT": 4.5}
OUTSIDE_S = 1200  # of travel, for a stop on another's ground, when the slider is at its end
EVEN_PRICE = 6
SHORTEST_SHARE = 0.3
ADDRESS_LABELS = ("BILLING", "DOMICILE", "HOME")


@dataclass(frozen=True, slots=True)
class _Field:
    """Everything that a plan is made of."""

    plan: DayPlan
    zone: ZoneInfo
    men: Sequence[Collector]
    left_out: Sequence[Mapping[str, str]]
    doors: Mapping[int, tuple[WantedVisit, ContactPoint | None]]
    unplannable: Sequence[Placed]
    kept: Mapping[int, Stop]  # the next stop of each collector, which nobody takes away
    pinned: Mapping[int, int]
    standing: Mapping[str, Sequence[str]]


def make_plan(
    *, plan: DayPlan, solver: RouteSolver, seconds: float, by: Person | None, now: dt.datetime
) -> bool:  # fmt: skip
    """This will plan a branch's day and write the plan down; tell whether it still counted.

    Promised visits are required. Who has no valid certificate or letter of assignment is left out with that reason, and
    every visit that is not planned names its own. What was visited and each collector's next stop stay.
    """
    if plan.state != PlanState.ASKED:
        return False
    field = _gathered(plan, now)
    problem = _problem(field, now)
    pause = pauses.pause_on(plan.day)
    short, lost = pauses.taken_out(problem, pause)
    plain = short.model_copy(update={"outside_s": 0})
    shortest = solver.solve(plain, seconds=max(0.2, seconds * SHORTEST_SHARE), begin=field.standing)
    priced = _priced(short, shortest, plan)
    tours = {route.collector: [call.id for call in route.stops] for route in shortest.routes}
    worked = shortest
    if priced != plain:
        worked = solver.solve(priced, seconds=max(0.2, seconds * (1 - SHORTEST_SHARE)), begin=tours)
    told = pauses.put_back(worked, pause, lost)
    return write_plan(plan=plan, worked=_worked(field, told, shortest), by=by, now=now)


def _gathered(plan: DayPlan, now: dt.datetime) -> _Field:
    men, left_out = _able(plan)
    rows = _wanted(plan)
    points = _points(rows)
    zones = Counter(point.zone for point in points.values() if point is not None and point.zone in clock.ZONES)
    zone = clock.ZONES[zones.most_common(1)[0][0] if zones else "WIB"]
    allowed = _allowed(rows, men, plan.day, zone) if men else None
    doors, unplannable = {}, []
    for row in rows:
        point = points.get(row.pk)
        if allowed is not None and (row.purpose, row.customer_id) not in allowed:
            unplannable.append(Placed(row.pk, None, reason="GATE_REFUSES"))
        elif point is None or point.latitude is None or point.longitude is None:
            unplannable.append(Placed(row.pk, None, reason="NO_POSITION"))
        else:
            doors[row.pk] = (row, point)
    stops = list(plan.stops.filter(state=StopState.PLANNED).order_by("position", "pk"))
    standing: dict[str, list[str]] = defaultdict(list)
    kept: dict[int, Stop] = {}
    is_running = clock.today_in(zone, now=now) == plan.day
    able = {man.person_id for man in men}
    for stop in stops:
        if stop.collector_id in able and stop.wanted_id in doors:
            on_the_way = plan.stops.filter(state=StopState.VISITED, collector_id=stop.collector_id).exists()
            if is_running and stop.collector_id not in kept and on_the_way:
                kept[stop.collector_id] = stop
            else:
                standing[str(stop.collector_id)].append(str(stop.wanted_id))
    pinned = {stop.wanted_id: stop.collector_id for stop in stops if stop.is_pinned and stop.collector_id in able}
    return _Field(plan, zone, men, left_out, doors, unplannable, kept, pinned, dict(standing))


def _able(plan: DayPlan) -> tuple[list[Collector], list[dict[str, str]]]:
    """Who may visit on the day, and why the others may not."""
    people = list(Collector.objects.filter(branch=plan.branch, is_active=True).select_related("person").order_by("pk"))
    ids = [man.person_id for man in people]
    valid = {"valid_from__lte": plan.day, "valid_until__gte": plan.day}
    held = staff.certified(CertificateKind.FIELD, on=plan.day).filter(person_id__in=ids)
    certified = set(held.values_list("person_id", flat=True))
    letters = AssignmentLetter.objects.filter(
        agent_id__in=ids, withdrawn_at__isnull=True, customer__isnull=True, **valid
    )
    assigned = set(letters.values_list("agent_id", flat=True))
    men, left_out = [], []
    for man in people:
        reason = ""
        if not man.person.is_active:
            reason = "LEFT"
        elif man.person_id not in certified:
            reason = "NO_CERTIFICATE"
        elif man.person_id not in assigned:
            reason = "NO_ASSIGNMENT"
        if reason:
            left_out.append({"collector": str(man.person), "reason": reason})
        else:
            men.append(man)
    return men, left_out


def _wanted(plan: DayPlan) -> list[WantedVisit]:
    rows = WantedVisit.objects.filter(branch=plan.branch, state=WantState.WANTED, due_on__lte=plan.day)
    return list(rows.select_related("contact_point").order_by("pk"))


def _points(rows: Sequence[WantedVisit]) -> dict[int, ContactPoint | None]:
    """The door of each: the one that was named, else the billing address or domicile."""
    unnamed = [row.customer_id for row in rows if row.contact_point_id is None]
    found: dict[int, ContactPoint] = {}
    own = ContactPoint.objects.filter(
        customer_id__in=unnamed, kind="ADDRESS", owner_role="CONSUMER", label__in=ADDRESS_LABELS, unusable_reason="",
        state__in=("VERIFIED", "UNVERIFIED", "SUSPECT"),
    )  # fmt: skip
    for point in sorted(own, key=lambda p: (p.latitude is None, ADDRESS_LABELS.index(p.label), -p.pk)):
        found.setdefault(point.customer_id, point)
    return {row.pk: row.contact_point or found.get(row.customer_id) for row in rows}


def _allowed(
    rows: Sequence[WantedVisit], men: Sequence[Collector], day: dt.date, zone: ZoneInfo
) -> set[tuple[str, int]]:  # fmt: skip
    """(purpose, customer) whom the gate would let somebody visit in the middle of that morning."""
    at = dt.datetime.combine(day, dt.time(10, 30), tzinfo=zone).astimezone(dt.UTC)
    allowed: set[tuple[str, int]] = set()
    for purpose in sorted({row.purpose for row in rows}):
        seen = contacts.prescreen(channel=Channel.VISIT, purpose=purpose, now=at, agent=men[0].person)
        allowed |= {(purpose, customer) for customer, _point in seen.allowed}
    return allowed


def _problem(field: _Field, now: dt.datetime) -> Problem:
    plan = field.plan
    grounds = list(Territory.objects.filter(branch=plan.branch, closed_at__isnull=True).order_by("pk"))
    shapes = {str(ground.pk): Polygon(ground.ring) for ground in grounds}
    kept = {stop.wanted_id for stop in field.kept.values()}
    depots, men = [], []
    for man in field.men:
        depots.append(Depot(id=f"home-{man.person_id}", lat=float(man.latitude), lon=float(man.longitude)))
        men.append(_man(field, man, grounds, depots, now))
    factor = 2 ** ((plan.priority - 50) / 25)
    doors = []
    for wanted, point in field.doors.values():
        if wanted.pk in kept or point is None:
            continue
        where = Point(float(point.longitude), float(point.latitude))
        ground = next((name for name, shape in shapes.items() if shape.contains(where)), None)
        pin = field.pinned.get(wanted.pk)
        doors.append(Door(
            id=str(wanted.pk), lat=float(point.latitude), lon=float(point.longitude), service_s=wanted.service_s,
            window=_window(wanted, point, plan.day, field.zone),
            required=wanted.promised_from is not None or pin is not None,
            prize=wanted.prize * factor, load=1, territory=ground, only=str(pin) if pin else None,
        ))  # fmt: skip
    speed = min((SPEED_KMH[man.vehicle] for man in field.men), default=22.0)
    outside = OUTSIDE_S * plan.territory // 100 if grounds else 0
    return Problem(depots=depots, collectors=men, stops=doors, speed_kmh=speed, outside_s=outside)


def _man(field: _Field, man: Collector, grounds: Sequence[Territory], depots: list[Depot], now: dt.datetime) -> Man:
    """A collector at the start of the day, or where the last visit or the next stop leaves them."""
    begin = dt.datetime.combine(field.plan.day, man.starts_at, tzinfo=field.zone)
    start, capacity, depot = _second(begin, field), man.capacity, f"home-{man.person_id}"
    end = _second(dt.datetime.combine(field.plan.day, man.ends_at, tzinfo=field.zone), field)
    visited = field.plan.stops.filter(state=StopState.VISITED, collector_id=man.person_id)
    last = field.kept.get(man.person_id) or visited.order_by("-position").first()
    if last is not None:
        place = _points([last.wanted])[last.wanted_id]
        if place is not None and place.latitude is not None and place.longitude is not None:
            depot = f"now-{man.person_id}"
            depots.append(Depot(id=depot, lat=float(place.latitude), lon=float(place.longitude)))
        capacity = max(0, capacity - visited.count() - (man.person_id in field.kept))
        busy = last.wanted.service_s if last.state == StopState.PLANNED else 0
        start = min(end, max(start, _second(max(now, last.starts_at or now), field) + busy))
    elif clock.today_in(field.zone, now=now) == field.plan.day:
        start = min(end, max(start, _second(now, field)))
    own = [str(ground.pk) for ground in grounds if man.person_id in (ground.owner_id, ground.backup_id)]
    return Man(
        id=str(man.person_id), depot=depot, end=f"home-{man.person_id}", start_s=start, end_s=end, capacity=capacity,
        territories=own,
    )  # fmt: skip


def _window(wanted: WantedVisit, point: ContactPoint, day: dt.date, zone: ZoneInfo) -> tuple[int, int]:
    """When the visit may begin: the lawful hours where the person lives, and the promised slot inside them."""
    midnight = dt.datetime.combine(day, dt.time(), tzinfo=zone)
    there = clock.ZONES.get(point.zone, zone)
    offset = int((midnight - dt.datetime.combine(day, dt.time(), tzinfo=there)).total_seconds())
    opens, closes = LAWFUL[0] - offset, LAWFUL[1] - offset
    if wanted.promised_from is not None and wanted.promised_until is not None:
        told = [int((at - midnight).total_seconds()) for at in (wanted.promised_from, wanted.promised_until)]
        first, last = max(opens, told[0]), min(closes, told[1])
        return (max(0, first), last) if first <= last and last > 0 else (0, 0)
    return max(0, opens), closes


def _priced(problem: Problem, shortest: Plan, plan: DayPlan) -> Problem:
    """The day with the price of long days: longer than the mean of the plan that only minds the way."""
    lengths = [_length(problem, route) for route in shortest.routes]
    if not plan.fairness or not lengths:
        return problem
    ideal = sum(lengths) // len(lengths)
    return problem.model_copy(update={"ideal_s": ideal, "overtime_price": max(1, EVEN_PRICE * plan.fairness // 100)})


def _length(problem: Problem, route: object) -> int:
    services = {stop.id: stop.service_s for stop in problem.stops}
    calls = route.stops  # type: ignore[attr-defined]
    return calls[-1].start_s + services[calls[-1].id] - calls[0].arrive_s if calls else 0


def _worked(field: _Field, told: Plan, shortest: Plan) -> Worked:
    placed = list(field.unplannable)
    visited = Counter(field.plan.stops.filter(state=StopState.VISITED).values_list("collector_id", flat=True))
    midnight = dt.datetime.combine(field.plan.day, dt.time(), tzinfo=field.zone)
    hours = {}
    for route in told.routes:
        man = int(route.collector)
        place = visited[man]
        if man in field.kept:
            place += 1
            stop = field.kept[man]
            placed.append(Placed(stop.wanted_id, man, place, stop.arrives_at, stop.starts_at))
        for call in route.stops:
            place += 1
            times = (midnight + dt.timedelta(seconds=at) for at in (call.arrive_s, call.start_s))
            placed.append(Placed(int(call.id), man, place, *times))
        if route.stops:
            hours[route.collector] = route.stops[-1].start_s - route.stops[0].arrive_s + route.travel_s
    placed += [Placed(int(row.id), None, reason=row.reason) for row in told.unserved]
    return Worked(tuple(placed), told.travel_s, shortest.travel_s, hours, tuple(field.left_out), field.plan.asked_at)


def _second(at: dt.datetime, field: _Field) -> int:
    return max(0, int((at - dt.datetime.combine(field.plan.day, dt.time(), tzinfo=field.zone)).total_seconds()))


def due_branches(*, now: dt.datetime) -> list[int]:
    """This will return branches whose people visit today, where something is wanted and no plan was asked for."""
    today = clock.today_in(clock.WIB, now=now)
    wanted = Q(branch__collectors__is_active=True, state=WantState.WANTED, due_on__lte=today)
    planned = DayPlan.objects.filter(day=today).values("branch_id")
    return sorted(
        WantedVisit.objects.filter(wanted).exclude(branch_id__in=planned).values_list("branch_id", flat=True).distinct()
    )
