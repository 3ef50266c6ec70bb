"""The lender's house of a run: units, branches, agents with certificates, and the weights that make a policy."""

import datetime as dt
import math
from collections.abc import Sequence
from decimal import Decimal

from django.test.utils import override_settings
from django.utils.translation import gettext as _

from tagih.cases import operations as cases
from tagih.config import setup
from tagih.config.demo.staffing import QuickHasher
from tagih.kernel.errors import Refusal
from tagih.sandbox.lender.places import BRANCHES, REGIONS
from tagih.sandbox.town.parameters import Parameters
from tagih.staff import operations as staff
from tagih.staff.models import Person, Unit

PASSWORD = "kopi-tubruk-2026"  # noqa: S105 (of invented people, in a database that is dropped after the run)
FEW = 3
"""Agents a region from which each region has its own."""
HASHER = f"{QuickHasher.__module__}.{QuickHasher.__qualname__}"
JOINED_BEFORE = dt.timedelta(days=400)

POLICIES: dict[str, list[tuple[str, int, int]] | None] = {
    "tagih": [],  # the weights that ship
    "balance": [("AMOUNT", 100_000 * 2**step, 10 * step) for step in range(1, 15)],
    "dpd": [("DAYS", 1 + 4 * step, 10 * step) for step in range(1, 40)],
    "risk": [("FAILED", 1, 40), ("FAILED", 2, 80), ("FAILED", 3, 120), *[("DAYS", d, d // 3) for d in (4, 8, 15, 25)]],
    "random": [("DAYS", 0, 1)],
    "hold-out": None,
}
"""What goes first: points from a measure on. None: nobody works. `random` leaves the order to the case numbers, which
nothing about a person decides."""


class NoSuchPolicy(Refusal):
    """The policy is not shipped."""

    def __init__(self, name: str, known: Sequence[str] = ()) -> None:
        shipped = ", ".join(known or POLICIES)
        super().__init__(
            "NO_SUCH_POLICY", _("There is no policy %(name)s.") % {"name": name}, value=name,
            remedy=_("Shipped: %(names)s.") % {"names": shipped},
        )  # fmt: skip


def open_house(parameters: Parameters, *, agents: int, policy: str, first: dt.date, now: dt.datetime) -> list[Person]:
    """This will load reference data, open units, hire agents, set the policy's weights and return the agents.

    :raises NoSuchPolicy:
    """
    if policy not in POLICIES:
        raise NoSuchPolicy(policy)
    setup.load_reference_data(now=now)
    weights = POLICIES[policy]
    if weights:
        cases.set_priority_weights(
            weights=[(measure, Decimal(least), points) for measure, least, points in weights], by=None, now=now
        )
    company, teams = _units(parameters, now)
    joined = first - JOINED_BEFORE
    shares = _shared(company, teams, agents)
    hired: list[Person] = []
    with override_settings(PASSWORD_HASHERS=[HASHER]):
        for team, count in shares:
            hired += [_agent(len(hired) + place + 1, team, joined, now) for place in range(count)]
    return hired


def _units(parameters: Parameters, now: dt.datetime) -> tuple[Unit, dict[Unit, float]]:
    """The company, and its regions in this town with their shares of the portfolio."""
    company = staff.open_unit(code="HQ", name=parameters.title, kind="COMPANY", parent=None, by=None, now=now)
    teams: dict[Unit, float] = {}
    for code, name in REGIONS.items():
        places = [place for place in BRANCHES if place.region == code and place.code in parameters.book.branches]
        if not places:
            continue
        region = staff.open_unit(code=code, name=name, kind="REGION", parent=company, by=None, now=now)
        for place in places:
            staff.open_unit(code=place.code, name=f"Cabang {place.name}", kind="BRANCH", parent=region,
                            region_code=place.region_code, by=None, now=now)  # fmt: skip
        teams[region] = sum(place.weight for place in places)
    return company, teams


def _shared(company: Unit, teams: dict[Unit, float], agents: int) -> list[tuple[Unit, int]]:
    """Agents by region in proportion; where they are few, all of them serve the whole company."""
    if agents < FEW * len(teams):
        return [(company, agents)]
    total, left = sum(teams.values()), agents
    shared = []
    ordered = sorted(teams.items(), key=lambda pair: pair[1])
    for place, (unit, share) in enumerate(ordered):
        count = left if place == len(ordered) - 1 else max(1, math.floor(agents * share / total))
        shared.append((unit, count))
        left -= count
    return shared


def _agent(number: int, region: Unit, joined: dt.date, now: dt.datetime) -> Person:
    person, _password = staff.hire(
        username=f"agen{number}", employee_no=f"T{number:04d}", full_name=f"Agen {number}", joined_on=joined,
        password=PASSWORD, is_one_time=False, by=None, now=now,
    )  # fmt: skip
    staff.grant_role(person=person, unit=region, role="AGENT", starts_on=joined, by=None, now=now)
    staff.record_certificate(
        person=person, kind="DESK", number=f"SPPI-CONTOH-T{number:04d}", issuer="Lembaga Contoh", valid_from=joined,
        valid_until=joined + dt.timedelta(days=1460), by=None, now=now,
    )  # fmt: skip
    return person
