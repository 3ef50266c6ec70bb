"""The contract of a switch. What holds for the simulated one holds for Asterisk, with SIPp at the other end."""

import asyncio

import pytest

from tagih.dialer.adapters.switch import Ear, LegRefused, Sign
from tagih.dialer.adapters.telephony import Cause

from .bench import Bench, play
from .exchange import AGENT_HZ, CUSTOMER_HZ, Exchange, strength

LOUD, SOFT = 1000, 200


def test_a_call_rings_is_answered_and_ends_when_we_hang_up(exchange: Exchange | None) -> None:
    async def story(bench: Bench) -> None:
        await bench.switch.ring("c-1", bench.to("customer"), ring_s=20)
        await bench.hear(Sign.RINGING, "c-1")
        await bench.hear(Sign.ANSWERED, "c-1")
        assert (await bench.switch.legs())["c-1"].is_up
        await bench.switch.hang_up("c-1")
        assert (await bench.hear(Sign.ENDED, "c-1")).cause is Cause.WE_HUNG_UP
        assert "c-1" not in await bench.switch.legs()

    play(exchange, story)


@pytest.mark.parametrize(("who", "ring_s", "cause"), [("busy", 20, Cause.BUSY), ("rings", 1, Cause.NO_ANSWER)])
def test_a_call_that_nobody_takes_ends_with_its_cause(
    exchange: Exchange | None, who: str, ring_s: int, cause: Cause
) -> None:
    async def story(bench: Bench) -> None:
        await bench.switch.ring("c-2", bench.to(who), ring_s=ring_s)
        assert (await bench.hear(Sign.ENDED, "c-2")).cause is cause

    play(exchange, story)


def test_a_call_ends_when_they_hang_up(exchange: Exchange | None) -> None:
    async def story(bench: Bench) -> None:
        await bench.up("c-3", "leaves")
        assert (await bench.hear(Sign.ENDED, "c-3")).cause is Cause.THEY_HUNG_UP

    play(exchange, story)


def test_an_address_that_does_not_exist_is_refused_at_once(exchange: Exchange | None) -> None:
    async def story(bench: Bench) -> None:
        with pytest.raises(LegRefused):
            await bench.switch.ring("c-4", bench.to("nobody"), ring_s=5)

    play(exchange, story)


def test_a_leg_that_is_gone_can_be_hung_up_again(exchange: Exchange | None) -> None:
    async def story(bench: Bench) -> None:
        await bench.switch.hang_up("never-there")

    play(exchange, story)


def test_both_sides_are_recorded_apart_and_a_pause_is_not_in_the_file(exchange: Exchange | None) -> None:
    async def story(bench: Bench) -> None:
        await bench.up("a-5", "agent")
        await bench.switch.park("a-5")
        await bench.up("c-5", "customer")
        await bench.switch.join("room-5", "c-5", "a-5")
        for leg, name in (("c-5", "five-customer"), ("a-5", "five-agent")):
            await bench.switch.record(leg, name)
        await asyncio.sleep(1.2)
        await bench.switch.pause("five-agent", is_paused=True)
        await asyncio.sleep(1.0)
        await bench.switch.pause("five-agent", is_paused=False)
        await asyncio.sleep(0.4)
        for name in ("five-customer", "five-agent"):
            await bench.switch.stop_recording(name)
            await bench.hear(Sign.RECORDED)
        customer, agent = [await bench.switch.fetch(f"five-{who}") for who in ("customer", "agent")]

        assert strength(customer, CUSTOMER_HZ) > LOUD > SOFT > strength(customer, AGENT_HZ)
        assert strength(agent, AGENT_HZ) > LOUD > SOFT > strength(agent, CUSTOMER_HZ)
        assert len(customer) - len(agent) > 0.6 * 16_000  # bytes a second
        assert {"five-customer", "five-agent"} <= set(await bench.switch.recordings())
        for name in ("five-customer", "five-agent"):
            await bench.switch.forget(name)
        assert "five-agent" not in await bench.switch.recordings()

    play(exchange, story)


def test_an_agent_goes_from_the_music_to_a_room_and_back(exchange: Exchange | None) -> None:
    async def story(bench: Bench) -> None:
        await bench.up("a-6", "agent")
        await bench.switch.park("a-6")
        assert (await bench.switch.legs())["a-6"].room == ""
        await bench.up("c-6", "customer")
        await bench.switch.join("room-6", "c-6", "a-6")
        standing = await bench.switch.legs()
        assert (standing["a-6"].room, standing["c-6"].room) == ("room-6", "room-6")
        await bench.switch.hang_up("c-6")
        await bench.hear(Sign.ENDED, "c-6")
        await bench.switch.park("a-6")
        await bench.switch.close_room("room-6")
        assert (await bench.switch.legs())["a-6"].is_up

    play(exchange, story)


@pytest.mark.parametrize(("who", "verdict"), [("machine", "MACHINE"), ("human", "HUMAN")])
def test_machines_are_told_from_people_within_two_seconds(exchange: Exchange | None, who: str, verdict: str) -> None:
    async def story(bench: Bench) -> None:
        await bench.up("c-7", who)
        began = asyncio.get_running_loop().time()
        await bench.switch.judge("c-7")
        judged = await bench.hear(Sign.JUDGED, "c-7")
        assert judged.text == verdict
        assert asyncio.get_running_loop().time() - began < 2.2

    play(exchange, story)


def test_keys_are_heard_in_order(exchange: Exchange | None) -> None:
    async def story(bench: Bench) -> None:
        await bench.up("c-8", "presses")
        keys = [(await bench.hear(Sign.PRESSED, "c-8")).text for _ in "12"]
        assert keys == ["1", "2"]

    play(exchange, story)


def test_a_prompt_is_played_to_its_end(exchange: Exchange | None) -> None:
    async def story(bench: Bench) -> None:
        await bench.up("c-9", "customer")
        await bench.switch.play("c-9", "hello")
        assert (await bench.hear(Sign.PLAYED, "c-9")).text == "hello"

    play(exchange, story)


def test_somebody_calls_in_and_is_taken(exchange: Exchange | None) -> None:
    async def story(bench: Bench) -> None:
        bench.call_in()
        incoming = await bench.hear(Sign.INCOMING)
        assert (incoming.text, incoming.caller) == ("0211500", "081234567890")
        await bench.switch.answer(incoming.leg)
        await bench.up("a-10", "agent")
        await bench.switch.join("room-10", incoming.leg, "a-10")
        assert (await bench.switch.legs())[incoming.leg].room == "room-10"
        await bench.switch.hang_up(incoming.leg)
        assert (await bench.hear(Sign.ENDED, incoming.leg)).cause is Cause.WE_HUNG_UP

    play(exchange, story)


def test_a_leader_listens_whispers_and_joins(exchange: Exchange | None) -> None:
    async def story(bench: Bench) -> None:
        await bench.up("a-11", "agent")
        await bench.up("c-11", "customer")
        await bench.switch.join("room-11", "c-11", "a-11")
        await bench.up("l-11", "agent")
        for ear in (Ear.LISTEN, Ear.WHISPER):
            await bench.switch.listen_in("a-11", "l-11", room="room-11", ear=ear)
            assert (await bench.switch.legs())["l-11"].room not in ("room-11", "")
        await bench.switch.listen_in("a-11", "l-11", room="room-11", ear=Ear.BARGE)
        assert (await bench.switch.legs())["l-11"].room == "room-11"

    play(exchange, story)


def test_accounts_of_softphones_are_made_and_renewed(exchange: Exchange | None) -> None:
    async def story(bench: Bench) -> None:
        for password in ("first", "second"):
            await bench.switch.open_account("agen77", password)
        with pytest.raises(LegRefused):  # an account is there, nobody has registered
            await bench.switch.ring("a-12", "PJSIP/agen77" if exchange else "nobody", ring_s=5)

    play(exchange, story)
