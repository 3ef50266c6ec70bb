"""What a leader does with work: move it, pause a queue, take a lease back; and what an agent says about himself."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.utils.translation import gettext_lazy as _

from tagih.cases.enums import AgentState, ItemStatus
from tagih.cases.events import WorkMoved
from tagih.cases.models import AgentStateChange, Case, Queue, WorkItem
from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person, Unit


class MoveNeedsReason(Refusal):
    """Work is moved for a reason that others can read."""

    def __init__(self) -> None:
        super().__init__("REASON_REQUIRED", _("Say why the work is moved."), field="reason")


class MoveNeedsTarget(Refusal):
    """Work is moved to a queue or to a person."""

    def __init__(self) -> None:
        super().__init__("TARGET_REQUIRED", _("Choose a queue or a person."), field="queue")


def move_items(
    *, items: Sequence[int], reason: str, by: Person, now: dt.datetime, queue: Queue | None = None,
    person: Person | None = None,
) -> int:  # fmt: skip
    """This will move ready items (ids) to a queue, reserve them for a person, or both; return how many moved.

    Items in hand or no longer ready stay where they are. The next round keeps what a leader chose.

    :raises MoveNeedsReason:
    :raises MoveNeedsTarget:
    """
    if not reason.strip():
        raise MoveNeedsReason
    if queue is None and person is None:
        raise MoveNeedsTarget
    changes = {"is_moved": True} | ({"queue": queue} if queue else {}) | ({"assignee": person} if person else {})
    with database.transaction():
        ready = WorkItem.objects.filter(pk__in=list(items), status=ItemStatus.READY)
        first = ready.values_list("queue_id", flat=True).first()
        moved = ready.update(**changes)
        if moved:
            event = WorkMoved(queue_id=queue.pk if queue else first, items=moved, reason=reason.strip())
            journal.publish(event, by=by, now=now)
    return moved


def move_queue(
    *, source: Queue, reason: str, by: Person, now: dt.datetime, queue: Queue | None = None,
    person: Person | None = None, limit: int = 1000,
) -> int:  # fmt: skip
    """This will move the foremost `limit` ready items of a queue; see `move_items`."""
    first = WorkItem.objects.filter(queue=source, status=ItemStatus.READY).order_by("precedence", "-priority", "id")
    ids = list(first.values_list("pk", flat=True)[:limit])
    return move_items(items=ids, reason=reason, by=by, now=now, queue=queue, person=person)


def pause_queue(*, queue: Queue, is_paused: bool, by: Person, now: dt.datetime) -> None:
    """This will stop or start handing out from a queue. Work in hand goes on."""
    Queue.objects.filter(pk=queue.pk).update(is_paused=is_paused)
    with database.transaction():
        journal.tell(["queues"])


def set_queue_teams(*, queue: Queue, teams: Sequence[Unit], by: Person, now: dt.datetime) -> None:
    """This will name the teams that serve a queue."""
    queue.teams.set(teams)


def reassign_cases(*, cases: Sequence[int], owner: Person | None, by: Person, now: dt.datetime) -> int:
    """This will give cases (ids) to a person, whose ready work they become, or to nobody; return how many."""
    with database.transaction():
        changed = Case.objects.filter(pk__in=list(cases), status="OPEN").update(owner=owner)
        WorkItem.objects.filter(case_id__in=list(cases), status=ItemStatus.READY).update(assignee=owner)
        journal.tell(["queues", "floor"])
    return changed


def hand_over(
    *, cases: Sequence[int], owner: Person | None, left: Collection[int], until: dt.datetime, is_for_good: bool,
    now: dt.datetime,
) -> int:  # fmt: skip
    """This will let somebody do what people (ids) who are not there had to do on cases (ids); return how many changed.

    For a day: the work that is ready or in hand, and calls back due `until`; the cases stay theirs. For good: the
    cases, too, and every call back. With no `owner` the work is whoever's is next.
    """
    del now
    with database.transaction():
        rows = Case.objects.filter(pk__in=list(cases), status="OPEN")
        called = rows.filter(callback_by__in=left)
        touched = set((called if is_for_good else called.filter(callback_at__lt=until)).values_list("pk", flat=True))
        Case.objects.filter(pk__in=touched).update(callback_by=owner)
        items = WorkItem.objects.filter(case_id__in=list(cases))
        ready = items.filter(status=ItemStatus.READY, assignee__in=left)
        leased = items.filter(status=ItemStatus.LEASED, leased_by__in=left)
        touched |= set((ready | leased).values_list("case_id", flat=True))
        ready.update(assignee=owner)
        leased.update(status=ItemStatus.READY, leased_by=None, leased_until=None, assignee=owner)
        if is_for_good:
            owned = rows.filter(owner__in=left)
            touched |= set(owned.values_list("pk", flat=True))
            owned.update(owner=owner)
        journal.tell(["queues", "floor"])
    return len(touched)


def take_back(*, item: WorkItem, by: Person, now: dt.datetime) -> bool:
    """This will make an item ready again that somebody has in hand, and tell whether it was."""
    with database.transaction():
        freed = WorkItem.objects.filter(pk=item.pk, status=ItemStatus.LEASED).update(
            status=ItemStatus.READY, leased_by=None, leased_until=None
        )
        journal.tell(["queues", "floor", f"case:{item.case_id}"])
    return bool(freed)


def set_agent_state(*, person: Person, state: str, now: dt.datetime) -> AgentStateChange:
    """This will record that a person's state changed; saying the same state again changes nothing."""
    told = {"person": person.pk, "state": str(AgentState(state)), "now": now, "channel": journal.LIVE_CHANNEL}
    with database.transaction():
        database.lock("cases.agent", person.pk)
        pk, since, _told = database.first_prepared("tagih.cases", "change_agent_state", told)
    return AgentStateChange(pk=pk, person=person, state=AgentState(state), since=since)
