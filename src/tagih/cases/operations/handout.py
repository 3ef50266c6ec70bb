"""The next one: work is leased to one person at a time, returned when it is not worked, and never given twice."""

import contextlib
import datetime as dt
from typing import Any

from django.db import connection
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from psycopg.errors import UniqueViolation

from tagih.cases.enums import CaseStatus, ItemStatus, Precedence
from tagih.cases.models import Case, Queue, WorkItem
from tagih.cases.queries.day import HOUSE_ZONE, business_date
from tagih.cases.rules.work import LEASE
from tagih.journal import operations as journal
from tagih.kernel import clock, database
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person

RESERVED = dt.timedelta(minutes=30)
"""How long a callback waits for the person who promised it, before anybody may take it."""
TRIES = 4


class CaseInWork(Refusal):
    """Somebody else has the case in hand."""

    def __init__(self, holder: str) -> None:
        super().__init__(
            "CASE_IN_WORK", format_lazy(_("{holder} is working on this case."), holder=holder),
            remedy=_("Nobody gets two callers: wait, or take another case."),
        )  # fmt: skip


class AnotherCaseInHand(Refusal):
    """The person has another case in hand, perhaps in a second tab."""

    def __init__(self, code: str) -> None:
        super().__init__(
            "ANOTHER_CASE_IN_HAND", format_lazy(_("You still have case {code} in hand."), code=code), value=code,
            remedy=_("Finish it or give it back first."),
        )  # fmt: skip


class LeaseLost(Refusal):
    """The item is no longer in this person's hands."""

    def __init__(self) -> None:
        super().__init__(
            "LEASE_LOST", _("This case is no longer in your hands."),
            remedy=_("What you entered is kept; take the case again from the search."),
        )  # fmt: skip


class CaseNotOpen(Refusal):
    """A closed case cannot be worked."""

    def __init__(self) -> None:
        super().__init__("CASE_CLOSED", _("This case is closed."), remedy=_("Take the next case."))


def next_item(*, person: Person, now: dt.datetime) -> WorkItem | None:
    """This will lease the foremost item that the person's teams serve for 15 minutes, or return None: no work.

    Who has an item in hand gets the same one again, renewed: a second tab cannot take a second case. The item knows
    its case; its other columns are read when they are asked for.
    """
    for _turn in range(TRIES):
        item = _hand_out(person.pk, now)
        if item is not None:
            return item
        if not _is_waiting(person.pk, now):
            return None
    return None


def renew(*, person: Person, now: dt.datetime, item: WorkItem | None = None) -> WorkItem | None:
    """This will lengthen the lease of what the person has in hand and return it; None if nothing (or not `item`)."""
    held = WorkItem.objects.filter(leased_by=person, status=ItemStatus.LEASED)
    if item is not None:
        held = held.filter(pk=item.pk)
    if not held.update(leased_until=now + LEASE):
        return None
    return held.select_related("case", "queue").first()


def take_case(*, case: Case, person: Person, now: dt.datetime) -> WorkItem:
    """This will lease a case chosen by hand, such as from the search.

    :raises AnotherCaseInHand: the person has another item in hand
    :raises CaseInWork: somebody else has it
    :raises CaseNotOpen:
    """
    with database.transaction():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if case.status != CaseStatus.OPEN:
            raise CaseNotOpen
        own = WorkItem.objects.filter(leased_by=person, status=ItemStatus.LEASED).select_related("case").first()
        if own is not None and own.case_id != case.pk:
            raise AnotherCaseInHand(own.case.code)
        item = (
            WorkItem.objects.select_for_update(of=("self",)).select_related("leased_by")
            .filter(case=case, status__in=[ItemStatus.READY, ItemStatus.LEASED]).first()
        )  # fmt: skip
        if item is None:
            item = _made_by_hand(case, now)
        elif item.status == ItemStatus.LEASED and item.leased_by_id != person.pk and item.leased_until > now:
            raise CaseInWork(str(item.leased_by))
        _lease(item, person, now)
        journal.tell(["queues", "floor"])
    return item


def release(*, item: WorkItem, person: Person, now: dt.datetime) -> None:
    """This will give an item back unworked; it is ready for the next person at once.

    :raises LeaseLost: it is not in this person's hands
    """
    freed = WorkItem.objects.filter(pk=item.pk, leased_by=person, status=ItemStatus.LEASED).update(
        status=ItemStatus.READY, leased_by=None, leased_until=None
    )
    if not freed:
        raise LeaseLost


def finish(*, item: WorkItem, person: Person, now: dt.datetime, reason: str = "WORKED") -> None:
    """This will close an item that the person worked.

    :raises LeaseLost: it is not in this person's hands
    """
    done = WorkItem.objects.filter(pk=item.pk, leased_by=person, status=ItemStatus.LEASED).update(
        status=ItemStatus.DONE,
        leased_until=None,
        closed_at=now,
        close_reason=reason,
        business_date=business_date(now=now),
    )
    if not done:
        raise LeaseLost


def take_back_expired(*, now: dt.datetime) -> int:
    """This will make items ready again whose lease ran out, and return how many. Locked rows wait for a later sweep."""
    with database.transaction():
        expired = (
            WorkItem.objects.select_for_update(skip_locked=True)
            .filter(status=ItemStatus.LEASED, leased_until__lt=now).values_list("pk", flat=True)
        )  # fmt: skip
        freed = WorkItem.objects.filter(pk__in=list(expired)).update(
            status=ItemStatus.READY, leased_by=None, leased_until=None
        )
        if freed:
            journal.tell(["queues", "floor"])
    return freed


def hand_out_parameters(person_id: int, now: dt.datetime) -> dict[str, Any]:
    """This will return what the statement `hand_out` needs."""
    return {
        "person": person_id,
        "today": clock.today_in(HOUSE_ZONE, now=now),
        "now": now,
        "until": now + LEASE,
        "reserved_until": now - RESERVED,
    }


def _hand_out(person_id: int, now: dt.datetime) -> WorkItem | None:
    """One prepared statement, its own transaction: this is asked thousands of times a second."""
    parameters = hand_out_parameters(person_id, now)
    for _turn in range(2):
        try:
            with database.transaction() if connection.in_atomic_block else contextlib.nullcontext():
                row = database.first_prepared("tagih.cases", "hand_out", parameters)
        except UniqueViolation:  # the person's other tab was quicker: the second turn finds its item
            continue
        return WorkItem.from_db(connection.alias, ("id", "case_id"), row) if row else None
    return None


def _is_waiting(person_id: int, now: dt.datetime) -> bool:
    """Whether ready work exists although none was handed out: others were locking the heads of the queues."""
    return bool(database.fetch("tagih.cases", "is_waiting", hand_out_parameters(person_id, now))[0]["is_waiting"])


def _lease(item: WorkItem, person: Person, now: dt.datetime) -> None:
    item.status, item.leased_by, item.leased_until = ItemStatus.LEASED, person, now + LEASE
    item.save(update_fields=["status", "leased_by", "leased_until"])


def _made_by_hand(case: Case, now: dt.datetime) -> WorkItem:
    queue, _made = Queue.objects.get_or_create(
        unit_id=case.branch_id, stage=case.stage,
        defaults={"code": f"{case.branch.code}:{case.stage}", "name": case.branch.name},
    )  # fmt: skip
    return WorkItem.objects.create(
        case=case, queue=queue, precedence=Precedence.LIST, priority=0, due_at=now,
        business_date=business_date(now=now), reasons=[{"code": "TAKEN_BY_HAND", "facts": {}}],
    )  # fmt: skip
