"""Seats: who takes calls, with which telephone, and what they do; what they ask of the engine."""

import datetime as dt
import secrets
import uuid
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from tagih.cases import operations as cases
from tagih.cases.enums import AgentState
from tagih.dialer.enums import SeatState, WishKind
from tagih.dialer.models import Call, Campaign, Seat, SeatChange, Wish
from tagih.dialer.operations.campaigns import LIVE
from tagih.journal import operations as journal
from tagih.kernel import clock, crypto, database
from tagih.kernel.errors import Refusal
from tagih.staff.enums import CertificateKind
from tagih.staff.models import Person
from tagih.staff.queries import certified, teams_of

SECRET = "dialer.seat.secret"  # noqa: S105 (the name of a column)
DESK = {
    SeatState.READY: AgentState.READY, SeatState.TALKING: AgentState.WORKING, SeatState.WRAP_UP: AgentState.WORKING,
    SeatState.WORKING: AgentState.WORKING, SeatState.BREAK: AgentState.BREAK, SeatState.PRAYER: AgentState.PRAYER,
    SeatState.MEETING: AgentState.MEETING, SeatState.TRAINING: AgentState.TRAINING, SeatState.OFF: AgentState.OFF,
}  # fmt: skip
IN_CALL = (SeatState.TALKING, SeatState.WRAP_UP)


class NoCertificate(Refusal):
    """Only who is certified may collect by telephone."""

    def __init__(self) -> None:
        super().__init__(
            "NO_CERTIFICATE", _("Your certificate for the telephone is missing or has expired."),
            remedy=_("Ask your trainer to record it."),
        )  # fmt: skip


class NotSeated(Refusal):
    """The person takes no calls from the dialer."""

    def __init__(self) -> None:
        super().__init__("NOT_SEATED", _("You are not connected to the dialer."), remedy=_("Connect your telephone."))


def sit_down(
    *, person: Person, now: dt.datetime, address: str = "", campaigns: Sequence[Campaign] = (),
    skills: Sequence[str] = (),
) -> Seat:  # fmt: skip
    """This will seat a person at the dialer with a softphone of the house, or at an `address` that the switch can ring.

    The engine rings the telephone; until it stands the person is cut off. Without `campaigns` those of the person's
    teams, and those of no team. Sitting down again changes nothing but the campaigns.

    :raises NoCertificate:
    """
    today = clock.today_in(clock.WIB, now=now)
    if not certified(CertificateKind.DESK, on=today).filter(person=person).exists():
        raise NoCertificate
    with database.transaction():
        seat = Seat.objects.select_for_update().filter(person=person).first()
        if seat is None:
            seat = Seat(person=person, since=now, state=SeatState.OFF)
        if seat.secret is None:
            seat.secret = crypto.encrypt(secrets.token_urlsafe(18), context=SECRET)
        seat.address = address or f"PJSIP/{account_of(person)}"
        seat.skills = list(skills)
        seat.wants = ""
        seat.save()
        seat.campaigns.set(campaigns or _served_by(person, now))
        if seat.state == SeatState.OFF:
            _change(seat, SeatState.CUT_OFF, now=now)
    return seat


def stand_up(*, person: Person, now: dt.datetime) -> None:
    """This will end a person's turn at the dialer; one who talks finishes first.

    :raises NotSeated:
    """
    set_state(person=person, state=SeatState.OFF, now=now)


def set_state(*, person: Person, state: str, now: dt.datetime) -> Seat:
    """This will change what a person does. In a conversation or its wrap-up the wish is kept until that is over.

    :raises NotSeated:
    """
    with database.transaction():
        seat = Seat.objects.select_for_update().filter(person=person).exclude(state=SeatState.OFF).first()
        if seat is None:
            raise NotSeated
        if seat.state in IN_CALL and state not in IN_CALL:
            seat.wants = state
            seat.save(update_fields=["wants"])
        elif state == SeatState.READY and not seat.is_connected:
            _change(seat, SeatState.CUT_OFF, now=now)
        elif seat.state != state:
            _change(seat, state, now=now)
    return seat


def finish_wrap(*, person: Person, now: dt.datetime, after: str = "") -> Seat | None:
    """This will end a wrap-up: the person is ready, or does what was wished for. None for somebody without a seat.

    While the conversation lasts it is remembered: no wrap-up follows.
    """
    with database.transaction():
        seat = Seat.objects.select_for_update().filter(person=person).first()
        if seat is not None and seat.state == SeatState.TALKING:
            Call.objects.filter(pk=seat.call_id, agent=person).update(wrapped_at=now)
            seat.wants = after or seat.wants
            seat.save(update_fields=["wants"])
        if seat is None or seat.state not in (SeatState.WRAP_UP, SeatState.WORKING):
            return seat
        if seat.call_id:
            Call.objects.filter(pk=seat.call_id).update(wrapped_at=now)
        seat.call = None
        wanted = after or seat.wants or SeatState.READY
        seat.wants = ""
        if wanted == SeatState.READY and not seat.is_connected:
            wanted = SeatState.CUT_OFF
        _change(seat, wanted, now=now)
    return seat


def note_seat(*, person_id: int, now: dt.datetime, is_connected: bool) -> None:
    """This will note that a telephone stands or is gone. Who waits for calls with a dead telephone is cut off."""
    with database.transaction():
        seat = Seat.objects.select_for_update().filter(person_id=person_id).first()
        if seat is None:
            return
        seat.is_connected = is_connected
        seat.save(update_fields=["is_connected"])
        if is_connected and seat.state == SeatState.CUT_OFF:
            _change(seat, SeatState.READY, now=now)
        elif not is_connected and seat.state == SeatState.READY:
            _change(seat, SeatState.CUT_OFF, now=now)


def wish(
    *, kind: str, by: Person, now: dt.datetime, call: Call | None = None, target: Person | None = None
) -> Wish:
    """This will ask the engine to do something with a live call; the engine answers in the row."""
    with database.transaction():
        made = Wish.objects.create(kind=WishKind(kind), by=by, call=call, target=target, asked_at=now)
        journal.tell([LIVE])
    return made


def clear_wishes(*, ids: Sequence[uuid.UUID], now: dt.datetime, refusal: str = "") -> None:
    """This will mark wishes as answered."""
    with database.transaction():
        wishes = Wish.objects.filter(pk__in=list(ids))
        wishes.update(done_at=now, refusal=refusal[:200])
        journal.tell(sorted({f"seat:{person}" for person in wishes.values_list("by_id", flat=True)}))


def telephone_of(*, person: Person) -> tuple[str, str]:
    """This will return account and password of a person's softphone.

    :raises NotSeated:
    """
    seat = Seat.objects.filter(person=person).exclude(state=SeatState.OFF).first()
    if seat is None or seat.secret is None:
        raise NotSeated
    return account_of(person), crypto.decrypt(seat.secret, context=SECRET)


def account_of(person: Person) -> str:
    """This will return the name of a person's softphone at the switch."""
    return f"agent{person.pk}"


@database.transaction_required
def change(seat: Seat, state: str, *, now: dt.datetime, call: Call | None = None) -> None:
    """This will change a seat that the caller holds locked."""
    _change(seat, state, now=now, call=call)


def _change(seat: Seat, state: str, *, now: dt.datetime, call: Call | None = None) -> None:
    seat.state, seat.since = SeatState(state), now
    seat.save()
    SeatChange.objects.create(
        person_id=seat.person_id, state=seat.state, since=now, call=call, campaign_id=call.campaign_id if call else None
    )
    if seat.state in DESK:
        cases.set_agent_state(person=seat.person, state=DESK[seat.state], now=now)
    journal.tell([LIVE, f"seat:{seat.person_id}"])


def _served_by(person: Person, now: dt.datetime) -> list[Campaign]:
    teams = [unit.pk for unit in teams_of(person, on=clock.today_in(clock.WIB, now=now))]
    served = Campaign.objects.filter(teams__in=teams) | Campaign.objects.filter(teams__isnull=True)
    return list(served.distinct())
