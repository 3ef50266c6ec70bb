"""The organisation tree."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.staff import events, rules
from tagih.staff.enums import UnitKind
from tagih.staff.models import Membership, Person, Unit


class UnitRefused(Refusal):
    """A unit cannot be opened, moved or closed as asked."""


def open_unit(
    *,
    code: str,
    name: str,
    kind: str,
    parent: Unit | None,
    by: Person | None,
    now: dt.datetime,
    region_code: str = "",
    is_provisional: bool = False,
) -> Unit:
    """This will open a unit under another.

    :raises UnitRefused: the code is malformed or taken, or such a unit may not lie there.
    """
    code, name = code.strip().upper(), " ".join(name.split())
    if not rules.UNIT_CODE.match(code):
        raise UnitRefused(
            "CODE_MALFORMED", _("A code has capital letters, digits, dots and dashes."), field="code", value=code
        )
    if Unit.objects.filter(code=code).exists():
        raise UnitRefused(
            "CODE_TAKEN", _("“%(code)s” is another unit's code.") % {"code": code}, field="code", value=code
        )
    _check_place(kind, parent)
    with database.transaction():
        unit = Unit(code=code, name=name, kind=kind, parent=parent, path="", is_provisional=is_provisional)
        unit.region_code = region_code.strip()
        unit.save(force_insert=True)
        unit.path = rules.path_of(parent.path if parent else "", unit.pk)
        unit.save(update_fields=["path"])
        journal.publish(events.UnitOpened(unit_id=unit.pk, code=code, unit_name=name), by=by, now=now)
    return unit


def edit_unit(*, unit: Unit, name: str, region_code: str, by: Person | None, now: dt.datetime) -> Unit:
    """This will rename a unit or correct its region; a provisional unit is confirmed by it."""
    with database.transaction():
        unit.name, unit.region_code, unit.is_provisional = " ".join(name.split()), region_code.strip(), False
        unit.save(update_fields=["name", "region_code", "is_provisional"])
        journal.publish(events.UnitChanged(unit_id=unit.pk, code=unit.code, unit_name=unit.name), by=by, now=now)
    return unit


def move_unit(*, unit: Unit, parent: Unit, by: Person | None, now: dt.datetime) -> Unit:
    """This will move a unit with everything below it under another parent.

    :raises UnitRefused: it would lie under itself, or such a unit may not lie there.
    """
    _check_place(unit.kind, parent)
    if rules.has_cycle(unit.path, parent.path):
        raise UnitRefused("UNDER_ITSELF", _("A unit cannot lie under itself."), field="parent", value=parent.code)
    with database.transaction():
        list(Unit.objects.select_for_update(of=("self",)).filter(path__startswith=unit.path).order_by("pk"))
        old, new = unit.path, rules.path_of(parent.path, unit.pk)
        Unit.objects.filter(path__startswith=old).update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
        Unit.objects.filter(pk=unit.pk).update(parent=parent)
        journal.publish(events.UnitChanged(unit_id=unit.pk, code=unit.code, unit_name=unit.name), by=by, now=now)
    unit.refresh_from_db()
    return unit


def close_unit(*, unit: Unit, closed_on: dt.date, by: Person | None, now: dt.datetime) -> None:
    """This will close a unit from a day on.

    :raises UnitRefused: people still belong to it, or units below it are still open.
    """
    if Unit.objects.filter(parent=unit, closed_on__isnull=True).exists():
        raise UnitRefused("HAS_UNITS", _("Units below it are still open."), remedy=_("Close or move them first."))
    members = Membership.objects.filter(unit=unit, ends_on__isnull=True).count()
    if members:
        raise UnitRefused(
            "HAS_PEOPLE", _("%(n)d people still belong to it.") % {"n": members}, remedy=_("Move them first.")
        )
    with database.transaction():
        unit.closed_on = closed_on
        unit.save(update_fields=["closed_on"])
        closed = events.UnitClosed(
            unit_id=unit.pk, code=unit.code, unit_name=unit.name, closed_on=closed_on.isoformat()
        )
        journal.publish(closed, by=by, now=now)


def ensure_branches(*, codes: Iterable[str], by: Person | None, now: dt.datetime) -> None:
    """This will open those branches that nobody knows yet as provisional ones under the company.

    :raises UnitRefused: there is no company yet.
    """
    wanted = {code.strip().upper(): code for code in codes}
    unknown = wanted.keys() - set(Unit.objects.filter(code__in=wanted).values_list("code", flat=True))
    if not unknown:
        return
    company = Unit.objects.filter(kind=UnitKind.COMPANY).order_by("pk").first()
    if company is None:
        raise UnitRefused("NO_COMPANY", _("There is no company yet."), remedy=_("Run `tagih init` first."))
    for code in sorted(unknown):
        open_unit(
            code=wanted[code],
            name=wanted[code],
            kind=UnitKind.BRANCH,
            parent=company,
            is_provisional=True,
            by=by,
            now=now,
        )


def _check_place(kind: str, parent: Unit | None) -> None:
    if not rules.may_hold(kind, parent.kind if parent else None):
        where = UnitKind(parent.kind).label if parent else _("the top")
        raise UnitRefused(
            "WRONG_PLACE",
            _("A unit of kind “%(kind)s” cannot lie under %(where)s.") % {"kind": UnitKind(kind).label, "where": where},
            field="parent",
        )
