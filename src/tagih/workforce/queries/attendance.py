"""Who should be there, who is, and how shifts were kept, in the local day of the unit."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from tagih.cases.enums import AgentState
from tagih.cases.models import AgentStateChange
from tagih.kernel import clock
from tagih.staff.models import Person, Unit
from tagih.workforce.models import Attendance, Cell, LeaveRequest
from tagih.workforce.queries.people import memberships_between, zone_of
from tagih.workforce.queries.problem import published_cells
from tagih.workforce.rules import attendance as rules
from tagih.workforce.rules.attendance import GRACE, Kept, Span

SEEN_BEFORE = dt.timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Line:
    """One person on one day."""

    person_id: int
    name: str
    employee_no: str
    team: str
    shift: Cell | None
    begins: dt.datetime | None
    ends: dt.datetime | None
    came: dt.datetime | None
    left: dt.datetime | None
    is_by_desk: bool
    state: str
    leave: str
    kept: Kept | None
    is_missing: bool

    @property
    def state_label(self) -> str:
        return str(AgentState(self.state).label)

    @property
    def is_unplanned(self) -> bool:
        return self.shift is None and self.came is not None


def span_of(cell: Cell, zone: ZoneInfo) -> Span:
    """This will return the instants of a shift in the zone of the unit; over midnight it ends on the next day."""
    assert cell.shift is not None
    midnight = dt.datetime.combine(cell.day, dt.time(), tzinfo=zone)
    begins, ends = (
        midnight + dt.timedelta(minutes=minutes) for minutes in (cell.shift.starts_min, cell.shift.ends_min)
    )
    return Span(begins.astimezone(dt.UTC), ends.astimezone(dt.UTC))


def lines(unit: Unit, *, day: dt.date, now: dt.datetime) -> list[Line]:
    """This will list the people of a unit on a local day. The same number of queries for one and for a hundred."""
    zone = zone_of(unit)
    held = {row.person_id: row for row in memberships_between(unit, day, day)}
    people = list(held)
    cells = {cell.person_id: cell for cell in published_cells(people, day, day)}
    rows = {row.person_id: row for row in Attendance.objects.filter(person__in=people, day=day)}
    away = {
        row.person_id: row.kind.name
        for row in LeaveRequest.objects.filter(
            person__in=people, status="GRANTED", first_day__lte=day, last_day__gte=day
        ).select_related("kind")
    }
    states = states_of(people, day=day, zone=zone, until=min(now, clock.end_of_day(day, zone) + SEEN_BEFORE))
    return [
        _line(membership.person, membership.unit.name, cells.get(pk), rows.get(pk), away.get(pk, ""),
              states.get(pk, []), zone, now)
        for pk, membership in held.items()
    ]  # fmt: skip


def states_of(
    people: Iterable[int], *, day: dt.date, zone: ZoneInfo, until: dt.datetime
) -> dict[int, list[tuple[dt.datetime, str]]]:
    """This will return changes of state of a local day, and those of the hours before that reach into it."""
    first = clock.start_of_day(day, zone) - SEEN_BEFORE
    found: dict[int, list[tuple[dt.datetime, str]]] = defaultdict(list)
    rows = AgentStateChange.objects.filter(person__in=list(people), since__gte=first, since__lte=until)
    for person, at, state in rows.order_by("since", "pk").values_list("person_id", "since", "state"):
        found[person].append((at, state))
    return found


def _line(
    person: Person, team: str, cell: Cell | None, row: Attendance | None, leave: str,
    changes: list[tuple[dt.datetime, str]], zone: ZoneInfo, now: dt.datetime,
) -> Line:  # fmt: skip
    shift = span_of(cell, zone) if cell else None
    worked = rules.spans(changes, until=now)
    if row is not None and not row.is_by_desk:
        worked = [Span(row.started_at, row.ended_at or now, "WORKING")]
    kept = None
    if shift is not None and cell is not None and cell.shift is not None and now > shift.begins:
        kept = rules.kept(shift, cell.shift.paid_min, worked, now=now)
    state = changes[-1][1] if changes else AgentState.OFF.value
    is_due = shift is not None and shift.begins + GRACE < now < shift.ends
    seen = any(span.state != rules.OFF and span.ends > shift.begins for span in worked) if shift else False
    return Line(
        person_id=person.pk, name=person.full_name, employee_no=person.employee_no, team=team, shift=cell,
        begins=shift.begins if shift else None, ends=shift.ends if shift else None,
        came=row.started_at if row else next((at for at, what in changes if what != rules.OFF), None),
        left=row.ended_at if row else None, is_by_desk=row.is_by_desk if row else True, state=state, leave=leave,
        kept=kept, is_missing=is_due and not seen,
    )  # fmt: skip


def payroll_rows(unit: Unit, *, first: dt.date, last: dt.date, now: dt.datetime) -> list[tuple]:
    """This will return, by person and day: planned, paid, worked, late, overtime in minutes, and leave; for payroll."""
    found = []
    day = first
    while day <= last:
        for line in lines(unit, day=day, now=now):
            if line.shift is None and line.came is None and not line.leave:
                continue
            kept = line.kept
            paid = line.shift.shift.paid_min if line.shift and line.shift.shift else 0
            worked = round(kept.worked_min) if kept else 0
            is_overtime = bool(line.shift and line.shift.origin == "OVERTIME")
            found.append(
                (line.employee_no, line.name, day.isoformat(), line.shift.shift.code if line.shift and line.shift.shift
                 else "", paid, worked, kept.late_min if kept else 0, worked if is_overtime else 0, line.leave)
            )  # fmt: skip
        day += dt.timedelta(days=1)
    return found
