"""Colleagues in the demonstration: agents who work through the HTTP surface beside the visitor, and money that comes.

They keep the pace of the wall's clock, so a call takes as long as a call. `agen1` to `agen3` are left to visitors.
"""

import datetime as dt
import http.client
import logging
import time
from collections.abc import Sequence
from typing import Any

from django.db import connection

from tagih.config.demo import hands, run, staffing, tomorrow, world
from tagih.journal.models import Event
from tagih.kernel import calendars, clock
from tagih.sandbox.lender import core
from tagih.sandbox.town import agents
from tagih.sandbox.town.doors import Desk, DoorShut, Provider, over_network
from tagih.sandbox.town.switchboard import Switchboard

log = logging.getLogger("tagih.demo")
PROVIDER = "demonstrasi"
OPENS, CLOSES, OPENS_AGAIN = dt.time(8, 15), dt.time(18, 45), dt.time(10, 30)
PATIENCE_S = 120
WAITS_S, AGAIN_S, LOOKS_UP_S = 90.0, 60.0, 0.5
TELLS_EVERY = dt.timedelta(minutes=1)


class Wall:
    """Real time, until somebody asks for the next morning."""

    def reach(self, instant: dt.datetime) -> bool:
        while (left := (instant - clock.now()).total_seconds()) > 0 and not tomorrow.is_asked():
            time.sleep(min(left / hands.speed(), LOOKS_UP_S))
        return not tomorrow.is_asked()


def ahead_of_the_wall(now: dt.datetime) -> dt.timedelta:
    """This will return how far the demonstration's clock is to differ, so that a visitor finds a floor at work.

    Nothing during working hours. At night, on Sundays and holidays the last working day is shown at half past ten, or
    where an earlier start left it.
    """
    local = clock.local(now, clock.WIB)
    free = calendars.shipped([local.year - 1, local.year])
    date = local.date() if local.time() >= OPENS else local.date() - dt.timedelta(days=1)
    state = run.State.read()
    ahead = dt.date.fromisoformat(state.in_progress) if state and state.in_progress else date
    if ahead > date:  # a visitor went on to the next morning
        return _showing(ahead, now)
    while date.weekday() == 6 or calendars.is_national_holiday(date, free):
        date -= dt.timedelta(days=1)
    if date == local.date() and OPENS <= local.time() < CLOSES:
        return dt.timedelta(0)
    return _showing(date, now)


def _showing(date: dt.date, now: dt.datetime) -> dt.timedelta:
    opens = dt.datetime.combine(date, OPENS_AGAIN, tzinfo=clock.WIB)
    ends = dt.datetime.combine(date, CLOSES, tzinfo=clock.WIB)
    newest = Event.objects.filter(recorded_at__gte=opens, recorded_at__lt=ends).order_by("-recorded_at").first()
    return (newest.recorded_at + dt.timedelta(minutes=1) if newest else opens) - now


def stay(*, port: int, secret: str) -> None:
    """This will let the colleagues work until they are ended. A door that is shut for a while sends nobody home.

    When somebody asks for the next morning they stop, the night is played, and they come to work again.
    """
    wall = Wall()
    while True:
        if tomorrow.is_asked():
            tomorrow.play()
            connection.close()
        try:
            _work(port=port, secret=secret)
        except (DoorShut, OSError, http.client.HTTPException):
            log.exception("colleagues turned away")
        if hands.speed() > 1 and clock.now() >= _closes(clock.now()):
            tomorrow.ask()  # the days of a quick demonstration follow each other
        wall.reach(clock.now() + dt.timedelta(seconds=AGAIN_S))


def _work(*, port: int, secret: str) -> None:
    """One sitting: until the evening, or until a door is shut."""
    state = run.State.read()
    assert state is not None
    seats = agents.seats_of(state.seed, _signed_in(port))
    for seat in seats:
        seat.waits_s = WAITS_S
    now = clock.now()
    closes = _closes(now)
    if now >= closes:
        return
    told = _teller(state, Provider(over_network("127.0.0.1", port), PROVIDER, secret), now)
    agents.work(
        Switchboard(int(now.timestamp())), seats, told, Wall(), opens=now, closes=closes, ends=closes,
        tells_every=TELLS_EVERY,
    )  # fmt: skip


def _closes(now: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(clock.local(now, clock.WIB).date(), CLOSES, tzinfo=clock.WIB)


def _signed_in(port: int) -> list[Desk]:
    desks = []
    deadline = time.monotonic() + PATIENCE_S
    for name in staffing.colleagues():
        desk = Desk(over_network("127.0.0.1", port))
        while True:
            try:
                desk.sign_in(name, staffing.PASSWORD)
                break
            except (OSError, DoorShut):
                if time.monotonic() > deadline:
                    raise
                time.sleep(1)
        desks.append(desk)
    return desks


def _teller(state: run.State, provider: Provider, since: dt.datetime) -> agents.Tell:
    """What the lender's debtors pay today from now on, told as it happens."""
    anchor = dt.date.fromisoformat(state.anchor)
    lender = core.open_lender(seed=state.seed, customers=state.customers, anchor=anchor)
    today = clock.local(since, clock.WIB).date()
    waiting = sorted(
        ((dt.datetime.fromisoformat(notice["paid_at"]), notice) for notice in core.notices(lender, day=today)),
        key=lambda pair: (pair[0], pair[1]["payment_ref"]),
    )
    waiting = [pair for pair in waiting if pair[0] > since]

    def tell(at: dt.datetime) -> Sequence[dict[str, Any]]:
        now = clock.now()
        due = [notice for when, notice in waiting if when <= now]
        del waiting[: len(due)]
        world.keep_promises(date=clock.local(now, clock.WIB).date(), until=now, seed=state.seed)
        return provider.tell(due, at=now) if due else []

    return tell
