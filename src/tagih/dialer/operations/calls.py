"""The life of a call as rows: begun, answered, connected, ended. Each may be told twice and changes things once."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from tagih.cases import operations as cases
from tagih.cases.enums import CaseStatus
from tagih.cases.models import Case, WorkItem
from tagih.contacts import operations as contacts
from tagih.contacts import queries as contacts_known
from tagih.contacts.enums import ResultClass
from tagih.contacts.models import Attempt
from tagih.dialer.enums import CallState, Cause, Direction, EntryState, Mode, Outcome, SeatState
from tagih.dialer.models import Call, Campaign, Entry, Seat
from tagih.dialer.operations.campaigns import LIVE
from tagih.dialer.operations.lists import MOST_TRIES, Dialable
from tagih.dialer.operations.seats import change, finish_wrap
from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person

UNANSWERED = {
    Cause.NO_ANSWER: Outcome.NO_ANSWER, Cause.BUSY: Outcome.BUSY, Cause.REJECTED: Outcome.REJECTED,
    Cause.VOICEMAIL: Outcome.MACHINE, Cause.INACTIVE: Outcome.INACTIVE, Cause.WE_HUNG_UP: Outcome.GIVEN_UP,
    Cause.THEY_HUNG_UP: Outcome.REJECTED, Cause.TRUNK_FULL: Outcome.FAULT, Cause.FAULT: Outcome.FAULT,
}  # fmt: skip
AGAIN = {
    Outcome.NO_ANSWER: dt.timedelta(hours=3), Outcome.BUSY: dt.timedelta(minutes=30),
    Outcome.REJECTED: dt.timedelta(hours=4), Outcome.MACHINE: dt.timedelta(hours=4),
    Outcome.GIVEN_UP: dt.timedelta(hours=1), Outcome.FAULT: dt.timedelta(minutes=15),
    Outcome.ABANDONED: dt.timedelta(hours=72),
}  # fmt: skip
MISSED = "MISSED_CALL"


@dataclass(frozen=True, slots=True)
class Begun:
    """Whether a call may be dialled now."""

    may_dial: bool
    call: uuid.UUID


def begin_call(*, one: Dialable, campaign_id: int, node: str, now: dt.datetime) -> Begun:
    """This will let a reserved attempt begin, and write its call; not if it was withdrawn meanwhile."""
    with database.transaction():
        attempt = Attempt.objects.get(pk=one.attempt)
        if not contacts.start_attempt(attempt=attempt, by=None, now=now):
            Entry.objects.filter(pk=one.entry_id, state=EntryState.TAKEN).update(state=EntryState.WAITING)
            return Begun(may_dial=False, call=one.attempt)
        Entry.objects.filter(pk=one.entry_id).update(tries=F("tries") + 1)
        Call.objects.create(
            id=one.attempt, campaign_id=campaign_id, entry_id=one.entry_id, attempt_id=one.attempt,
            direction=Direction.OUT, customer_id=one.customer_id, contact_point_id=one.point_id, case_id=one.case_id,
            node=node, state=CallState.RINGING, dialed_at=now,
        )  # fmt: skip
    return Begun(may_dial=True, call=one.attempt)


def receive_call(*, call: uuid.UUID, caller: str, campaign_id: int | None, node: str, now: dt.datetime) -> Call:
    """This will write a call that came in, with the customer if exactly one has that number."""
    known = contacts_known.customers_with_value(caller) if caller else []
    customer = known[0] if len(known) == 1 else None
    case = Case.objects.filter(customer_id=customer, status=CaseStatus.OPEN).first() if customer else None
    made, _is_new = Call.objects.get_or_create(
        id=call, defaults={
            "campaign_id": campaign_id, "direction": Direction.IN, "customer_id": customer, "case": case, "node": node,
            "state": CallState.WAITING, "dialed_at": now, "answered_at": now,
        },
    )  # fmt: skip
    return made


def answer_call(*, call: uuid.UUID, now: dt.datetime) -> None:
    """This will note that somebody answered and no agent is there yet."""
    Call.objects.filter(pk=call, state=CallState.RINGING).update(state=CallState.WAITING, answered_at=now)


def connect_call(*, call: uuid.UUID, person_id: int, answered_at: dt.datetime, now: dt.datetime) -> str:
    """This will give a call to an agent: the case is in their hands, the attempt is theirs. Return the case's code.

    Where the case cannot be taken (a colleague has it in hand) the conversation goes on without it, as it must.
    """
    with database.transaction():
        row = Call.objects.select_for_update(of=("self",)).select_related("case__customer").get(pk=call)
        if row.state == CallState.ENDED:
            return ""
        person = Person.objects.get(pk=person_id)
        row.state, row.agent, row.connected_at = CallState.TALKING, person, row.connected_at or now
        row.answered_at = row.answered_at or answered_at
        row.save(update_fields=["state", "agent", "connected_at", "answered_at"])
        if row.attempt_id:
            contacts.hand_over(attempt=row.attempt_id, agent=person, now=now)
        seat = Seat.objects.select_for_update().get(person=person)
        seat.call = row
        change(seat, SeatState.TALKING, now=now, call=row)
    return _case_in_hand(row, person, now)


def abandon(*, call: uuid.UUID, now: dt.datetime) -> None:
    """This will close a call that was answered when no agent was free; the person is called back after the lock-out."""
    _close(call, Outcome.ABANDONED, Cause.WE_HUNG_UP, now, is_abandoned=True)


def end_call(
    *, call: uuid.UUID, cause: Cause, now: dt.datetime, is_machine: bool = False, keys: str = ""
) -> Outcome | None:
    """This will end a call and return what came of it; None for one that is unknown or had ended.

    Whoever talked is in wrap-up. An attempt that nobody can enter a result for gets one here.
    """
    row = Call.objects.filter(pk=call).exclude(state=CallState.ENDED).select_related("campaign").first()
    if row is None:
        return None
    if keys:
        Call.objects.filter(pk=call).update(keys=keys[:20])
    if row.connected_at:
        return _end_talk(row, cause, now)
    if row.campaign and row.campaign.mode == Mode.BOT and row.answered_at and not is_machine:
        return _close(call, Outcome.BOT_DONE, cause, now, result=_after_bot(keys), keys=keys)
    if is_machine:
        return _close(call, Outcome.MACHINE, cause, now)
    if row.answered_at:  # they hung up while they waited: nobody was there for them
        return _close(call, Outcome.ABANDONED, cause, now, is_abandoned=True)
    outcome = UNANSWERED[cause]
    return _close(call, outcome, cause, now, result="BAD" if outcome is Outcome.INACTIVE else "NC")


def transfer_call(*, call: uuid.UUID, person_id: int, now: dt.datetime) -> str:
    """This will give a conversation to a colleague, with the case; who gave it away is in wrap-up. Return the code."""
    with database.transaction():
        row = Call.objects.select_for_update(of=("self",)).select_related("case__customer").get(pk=call)
        giver = Seat.objects.select_for_update().filter(call=row, person_id=row.agent_id).first()
        person = Person.objects.get(pk=person_id)
        if giver is not None and giver.person_id != person_id:
            change(giver, SeatState.WRAP_UP, now=now, call=row)
            held = WorkItem.objects.filter(case=row.case, leased_by_id=giver.person_id, status="LEASED").first()
            if held is not None:
                cases.release(item=held, person=giver.person, now=now)
        row.agent = person
        row.save(update_fields=["agent"])
        if row.attempt_id:
            contacts.hand_over(attempt=row.attempt_id, agent=person, now=now)
        seat = Seat.objects.select_for_update().get(person=person)
        seat.call = row
        change(seat, SeatState.TALKING, now=now, call=row)
    return _case_in_hand(row, person, now)


def end_lost_talk(*, person_id: int, now: dt.datetime) -> bool:
    """This will put somebody into wrap-up whose call has ended although the seat still says that they talk."""
    with database.transaction():
        seat = Seat.objects.select_for_update(of=("self",)).select_related("call").filter(person_id=person_id).first()
        if seat is None or seat.state != SeatState.TALKING:
            return False
        if seat.call is not None and seat.call.state != CallState.ENDED:
            return False
        change(seat, SeatState.WRAP_UP, now=now, call=seat.call)
    return True


def number_of(*, call: Call) -> str:
    """This will return the number that was dialled, in clear, for a machine at the other end; blank if none was."""
    return contacts.number_to_dial(contact_point=call.contact_point) if call.contact_point else ""


def living_calls(*, node: str) -> list[dict[str, Any]]:
    """This will return the calls of a node that have not ended, for an engine that begins again."""
    fields = ("id", "campaign_id", "agent_id", "direction", "answered_at", "connected_at")
    return list(Call.objects.filter(node=node).exclude(state=CallState.ENDED).values(*fields))


def settle_forgotten(*, node: str, living: Sequence[str], now: dt.datetime) -> int:
    """This will end the calls of a node that the switch no longer knows, and return how many: after a restart."""
    lost = [
        pk for pk in Call.objects.filter(node=node).exclude(state=CallState.ENDED).values_list("pk", flat=True)
        if str(pk) not in living
    ]  # fmt: skip
    for pk in lost:
        end_call(call=pk, cause=Cause.FAULT, now=now)
    return len(lost)


def _case_in_hand(row: Call, person: Person, now: dt.datetime) -> str:
    if row.case is None:
        return ""
    try:
        cases.take_case(case=row.case, person=person, now=now)
    except Refusal:
        return ""
    with database.transaction():
        journal.tell([f"seat:{person.pk}"])  # the page shows the case now
    return row.case.code


def _end_talk(row: Call, cause: Cause, now: dt.datetime) -> Outcome:
    with database.transaction():
        ended = Call.objects.filter(pk=row.pk).exclude(state=CallState.ENDED)
        ended.update(state=CallState.ENDED, ended_at=now, cause=cause, outcome=Outcome.CONNECTED)
        seat = Seat.objects.select_for_update().filter(person_id=row.agent_id, call=row).first()
        if seat is not None and seat.state == SeatState.TALKING:
            change(seat, SeatState.WRAP_UP, now=now, call=row)
        _close_entry(row.entry_id, EntryState.DONE, now)
    if seat is not None and row.wrapped_at:  # the result was entered while they still talked
        finish_wrap(person=seat.person, now=now)
    return Outcome.CONNECTED


def _close(
    call: uuid.UUID, outcome: Outcome, cause: Cause, now: dt.datetime, *, result: str = "NC",
    is_abandoned: bool = False, keys: str = "",
) -> Outcome | None:  # fmt: skip
    with database.transaction():
        row = Call.objects.select_for_update(of=("self",)).filter(pk=call).exclude(state=CallState.ENDED).first()
        if row is None:
            return None
        row.state, row.outcome, row.cause, row.ended_at = CallState.ENDED, outcome, cause, now
        row.answered_at = row.answered_at or (now if is_abandoned or outcome is Outcome.MACHINE else None)
        row.save(update_fields=["state", "outcome", "cause", "ended_at", "answered_at"])
        if row.attempt_id:
            contacts.close_attempt(
                attempt=row.attempt, result_class=ResultClass(result), by=None, now=now, is_abandoned=is_abandoned
            )
        _plan_again(row, outcome, now)
        journal.tell([LIVE])
    return outcome


def _plan_again(row: Call, outcome: Outcome, now: dt.datetime) -> None:
    entry = Entry.objects.filter(pk=row.entry_id, state=EntryState.TAKEN).first()
    if entry is not None and outcome in AGAIN and (entry.tries < MOST_TRIES or outcome is Outcome.ABANDONED):
        entry.state, entry.due_at = EntryState.WAITING, now + AGAIN[outcome]
        entry.save(update_fields=["state", "due_at"])
    elif entry is not None:
        _close_entry(entry.pk, EntryState.DONE, now)
    elif row.direction == Direction.IN and outcome is Outcome.ABANDONED and row.customer_id:
        campaign = Campaign.objects.filter(is_running=True, mode__in=[Mode.PREDICTIVE, Mode.PROGRESSIVE]).first()
        if campaign is not None:
            Entry.objects.bulk_create([Entry(
                campaign=campaign, customer_id=row.customer_id, case_id=row.case_id, reference=f"missed:{row.pk}",
                reason=MISSED, priority=100_000, due_at=now,
            )], ignore_conflicts=True)  # fmt: skip


def _close_entry(entry_id: int | None, state: str, now: dt.datetime) -> None:
    Entry.objects.filter(pk=entry_id, state=EntryState.TAKEN).update(state=state, closed_at=now)


def _after_bot(keys: str) -> str:
    """1 will pay, 2 wants to be called: the person themselves. 9 is somebody else."""
    return {"1": "RPC", "2": "RPC", "9": "BAD"}.get(keys[:1], "NC")
