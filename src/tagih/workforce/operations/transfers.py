"""Moves between teams: asked by one person, approved by another, dated, for good or until a day."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.staff import operations as staff
from tagih.staff.models import Membership, Person, Unit
from tagih.workforce import events
from tagih.workforce.enums import MoveStatus
from tagih.workforce.models import Transfer


class TransferRefused(Refusal):
    """A move between teams that cannot be."""


def ask_transfer(
    *, membership: Membership, unit: Unit, starts_on: dt.date, reason: str, by: Person, now: dt.datetime,
    ends_on: dt.date | None = None,
) -> Transfer:  # fmt: skip
    """This will ask that somebody moves to another team from a day; with `ends_on` they are back on that day.

    :raises TransferRefused: it is the same team, the days are upside down, in the past, or nobody says why.
    """
    if unit.pk == membership.unit_id:
        raise TransferRefused("SAME_TEAM", _("This person is in that team."), field="unit", value=unit.code)
    if starts_on < now.date():
        raise TransferRefused("PAST", _("The past stays as it was."), field="starts_on", value=starts_on)
    if ends_on is not None and ends_on <= starts_on:
        raise TransferRefused("PERIOD", _("The end lies before the start."), field="ends_on", value=ends_on)
    if not reason.strip():
        raise TransferRefused("REASON", _("Say why."), field="reason")
    if membership.ends_on is not None:
        raise TransferRefused("ENDED", _("This role has ended already."), field="membership")
    with database.transaction():
        made = Transfer.objects.create(
            membership=membership, unit=unit, starts_on=starts_on, ends_on=ends_on, reason=reason.strip(),
            status=MoveStatus.ASKED, asked_by=by, asked_at=now,
        )  # fmt: skip
        journal.tell(["roster"])
    return made


def decide_transfer(*, transfer: Transfer, is_approved: bool, by: Person, now: dt.datetime) -> Transfer:
    """This will carry the move out as dated memberships, or refuse it. Every past day keeps its team.

    :raises TransferRefused: it is decided already, one asked for it, or the membership has changed since.
    """
    with database.transaction():
        rows = Transfer.objects.select_for_update(of=("self",))
        transfer = rows.select_related("membership__person", "membership__unit", "unit").get(pk=transfer.pk)
        if transfer.status != MoveStatus.ASKED:
            raise TransferRefused("DECIDED", _("This move is decided already."))
        if by.pk in (transfer.asked_by_id, transfer.membership.person_id):
            raise TransferRefused("TWO_PEOPLE", _("A second person decides this."))
        if is_approved:
            _carry_out(transfer, by=by, now=now)
        transfer.status = MoveStatus.APPROVED if is_approved else MoveStatus.REFUSED
        transfer.decided_by, transfer.decided_at = by, now
        transfer.save(update_fields=["status", "decided_by", "decided_at"])
        person = transfer.membership.person
        said = events.TransferDecided(
            person_id=person.pk, full_name=person.full_name, unit_code=transfer.unit.code,
            starts_on=transfer.starts_on.isoformat(), status=transfer.status,
        )  # fmt: skip
        journal.publish(said, by=by, now=now)
    return transfer


def _carry_out(transfer: Transfer, *, by: Person, now: dt.datetime) -> None:
    held = transfer.membership
    if held.ends_on is not None:
        raise TransferRefused("ENDED", _("This role has ended already."), field="membership")
    moved = staff.move(membership=held, unit=transfer.unit, on=transfer.starts_on, by=by, now=now)
    if transfer.ends_on is not None:
        staff.end_membership(membership=moved, ends_on=transfer.ends_on, by=by, now=now)
        staff.grant_role(person=held.person, unit=held.unit, role=held.role, starts_on=transfer.ends_on, by=by, now=now)
