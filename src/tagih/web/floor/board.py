"""The board of the floor: people and queues as the leader sees them, and the same as rows of a file."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tagih.cases import queries
from tagih.cases.enums import AgentState
from tagih.cases.permissions import Permission
from tagih.cases.queries.floor import AgentLine, QueueLine
from tagih.kernel import money
from tagih.staff.models import Person, Unit
from tagih.staff.queries import Standing

TONES = {
    AgentState.READY: "ok",
    AgentState.WORKING: "info",
    AgentState.BREAK: "warn",
    AgentState.PRAYER: "warn",
    AgentState.MEETING: "warn",
    AgentState.TRAINING: "warn",
    AgentState.OFF: "",
}
AWAY = (AgentState.BREAK, AgentState.PRAYER, AgentState.MEETING, AgentState.TRAINING)
LONG = {
    AgentState.READY: dt.timedelta(minutes=5),
    AgentState.WORKING: dt.timedelta(minutes=15),
    AgentState.BREAK: dt.timedelta(minutes=20),
    AgentState.PRAYER: dt.timedelta(minutes=20),
}
OLD = dt.timedelta(days=1)


@dataclass(frozen=True)
class AgentRow:
    """One person with the tone of the state and whether it has lasted long."""

    line: AgentLine
    employee_no: str
    tone: str
    is_long: bool
    is_off: bool


@dataclass(frozen=True)
class QueueRow:
    line: QueueLine
    teams: str
    is_old: bool


def context(request: HttpRequest, *, now: dt.datetime) -> dict[str, Any]:
    """This will return the whole board for the leader's row scope, in a constant number of queries."""
    today = queries.business_date(now=now)
    agents = agent_rows(request.standing, business_date=today, now=now)
    queues = queue_rows(request.standing, business_date=today, now=now)
    return {
        "agents": agents,
        "queues": queues,
        "totals": _totals(agents, queues),
        "largest_queue": max((row.line.ready for row in queues), default=1) or 1,
        "may_move": request.standing.may(Permission.MOVE_WORK),
        "today": today,
        "now": now,
        "scope_name": scope_name(request.standing),
    }


def agent_rows(standing: Standing, *, business_date: dt.date, now: dt.datetime) -> list[AgentRow]:
    """This will list the people on the floor; those at work first, then by team and name."""
    lines = queries.agents(standing=standing, business_date=business_date, now=now)
    numbers = dict(Person.objects.filter(pk__in=[line.person_id for line in lines]).values_list("pk", "employee_no"))
    rows = [_agent_row(line, numbers[line.person_id], now) for line in lines]
    return sorted(rows, key=lambda row: row.is_off)


def queue_rows(standing: Standing, *, business_date: dt.date, now: dt.datetime) -> list[QueueRow]:
    lines = queries.queues(standing=standing, business_date=business_date, now=now)
    return [
        QueueRow(line, ", ".join(line.teams), bool(line.oldest_due_at and now - line.oldest_due_at > OLD))
        for line in lines
    ]


def scope_name(standing: Standing) -> str:
    """This will name the units that the leader sees."""
    paths = standing.paths(Permission.SEE_FLOOR)
    names = Unit.objects.filter(path__in=paths).order_by("path").values_list("name", flat=True)
    return ", ".join(names) or _("no unit")


def agent_table(rows: Sequence[AgentRow]) -> tuple[list[str], list[list[Any]]]:
    """This will return head and rows of the file of people."""
    head = [_("Employee number"), _("Name"), _("Team"), _("State"), _("Since"), _("Case"), _("Calls"), _("Contacts"),
            _("Promises"), _("Promised amount")]  # fmt: skip
    return head, [
        [row.employee_no, row.line.name, row.line.team, row.line.state_label, row.line.since, row.line.case_code,
         row.line.counts.calls, row.line.counts.contacts, row.line.counts.promises, row.line.counts.promised]
        for row in rows
    ]  # fmt: skip


def queue_table(rows: Sequence[QueueRow]) -> tuple[list[str], list[list[Any]]]:
    """This will return head and rows of the file of queues."""
    head = [_("Queue"), _("Stage"), _("Teams"), _("Paused"), _("Waiting"), _("In work"), _("Later"), _("Done today"),
            _("Oldest"), _("Next due")]  # fmt: skip
    return head, [
        [row.line.name, row.line.stage_label, row.teams, row.line.is_paused, row.line.ready, row.line.leased,
         row.line.later, row.line.done_today, row.line.oldest_due_at, row.line.next_due_at]
        for row in rows
    ]  # fmt: skip


def _agent_row(line: AgentLine, employee_no: str, now: dt.datetime) -> AgentRow:
    state = AgentState(line.state)
    lasted = now - line.since if line.since else dt.timedelta()
    return AgentRow(
        line=line,
        employee_no=employee_no,
        tone=TONES[state],
        is_long=lasted > LONG.get(state, dt.timedelta.max),
        is_off=state == AgentState.OFF,
    )


def _totals(agents: Sequence[AgentRow], queues: Sequence[QueueRow]) -> dict[str, Any]:
    states = [row.line.state for row in agents]
    ready, waiting = states.count(AgentState.READY), sum(row.line.ready for row in queues if not row.line.is_paused)
    promised = money.total(row.line.counts.promised for row in agents)
    return {
        "working": states.count(AgentState.WORKING),
        "ready": ready,
        "ready_tone": "warn" if ready and not waiting else "",
        "away": sum(state in AWAY for state in states),
        "waiting": waiting,
        "calls": sum(row.line.counts.calls for row in agents),
        "promises": sum(row.line.counts.promises for row in agents),
        "promised_amount": money.rupiah(promised),
    }
