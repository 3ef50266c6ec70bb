"""Somebody leaves: no new cases from notice, work handed over, access until the hour."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tagih.cases import operations as cases
from tagih.cases.enums import AgentState
from tagih.journal import operations as journal
from tagih.kernel import clock, database
from tagih.kernel.errors import Refusal
from tagih.staff import operations as staff
from tagih.staff.models import Person
from tagih.workforce import events, queries
from tagih.workforce.enums import LeaveStatus
from tagih.workforce.models import Departure, LeaveRequest
from tagih.workforce.operations.sharing import hand_over

LONGEST_BACK = dt.timedelta(days=31)


class DepartureRefused(Refusal):
    """A departure that cannot be recorded."""


def record_departure(
    *, person: Person, kind: str, noticed_on: dt.date, last_day: dt.date, reason: str, by: Person, now: dt.datetime,
    ends_at: dt.time | None = None,
) -> Departure:  # fmt: skip
    """This will record that somebody leaves: their work is handed over now and new work reaches them no longer.

    Shifts after the last day fall away; access ends at the hour, else with the last day.

    A last day that is over ends access at once.

    :raises DepartureRefused: the days are upside down or long past, it is oneself, nobody says why, or it is recorded.
    """
    if by.pk == person.pk:
        raise DepartureRefused("OWN", _("Nobody records their own departure."), remedy=_("Tell your supervisor."))
    if last_day < noticed_on:
        raise DepartureRefused(
            "PERIOD", _("The last day lies before the notice."), field="last_day", value=last_day,
            remedy=_("The notice was on %(day)s.") % {"day": f"{noticed_on:%d/%m/%Y}"},
        )  # fmt: skip
    if not reason.strip():
        raise DepartureRefused("REASON", _("Say why."), field="reason")
    if last_day < now.date() - LONGEST_BACK:
        raise DepartureRefused("LONG_PAST", _("That is more than a month ago."), field="last_day", value=last_day)
    unit = queries.unit_of(person, on=min(noticed_on, last_day)) or queries.unit_of(person, on=now.date())
    zone = queries.zone_of(unit) if unit else clock.WIB
    with database.transaction():
        database.lock("workforce.departure", person.pk)
        if Departure.objects.filter(person=person).exists():
            raise DepartureRefused("RECORDED", _("This departure is recorded already."), value=str(person))
        at = dt.datetime.combine(last_day, ends_at, tzinfo=zone) if ends_at else clock.end_of_day(last_day, zone)
        departure = Departure.objects.create(
            person=person, kind=kind, noticed_on=noticed_on, last_day=last_day, access_ends_at=at,
            reason=reason.strip(), recorded_by=by, recorded_at=now,
        )  # fmt: skip
        if unit:
            done = hand_over(
                people=[person.pk], unit=unit, day=now.astimezone(zone).date(), is_for_good=True, by=by, now=now,
                reason=str(_("%(name)s leaves") % {"name": person.full_name}),
            )  # fmt: skip
            departure.cases_handed_over, departure.promises_kept = done.cases, done.promises
            departure.callbacks_kept = done.callbacks
            departure.save(update_fields=["cases_handed_over", "promises_kept", "callbacks_kept"])
        _end_memberships(departure, by=by, now=now)
        _drop_leave_after(departure)
        said = events.DepartureRecorded(
            person_id=person.pk, full_name=person.full_name, kind=kind, noticed_on=noticed_on.isoformat(),
            last_day=last_day.isoformat(), cases=departure.cases_handed_over,
        )  # fmt: skip
        journal.publish(said, by=by, now=now)
        after = events.AbsenceReported(
            person_id=person.pk, full_name=person.full_name, last_day=(last_day + dt.timedelta(days=366)).isoformat(),
            first_day=(last_day + dt.timedelta(days=1)).isoformat(),
        )  # fmt: skip
        journal.publish(after, by=by, now=now)
        if at <= now:
            end_access(departure=departure, now=now)
    return departure


def _end_memberships(departure: Departure, *, by: Person, now: dt.datetime) -> None:
    """Roles and the right to sign in end after the last day."""
    staff.end(person=departure.person, left_on=departure.last_day, by=by, now=now)


def _drop_leave_after(departure: Departure) -> None:
    rows = LeaveRequest.objects.filter(person=departure.person, status=LeaveStatus.WAITING)
    rows.filter(last_day__gt=departure.last_day).update(status=LeaveStatus.CANCELLED)


def end_due_access(*, now: dt.datetime) -> int:
    """This will end the access of everybody whose hour has come, and return of how many."""
    due = Departure.objects.filter(access_ends_at__lte=now, access_ended_at__isnull=True).values_list("pk", flat=True)
    return sum(end_access(departure=Departure(pk=pk), now=now) for pk in list(due))


def end_access(*, departure: Departure, now: dt.datetime) -> bool:
    """This will sign somebody out everywhere and let them sign in no more; what they had in hand goes to colleagues.

    The history stays under the code of the person.
    """
    with database.transaction():
        rows = Departure.objects.select_for_update(of=("self",)).select_related("person")
        departure = rows.get(pk=departure.pk)
        if departure.access_ended_at is not None:
            return False
        person = departure.person
        staff.shut_out(person=person, now=now)
        cases.set_agent_state(person=person, state=AgentState.OFF, now=now)
        unit = queries.unit_of(person, on=departure.last_day)
        if unit:
            hand_over(
                people=[person.pk], unit=unit, day=now.astimezone(queries.zone_of(unit)).date(), is_for_good=True,
                by=None, now=now, reason=str(_("Access of %(name)s ended") % {"name": person.full_name}),
            )  # fmt: skip
        departure.access_ended_at = now
        departure.save(update_fields=["access_ended_at"])
        said = events.AccessEnded(
            person_id=person.pk, full_name=person.full_name, last_day=departure.last_day.isoformat()
        )
        journal.publish(said, by=None, now=now)
    return True
