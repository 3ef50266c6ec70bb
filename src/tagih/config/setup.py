"""What a fresh database needs: reference data of every package, and one administrator."""

import datetime as dt
from collections.abc import Callable

from tagih.cases import operations as cases
from tagih.kernel import clock, database
from tagih.kernel import operations as kernel
from tagih.messaging import operations as messaging
from tagih.portfolio import operations as portfolio
from tagih.quality import operations as quality
from tagih.staff import operations as staff
from tagih.staff import queries
from tagih.staff.enums import UnitKind
from tagih.staff.models import Person, Unit
from tagih.workforce import operations as workforce

REFERENCE: list[tuple[str, Callable[..., int]]] = [
    ("calendar_days", kernel.load_shipped_calendar),
    ("schemes", portfolio.load_schemes),
    ("cases", cases.load_reference),
    ("messages", messaging.load_reference),
    ("scorecards", quality.load_shipped_forms),
    ("leave_kinds", workforce.load_leave_kinds),
]
"""(name, function(now=) -> rows made), in order, each safe to repeat. Packages add theirs here."""


def load_reference_data(*, now: dt.datetime) -> dict[str, int]:
    """This will load what is missing of every package's reference data and return rows made by name."""
    return {name: load(now=now) for name, load in REFERENCE}


def first_administrator(*, username: str, password: str, now: dt.datetime) -> bool:
    """This will make the first administrator if nobody can administer yet, and tell whether it did.

    They sign in with `password` once, choose their own and add a second factor. The company is opened with them.
    """
    today = clock.today_in(clock.WIB, now=now)
    if queries.memberships_on(today).filter(role="ADMINISTRATOR", person__is_active=True).exists():
        return False
    with database.transaction():
        company = Unit.objects.filter(kind=UnitKind.COMPANY).order_by("pk").first()
        if company is None:
            company = staff.open_unit(code="HQ", name="Head office", kind="COMPANY", parent=None, by=None, now=now)
        person = Person.objects.filter(username=username).first()
        if person is None:
            person, _given = staff.hire(
                username=username, employee_no=username, full_name="Administrator", joined_on=today, password=password,
                by=None, now=now,
            )  # fmt: skip
        staff.grant_role(person=person, unit=company, role="ADMINISTRATOR", starts_on=today, by=None, now=now)
    return True
