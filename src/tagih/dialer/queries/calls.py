from django.db.models import QuerySet

from tagih.dialer.enums import CallState, SeatState, TapeState
from tagih.dialer.models import Call, Seat
from tagih.staff.models import Person


def live_call_of(person: Person) -> Call | None:
    """This will return the call that a person has on the line, or in wrap-up."""
    seat = Seat.objects.filter(person=person, call__isnull=False).select_related("call__case", "call__campaign").first()
    if seat is None or (seat.call.state == CallState.ENDED and seat.state != SeatState.WRAP_UP):
        return None
    return seat.call


def recorded_calls() -> QuerySet[Call]:
    """This will return calls of which something is stored, newest first."""
    stored = Call.objects.filter(recordings__state=TapeState.STORED).distinct()
    return stored.select_related("customer", "agent", "campaign", "case").order_by("-dialed_at")
