"""Colleagues who are asked during somebody else's call: for the time of that they take no other."""

import datetime as dt
import uuid

from tagih.dialer.enums import CallState, SeatState
from tagih.dialer.models import Call, Seat
from tagih.dialer.operations.seats import change
from tagih.kernel import database


def bring_in(*, call: uuid.UUID, person_id: int, now: dt.datetime) -> None:
    """This will note that a colleague talks beside the agent of a call. The call stays the agent's."""
    with database.transaction():
        row = Call.objects.exclude(state=CallState.ENDED).filter(pk=call).first()
        seat = Seat.objects.select_for_update().filter(person_id=person_id, state=SeatState.READY).first()
        if row is not None and seat is not None:
            seat.call = row
            change(seat, SeatState.TALKING, now=now, call=row)


def let_go(*, call: uuid.UUID, person_id: int, now: dt.datetime) -> None:
    """This will let a colleague who was asked be ready again, or do what they wished for meanwhile."""
    with database.transaction():
        seat = Seat.objects.select_for_update().filter(person_id=person_id, call_id=call).first()
        if seat is None or seat.state != SeatState.TALKING:
            return
        wanted = seat.wants or (SeatState.READY if seat.is_connected else SeatState.CUT_OFF)
        seat.call, seat.wants = None, ""
        change(seat, wanted, now=now)
