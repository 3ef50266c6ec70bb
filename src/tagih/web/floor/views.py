"""Looking at the floor: the board, one person's day, files."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tagih.cases import queries
from tagih.cases.enums import AgentState
from tagih.cases.models import AgentStateChange
from tagih.cases.permissions import Permission
from tagih.cases.queries.floor import Counts
from tagih.kernel import clock
from tagih.staff.models import Person
from tagih.staff.queries import people_visible_to, teams_of
from tagih.web.floor import board as boards
from tagih.web.floor.files import csv_response
from tagih.web.ui.guard import requires

ONE_DAY = dt.timedelta(days=1)


@require_GET
@requires(Permission.SEE_FLOOR)
def home(request: HttpRequest) -> HttpResponse:
    """The board, live."""
    return render(request, "floor/page.html", boards.context(request, now=clock.now()))


@require_GET
@requires(Permission.SEE_FLOOR)
def board(request: HttpRequest) -> HttpResponse:
    """The board alone, fetched again when something changes."""
    return render(request, "floor/board.html", boards.context(request, now=clock.now()))


@require_GET
@requires(Permission.SEE_FLOOR)
def agents_csv(request: HttpRequest) -> HttpResponse:
    """People with their state and counts, as a file."""
    now = clock.now()
    today = queries.business_date(now=now)
    rows = boards.agent_rows(request.standing, business_date=today, now=now)
    return csv_response(f"petugas-{today}.csv", *boards.agent_table(rows))


@require_GET
@requires(Permission.SEE_FLOOR)
def queues_csv(request: HttpRequest) -> HttpResponse:
    """Queues with their depth, as a file."""
    now = clock.now()
    today = queries.business_date(now=now)
    rows = boards.queue_rows(request.standing, business_date=today, now=now)
    return csv_response(f"antrean-{today}.csv", *boards.queue_table(rows))


@require_GET
@requires(Permission.SEE_FLOOR)
def agent(request: HttpRequest, employee_no: str) -> HttpResponse:
    """What one person did on a day."""
    visible = people_visible_to(request.standing, Permission.SEE_FLOOR)
    person = visible.filter(employee_no=employee_no).first()
    if person is None:
        raise Http404(_("There is no such person in your teams."))
    now = clock.now()
    day = _day(request.GET.get("day", ""), default=queries.business_date(now=now))
    changes = _changes(person, day, now)
    context = {
        "agent": person,
        "team": ", ".join(unit.name for unit in teams_of(person, on=day)),
        "counts": queries.counts_of([person.pk], business_date=day).get(person.pk, Counts()),
        "day": day,
        "before": day - ONE_DAY,
        "after": day + ONE_DAY if day < clock.today_in(clock.WIB, now=now) else None,
        "activities": [
            {
                "at": row.ended_at,
                "case_code": row.case.code,
                "customer_name": row.case.customer.full_name,
                "result_name": queries.name_of(row.result),
                "short": row.result.short,
                "notes": row.notes,
            }
            for row in queries.day_of(person, business_date=day)
        ],
        "states": changes,
        "worked": _hours(changes, (AgentState.READY, AgentState.WORKING)),
        "breaks": _hours(changes, boards.AWAY),
    }
    return render(request, "floor/agent.html", context)


def _day(text: str, *, default: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return default


def _changes(person: Person, day: dt.date, now: dt.datetime) -> list[dict[str, Any]]:
    first, end = queries.house_day(day)
    rows = list(AgentStateChange.objects.filter(person=person, since__gte=first, since__lt=end).order_by("since", "pk"))
    ends = [*(row.since for row in rows[1:]), min(now, end)][: len(rows)]
    return [
        {
            "state": AgentState(row.state),
            "state_name": AgentState(row.state).label,
            "tone": boards.TONES[AgentState(row.state)],
            "since": row.since,
            "minutes": max(int((until - row.since).total_seconds()) // 60, 0),
        }
        for row, until in zip(rows, ends, strict=True)
    ]


def _hours(changes: list[dict[str, Any]], states: tuple[AgentState, ...]) -> str:
    minutes = sum(change["minutes"] for change in changes if change["state"] in states)
    return _("%(hours)d h %(minutes)02d min") % {"hours": minutes // 60, "minutes": minutes % 60}
