"""The business calendar: a year at a glance, and its free days."""

import calendar as months_of_year
import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _

from tagih.contacts import operations as contacts
from tagih.kernel import clock
from tagih.kernel import operations as kernel
from tagih.kernel.enums import DayKind, DayStatus
from tagih.kernel.models import CalendarDay
from tagih.staff.permissions import Permission
from tagih.web.office import forms as office_forms
from tagih.web.ui.acts import act
from tagih.web.ui.guard import may, requires, requires_any

FIRST_YEAR, LAST_YEAR = 2020, 2040
TONES = {DayKind.NATIONAL: "bad", DayKind.JOINT_LEAVE: "warn", DayKind.COMPANY: "info"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a month's picture; number 0 is a gap."""

    number: int
    css: str
    title: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks that begin on Monday."""

    name: str
    weeks: list[list[Cell]]


@requires_any(Permission.SEE_PEOPLE, Permission.EDIT_CALENDAR)
def calendar(request: HttpRequest) -> HttpResponse:
    """A year: which days are free, and which of them are still estimates."""
    year = _year(request)
    days = list(CalendarDay.objects.filter(date__year=year).order_by("date", "kind"))
    free = [day for day in days if not day.is_cancelled]
    context = {
        "year": year,
        "years": [number for number in (year - 1, year, year + 1) if FIRST_YEAR <= number <= LAST_YEAR],
        "weekdays": [(str(WEEKDAYS[number])[:1], WEEKDAYS[number]) for number in range(7)],
        "months": _months(year, free, request.standing.on),
        "days": [(day, TONES[DayKind(day.kind)], DayKind(day.kind).label) for day in free],
        "cancelled": [day for day in days if day.is_cancelled],
        "estimated": sum(day.status == DayStatus.ESTIMATED for day in free),
        "may_edit": may(request, Permission.EDIT_CALENDAR),
        "crumbs": [(_("Calendar"), "")],
    }
    return render(request, "office/calendar.html", context)


@requires(Permission.EDIT_CALENDAR)
def add_day(request: HttpRequest) -> HttpResponse:
    """Adds a free day."""
    return _save(
        request,
        office_forms.FreeDayForm(request.POST or None, initial={"status": DayStatus.CONFIRMED}),
        _("New free day"),
    )


@requires(Permission.EDIT_CALENDAR)
def edit_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirms an estimate or corrects what is said about a day."""
    day = get_object_or_404(CalendarDay, pk=pk)
    initial = {
        "date": day.date,
        "name": day.name,
        "kind": day.kind,
        "status": DayStatus.CONFIRMED,
        "source": day.source,
    }
    form = office_forms.FreeDayForm(request.POST or None, initial=initial)
    text = (
        _("This date was an estimate. Saving confirms it; another date moves it.")
        if day.status == DayStatus.ESTIMATED
        else ""
    )
    return _save(request, form, day.name, text=text, instead_of=day)


@requires(Permission.EDIT_CALENDAR)
def cancel_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes a day an ordinary one again."""
    day = get_object_or_404(CalendarDay, pk=pk)
    return act(
        request,
        office_forms.NothingForm(request.POST if request.method == "POST" else None),
        lambda _data: kernel.cancel_calendar_day(
            date=day.date, kind=DayKind(day.kind), by=request.user.username, now=clock.now()
        ),
        title=_("Cancel %(day)s") % {"day": day.name},
        text=_("On %(date)s people may be contacted again as on any other day.")
        % {"date": day.date.strftime("%d/%m/%Y")},
        button=_("Cancel the free day"),
        done=_("The day is an ordinary one now."),
        tone="bad-solid",
        **_around(day.date.year),
    )


def _save(
    request: HttpRequest,
    form: office_forms.FreeDayForm,
    title: str,
    *,
    text: str = "",
    instead_of: CalendarDay | None = None,
) -> HttpResponse:
    def save(data: dict[str, Any]) -> None:
        by, now = request.user.username, clock.now()
        kind = DayKind(data.pop("kind"))
        if instead_of is not None and (instead_of.date, instead_of.kind) != (data["date"], kind):
            kernel.cancel_calendar_day(date=instead_of.date, kind=DayKind(instead_of.kind), by=by, now=now)
        kernel.set_calendar_day(kind=kind, **data, by=by, now=now)
        contacts.call_back_reserved(now=now, by=request.user)

    year = instead_of.date.year if instead_of else request.standing.on.year
    return act(request, form, save, title=title, text=text, button=_("Save"), done=_("Saved."), **_around(year))


def _around(year: int) -> dict[str, Any]:
    address = f"{reverse('office:calendar')}?year={year}"
    return {"back": address, "crumbs": [(_("Calendar"), address)]}


def _year(request: HttpRequest) -> int:
    text = request.GET.get("year", "")
    year = int(text) if text.isdecimal() else request.standing.on.year
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _months(year: int, free: list[CalendarDay], today: dt.date) -> list[Month]:
    by_date: dict[dt.date, list[CalendarDay]] = {}
    for day in free:
        by_date.setdefault(day.date, []).append(day)
    return [
        Month(
            str(MONTHS[number]),
            [
                [_cell(year, number, day, by_date, today) for day in week]
                for week in months_of_year.Calendar().monthdayscalendar(year, number)
            ],
        )
        for number in range(1, 13)
    ]


def _cell(year: int, month: int, number: int, by_date: dict[dt.date, list[CalendarDay]], today: dt.date) -> Cell:
    if not number:
        return Cell(0, "", "")
    date = dt.date(year, month, number)
    found = by_date.get(date, [])
    classes = [f"c-{TONES[DayKind(found[0].kind)]}"] if found else []
    if any(day.status == DayStatus.ESTIMATED for day in found):
        classes.append("c-estimated")
    if date.weekday() == 6:
        classes.append("c-sunday")
    if date == today:
        classes.append("c-today")
    return Cell(number, " ".join(classes), ", ".join(day.name for day in found))
