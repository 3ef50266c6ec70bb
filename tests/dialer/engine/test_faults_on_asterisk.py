"""Parts that fail while a real Asterisk carries conversations: nothing is lost or counted twice, seats stay true."""

import asyncio
import datetime as dt
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tagih.contacts.models import Attempt
from tagih.dialer import operations
from tagih.dialer.engine import talking
from tagih.dialer.engine.engine import Engine
from tagih.dialer.models import Call, Recording, Seat
from tagih.kernel import clock
from tests.dialer.engine.on_asterisk import play, program, shift_with, soon
from tests.dialer.engine.shift import NOON, rows
from tests.dialer.switches.exchange import Exchange

pytestmark = [pytest.mark.asterisk, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def noon(tmp_path, settings) -> Iterator[None]:
    settings.MEDIA_ROOT = str(tmp_path)
    ahead = NOON - dt.datetime.now(dt.UTC)
    with clock.told_by(lambda: dt.datetime.now(dt.UTC) + ahead):
        yield


def storage(folder: Path) -> dict:
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(folder)}}


def talks(many: int) -> Callable[[], bool]:
    return lambda: Call.objects.filter(state="TALKING").count() == many


def each_counted_once() -> None:
    """Every call has one attempt, every attempt that began one call, and none is open but those in wrap-up."""
    began = Attempt.objects.filter(started_at__isnull=False, channel="CALL")
    assert set(began.values_list("pk", flat=True)) == set(Call.objects.values_list("pk", flat=True))
    unsettled = Call.objects.exclude(outcome="CONNECTED").values_list("pk", flat=True)
    assert not Attempt.objects.filter(pk__in=unsettled).exclude(state="DONE").exists()


def test_asterisk_killed_in_conversations_ends_them_once_and_rings_the_agents_again(real_exchange: Exchange) -> None:
    shift_with(real_exchange, customers=3, agents=3)

    async def story(_engine: Engine) -> None:
        await soon(talks(3))
        await asyncio.to_thread(real_exchange.kill)
        await asyncio.to_thread(real_exchange.boot)
        await soon(lambda: Call.objects.filter(state="ENDED", outcome="CONNECTED", cause="FAULT").count() == 3)
        await soon(lambda: Seat.objects.filter(state="WRAP_UP", is_connected=True).count() == 3)

    play(real_exchange, real_exchange.telephone("patient"), story)
    each_counted_once()
    assert Call.objects.count() == 3


def test_a_killed_engine_leaves_the_conversation_and_the_next_one_takes_it_over(real_exchange: Exchange) -> None:
    shift = shift_with(real_exchange, customers=1, agents=1)
    trunk = real_exchange.telephone("patient")

    async def story(_engine: Engine) -> None:
        (call,) = await soon(lambda: list(Call.objects.filter(state="TALKING", recordings__isnull=False).distinct()))
        assert call.agent_id == shift.agents[0].pk
        await rows(lambda: operations.wish(kind="HANG_UP", by=call.agent, call=call, now=clock.now()))
        await soon(lambda: Seat.objects.get().state == "WRAP_UP")
        await soon(lambda: Recording.objects.filter(state="STORED").count() == 2)

    first = program(real_exchange, trunk)
    try:
        asyncio.run(soon(lambda: Recording.objects.filter(call__state="TALKING").count() == 2))
    finally:
        os.killpg(first.pid, signal.SIGKILL)
        first.wait(10)
    play(real_exchange, trunk, story)
    each_counted_once()
    assert Call.objects.get().outcome == "CONNECTED"


def test_while_the_database_is_away_nobody_is_dialled_and_what_happened_is_written_afterwards(
    real_exchange: Exchange,
) -> None:
    shift_with(real_exchange, customers=6, agents=1)
    name = connection.settings_dict["NAME"]
    options = connection.get_connection_params() | {"dbname": "postgres"}
    kept = {key: value for key, value in options.items() if key in ("host", "port", "user", "password", "dbname")}

    def shut(*, is_shut: bool) -> None:
        with psycopg.connect(**kept, autocommit=True) as door:
            door.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS {"false" if is_shut else "true"}')
            if is_shut:
                door.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])

    async def story(engine: Engine) -> None:
        await soon(talks(1))
        await asyncio.to_thread(shut, is_shut=True)
        try:
            while not engine.desk.is_away or any(one.connected for one in engine.calls.values()):
                await asyncio.sleep(0.1)
            assert not engine.may_dial
        finally:
            await asyncio.to_thread(shut, is_shut=False)
        await soon(lambda: Seat.objects.get().state == "WRAP_UP")

    connection.close()
    play(real_exchange, real_exchange.telephone("leaves-late", talk_ms=5000), story)
    each_counted_once()
    assert Call.objects.filter(outcome="CONNECTED", cause="THEY_HUNG_UP").count() == 1


def test_a_cut_link_leaves_the_conversation_alone(real_exchange: Exchange) -> None:
    shift_with(real_exchange, customers=1, agents=1)

    async def story(engine: Engine) -> None:
        (call,) = await soon(lambda: list(Call.objects.filter(state="TALKING", recordings__isnull=False).distinct()))
        engine.switch.ari._socket.transport.abort()
        while engine.is_linked:
            await asyncio.sleep(0.01)
        assert not engine.may_dial
        while not engine.is_linked:
            await asyncio.sleep(0.05)
        legs = await engine.switch.legs()
        assert legs[str(call.pk)].room == legs[f"agent-{call.agent_id}"].room == f"room-{call.pk}"
        await rows(lambda: operations.wish(kind="HANG_UP", by=call.agent, call=call, now=clock.now()))
        await soon(lambda: Recording.objects.filter(state="STORED").count() == 2)

    play(real_exchange, real_exchange.telephone("patient"), story)
    each_counted_once()
    assert Call.objects.get().outcome == "CONNECTED"


def test_an_agent_whose_telephone_is_lost_comes_back_into_the_conversation(real_exchange: Exchange) -> None:
    shift_with(real_exchange, customers=1, agents=1)

    async def story(engine: Engine) -> None:
        (call,) = await soon(lambda: list(Call.objects.filter(state="TALKING")))
        leg = f"agent-{call.agent_id}"
        while (await engine.switch.legs())[leg].room != f"room-{call.pk}":
            await asyncio.sleep(0.05)
        await engine.switch.hang_up(leg)
        await soon(lambda: not Seat.objects.get().is_connected)
        await soon(lambda: Seat.objects.get().is_connected)
        while (await engine.switch.legs())[leg].room != f"room-{call.pk}":
            await asyncio.sleep(0.05)
        assert await rows(lambda: Call.objects.get().state) == "TALKING"

    play(real_exchange, real_exchange.telephone("patient"), story)


def test_a_full_trunk_ends_calls_as_failed_and_they_wait_to_be_tried_again(real_exchange: Exchange) -> None:
    shift_with(real_exchange, customers=2, agents=2)

    async def story(_engine: Engine) -> None:
        await soon(lambda: Call.objects.filter(state="ENDED").count() == 2)

    play(real_exchange, real_exchange.telephone("full", answers=False, refusal="503 Service Unavailable"), story)
    each_counted_once()
    assert set(Call.objects.values_list("outcome", "cause")) == {("FAULT", "TRUNK_FULL")}
    assert set(Call.objects.values_list("entry__state", "entry__tries")) == {("WAITING", 1)}


def test_signals_that_come_twice_count_once(real_exchange: Exchange) -> None:
    shift_with(real_exchange, customers=2, agents=1)

    class Twice(asyncio.Queue):
        def put_nowait(self, item: object) -> None:
            super().put_nowait(item)
            super().put_nowait(item)

    async def story(_engine: Engine) -> None:
        (call,) = await soon(lambda: list(Call.objects.filter(state="TALKING")))
        await soon(lambda: Recording.objects.filter(call=call, state="STORED").count() == 2)
        await soon(lambda: Seat.objects.get().state == "WRAP_UP")

    play(real_exchange, real_exchange.telephone("talks", talk_ms=4000), story, signals=Twice)
    each_counted_once()
    assert Call.objects.filter(outcome="CONNECTED").count() == 1 == Call.objects.filter(entry__tries=1).count()


def test_a_full_disk_of_the_exchange_loses_no_call_and_ours_loses_no_recording(
    real_exchange: Exchange, settings, tmp_path
) -> None:
    shift_with(real_exchange, customers=1, agents=1)
    wall = tmp_path / "full"
    wall.write_text("no folder can be made here")
    settings.STORAGES = settings.STORAGES | {"default": storage(wall)}

    async def story(engine: Engine) -> None:
        (call,) = await soon(lambda: list(Call.objects.filter(state="ENDED", outcome="CONNECTED")))
        names = await rows(lambda: set(Recording.objects.filter(call=call).values_list("name", flat=True)))
        while not set(await engine.switch.recordings()) >= names:
            await asyncio.sleep(0.1)
        assert not await rows(Recording.objects.filter(state="STORED").exists)
        settings.STORAGES = settings.STORAGES | {"default": storage(tmp_path / "room")}
        await talking.repair_recordings(engine)
        await soon(lambda: Recording.objects.filter(state="STORED").count() == 2)
        assert not await engine.switch.recordings()

    play(real_exchange, real_exchange.telephone("talks", talk_ms=4000), story)
    each_counted_once()


def test_a_spool_that_takes_nothing_does_not_stop_the_conversation(real_exchange: Exchange) -> None:
    shift_with(real_exchange, customers=1, agents=1)
    spool = real_exchange.root / "var" / "spool" / "asterisk" / "recording"
    subprocess.run(["chown", "root:root", str(spool)], check=True)
    spool.chmod(0o755)

    async def story(_engine: Engine) -> None:
        await soon(lambda: Call.objects.filter(state="ENDED", outcome="CONNECTED", cause="THEY_HUNG_UP").exists())

    try:
        play(real_exchange, real_exchange.telephone("talks", talk_ms=4000), story)
    finally:
        subprocess.run(["chroot", str(real_exchange.root), "chown", "asterisk:asterisk",
                        "/var/spool/asterisk/recording"], check=True)  # fmt: skip
    each_counted_once()


def test_nobody_is_dialled_once_the_agents_are_gone(real_exchange: Exchange) -> None:
    shift = shift_with(real_exchange, customers=12, agents=2)

    async def story(engine: Engine) -> None:
        await soon(lambda: Call.objects.filter(state="ENDED").count() >= 2)
        for person in shift.agents:
            await rows(lambda person=person: operations.stand_up(person=person, now=clock.now()))
        while any(agent.is_up for agent in engine.agents.values()):
            await asyncio.sleep(0.1)
        await soon(lambda: not Call.objects.exclude(state="ENDED").exists())
        before = await rows(Call.objects.count)
        for _ in range(8):
            await engine.tick()
        assert await rows(Call.objects.count) == before < 12

    play(real_exchange, real_exchange.telephone("busy", answers=False, ring_ms=500), story)
    each_counted_once()
