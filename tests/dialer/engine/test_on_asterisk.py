"""The engine on a real Asterisk: customers and agents are telephones of SIPp, the rows are real.

Nothing here looks at how long a thing took: a busy machine is patient, as `PATIENCE_S` says.
"""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Iterator

import pytest

from tagih.cases import operations as cases
from tagih.cases.models import Activity, Case
from tagih.contacts.models import Attempt
from tagih.dialer import operations
from tagih.dialer.adapters.asterisk.switch import AsteriskSwitch
from tagih.dialer.engine.engine import Engine
from tagih.dialer.models import Call, Recording, Seat, SeatChange
from tagih.kernel import clock
from tests.dialer.engine.shift import NOON, Shift, open_shift, rows, running, until
from tests.dialer.switches.exchange import AGENT_HZ, CUSTOMER_HZ, Exchange, strength

pytestmark = [pytest.mark.asterisk, pytest.mark.django_db(transaction=True)]
PATIENCE_S = 60.0
LOUD, SOFT = 1000, 200


@pytest.fixture(autouse=True)
def noon(tmp_path, settings) -> Iterator[None]:
    settings.MEDIA_ROOT = str(tmp_path)
    ahead = NOON - dt.datetime.now(dt.UTC)
    with clock.told_by(lambda: dt.datetime.now(dt.UTC) + ahead):
        yield


async def soon(what: Callable) -> object:
    return await until(what, within=PATIENCE_S)


def play(exchange: Exchange, trunk: str, story: Callable[[Engine], Awaitable[None]]) -> None:
    """This will play a story with an engine on the exchange, and leave no channel there."""

    async def whole() -> None:
        switch = AsteriskSwitch(exchange.address)
        async with running(switch, trunk=trunk) as engine:
            await story(engine)
        tidy = AsteriskSwitch(exchange.address)
        await tidy.open()
        while not tidy.ari.is_up:
            await asyncio.sleep(0.05)
        for leg in await tidy.legs():
            await tidy.hang_up(leg)
        await tidy.close()

    asyncio.run(whole())


def shift_with(exchange: Exchange, **how: object) -> Shift:
    address = exchange.telephone("agent", sound="agent").format(number="agent")
    return open_shift(**{"mode": "PREDICTIVE", "customers": 1, "agents": 1, "agent_address": address, **how})


def test_a_predictive_call_is_taken_recorded_apart_and_entered_on_the_case(real_exchange: Exchange) -> None:
    shift = shift_with(real_exchange, customers=3, agents=2)
    trunk = real_exchange.telephone("talks", talk_ms=4000)

    async def story(_engine: Engine) -> None:
        await soon(lambda: Seat.objects.filter(state="READY").count() == 2)
        call = await soon(lambda: Call.objects.filter(state="TALKING").select_related("agent", "attempt").first())
        assert call.agent in shift.agents and await rows(lambda: Attempt.objects.get(pk=call.pk).agent_id)
        await soon(lambda: Seat.objects.get(person=call.agent).state == "WRAP_UP")
        await soon(lambda: Recording.objects.filter(call=call, state="STORED").count() == 2)
        await rows(lambda: _enter(call))
        await rows(lambda: operations.finish_wrap(person=call.agent, now=clock.now()))

    play(real_exchange, trunk, story)
    entered = Activity.objects.select_related("attempt").get()
    call = Call.objects.get(pk=entered.attempt_id)
    assert (call.outcome, call.cause, entered.case_id) == ("CONNECTED", "THEY_HUNG_UP", call.case_id)
    assert Attempt.objects.get(pk=call.pk).result_class == "RPC"
    for side, own, other in (("CUSTOMER", CUSTOMER_HZ, AGENT_HZ), ("AGENT", AGENT_HZ, CUSTOMER_HZ)):
        recording = Recording.objects.get(call=call, side=side)
        sound = operations.play_back(recording=recording, by=call.agent, now=clock.now())
        assert strength(sound, own) > LOUD and strength(sound, other) < SOFT
    states = [row.state for row in SeatChange.objects.filter(person=call.agent).order_by("since", "pk")]
    assert states[:4] == ["CUT_OFF", "READY", "TALKING", "WRAP_UP"]


def _enter(call: Call) -> None:
    cases.record_activity(
        case=Case.objects.get(pk=call.case_id), by=call.agent, now=clock.now(), action="CALL_OUT", result="CUT_OFF",
        party="CONSUMER", place="MOBILE", attempt=Attempt.objects.get(pk=call.pk),
    )  # fmt: skip
