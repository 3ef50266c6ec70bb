"""What happens with shifts, leave and the day, in words."""

import datetime as dt

from django.utils.translation import gettext as _

from tagih.journal.presenters import presents
from tagih.workforce import enums, events


def _day(text: str) -> str:
    return f"{dt.date.fromisoformat(text):%d/%m/%Y}"


@presents(events.PlanRequested)
def plan_requested(event: events.PlanRequested) -> str:
    return _("A plan of %(unit)s from %(day)s was asked for") % {"unit": event.unit_code, "day": _day(event.first_day)}


@presents(events.PlanReady)
def plan_ready(event: events.PlanReady) -> str:
    words = {"unit": event.unit_code, "day": _day(event.first_day)}
    if event.is_made:
        return _("The plan of %(unit)s from %(day)s is made") % words
    return _("The plan of %(unit)s from %(day)s could not be made") % words


@presents(events.PlanPublished)
def plan_published(event: events.PlanPublished) -> str:
    words = {"unit": event.unit_code, "day": _day(event.first_day), "version": event.version}
    return _("The plan of %(unit)s from %(day)s was published, version %(version)d") % words


@presents(events.CellChanged)
def cell_changed(event: events.CellChanged) -> str:
    words = {"name": event.full_name, "day": _day(event.day), "shift": event.shift or _("day off"), "why": event.why}
    return _("%(name)s on %(day)s: %(shift)s (%(why)s)") % words


@presents(events.AbsenceReported)
def absence_reported(event: events.AbsenceReported) -> str:
    words = {"name": event.full_name, "first": _day(event.first_day), "last": _day(event.last_day)}
    return _("%(name)s is not there from %(first)s to %(last)s") % words


@presents(events.LeaveAsked)
def leave_asked(event: events.LeaveAsked) -> str:
    words = {"name": event.full_name, "first": _day(event.first_day), "last": _day(event.last_day)}
    return _("%(name)s asked for leave from %(first)s to %(last)s") % words


@presents(events.LeaveDecided)
def leave_decided(event: events.LeaveDecided) -> str:
    words = {"name": event.full_name, "first": _day(event.first_day), "status": enums.LeaveStatus(event.status).label}
    return _("Leave of %(name)s from %(first)s: %(status)s") % words


@presents(events.SwapDecided)
def swap_decided(event: events.SwapDecided) -> str:
    words = {"name": event.full_name, "day": _day(event.day), "status": enums.SwapStatus(event.status).label}
    return _("Swap of %(name)s on %(day)s: %(status)s") % words


@presents(events.OvertimeAgreed)
def overtime_agreed(event: events.OvertimeAgreed) -> str:
    return _("%(name)s agreed to overtime on %(day)s") % {"name": event.full_name, "day": _day(event.day)}


@presents(events.AttendanceCorrected)
def attendance_corrected(event: events.AttendanceCorrected) -> str:
    words = {"name": event.full_name, "day": _day(event.day), "reason": event.reason}
    return _("Hours of %(name)s on %(day)s were corrected: %(reason)s") % words


@presents(events.DepartureRecorded)
def departure_recorded(event: events.DepartureRecorded) -> str:
    words = {"name": event.full_name, "last": _day(event.last_day), "cases": event.cases}
    return _("%(name)s leaves on %(last)s; %(cases)d cases were handed over") % words


@presents(events.AccessEnded)
def access_ended(event: events.AccessEnded) -> str:
    return _("Access of %(name)s ended") % {"name": event.full_name}


@presents(events.TransferDecided)
def transfer_decided(event: events.TransferDecided) -> str:
    words = {"name": event.full_name, "unit": event.unit_code, "day": _day(event.starts_on),
             "status": enums.MoveStatus(event.status).label}  # fmt: skip
    return _("Move of %(name)s to %(unit)s from %(day)s: %(status)s") % words


@presents(events.MeasureTaken)
def measure_taken(event: events.MeasureTaken) -> str:
    return _("%(unit)s: %(kind)s") % {"unit": event.unit_code, "kind": enums.MeasureKind(event.kind).label}


@presents(events.MeasureUndone)
def measure_undone(event: events.MeasureUndone) -> str:
    return _("%(unit)s: %(kind)s was undone") % {"unit": event.unit_code, "kind": enums.MeasureKind(event.kind).label}


@presents(events.CasesShared)
def cases_shared(event: events.CasesShared) -> str:
    words = {"unit": event.unit_code, "moved": event.moved, "reason": event.reason}
    return _("%(unit)s: work on %(moved)d cases was given to others (%(reason)s)") % words


@presents(events.ForecastKept)
def forecast_kept(event: events.ForecastKept) -> str:
    return _("A forecast of %(unit)s was made (%(method)s)") % {"unit": event.unit_code, "method": event.method}
