from collections.abc import Collection

from django.db.models import QuerySet

from tagih.dialer.enums import CallState, SeatState, TapeState
from tagih.dialer.models import Call, Seat, Wish
from tagih.staff.models import Person


def live_call_of(person: Person) -> Call | None:
    """This will return the call that a person has on the line, or in wrap-up."""
    seat = Seat.objects.filter(person=person, call__isnull=False).select_related("call__case", "call__campaign").first()
    if seat is None or (seat.call.state == CallState.ENDED and seat.state != SeatState.WRAP_UP):
        return None
    return seat.call


def seat_of(person: Person) -> Seat | None:
    """This will return the seat of a person at the dialer with its call; None for somebody who does not sit there."""
    seats = Seat.objects.exclude(state=SeatState.OFF).filter(person=person)
    return seats.select_related("call__customer", "call__case", "call__campaign").first()


def guests_of(call: Call) -> list[int]:
    """This will return who is asked beside the agent of a call."""
    talking = Seat.objects.filter(call=call, state=SeatState.TALKING).exclude(person_id=call.agent_id)
    return list(talking.values_list("person_id", flat=True))


def last_granted(call: Call, kinds: Collection[str]) -> str:
    """This will return which of some wishes about a call was granted last; blank when none was."""
    granted = Wish.objects.filter(call=call, kind__in=list(kinds), done_at__isnull=False, refusal="")
    return granted.order_by("-asked_at").values_list("kind", flat=True).first() or ""


def recorded_calls() -> QuerySet[Call]:
    """This will return calls of which something is stored, newest first."""
    stored = Call.objects.filter(recordings__state=TapeState.STORED).distinct()
    return stored.select_related("customer", "agent", "campaign", "case").order_by("-dialed_at")
