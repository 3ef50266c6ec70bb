"""Who is to be called: filled by sets, taken one by one through the contact gate, withdrawn at once."""

import datetime as dt
import logging
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tagih.contacts import operations as contacts
from tagih.contacts import queries as contacts_known
from tagih.contacts.enums import AttemptState, Channel
from tagih.contacts.models import Attempt, ContactPoint
from tagih.dialer.enums import EntryState, Mode
from tagih.dialer.models import Campaign, Entry
from tagih.dialer.operations.campaigns import LIVE, CampaignUnknown
from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.portfolio.models import Customer
from tagih.staff.models import Person

log = logging.getLogger("tagih.dialer")
SQL = "tagih.dialer"
AGAIN_LATER = dt.timedelta(hours=1)
MOST_TRIES = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """One person that somebody wants to be called. `reference` makes asking twice harmless."""

    customer_id: int
    reference: str
    reason: str
    due_at: dt.datetime
    case_id: int | None = None
    script: str = ""
    priority: int = 0
    wants_id: int | None = None


@dataclass(frozen=True, slots=True)
class Dialable:
    """An entry that the gate allowed: the attempt is reserved and not yet begun."""

    entry_id: int
    attempt: uuid.UUID
    customer_id: int
    case_id: int | None
    point_id: int
    number: str
    priority: int
    wants_id: int | None
    taken_at: dt.datetime


def fill_lists(*, campaign: str, wanted: Iterable[Wanted], now: dt.datetime, by: Person | None = None) -> int:
    """This will put people on a campaign's list, by its code, and return how many are new there.

    Set-based and repeatable: an entry of the same reference stays as it is, and who waits already waits once.

    :raises CampaignUnknown:
    """
    known = Campaign.objects.filter(code=campaign).values_list("pk", flat=True).first()
    if known is None:
        raise CampaignUnknown(campaign)
    rows = list(wanted)
    told = {
        "campaign": known,
        "customers": [row.customer_id for row in rows],
        "cases": [row.case_id for row in rows],
        "references": [row.reference for row in rows],
        "reasons": [row.reason for row in rows],
        "scripts": [row.script for row in rows],
        "priorities": [row.priority for row in rows],
        "dues": [row.due_at for row in rows],
        "wants": [row.wants_id for row in rows],
    }
    return database.execute(SQL, "fill_lists", told) if rows else 0


def fill_from_work(*, campaign_id: int, now: dt.datetime) -> int:
    """This will put the ready work of a campaign's queues on its list, and return how many are new there."""
    return database.execute(SQL, "fill_from_work", {"campaign": campaign_id, "now": now})


def take_entries(*, campaign: Campaign, most: int, agent: Person | None, now: dt.datetime) -> list[Dialable]:
    """This will take the foremost entries, choose a number for each and ask the gate; refused ones wait until it says.

    `agent` is one of those who may take the call: the gate looks at their certificate; None for a bot.
    """
    with database.transaction():
        rows = database.fetch(SQL, "take_entries", {"campaign": campaign.pk, "most": most, "now": now})
    channel = Channel.BOT if campaign.mode == Mode.BOT else Channel.CALL
    allowed = []
    for row in rows:
        one = _ask_gate(campaign, row, channel, agent, now)
        if one is not None:
            allowed.append(one)
    return allowed


def give_back(*, entry_id: int, attempt: uuid.UUID, now: dt.datetime, by: Person | None = None) -> None:
    """This will let an entry wait again whose call was never dialled; the attempt does not count."""
    with database.transaction():
        reserved = Attempt.objects.filter(pk=attempt).first()
        if reserved is not None:
            contacts.cancel_attempt(attempt=reserved, by=by, now=now)
        Entry.objects.filter(pk=entry_id, state=EntryState.TAKEN).update(state=EntryState.WAITING)


def withdraw(*, customers: Sequence[int], why: str, now: dt.datetime, by: Person | None = None) -> int:
    """This will take people off every list at once, with what is reserved for them; return how many entries."""
    with database.transaction():
        open_ones = Entry.objects.filter(
            customer_id__in=list(customers), state__in=[EntryState.WAITING, EntryState.TAKEN]
        )
        gone = open_ones.update(state=EntryState.WITHDRAWN, closed_at=now, why=why[:80])
        if gone:
            Attempt.objects.filter(
                customer_id__in=list(customers), state=AttemptState.RESERVED, started_at__isnull=True,
                channel__in=[Channel.CALL, Channel.BOT],
            ).update(state=AttemptState.CANCELLED, closed_at=now)  # fmt: skip
            journal.tell([LIVE])
    return gone


def call_back_number(*, contact_point_id: int, now: dt.datetime) -> int:
    """This will give back what is reserved on a number and not yet dialled; whose it is waits for another number."""
    with database.transaction():
        reserved = Attempt.objects.filter(
            contact_point_id=contact_point_id, state=AttemptState.RESERVED, started_at__isnull=True,
            channel__in=[Channel.CALL, Channel.BOT],
        )  # fmt: skip
        return reserved.update(state=AttemptState.CANCELLED, closed_at=now)


def _ask_gate(
    campaign: Campaign, row: dict, channel: str, agent: Person | None, now: dt.datetime
) -> Dialable | None:
    customer = Customer.objects.get(pk=row["customer_id"])
    view = contacts_known.next_point(customer, at=now, channel=channel)
    if view is None:
        _wait(row["id"], now + AGAIN_LATER, "NO_NUMBER")
        return None
    point = ContactPoint.objects.get(pk=view.id)
    point.customer = customer
    outcome = contacts.open_attempt(
        customer=customer, contact_point=point, channel=channel, purpose=campaign.purpose, agent=agent, by=None,
        now=now, starts_now=False,
    )  # fmt: skip
    if outcome.attempt is None:
        rules = ", ".join(outcome.decision.refused_by)
        _wait(row["id"], outcome.decision.next_allowed_at or now + dt.timedelta(days=1), rules)
        return None
    number = contacts.number_to_dial(contact_point=point)
    return Dialable(
        row["id"], outcome.attempt.pk, customer.pk, row["case_id"], point.pk, number, row["priority"],
        row["wants_id"], now,
    )  # fmt: skip


def _wait(entry_id: int, until: dt.datetime, why: str) -> None:
    Entry.objects.filter(pk=entry_id, state=EntryState.TAKEN).update(
        state=EntryState.WAITING, due_at=until, why=why[:80]
    )
