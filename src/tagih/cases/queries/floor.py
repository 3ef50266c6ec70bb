"""What a leader sees: people with their state and counts of the day, queues with their depth."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q

from tagih.cases.enums import AgentState, ItemStatus, Precedence
from tagih.cases.models import Activity, AgentStateChange, Queue, WorkItem
from tagih.cases.permissions import Permission
from tagih.kernel import database
from tagih.kernel.money import ZERO
from tagih.staff import queries as staff
from tagih.staff.models import Person, Unit
from tagih.staff.queries import Standing


@dataclass(frozen=True, slots=True)
class Counts:
    """What one person did on a business date. Amounts in rupiah."""

    activities: int = 0
    calls: int = 0
    contacts: int = 0
    right_party: int = 0
    promises: int = 0
    promised: Decimal = ZERO
    cases: int = 0
    last_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class AgentLine:
    """One person on the floor: state since when, the case in hand, counts of the business date."""

    person_id: int
    name: str
    team: str
    team_id: int
    state: str
    state_label: str
    since: dt.datetime | None
    item_id: int | None
    case_id: int | None
    case_code: str
    customer_name: str
    leased_until: dt.datetime | None
    counts: Counts


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One queue: how much is ready, in hand, waiting for its time; how old the oldest is; who serves it."""

    queue_id: int
    code: str
    name: str
    stage: str
    stage_label: str
    is_paused: bool
    teams: tuple[str, ...]
    ready: int
    leased: int
    later: int
    events: int
    oldest_due_at: dt.datetime | None
    next_due_at: dt.datetime | None
    done_today: int


def agents(*, standing: Standing, business_date: dt.date, now: dt.datetime) -> list[AgentLine]:
    """This will list the people of the teams in the leader's row scope who work cases, by team and name.

    Four queries, whoever there is.
    """
    paths = standing.paths(Permission.SEE_FLOOR)
    held = (
        staff.memberships_on(standing.on)
        .filter(unit__in=staff.units_under(paths), role__in=["AGENT", "FIELD_COLLECTOR", "TEAM_LEADER"])
        .select_related("person", "unit").order_by("unit__path", "person__full_name")
    )  # fmt: skip
    people = {row.person_id: row for row in held}
    states = {
        row.person_id: row
        for row in AgentStateChange.objects.filter(person__in=people, since__lte=now)
        .order_by("person_id", "-since", "-pk").distinct("person_id")
    }  # fmt: skip
    items = {
        row.leased_by_id: row
        for row in WorkItem.objects.filter(leased_by__in=people, status=ItemStatus.LEASED).select_related(
            "case__customer"
        )
    }
    counted = counts_of(people, business_date=business_date)
    return [
        _agent_line(row.person, row.unit, states.get(person_id), items.get(person_id), counted.get(person_id, Counts()))
        for person_id, row in people.items()
    ]


def counts_of(people: Iterable[int], *, business_date: dt.date) -> dict[int, Counts]:
    """This will count what people (ids) did on a business date, by person. One query."""
    asked = {"day": business_date, "people": list(people)}
    rows = database.fetch_prepared("tagih.cases", "count_day", asked)
    return {
        row.pop("person"): Counts(**{name: value for name, value in row.items() if value is not None}) for row in rows
    }


def queues(*, standing: Standing, business_date: dt.date, now: dt.datetime) -> list[QueueLine]:
    """This will list the queues in the leader's row scope, with their depth. Four queries, however many queues."""
    rows = list(
        Queue.objects.filter(_queue_scope(standing)).prefetch_related("teams").select_related("unit")
        .order_by("unit__path", "stage")
    )  # fmt: skip
    open_items = WorkItem.objects.filter(queue__in=rows, status__in=[ItemStatus.READY, ItemStatus.LEASED])
    ready = Q(status=ItemStatus.READY)
    depths = {
        row["queue_id"]: row
        for row in open_items.values("queue_id").annotate(
            ready=Count("pk", filter=ready & Q(due_at__lte=now)),
            later=Count("pk", filter=ready & Q(due_at__gt=now)),
            leased=Count("pk", filter=Q(status=ItemStatus.LEASED)),
            events=Count("pk", filter=ready & Q(precedence__lt=Precedence.LIST)),
            oldest_due_at=Min("due_at", filter=ready & Q(due_at__lte=now)),
            next_due_at=Min("due_at", filter=ready & Q(due_at__gt=now)),
        )
    }
    done = dict(
        WorkItem.objects.filter(queue__in=rows, status=ItemStatus.DONE, business_date=business_date)
        .values_list("queue_id").annotate(Count("pk"))
    )  # fmt: skip
    return [_queue_line(row, depths.get(row.pk, {}), done.get(row.pk, 0)) for row in rows]


def open_items(queue: Queue, *, limit: int = 100) -> list[WorkItem]:
    """This will list the foremost open items of a queue with case, customer and who has or may have them."""
    rows = WorkItem.objects.filter(queue=queue, status__in=[ItemStatus.READY, ItemStatus.LEASED])
    rows = rows.select_related("case__customer", "leased_by", "assignee")
    return list(rows.order_by("precedence", "-priority", "pk")[:limit])


def day_of(person: Person, *, business_date: dt.date) -> list[Activity]:
    """This will list what a person recorded on a business date, newest first, with codes and customers."""
    rows = Activity.objects.filter(agent=person, business_date=business_date)
    rows = rows.select_related("case__customer", "action", "result", "party", "delay_reason")
    return list(rows.order_by("-ended_at"))


def idle_since(person: Person) -> dt.datetime | None:
    """This will return when a person's state last changed."""
    return AgentStateChange.objects.filter(person=person).aggregate(at=Max("since"))["at"]


def _queue_scope(standing: Standing) -> Q:
    parents = dict(standing.above_teams)
    scope = Q(pk__in=())
    for path in standing.paths(Permission.SEE_FLOOR):
        scope |= Q(unit__path__startswith=parents.get(path, path))
    return scope


def _agent_line(
    person: Person, unit: Unit, state: AgentStateChange | None, item: WorkItem | None, counts: Counts
) -> AgentLine:
    known = AgentState(state.state) if state else AgentState.OFF
    return AgentLine(
        person_id=person.pk, name=person.full_name, team=unit.name, team_id=unit.pk, state=known.value,
        state_label=str(known.label), since=state.since if state else None, item_id=item.pk if item else None,
        case_id=item.case_id if item else None, case_code=item.case.code if item else "",
        customer_name=item.case.customer.full_name if item else "", leased_until=item.leased_until if item else None,
        counts=counts,
    )  # fmt: skip


def _queue_line(queue: Queue, depth: dict[str, Any], done: int) -> QueueLine:
    return QueueLine(
        queue_id=queue.pk, code=queue.code, name=queue.name, stage=queue.stage,
        stage_label=str(queue.get_stage_display()), is_paused=queue.is_paused,
        teams=tuple(team.name for team in queue.teams.all()), ready=depth.get("ready", 0),
        leased=depth.get("leased", 0), later=depth.get("later", 0), events=depth.get("events", 0),
        oldest_due_at=depth.get("oldest_due_at"), next_due_at=depth.get("next_due_at"), done_today=done,
    )  # fmt: skip
