"""Dated memberships: granted, ended, never edited, so that every past day keeps its own answer."""

import datetime as dt

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.staff import events, roles
from tagih.staff.models import Membership, Person, Unit


class MembershipRefused(Refusal):
    """A role cannot be given or ended as asked."""


def grant_role(
    *, person: Person, unit: Unit, role: str, starts_on: dt.date, by: Person | None, now: dt.datetime
) -> Membership:
    """This will give a person a role in a unit from a day on, until further notice.

    :raises MembershipRefused: the role is unknown, the unit closed, the person gone, or they already hold it then.
    """
    if role not in roles.ROLES:
        raise MembershipRefused(
            "ROLE_UNKNOWN", _("There is no role “%(role)s”.") % {"role": role}, field="role", value=role
        )
    if unit.closed_on is not None and unit.closed_on <= starts_on:
        raise MembershipRefused("UNIT_CLOSED", _("This unit is closed."), field="unit", value=unit.code)
    if person.left_on is not None and person.left_on < starts_on:
        raise MembershipRefused("PERSON_LEFT", _("This person has left."), remedy=_("Take them back first."))
    if starts_on < person.joined_on:
        raise MembershipRefused(
            "BEFORE_JOINING", _("The role would start before the person joined."), field="starts_on", value=starts_on
        )
    with database.transaction():
        Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        overlapping = Membership.objects.filter(person=person, unit=unit, role=role).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=starts_on)
        )
        if overlapping.exists():
            raise MembershipRefused("ALREADY_HELD", _("The person holds this role here already."), field="role")
        membership = Membership.objects.create(person=person, unit=unit, role=role, starts_on=starts_on)
        _publish_granted(membership, by=by, now=now)
    return membership


def end_membership(*, membership: Membership, ends_on: dt.date, by: Person | None, now: dt.datetime) -> Membership:
    """This will end a role: `ends_on` is the first day on which it is no longer held.

    :raises MembershipRefused: it has ended already, the day lies before its start, or it is one's own administration.
    """
    with database.transaction():
        membership = (
            Membership.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=membership.pk)
        )
        if membership.ends_on is not None:
            raise MembershipRefused("ENDED", _("This role has ended already."))
        if ends_on < membership.starts_on:
            raise MembershipRefused(
                "ENDS_BEFORE_START", _("The end lies before the start."), field="ends_on", value=ends_on,
                remedy=_("The start was %(day)s.") % {"day": f"{membership.starts_on:%d/%m/%Y}"},
            )  # fmt: skip
        if by is not None and by.pk == membership.person_id and membership.role == "ADMINISTRATOR":
            raise MembershipRefused(
                "OWN_ACCOUNT", _("Nobody takes this role from themselves."), remedy=_("Ask another administrator.")
            )
        membership.ends_on = ends_on
        membership.save(update_fields=["ends_on"])
        _publish_ended(membership, by=by, now=now)
    return membership


def move(*, membership: Membership, unit: Unit, on: dt.date, by: Person | None, now: dt.datetime) -> Membership:
    """This will move a person to another unit in the same role from a day on; the past stays as it was.

    :raises MembershipRefused: as `end_membership` and `grant_role`.
    """
    with database.transaction():
        ended = end_membership(membership=membership, ends_on=on, by=by, now=now)
        return grant_role(person=ended.person, unit=unit, role=ended.role, starts_on=on, by=by, now=now)


@database.transaction_required
def close_memberships(*, person: Person, ends_on: dt.date) -> int:
    """This will end whatever a person still holds on a day, and return how many; those not begun end as they start."""
    running = Membership.objects.filter(person=person, ends_on__isnull=True)
    later = running.filter(starts_on__gt=ends_on).update(ends_on=F("starts_on"))
    return later + running.update(ends_on=ends_on)


def _publish_granted(membership: Membership, *, by: Person | None, now: dt.datetime) -> None:
    event = events.RoleGranted(
        person_id=membership.person_id,
        full_name=membership.person.full_name,
        role=membership.role,
        unit_code=membership.unit.code,
        starts_on=membership.starts_on.isoformat(),
    )
    journal.publish(event, by=by, now=now)


def _publish_ended(membership: Membership, *, by: Person | None, now: dt.datetime) -> None:
    event = events.RoleEnded(
        person_id=membership.person_id,
        full_name=membership.person.full_name,
        role=membership.role,
        unit_code=membership.unit.code,
        ends_on=membership.ends_on.isoformat(),
    )
    journal.publish(event, by=by, now=now)
