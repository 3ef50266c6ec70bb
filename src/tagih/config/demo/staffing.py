"""The people of the demonstration: every role, teams in three zones, certificates that are in force."""

import contextlib
import datetime as dt
from collections.abc import Iterator

import numpy as np
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test.utils import override_settings

from tagih.sandbox.lender import names
from tagih.sandbox.lender.places import BRANCHES, REGIONS
from tagih.staff import operations as staff
from tagih.staff.models import Person, Unit

PASSWORD = "kopi-tubruk-2026"  # noqa: S105 (of invented people, on an invented lender's own database)
LENDER = "Nusantara Contoh Finance"
JOINED = dt.date(2025, 1, 6)
TEAMS = {  # code: name, region, agents
    "TIM-MELATI": ("Tim Desk Melati", "WIL-BARAT", 5),
    "TIM-KENANGA": ("Tim Desk Kenanga", "WIL-BARAT", 4),
    "TIM-TERATAI": ("Tim Desk Teratai", "WIL-TENGAH", 4),
    "TIM-CENDANA": ("Tim Desk Cendana", "WIL-TIMUR", 2),
}
OFFICE = (  # user name, role, unit code
    ("kepala", "HEAD", "HQ"),
    ("penyelia", "SUPERVISOR", "WIL-BARAT"),
    ("cabang", "BRANCH_HEAD", "JKT"),
    ("lapangan", "FIELD_COLLECTOR", "WIL-BARAT"),
    ("kasir", "CASHIER", "HQ"),
    ("operator", "OPERATOR", "HQ"),
    ("strategi", "STRATEGIST", "HQ"),
    ("kepatuhan", "COMPLIANCE", "HQ"),
    ("mutu", "QUALITY", "HQ"),
    ("mutu2", "QUALITY", "HQ"),
    ("pelatih", "TRAINER", "HQ"),
    ("perencana", "PLANNER", "HQ"),
    ("auditor", "AUDITOR", "HQ"),
    ("admin", "ADMINISTRATOR", "HQ"),
)


VISITORS = 3
"""`agen1` to this one are left to visitors."""


class QuickHasher(PBKDF2PasswordHasher):
    """Few rounds, so that thirty invented people take no half minute; a sign-in hashes anew with all rounds."""

    iterations = 5_000


def hire_everybody(*, seed: int, now: dt.datetime) -> list[Person]:
    """This will make the units and people that are missing and return those who work at a desk."""
    units = _units(now)
    rng = np.random.default_rng([seed, 9])
    with _quick_hashing():
        for number, (username, role, unit) in enumerate(OFFICE, start=1):
            _person(username, f"P{number:04d}", role, units[unit], rng, now)
        agents, number = [], 100
        for position, (code, (_name, _region, size)) in enumerate(TEAMS.items(), start=1):
            _person(f"ketua{position}", f"P{number:04d}", "TEAM_LEADER", units[code], rng, now)
            for _place in range(size):
                number += 1
                agents.append(_person(f"agen{len(agents) + 1}", f"P{number:04d}", "AGENT", units[code], rng, now))
            number += 1
    return agents


def colleagues() -> list[str]:
    """This will return the user names of the simulated colleagues."""
    agents = sum(size for _name, _region, size in TEAMS.values())
    return [f"agen{number}" for number in range(VISITORS + 1, agents + 1)]


def log_ins() -> list[tuple[str, str, str]]:
    """This will return (user name, role, unit) of everybody, agents and leaders as ranges."""
    agents = sum(size for _name, _region, size in TEAMS.values())
    desks = [(f"agen1 … agen{agents}", "AGENT", "WIL"), (f"ketua1 … ketua{len(TEAMS)}", "TEAM_LEADER", "TIM")]
    return [*desks, *OFFICE]


def _units(now: dt.datetime) -> dict[str, Unit]:
    units = {unit.code: unit for unit in Unit.objects.all()}

    def opened(code: str, name: str, kind: str, parent: Unit | None, region_code: str = "") -> None:
        if code not in units:
            units[code] = staff.open_unit(
                code=code, name=name, kind=kind, parent=parent, region_code=region_code, by=None, now=now
            )

    opened("HQ", LENDER, "COMPANY", None)
    for code, name in REGIONS.items():
        opened(code, name, "REGION", units["HQ"])
    for branch in BRANCHES:
        opened(branch.code, f"Cabang {branch.name}", "BRANCH", units[branch.region], branch.region_code)
    for code, (name, region, _size) in TEAMS.items():
        opened(code, name, "TEAM", units[region])
    return units


def _person(
    username: str, employee_no: str, role: str, unit: Unit, rng: np.random.Generator, now: dt.datetime
) -> Person:
    name = str(names.draw(rng, 1)[0][0])
    known = Person.objects.filter(username=username).first()
    if known:
        return known
    person, _given = staff.hire(
        username=username, employee_no=employee_no, full_name=name, joined_on=JOINED, password=PASSWORD,
        is_one_time=False, by=None, now=now,
    )  # fmt: skip
    staff.grant_role(person=person, unit=unit, role=role, starts_on=JOINED, by=None, now=now)
    kinds = {"AGENT": "DESK", "TEAM_LEADER": "DESK", "SUPERVISOR": "DESK", "FIELD_COLLECTOR": "FIELD",
             "QUALITY": "REVIEWER"}  # fmt: skip
    if role in kinds:
        staff.record_certificate(
            person=person, kind=kinds[role], number=f"SPPI-CONTOH-{employee_no}", issuer="Lembaga Contoh",
            valid_from=JOINED, valid_until=JOINED + dt.timedelta(days=1460), by=None, now=now,
        )  # fmt: skip
    return person


@contextlib.contextmanager
def _quick_hashing() -> Iterator[None]:
    hasher = f"{QuickHasher.__module__}.{QuickHasher.__qualname__}"
    with override_settings(PASSWORD_HASHERS=[hasher]):
        yield
