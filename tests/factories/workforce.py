"""A team with shifts, plans that stand, people at work."""

import datetime as dt
from itertools import count

from tagih.cases import operations as cases
from tagih.staff.models import Certificate, Membership, Person, Unit
from tagih.workforce import operations
from tagih.workforce.models import LeaveKind, Plan, ShiftKind
from tagih.workforce.queries.demand import steady_demand
from tests.factories import staff

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)  # Friday, 10.00 in Jakarta
TODAY = dt.date(2026, 11, 20)
MONDAY = dt.date(2026, 11, 16)
NEXT_MONDAY = dt.date(2026, 11, 23)
ONE_DAY = dt.timedelta(days=1)
_numbers = count(1)


def team(people: int = 3, *, region_code: str = "31.71") -> tuple[Unit, list[Person]]:
    """A team of a branch, with its agents by name."""
    branch = staff.unit("BRANCH")
    branch.region_code = region_code
    branch.save(update_fields=["region_code"])
    made = staff.unit("TEAM", parent=branch)
    return made, [agent(made, f"Agen {letter}") for letter in "ABCDEFGHIJKL"[:people]]


def agent(unit: Unit, name: str, *, role: str = "AGENT") -> Person:
    """Somebody in a unit who cannot sign in with a password: hashing one takes longer than the test."""
    number = next(_numbers)
    person = Person.objects.create(
        username=f"kerja{number}", employee_no=f"W{number:05}", full_name=name, joined_on=dt.date(2025, 1, 1)
    )
    Membership.objects.create(person=person, unit=unit, role=role, starts_on=dt.date(2025, 1, 1))
    return person


def certify(*people: Person) -> None:
    """A certificate of desk collection for each, in force this year."""
    for person in people:
        Certificate.objects.create(
            person=person, kind="DESK", number=f"SPPI-{person.pk}", issuer="LSP Pembiayaan",
            valid_from=dt.date(2026, 1, 1), valid_until=dt.date(2027, 12, 31),
        )  # fmt: skip


def shifts(unit: Unit) -> tuple[ShiftKind, ShiftKind]:
    """Early 08-16 and late 12-20, an hour of it unpaid."""
    told = {"unit": unit, "paid_min": 420, "by": None, "now": NOW}
    return (
        operations.add_shift_kind(code="P", name="Pagi", starts_min=480, ends_min=960, **told),
        operations.add_shift_kind(code="S", name="Siang", starts_min=720, ends_min=1200, **told),
    )


def plan(
    unit: Unit, cells: dict[Person, list[ShiftKind | None]], *, first_day: dt.date = MONDAY, weekday: int = 1,
    is_published: bool = True, by: Person | None = None,
) -> Plan:  # fmt: skip
    """A plan whose cells are given, from a Monday, as the search would have left it."""
    days = max(7, *map(len, cells.values()))
    asked = operations.request_plan(
        unit=unit, first_day=first_day, days=days, by=by, now=NOW,
        demand=steady_demand(first_day, days, weekday=weekday, saturday=0),
    )  # fmt: skip
    roster = {str(person.pk): [str(shift.pk) if shift else None for shift in row] for person, row in cells.items()}
    made = operations.store_roster(
        plan=asked, roster=roster, cost=0, bound=0, remedies=[], conflict=[], now=NOW
    )  # fmt: skip
    return operations.publish(plan=made, by=by, now=NOW) if is_published else made


def leave_kind(code: str = "ANNUAL") -> LeaveKind:
    operations.load_leave_kinds(now=NOW)
    return LeaveKind.objects.get(code=code)


def at_work(*people: Person, since: dt.datetime = NOW, state: str = "READY") -> None:
    for person in people:
        cases.set_agent_state(person=person, state=state, now=since)


def row_of(plan: Plan, person: Person) -> list[str]:
    """Codes of a person's shifts, a dash for a day off, as far as the last shift of anybody."""
    held = {cell.day: cell.shift.code for cell in plan.cells.filter(person=person, shift__isnull=False)}
    return [
        held.get(plan.first_day + ahead * ONE_DAY, "-")
        for ahead in range((max(plan.cells.values_list("day", flat=True)) - plan.first_day).days + 1)
    ]
