"""Who came and went, as the desk saw it, and corrections by two people."""

import datetime as dt
from collections import defaultdict

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tagih.cases.models import AgentStateChange
from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.staff.models import Membership, Person
from tagih.workforce import events
from tagih.workforce.enums import CorrectionStatus
from tagih.workforce.models import Attendance, AttendanceCorrection
from tagih.workforce.queries.people import PLANNED_ROLES, zone_of
from tagih.workforce.rules.attendance import OFF

LONGEST = dt.timedelta(hours=16)
LOOKS_BACK = dt.timedelta(hours=36)


class CorrectionRefused(Refusal):
    """A correction of attendance that cannot be."""


def record_attendance(*, now: dt.datetime) -> int:
    """This will bring the attendance of yesterday and today to what the desk saw, and return how many rows changed.

    A day belongs to the local day on which somebody signed in: a shift over midnight stays one row. Who forgot to sign
    out is gone at the last thing the desk saw, once the longest day is over. Rows told by people are left alone.
    """
    since = now - LOOKS_BACK
    changes: dict[int, list[tuple[dt.datetime, str]]] = defaultdict(list)
    rows = AgentStateChange.objects.filter(since__gte=since, since__lte=now).order_by("since", "pk")
    for person, state, at in rows.values_list("person_id", "state", "since"):
        changes[person].append((at, state))
    zones = _zones(changes, now)
    seen = []
    for person, told in changes.items():
        for came, left in _turns(told, now):
            day = came.astimezone(zones[person]).date() if person in zones else came.date()
            seen.append(Attendance(person_id=person, day=day, started_at=came, ended_at=left))
    first_of_day = {}
    for row in seen:
        held = first_of_day.setdefault((row.person_id, row.day), row)
        held.ended_at = row.ended_at
    return _write(list(first_of_day.values()))


def _write(rows: list[Attendance]) -> int:
    days = {row.day for row in rows}
    people = {row.person_id for row in rows}
    known = {(row.person_id, row.day): row for row in Attendance.objects.filter(day__in=days, person__in=people)}
    new, changed = [], []
    for row in rows:
        held = known.get((row.person_id, row.day))
        if held is None:
            new.append(row)
        elif held.is_by_desk and held.ended_at != row.ended_at:
            held.ended_at = row.ended_at
            changed.append(held)
    with database.transaction():
        Attendance.objects.bulk_create(new, ignore_conflicts=True)
        Attendance.objects.bulk_update(changed, ["ended_at"])
        if new or changed:
            journal.tell(["attendance"])
    return len(new) + len(changed)


def _turns(told: list[tuple[dt.datetime, str]], now: dt.datetime) -> list[tuple[dt.datetime, dt.datetime | None]]:
    """From each first state at work until the state that ends it; open as long as it may last."""
    turns: list[tuple[dt.datetime, dt.datetime | None]] = []
    came: dt.datetime | None = None
    last = None
    for at, state in told:
        if came is not None and last is not None and at - came > LONGEST:
            turns.append((came, last))
            came = None
        if state == OFF:
            if came is not None:
                turns.append((came, at))
            came = None
        elif came is None:
            came = at
        last = at
    if came is not None:
        turns.append((came, last if now - came > LONGEST else None))
    return turns


def _zones(people: dict, now: dt.datetime) -> dict[int, dt.tzinfo]:
    today = now.date()
    held = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=today), person__in=list(people), role__in=PLANNED_ROLES,
        starts_on__lte=today,
    ).select_related("unit")  # fmt: skip
    units = {row.unit_id: row.unit for row in held}
    zones = {pk: zone_of(unit) for pk, unit in units.items()}
    return {row.person_id: zones[row.unit_id] for row in held}


def propose_correction(
    *, person: Person, day: dt.date, started_at: dt.datetime, ended_at: dt.datetime, reason: str, by: Person,
    now: dt.datetime,
) -> AttendanceCorrection:  # fmt: skip
    """This will propose other hours of a day than the desk saw; a second person approves them.

    :raises CorrectionRefused: the hours are upside down, ahead, too long, or nobody says why.
    """
    if not reason.strip():
        raise CorrectionRefused("REASON", _("Say why."), field="reason")
    if ended_at <= started_at:
        raise CorrectionRefused("PERIOD", _("The end lies before the start."), field="ended_at", value=ended_at)
    if ended_at > now:
        raise CorrectionRefused("AHEAD", _("Hours that are still to come cannot be corrected."), field="ended_at")
    if ended_at - started_at > LONGEST:
        raise CorrectionRefused("TOO_LONG", _("Nobody works longer than 16 hours."), field="ended_at")
    with database.transaction():
        made = AttendanceCorrection.objects.create(
            person=person, day=day, started_at=started_at, ended_at=ended_at, reason=reason.strip(),
            status=CorrectionStatus.PROPOSED, proposed_by=by, proposed_at=now,
        )  # fmt: skip
        journal.tell(["attendance"])
    return made


def decide_correction(
    *, correction: AttendanceCorrection, is_approved: bool, by: Person, now: dt.datetime
) -> AttendanceCorrection:
    """This will let proposed hours count, or refuse them.

    :raises CorrectionRefused: it is decided already, or one proposed it or is meant by it.
    """
    with database.transaction():
        rows = AttendanceCorrection.objects.select_for_update(of=("self",)).select_related("person")
        correction = rows.get(pk=correction.pk)
        if correction.status != CorrectionStatus.PROPOSED:
            raise CorrectionRefused("DECIDED", _("This correction is decided already."))
        if by.pk in (correction.proposed_by_id, correction.person_id):
            raise CorrectionRefused(
                "TWO_PEOPLE", _("A second person decides this."), remedy=_("Ask another team leader or planner.")
            )
        correction.status = CorrectionStatus.APPROVED if is_approved else CorrectionStatus.REFUSED
        correction.decided_by, correction.decided_at = by, now
        correction.save(update_fields=["status", "decided_by", "decided_at"])
        if is_approved:
            hours = {"started_at": correction.started_at, "ended_at": correction.ended_at, "is_by_desk": False}
            Attendance.objects.update_or_create(person=correction.person, day=correction.day, defaults=hours)
            said = events.AttendanceCorrected(
                person_id=correction.person_id, full_name=correction.person.full_name,
                day=correction.day.isoformat(), reason=correction.reason,
            )  # fmt: skip
            journal.publish(said, by=by, now=now)
        journal.tell(["attendance"])
    return correction
