"""Who is there, who is late, how shifts were kept; corrections by two people; the file for payroll."""

import csv
import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tagih.kernel import clock
from tagih.staff.queries import people_visible_to
from tagih.web.ui.acts import act
from tagih.web.ui.guard import may, requires
from tagih.web.workforce import forms
from tagih.web.workforce.scope import day_in, once, person_of, unit_of, units_of
from tagih.workforce import operations, queries
from tagih.workforce.models import AttendanceCorrection
from tagih.workforce.permissions import Permission
from tagih.workforce.queries.attendance import lines, payroll_rows

HOME = "workforce:attendance"
LONGEST_DAYS = 62


@require_GET
@requires(Permission.SEE_ATTENDANCE)
def today(request: HttpRequest) -> HttpResponse:
    """A local day of a unit."""
    unit = unit_of(request, Permission.SEE_ATTENDANCE)
    now = clock.now()
    local = now.astimezone(queries.zone_of(unit)).date() if unit else now.date()
    day = min(day_in(request.GET.get("day", ""), local), local)
    rows = lines(unit, day=day, now=now) if unit else []
    people = people_visible_to(request.standing, Permission.CORRECT_ATTENDANCE)
    waiting = AttendanceCorrection.objects.filter(status="PROPOSED", person__in=people)
    planned = [row for row in rows if row.shift]
    kept = [row.kept for row in rows if row.kept]
    right, due = sum(one.right_min for one in kept), sum(one.planned_min for one in kept)
    context = {
        "unit": unit,
        "units": units_of(request, Permission.SEE_ATTENDANCE),
        "day": day,
        "before": day - dt.timedelta(days=1),
        "after": day + dt.timedelta(days=1) if day < local else None,
        "rows": sorted(rows, key=lambda row: (not row.is_missing, row.shift is None, row.name)),
        "totals": {
            "planned": len(planned),
            "here": sum(row.came is not None and not row.is_missing for row in planned),
            "missing": sum(row.is_missing for row in rows),
            "late": sum(bool(row.kept and row.kept.late_min and not row.is_missing) for row in rows),
            "adherence": right / due if due else None,
        },
        "waiting": waiting.select_related("person", "proposed_by").order_by("proposed_at"),
        "may_correct": may(request, Permission.CORRECT_ATTENDANCE),
        "month": day.replace(day=1),
        "crumbs": [(_("Attendance"), "")],
    }
    return render(request, "workforce/attendance.html", context)


@require_GET
@requires(Permission.SEE_ATTENDANCE)
def payroll(request: HttpRequest) -> HttpResponse:
    """Planned, paid and worked minutes by person and day, as payroll takes them in."""
    unit = unit_of(request, Permission.SEE_ATTENDANCE)
    if unit is None:
        raise Http404(_("There is no such unit in your scope."))
    now = clock.now()
    last = day_in(request.GET.get("to", ""), clock.today_in(clock.WIB, now=now))
    first = max(day_in(request.GET.get("from", ""), last.replace(day=1)), last - dt.timedelta(days=LONGEST_DAYS))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="kehadiran-{unit.code}-{first}-{last}.csv"'
    writer = csv.writer(response)
    writer.writerow(
        ["employee_no", "name", "day", "shift", "paid_min", "worked_min", "late_min", "overtime_min", "leave"]
    )
    writer.writerows([_safe(value) for value in row] for row in payroll_rows(unit, first=first, last=last, now=now))
    return response


def _safe(value: Any) -> Any:
    """A cell that a spreadsheet would run as a formula is text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value


@requires(Permission.CORRECT_ATTENDANCE)
def correct(request: HttpRequest, employee_no: str) -> HttpResponse:
    """Proposes other hours than the desk saw, such as when somebody forgot to sign in."""
    person = person_of(request, Permission.CORRECT_ATTENDANCE, employee_no=employee_no)
    now = clock.now()
    day = day_in(request.GET.get("day", ""), now.date())
    unit = queries.unit_of(person, on=day)
    zone = queries.zone_of(unit) if unit else clock.WIB

    def propose(said: dict[str, Any]) -> None:
        began = dt.datetime.combine(day, said["started"], tzinfo=zone)
        ended = dt.datetime.combine(day, said["ended"], tzinfo=zone)
        if ended <= began:
            ended += dt.timedelta(days=1)
        operations.propose_correction(
            person=person, day=day, started_at=began, ended_at=ended, reason=said["reason"], by=request.user, now=now
        )

    return act(
        request, forms.CorrectionForm(request.POST or None), propose,
        title=_("Correct the hours of %(name)s") % {"name": person.full_name},
        text=_("%(day)s. A second person approves the correction.") % {"day": f"{day:%d/%m/%Y}"},
        button=_("Propose"), back=f"{reverse(HOME)}?day={day}", done=_("Proposed. A second person decides."),
        crumbs=[(_("Attendance"), reverse(HOME))],
    )  # fmt: skip


@require_POST
@requires(Permission.CORRECT_ATTENDANCE)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Lets proposed hours count, or not."""
    people = people_visible_to(request.standing, Permission.CORRECT_ATTENDANCE)
    row = AttendanceCorrection.objects.filter(pk=pk, person__in=people).first()
    if row is None:
        raise Http404(_("There is no such correction in your teams."))
    is_approved = request.POST.get("answer") == "yes"
    return once(
        request,
        lambda: operations.decide_correction(
            correction=row, is_approved=is_approved, by=request.user, now=clock.now()
        ),
        back=reverse(HOME), done=_("Decided."),
    )  # fmt: skip
