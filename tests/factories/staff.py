"""People and units with boring defaults."""

import datetime as dt
import itertools

from tagih.staff import operations as staff
from tagih.staff.enums import UnitKind
from tagih.staff.models import Person, Unit

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
LONG_AGO = dt.date(2024, 1, 2)
PASSWORD = "kopi-tubruk-manis-7"
_numbers = itertools.count(1)


def company() -> Unit:
    """The one company; made when missing."""
    found = Unit.objects.filter(kind=UnitKind.COMPANY).first()
    return found or staff.open_unit(
        code="HQ", name="Maju Bersama Finance", kind="COMPANY", parent=None, by=None, now=NOW
    )


def unit(kind: str = "TEAM", *, parent: Unit | None = None, code: str = "", name: str = "") -> Unit:
    number = next(_numbers)
    code = code or f"{kind[:3]}-{number}"
    return staff.open_unit(
        code=code, name=name or f"{kind.title()} {number}", kind=kind, parent=parent or company(), by=None, now=NOW
    )


def person(
    *, role: str | None = "AGENT", unit: Unit | None = None, name: str = "", username: str = "", ready: bool = True
) -> Person:
    """Somebody with a role (none when `role` is None) and PASSWORD, ready to work unless `ready` is False."""
    number = next(_numbers)
    hired, _given = staff.hire(
        username=username or f"orang.{number}",
        employee_no=f"K{number:05d}",
        full_name=name or f"Orang Nomor {number}",
        joined_on=LONG_AGO,
        password=PASSWORD,
        by=None,
        now=NOW,
    )
    if ready:
        Person.objects.filter(pk=hired.pk).update(must_change_password=False)
        hired.refresh_from_db()
    if role:
        staff.grant_role(person=hired, unit=unit or company(), role=role, starts_on=LONG_AGO, by=None, now=NOW)
    return hired
