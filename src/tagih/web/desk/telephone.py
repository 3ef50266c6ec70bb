"""What the desk shows of the agent's telephone at the dialer: the seat, the call on the line, who can be asked."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from tagih.cases.enums import AgentState
from tagih.dialer import operations as dialer
from tagih.dialer import queries as dialer_known
from tagih.dialer.enums import CallState, SeatState, WishKind
from tagih.dialer.models import Call, Seat, Wish
from tagih.staff.models import Person

TONES = {
    SeatState.READY: "ok", SeatState.TALKING: "info", SeatState.WRAP_UP: "warn", SeatState.WORKING: "info",
    SeatState.CUT_OFF: "bad",
}  # fmt: skip
CHOSEN = (
    SeatState.READY, SeatState.BREAK, SeatState.PRAYER, SeatState.MEETING, SeatState.TRAINING, SeatState.OFF,
)  # fmt: skip
WRAP_UP = dt.timedelta(seconds=60)
"""After this the page says that others wait."""
REFUSED_LATELY = dt.timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Telephone:
    """The agent's telephone as it is now."""

    is_seated: bool
    person_id: int
    state: str = ""
    state_name: str = ""
    tone: str = ""
    since: dt.datetime | None = None
    wants: str = ""
    is_live: bool = False  # somebody is on the line
    is_mine: bool = True  # False for a colleague who is only asked
    is_wrapping: bool = False
    is_long: bool = False
    direction: str = ""
    campaign: str = ""
    call: str = ""
    case_code: str = ""
    who: str = ""
    choices: Sequence[tuple[str, str]] = ()
    colleagues: Sequence[tuple[int, str]] = ()
    is_softphone: bool = False
    is_aside: bool = False
    is_held: bool = False
    is_silent: bool = False  # the recording is paused
    refusal: str = ""


def is_offered() -> bool:
    """This will tell whether calls come through the dialer here; in a demonstration people call from the case."""
    return settings.TAGIH_TELEPHONY == "asterisk"


def of(person: Person, *, now: dt.datetime) -> Telephone:
    """This will return the telephone of a person."""
    seat = dialer_known.seat_of(person)
    if seat is None:
        return Telephone(is_seated=False, person_id=person.pk)
    call = seat.call
    is_live = seat.state == SeatState.TALKING and call is not None and call.state != CallState.ENDED
    is_mine = call is None or call.agent_id == person.pk
    wrapping = seat.state == SeatState.WRAP_UP
    shown = call if (is_live or wrapping) else None
    guests = dialer_known.guests_of(call) if shown and is_live and is_mine else []
    return Telephone(
        is_seated=True, person_id=person.pk, state=seat.state, state_name=str(SeatState(seat.state).label),
        tone=TONES.get(SeatState(seat.state), "warn"), since=seat.since, is_live=is_live, is_mine=is_mine,
        wants=str(SeatState(seat.wants).label) if seat.wants else "",
        is_wrapping=wrapping, is_long=wrapping and now - seat.since > WRAP_UP,
        direction=shown.direction if shown else "", campaign=shown.campaign.name if shown and shown.campaign else "",
        call=str(shown.pk) if shown else "", case_code=shown.case.code if shown and shown.case and is_mine else "",
        who=_who(shown), choices=[(str(state), str(state.label)) for state in CHOSEN],
        colleagues=_colleagues(person) if is_live and is_mine and not guests else (), is_aside=bool(guests),
        is_held=is_live and dialer_known.last_granted(call, (WishKind.HOLD, WishKind.RESUME)) == WishKind.HOLD,
        is_silent=is_live and dialer_known.last_granted(call, (WishKind.SILENCE, WishKind.SPEAK)) == WishKind.SILENCE,
        is_softphone=bool(settings.TAGIH_SOFTPHONE), refusal=_refusal(person, now) if is_live else "",
    )  # fmt: skip


def follow(person: Person, state: str, *, now: dt.datetime) -> None:
    """This will let the seat do what the person chose at the desk; somebody without a seat changes nothing."""
    if is_offered() and state in {str(one) for one in (*CHOSEN, SeatState.WORKING)} - {str(AgentState.OFF)}:
        seat = dialer_known.seat_of(person)
        if seat is not None:
            dialer.set_state(person=person, state=state, now=now)


def wrapped(person: Person, *, after: str, now: dt.datetime) -> bool:
    """This will end the wrap-up with the result that was entered, and tell whether the dialer brings the next one."""
    if not is_offered():
        return False
    wanted = after if after in {str(one) for one in CHOSEN} else ""
    seat = dialer.finish_wrap(person=person, now=now, after=wanted)
    return seat is not None and seat.state != SeatState.OFF


def _who(call: Call | None) -> str:
    if call is None:
        return ""
    return call.customer.full_name if call.customer else _("Unknown caller")


def _colleagues(person: Person) -> list[tuple[int, str]]:
    free = Seat.objects.filter(state=SeatState.READY, is_connected=True).exclude(person=person).select_related("person")
    return [(seat.person_id, seat.person.full_name) for seat in free.order_by("person__full_name")]


def _refusal(person: Person, now: dt.datetime) -> str:
    lately = Wish.objects.filter(by=person, done_at__gte=now - REFUSED_LATELY).exclude(refusal="")
    return _("That was not possible: the line or the colleague is not free.") if lately.exists() else ""


__all__ = ["Telephone", "follow", "is_offered", "of", "wrapped"]
