"""Who visits where: collectors, territories, visits wanted, the plan of a day asked for and written down."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from shapely.geometry import Polygon

from tagih.cases.models import Case
from tagih.field import events
from tagih.field.enums import PlanState, StopState, WantState
from tagih.field.models import Collector, DayPlan, Stop, Territory, WantedVisit
from tagih.journal import operations as journal
from tagih.kernel import clock, database
from tagih.kernel.errors import Refusal
from tagih.portfolio.models import Customer
from tagih.staff.models import Person, Unit


class TerritoryMalformed(Refusal):
    """The drawn border is no border."""

    def __init__(self) -> None:
        super().__init__(
            "TERRITORY_MALFORMED", _("The border crosses itself or has no inside."), field="ring",
            remedy=_("Draw it again, corner by corner, without crossing a line."),
        )  # fmt: skip


class TerritoryNameTaken(Refusal):
    """Two territories of a branch have two names."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "TERRITORY_NAME_TAKEN", _("There is a territory of this name."), field="name", value=name,
            remedy=_("Choose another name."),
        )  # fmt: skip


class HoursUpsideDown(Refusal):
    """A shift ends after it begins."""

    def __init__(self) -> None:
        super().__init__("HOURS_UPSIDE_DOWN", _("The shift ends before it begins."), field="ends_at")


class StopGone(Refusal):
    """What was visited or withdrawn cannot be moved."""

    def __init__(self) -> None:
        super().__init__(
            "STOP_GONE", _("This visit was made or withdrawn meanwhile."), remedy=_("Load the plan again.")
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """One visit that somebody above wants; the same `reference` again changes it while it is still wanted."""

    reference: str
    customer_id: int
    purpose: str
    due_on: dt.date
    case_id: int | None = None
    contact_point_id: int | None = None
    reason: str = ""
    prize: int = 1800
    promised_from: dt.datetime | None = None
    promised_until: dt.datetime | None = None
    letters: tuple[str, ...] = ()
    service_s: int = 900


CHANGED = ("purpose", "reason", "prize", "promised_from", "promised_until", "letters", "due_on", "service_s",
           "contact_point")  # fmt: skip
BATCH = 5_000


def want_visits(*, wanted: Iterable[Wanted], by: Person | None, now: dt.datetime) -> int:
    """This will note visits that are wanted, many at once, and return how many were new or changed.

    Idempotent by reference; one that was made or withdrawn stays so. It reserves nothing: each visit passes the gate
    when it happens. People without an open case or contract are left out.
    """
    del by
    written, rows = 0, list(wanted)
    for start in range(0, len(rows), BATCH):
        part = {row.reference: row for row in rows[start : start + BATCH]}
        with database.transaction():
            written += _want(part, now)
    return written


def _want(part: Mapping[str, Wanted], now: dt.datetime) -> int:
    customers = {row.customer_id for row in part.values()}
    cases = {case.customer_id: case for case in Case.objects.filter(customer_id__in=customers, status="OPEN")}
    known = {row.reference: row for row in WantedVisit.objects.select_for_update().filter(reference__in=list(part))}
    fresh, changed = [], []
    for reference, row in part.items():
        case = cases.get(row.customer_id)
        told: dict[str, Any] = {
            "purpose": row.purpose, "reason": row.reason[:200], "prize": row.prize, "promised_from": row.promised_from,
            "promised_until": row.promised_until, "letters": list(row.letters), "due_on": row.due_on,
            "service_s": row.service_s, "contact_point_id": row.contact_point_id,
        }  # fmt: skip
        if reference in known:
            held = known[reference]
            if held.state != WantState.WANTED or all(getattr(held, name) == value for name, value in told.items()):
                continue
            for name, value in told.items():
                setattr(held, name, value)
            changed.append(held)
        elif case is not None:
            fresh.append(WantedVisit(
                reference=reference, customer_id=row.customer_id, case=case, branch_id=case.branch_id, wanted_at=now,
                **told,
            ))  # fmt: skip
    WantedVisit.objects.bulk_create(fresh)
    if changed:
        WantedVisit.objects.bulk_update(changed, CHANGED)
    return len(fresh) + len(changed)


def withdraw_visits(*, references: Sequence[str], reason: str, by: Person | None, now: dt.datetime) -> int:
    """This will take wanted visits back, with the stops planned for them, and return how many there were."""
    with database.transaction():
        return _withdraw(Q(reference__in=list(references)), reason, by, now)


def withdraw_settled(*, customer_no: str, by: Person | None, now: dt.datetime) -> int:
    """This will withdraw the visits of a person who owes nothing overdue any more; letters still go out."""
    with database.transaction():
        customer = Customer.objects.filter(customer_no=customer_no).first()
        if customer is None:
            return 0
        today = clock.today_in(clock.WIB, now=now)
        if customer.contracts.filter(status="ACTIVE", oldest_unmet_due_on__lt=today).exists():
            return 0
        money = Q(customer=customer, purpose__in=("COLLECT", "REMIND", "LOCATE"))
        return _withdraw(money, str(_("paid")), by, now, code="PAID")


@database.transaction_required
def _withdraw(which: Q, reason: str, by: Person | None, now: dt.datetime, *, code: str = "WITHDRAWN") -> int:
    rows = WantedVisit.objects.select_for_update(of=("self",)).select_related("customer")
    held = list(rows.filter(which, state=WantState.WANTED))
    ids = [row.pk for row in held]
    WantedVisit.objects.filter(pk__in=ids).update(state=WantState.WITHDRAWN, close_reason=code, closed_at=now)
    open_stops = Stop.objects.filter(wanted_id__in=ids, state__in=(StopState.PLANNED, StopState.UNPLANNED))
    open_stops.update(state=StopState.WITHDRAWN, reason=code)
    for customer_no in sorted({row.customer.customer_no for row in held}):
        count = sum(row.customer.customer_no == customer_no for row in held)
        journal.publish(events.VisitsWithdrawn(customer_no=customer_no, visits=count, reason=reason), by=by, now=now)
    return len(held)


def set_collector(
    *, person: Person, branch: Unit, latitude: Decimal, longitude: Decimal, vehicle: str, capacity: int,
    starts_at: dt.time, ends_at: dt.time, by: Person | None, now: dt.datetime, is_active: bool = True,
) -> Collector:  # fmt: skip
    """This will say where a collector's day begins, when, how, and how many visits it holds.

    :raises HoursUpsideDown:
    """
    del by, now
    if ends_at <= starts_at:
        raise HoursUpsideDown
    told = {"branch": branch, "latitude": latitude, "longitude": longitude, "vehicle": vehicle, "capacity": capacity,
            "starts_at": starts_at, "ends_at": ends_at, "is_active": is_active}  # fmt: skip
    made, _is_new = Collector.objects.update_or_create(person=person, defaults=told)
    return made


def draw_territory(
    *, branch: Unit, name: str, ring: Sequence[Sequence[float]], owner: Person | None, by: Person | None,
    now: dt.datetime, backup: Person | None = None, territory: Territory | None = None,
) -> Territory:  # fmt: skip
    """This will draw a territory, or draw it anew.

    :raises TerritoryMalformed: the border crosses itself, or encloses nothing
    :raises TerritoryNameTaken:
    """
    corners = [(float(lon), float(lat)) for lon, lat in ring]
    shape = Polygon(corners) if len(corners) >= 3 else None
    if shape is None or not shape.is_valid or shape.area == 0:
        raise TerritoryMalformed
    name = " ".join(name.split())
    same = Territory.objects.filter(branch=branch, name=name, closed_at__isnull=True)
    with database.transaction():
        database.lock("field.territory", branch.pk)
        if same.exclude(pk=territory.pk if territory else None).exists():
            raise TerritoryNameTaken(name)
        drawn = territory or Territory(branch=branch, drawn_at=now, drawn_by=by)
        drawn.name, drawn.owner, drawn.backup = name, owner, backup
        drawn.ring = [list(corner) for corner in corners]
        drawn.save()
    return drawn


def close_territory(*, territory: Territory, by: Person | None, now: dt.datetime) -> None:
    """This will take a territory off the map."""
    del by
    Territory.objects.filter(pk=territory.pk).update(closed_at=now)


def ask_plan(
    *, branch: Unit, day: dt.date, by: Person | None, now: dt.datetime, priority: int = 50, fairness: int = 0,
    territory: int = 50,
) -> DayPlan:  # fmt: skip
    """This will ask for the routes of a branch; a worker plans them. What was visited stays, and so does the next stop.

    Sliders from 0 to 100: worth against way, even hours, own ground.
    """
    with database.transaction():
        database.lock("field.plan", branch.pk, day)
        told = {"state": PlanState.ASKED, "priority": priority, "fairness": fairness, "territory": territory,
                "asked_at": now, "asked_by": by}  # fmt: skip
        plan, is_new = DayPlan.objects.update_or_create(branch=branch, day=day, defaults=told)
        journal.publish(events.PlanAsked(plan_id=plan.pk, day=day.isoformat(), is_again=not is_new), by=by, now=now)
    return plan


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a wanted visit came to lie, or why nowhere."""

    wanted_id: int
    collector_id: int | None
    position: int = 0
    arrives_at: dt.datetime | None = None
    starts_at: dt.datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Worked:
    """What a planner worked out."""

    placed: tuple[Placed, ...]
    travel_s: int
    shortest_s: int
    hours: Mapping[str, int]
    left_out: tuple[Mapping[str, Any], ...]
    asked_at: dt.datetime


def write_plan(*, plan: DayPlan, worked: Worked, by: Person | None, now: dt.datetime) -> bool:
    """This will write down what was planned and tell whether it still counted; a newer question waits for its own.

    Stops that were visited or withdrawn while it was planned stay as they are.
    """
    with database.transaction():
        held = DayPlan.objects.select_for_update().get(pk=plan.pk)
        if held.asked_at != worked.asked_at:
            return False
        fixed = (StopState.VISITED, StopState.WITHDRAWN)
        kept = set(held.stops.filter(state__in=fixed).values_list("wanted_id", flat=True))
        pinned = set(held.stops.filter(is_pinned=True).values_list("wanted_id", flat=True))
        held.stops.exclude(state__in=fixed).delete()
        wanted = set(WantedVisit.objects.filter(
            pk__in=[row.wanted_id for row in worked.placed], state=WantState.WANTED
        ).values_list("pk", flat=True))  # fmt: skip
        rows = [row for row in worked.placed if row.wanted_id in wanted and row.wanted_id not in kept]
        Stop.objects.bulk_create(
            Stop(
                plan=held, wanted_id=row.wanted_id, collector_id=row.collector_id, position=row.position,
                arrives_at=row.arrives_at, starts_at=row.starts_at, reason=row.reason,
                state=StopState.PLANNED if row.collector_id else StopState.UNPLANNED,
                is_pinned=row.wanted_id in pinned,
            )
            for row in rows
        )  # fmt: skip
        held.state, held.planned_at = PlanState.READY, now
        held.travel_s, held.shortest_s = worked.travel_s, worked.shortest_s
        held.hours, held.left_out = dict(worked.hours), [dict(row) for row in worked.left_out]
        held.save()
        planned = sum(row.collector_id is not None for row in rows)
        told = events.DayPlanned(
            plan_id=held.pk, day=held.day.isoformat(), planned=planned, unplanned=len(rows) - planned
        )
        journal.publish(told, by=by, now=now)
    return True


def move_stop(*, stop: Stop, collector: Person, position: int | None, by: Person, now: dt.datetime) -> Stop:
    """This will give a stop to a collector, at a place of the tour or at its end, and pin it there.

    Times are those of the plan before until routes are asked for again.

    :raises StopGone:
    """
    del by, now
    with database.transaction():
        held = Stop.objects.select_for_update().get(pk=stop.pk)
        if held.state not in (StopState.PLANNED, StopState.UNPLANNED):
            raise StopGone
        DayPlan.objects.select_for_update().get(pk=held.plan_id)
        tour = list(
            Stop.objects.filter(plan_id=held.plan_id, collector=collector, state=StopState.PLANNED)
            .exclude(pk=held.pk)
            .order_by("position", "pk")
        )
        place = len(tour) if position is None else max(0, min(position, len(tour)))
        tour.insert(place, held)
        held.collector, held.state, held.reason, held.is_pinned = collector, StopState.PLANNED, "", True
        for number, row in enumerate(tour, start=1):
            row.position = number
        Stop.objects.bulk_update(tour, ["collector", "state", "reason", "is_pinned", "position"])
    return held
