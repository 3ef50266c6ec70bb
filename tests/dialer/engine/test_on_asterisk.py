"""The engine on a real Asterisk: customers and agents are telephones of SIPp, the rows are real."""

import asyncio
import datetime as dt
from collections.abc import Iterator

import pytest

from tagih.cases import operations as cases
from tagih.cases.models import Activity, Case
from tagih.contacts.models import Attempt
from tagih.dialer import operations
from tagih.dialer.engine.engine import Engine
from tagih.dialer.models import Call, Recording, Seat, SeatChange
from tagih.kernel import clock
from tests.dialer.engine.on_asterisk import play, shift_with, soon
from tests.dialer.engine.shift import NOON, rows
from tests.dialer.switches.exchange import AGENT_HZ, CUSTOMER_HZ, LEADER_HZ, Exchange, strength
from tests.factories import cases as make

pytestmark = [pytest.mark.asterisk, pytest.mark.django_db(transaction=True)]
LOUD, SOFT = 1000, 200


@pytest.fixture(autouse=True)
def noon(tmp_path, settings) -> Iterator[None]:
    settings.MEDIA_ROOT = str(tmp_path)
    ahead = NOON - dt.datetime.now(dt.UTC)
    with clock.told_by(lambda: dt.datetime.now(dt.UTC) + ahead):
        yield


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


def test_a_machine_reminds_and_the_key_is_the_result(real_exchange: Exchange) -> None:
    sounds = {"reminder": "hello", "thanks": "vm-goodbye"}
    shift_with(real_exchange, mode="BOT", purpose="REMIND", agents=0, sounds=sounds)

    async def story(_engine: Engine) -> None:
        call = await soon(lambda: Call.objects.filter(outcome="BOT_DONE").first())
        assert call.keys == "1"

    play(real_exchange, real_exchange.telephone("promises", presses="1", presses_after_ms=2500), story)
    assert Attempt.objects.get().result_class == "RPC" and Attempt.objects.get().channel == "BOT"


def test_a_leader_who_whispers_hears_both_and_the_customer_does_not_hear_them(real_exchange: Exchange) -> None:
    shift_with(real_exchange)
    leader = make.agent(make.branch(), name="Ketua")
    desk = real_exchange.telephone("leader", sound="leader").format(number="{account}")

    async def story(engine: Engine) -> None:
        engine.softphone = desk
        (call,) = await soon(lambda: list(Call.objects.filter(state="TALKING").select_related("agent")))
        agent_leg, customer_leg = f"agent-{call.agent_id}", str(call.pk)
        while (await engine.switch.legs())[agent_leg].room != f"room-{call.pk}":
            await asyncio.sleep(0.05)
        await rows(lambda: operations.wish(kind="WHISPER", by=leader, target=call.agent, now=clock.now()))
        while not any(asked.is_up for asked in engine.leaders.values()):
            await asyncio.sleep(0.05)
        kept = await heard_by(engine, customer_leg)
        assert strength(kept, AGENT_HZ) > LOUD and strength(kept, LEADER_HZ) < SOFT
        told = await heard_by(engine, f"leader-{leader.pk}")
        assert strength(told, AGENT_HZ) > LOUD and strength(told, CUSTOMER_HZ) > LOUD

    play(real_exchange, real_exchange.telephone("patient"), story)


async def heard_by(engine: Engine, leg: str) -> bytes:
    """What a leg hears for two seconds, recorded at the exchange."""
    switch, ear = engine.switch, f"ear-heard-{leg}"
    await switch._snoop(leg, ear, spy="out")
    await switch.ari.ask("POST", f"channels/{ear}/record", name=ear, format="wav", ifExists="overwrite")
    await asyncio.sleep(2.0)
    await switch.ari.ask("POST", f"recordings/live/{ear}/stop")
    while ear not in await switch.recordings():
        await asyncio.sleep(0.05)
    sound = await switch.fetch(ear)
    await switch.forget(ear)
    return sound
