"""Leave: rights, requests, the waiting list."""

import datetime as dt

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel import calendars, database
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person
from tagih.workforce import events, queries
from tagih.workforce.enums import LeaveStatus
from tagih.workforce.models import LeaveEntry, LeaveKind, LeaveRequest
from tagih.workforce.operations.absence import publish_absence
from tagih.workforce.queries.leave import balance_of, room_for
from tagih.workforce.rules import leave as rules
from tagih.workforce.rules.plans import LEAVE_OPEN

SHIPPED = (  # code, name, days a year, lead days, certain, source
    ("ANNUAL", _("Annual leave"), 12, 7, False, "UU 13/2003 pasal 79"),
    ("SICK", _("Sickness"), None, 0, True, "UU 13/2003 pasal 93"),
    ("BEREAVEMENT", _("Death in the family"), None, 0, True, "UU 13/2003 pasal 93"),
    ("MARRIAGE", _("Own marriage"), 3, 14, True, "UU 13/2003 pasal 93"),
    ("BIRTH", _("Birth"), None, 30, True, "UU 13/2003 pasal 82"),
    ("UNPAID", _("Unpaid leave"), None, 14, False, ""),
)


class LeaveRefused(Refusal):
    """Leave that cannot be asked for or decided as wanted."""


def load_leave_kinds(*, now: dt.datetime) -> int:
    """This will add the kinds of leave that come with Tagih and are missing, and return how many."""
    del now
    before = LeaveKind.objects.count()
    LeaveKind.objects.bulk_create(
        (
            LeaveKind(code=code, name=str(name), yearly_days=days, lead_days=lead, is_certain=certain, source=source)
            for code, name, days, lead, certain, source in SHIPPED
        ),
        ignore_conflicts=True,
    )
    return LeaveKind.objects.count() - before


def ask_leave(
    *, person: Person, kind: LeaveKind, first_day: dt.date, last_day: dt.date, now: dt.datetime, note: str = "",
) -> LeaveRequest:  # fmt: skip
    """This will ask for leave: granted at once where the plan has room for it, else it waits in line.

    :raises LeaveRefused: the days are upside down, past or taken already, too soon, take none of the working days, or
        more than the balance.
    """
    with database.transaction():
        database.lock("workforce.leave", person.pk)
        days = _checked(person, kind, first_day, last_day, now)
        is_granted = kind.is_certain or rules.is_room(room_for(person, first_day, last_day))
        request = LeaveRequest.objects.create(
            person=person, kind=kind, first_day=first_day, last_day=last_day, days=days, note=note.strip(),
            status=LeaveStatus.GRANTED if is_granted else LeaveStatus.WAITING, asked_at=now,
            decided_at=now if is_granted else None,
            reason="" if is_granted else str(_("Too few people would be left on one of these days.")),
        )  # fmt: skip
        journal.publish(_said(events.LeaveAsked, request), by=person, now=now)
        if is_granted:
            _take(request, by=None, now=now)
    return request


def _checked(person: Person, kind: LeaveKind, first_day: dt.date, last_day: dt.date, now: dt.datetime) -> int:
    if last_day < first_day:
        raise LeaveRefused("PERIOD", _("The last day lies before the first."), field="last_day", value=last_day)
    unit = queries.unit_of(person, on=first_day)
    if unit is None:
        raise LeaveRefused("NOT_HERE", _("You belong to no team on that day."), field="first_day", value=first_day)
    today = now.astimezone(queries.zone_of(unit)).date()
    if first_day < today:
        raise LeaveRefused("PAST", _("The first day is over."), field="first_day", value=first_day)
    if not kind.is_certain and (first_day - today).days < kind.lead_days:
        earliest = today + dt.timedelta(days=kind.lead_days)
        raise LeaveRefused(
            "TOO_SOON", _("This leave is asked for %(days)d days before.") % {"days": kind.lead_days},
            field="first_day", value=first_day, remedy=_("From %(day)s on.") % {"day": f"{earliest:%d/%m/%Y}"},
        )  # fmt: skip
    taken = LeaveRequest.objects.filter(
        person=person, status__in=LEAVE_OPEN, first_day__lte=last_day, last_day__gte=first_day
    )
    if taken.exists():
        raise LeaveRefused("TAKEN", _("You have asked for leave on these days already."), field="first_day")
    terms = queries.terms_of([person.pk], on=first_day).get(person.pk)
    free = calendars.stored(first_day, last_day)
    days = rules.working_days(first_day, last_day, free, days_week=terms.days_week if terms else 5)
    if not days:
        raise LeaveRefused("NO_WORK", _("These days are free anyway."), field="first_day", value=first_day)
    left = balance_of(person, kind, year=first_day.year)
    if left is not None and days > left:
        raise LeaveRefused(
            "BALANCE", _("That is %(days)d days; %(left)d are left.") % {"days": days, "left": left},
            field="last_day", value=days, remedy=_("Choose fewer days, or another kind of leave."),
        )  # fmt: skip
    return days


def decide_leave(
    *, request: LeaveRequest, is_granted: bool, by: Person, now: dt.datetime, reason: str = ""
) -> LeaveRequest:
    """This will grant leave that waits, although the plan gets short, or refuse it.

    :raises LeaveRefused: it does not wait any more, it is one's own, or a refusal has no reason.
    """
    with database.transaction():
        request = _locked(request)
        if request.status != LeaveStatus.WAITING:
            raise LeaveRefused("DECIDED", _("This request is decided already."), value=request.status)
        if request.person_id == by.pk:
            raise LeaveRefused("OWN", _("Nobody decides their own leave."), remedy=_("Ask your supervisor."))
        if not is_granted and not reason.strip():
            raise LeaveRefused("REASON", _("Say why."), field="reason")
        _decide(request, LeaveStatus.GRANTED if is_granted else LeaveStatus.REFUSED, reason.strip(), by, now)
        if is_granted:
            _take(request, by=by, now=now)
    return request


def cancel_leave(*, request: LeaveRequest, by: Person, now: dt.datetime) -> LeaveRequest:
    """This will withdraw leave that has not begun; its days go back to the balance and the line moves up.

    :raises LeaveRefused: it is over, has begun, or is closed.
    """
    with database.transaction():
        request = _locked(request)
        if request.status not in LEAVE_OPEN:
            raise LeaveRefused("DECIDED", _("This request is closed already."), value=request.status)
        unit = queries.unit_of(request.person, on=request.first_day)
        if unit and request.first_day <= now.astimezone(queries.zone_of(unit)).date():
            raise LeaveRefused("BEGUN", _("This leave has begun."), remedy=_("Ask your team leader to correct it."))
        was_granted = request.status == LeaveStatus.GRANTED
        _decide(request, LeaveStatus.CANCELLED, "", by, now)
        if was_granted:
            _give_back(request, by=by, now=now)
    if was_granted:
        work_waiting_list(now=now)
    return request


def work_waiting_list(*, now: dt.datetime) -> int:
    """This will grant leave that waits and has room now, first come, first served, and return how much."""
    granted = 0
    waiting = LeaveRequest.objects.filter(status=LeaveStatus.WAITING).order_by("asked_at", "pk")
    for pk in list(waiting.values_list("pk", flat=True)):
        with database.transaction():
            request = _locked(LeaveRequest(pk=pk))
            if request.status != LeaveStatus.WAITING:
                continue
            unit = queries.unit_of(request.person, on=request.first_day)
            if unit is None or request.first_day < now.astimezone(queries.zone_of(unit)).date():
                _decide(request, LeaveStatus.REFUSED, str(_("Nobody decided before the first day.")), None, now)
            elif rules.is_room(room_for(request.person, request.first_day, request.last_day)):
                _decide(request, LeaveStatus.GRANTED, "", None, now)
                _take(request, by=None, now=now)
                granted += 1
    return granted


def give_yearly_right(*, year: int, now: dt.datetime) -> int:
    """This will book the yearly right of everybody who has worked here a year, once, and return for how many."""
    kinds = LeaveKind.objects.filter(yearly_days__isnull=False)
    first = dt.date(year, 1, 1)
    given = 0
    for kind in kinds:
        have = LeaveEntry.objects.filter(kind=kind, year=year, request__isnull=True).values("person_id")
        people = Person.objects.filter(is_active=True, joined_on__lte=first).exclude(pk__in=have)
        rows = [
            LeaveEntry(person=person, kind=kind, year=year, days=kind.yearly_days or 0, recorded_at=now,
                       reason=str(_("Right of the year")))
            for person in people
        ]  # fmt: skip
        given += len(LeaveEntry.objects.bulk_create(rows, batch_size=1000))
    return given


def correct_balance(
    *, person: Person, kind: LeaveKind, year: int, days: int, reason: str, by: Person, now: dt.datetime
) -> LeaveEntry:
    """This will book days to or from a balance with a reason.

    :raises LeaveRefused: no reason, or the balance would fall below nothing.
    """
    if not reason.strip():
        raise LeaveRefused("REASON", _("Say why."), field="reason")
    with database.transaction():
        database.lock("workforce.leave", person.pk)
        held = LeaveEntry.objects.filter(person=person, kind=kind, year=year).aggregate(total=Sum("days"))["total"] or 0
        if held + days < 0:
            raise LeaveRefused(
                "NEGATIVE", _("The balance would be %(days)d.") % {"days": held + days}, field="days", value=days,
                remedy=_("At most %(held)d days can be taken off.") % {"held": held},
            )  # fmt: skip
        return LeaveEntry.objects.create(
            person=person, kind=kind, year=year, days=days, reason=reason.strip(), recorded_at=now, recorded_by=by
        )


def _take(request: LeaveRequest, *, by: Person | None, now: dt.datetime) -> None:
    if request.kind.yearly_days is not None:
        LeaveEntry.objects.create(
            person=request.person, kind=request.kind, year=request.first_day.year, days=-request.days, request=request,
            reason=str(_("Leave taken")), recorded_at=now, recorded_by=by,
        )  # fmt: skip
    publish_absence(request, by=by, now=now)


def _give_back(request: LeaveRequest, *, by: Person, now: dt.datetime) -> None:
    if request.kind.yearly_days is not None:
        LeaveEntry.objects.create(
            person=request.person, kind=request.kind, year=request.first_day.year, days=request.days, request=request,
            reason=str(_("Leave withdrawn")), recorded_at=now, recorded_by=by,
        )  # fmt: skip


def _decide(request: LeaveRequest, status: LeaveStatus, reason: str, by: Person | None, now: dt.datetime) -> None:
    request.status, request.reason, request.decided_by, request.decided_at = status, reason, by, now
    request.save(update_fields=["status", "reason", "decided_by", "decided_at"])
    journal.publish(_said(events.LeaveDecided, request), by=by, now=now)


def _locked(request: LeaveRequest) -> LeaveRequest:
    return LeaveRequest.objects.select_for_update(of=("self",)).select_related("person", "kind").get(pk=request.pk)


def _said(event_class: type, request: LeaveRequest) -> events.PersonOfPlan:
    return event_class(
        person_id=request.person_id, full_name=request.person.full_name, first_day=request.first_day.isoformat(),
        last_day=request.last_day.isoformat(), status=request.status,
    )  # fmt: skip
