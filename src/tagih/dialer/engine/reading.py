"""What the engine reads of the rows twice a second: campaigns, seats, wishes. Memory follows the rows."""

import contextlib
import datetime as dt
from dataclasses import dataclass

from tagih.dialer import operations
from tagih.dialer.engine import wishes
from tagih.dialer.engine.memory import Agent, Line, Works
from tagih.dialer.enums import EntryState, SeatState
from tagih.dialer.models import Campaign, Entry, Seat, Wish
from tagih.dialer.operations import Dialable
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person

FRESH = dt.timedelta(seconds=20)
"""A wish that waited longer than this is no longer meant."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One look."""

    campaigns: list[Campaign]
    seats: list[Seat]
    served: dict[int, frozenset[int]]
    wishes: list[Wish]
    withdrawn: frozenset[int]


def look() -> Seen:
    """This will read what may have changed. Five small queries."""
    seats = list(Seat.objects.select_related("person"))
    served: dict[int, set[int]] = {}
    for seat, campaign in Seat.campaigns.through.objects.values_list("seat_id", "campaign_id"):
        served.setdefault(seat, set()).add(campaign)
    now = clock.now()
    asked = Wish.objects.filter(done_at__isnull=True).order_by("asked_at").select_related("call", "target", "by")
    gone = Entry.objects.filter(state=EntryState.WITHDRAWN, closed_at__gte=now - dt.timedelta(minutes=2))
    withdrawn = gone.exclude(calls__isnull=False).values_list("customer_id", flat=True)
    return Seen(
        list(Campaign.objects.all()), seats, {pk: frozenset(found) for pk, found in served.items()}, list(asked),
        frozenset(withdrawn),
    )  # fmt: skip


def account(*, person: int) -> tuple[str, str] | None:
    """This will return account and password of a person's softphone, None for somebody without a seat."""
    with contextlib.suppress(Refusal):
        return operations.telephone_of(person=Person.objects.get(pk=person))
    return None


def more(*, campaign: Campaign, most: int, agent: int | None) -> list[Dialable]:
    """This will take more of a campaign's list, filled from its work first."""
    now = clock.now()
    operations.fill_from_work(campaign_id=campaign.pk, now=now)
    person = Person.objects.filter(pk=agent).first() if agent else None
    return operations.take_entries(campaign=campaign, most=most, agent=person, now=now)


async def take_over(engine: Works, seen: Seen) -> None:
    """This will bring memory to what was read."""
    for row in seen.campaigns:
        line = engine.lines.get(row.pk)
        if line is None:
            engine.lines[row.pk] = Line.of(row)
        else:
            line.row, line.steering.target = row, float(row.target_share)
            for one in [one for one in line.hopper if one.customer_id in seen.withdrawn]:
                line.hopper.remove(one)
    for seat in seen.seats:
        _seat(engine, seat, seen.served.get(seat.person_id, frozenset()))
    if not engine.is_linked:
        return  # which calls live is not known yet
    now = clock.now()
    for wish in seen.wishes:
        await wishes.grant(engine, wish, is_late=now - wish.asked_at > FRESH)


def _seat(engine: Works, seat: Seat, campaigns: frozenset[int]) -> None:
    agent = engine.agents.get(seat.person_id)
    state = SeatState(seat.state)
    if agent is None:
        if state == SeatState.OFF:
            return
        agent = engine.agents[seat.person_id] = Agent(
            seat.person_id, seat.address, frozenset(seat.skills), campaigns, state, engine.time()
        )
        engine.soon(engine.open_account(seat.person_id))
    agent.address, agent.skills, agent.campaigns = seat.address, frozenset(seat.skills), campaigns
    if agent.call is not None:
        return  # memory is ahead of the rows
    if state == SeatState.TALKING and seat.call_id not in engine.calls and not engine.desk.waiting:
        engine.desk.write(operations.end_lost_talk, person_id=seat.person_id, now=clock.now())
    if agent.state == SeatState.WRAP_UP and state not in (SeatState.WRAP_UP, SeatState.TALKING):
        for line in engine.lines.values():
            if line.row.pk in campaigns:
                line.learned.saw_wrap_end(engine.time() - agent.since)
    if agent.state != state and not engine.desk.waiting:
        agent.state, agent.since = state, engine.time()
    if state == SeatState.OFF and agent.is_up:
        engine.soon(engine.switch.hang_up(agent.leg))
