"""A calling team of sixty in Lampung with its shifts, and the people who plan and lead it."""

from dataclasses import dataclass

from tagih.kernel import operations as kernel
from tagih.staff.models import Person, Unit
from tagih.workforce import operations
from tagih.workforce.models import ShiftKind
from tests.factories import staff, workforce
from tests.factories.workforce import NOW

FIRST = ("Agus", "Ayu", "Bagas", "Cahya", "Dimas", "Endah", "Fajar", "Gita", "Hana", "Indra", "Joni", "Kartika")
LAST = ("Pratama", "Lestari", "Nugroho", "Wibowo", "Maharani")
SHIFTS = (("P", "Pagi", 480), ("A", "Agak siang", 540), ("T", "Tengah hari", 600), ("S", "Siang", 720))


@dataclass(frozen=True)
class Team:
    """Whom the stories are about."""

    branch: Unit
    unit: Unit
    people: list[Person]
    planner: Person
    leader: Person
    shifts: dict[str, ShiftKind]


def team(*, people: int = 60, shifts: int = 4) -> Team:
    """A branch with one team; only the planner and the leader can sign in. Every fifth agent is a senior."""
    kernel.load_shipped_calendar(now=NOW, years=range(2026, 2028))
    operations.load_leave_kinds(now=NOW)
    branch = staff.unit("BRANCH", code="BDL", name="Bandar Lampung")
    branch.region_code = "18.71"
    branch.save(update_fields=["region_code"])
    unit = staff.unit("TEAM", parent=branch, code="MELATI", name="Tim Melati")
    names = [f"{first} {last}" for last in LAST for first in FIRST][:people]
    made = [workforce.agent(unit, name) for name in names]
    workforce.certify(*made)
    kinds = {
        code: operations.add_shift_kind(
            unit=unit, code=code, name=name, starts_min=begins, ends_min=begins + 480, paid_min=420, by=None, now=NOW
        )
        for code, name, begins in SHIFTS[:shifts]
    }
    return Team(
        branch=branch, unit=unit, people=made, shifts=kinds,
        planner=staff.person(role="SUPERVISOR", unit=branch, name="Wulan Anggraeni", username="wulan"),
        leader=staff.person(role="SUPERVISOR", unit=branch, name="Hendra Saputra", username="hendra"),
    )  # fmt: skip
