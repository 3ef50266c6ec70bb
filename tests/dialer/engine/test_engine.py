"""The engine on the simulated switch, with real rows. The clock of the house stands at noon of a working day."""

import asyncio
import datetime as dt
from collections.abc import Iterator

import pytest

from tagih.cases.models import WorkItem
from tagih.contacts.models import Attempt
from tagih.dialer import operations
from tagih.dialer.adapters.simulated import Fate, SimulatedSwitch
from tagih.dialer.enums import Cause
from tagih.dialer.models import Call, Entry, Recording, Seat, SeatChange
from tagih.kernel import clock

from .shift import NOON, open_shift, rows, running, until

pytestmark = pytest.mark.django_db(transaction=True)
FASTER = 8.0


@pytest.fixture(autouse=True)
def noon(tmp_path, settings) -> Iterator[None]:
    settings.MEDIA_ROOT = str(tmp_path)
    ahead = NOON - dt.datetime.now(dt.UTC)
    with clock.told_by(lambda: dt.datetime.now(dt.UTC) + ahead):
        yield


def switch(**fates: Fate) -> SimulatedSwitch:
    def fate_of(to: str, _leg: str) -> Fate:
        return Fate(0.1, hertz=1000) if to == "agent" else fates.get(to, fates.get("others", Fate(4.0, talks_s=20.0)))

    return SimulatedSwitch(fate_of, faster=FASTER)


def play(story):
    return asyncio.run(story())


def test_a_customer_who_answers_meets_the_longest_idle_agent_with_the_case_in_hand() -> None:
    shift = open_shift(mode="PROGRESSIVE", customers=1, agents=2)

    async def story() -> None:
        async with running(switch(), trunk="{number}", faster=FASTER):
            call = await until(lambda: Call.objects.filter(state="TALKING").select_related("attempt").first())
            assert call.agent_id == shift.agents[0].pk
            assert await rows(lambda: Attempt.objects.get(pk=call.pk).agent_id) == call.agent_id
            held = await until(lambda: WorkItem.objects.filter(leased_by=shift.agents[0]).first())
            assert held.case_id == call.case_id
            await until(lambda: Call.objects.filter(outcome="CONNECTED").exists())
            assert await until(lambda: Seat.objects.get(person=shift.agents[0]).state == "WRAP_UP")
            await rows(lambda: operations.finish_wrap(person=shift.agents[0], now=clock.now()))
            stored = await until(lambda: Recording.objects.filter(state="STORED").count() == 2)
            assert stored

    play(story)
    states = [row.state for row in SeatChange.objects.filter(person=shift.agents[0]).order_by("since", "pk")]
    assert states == ["CUT_OFF", "READY", "TALKING", "WRAP_UP", "READY"]
    first = Recording.objects.order_by("side").first()
    sound = operations.play_back(recording=first, by=shift.agents[0], now=clock.now())
    assert sound[:4] == b"RIFF" and first.seconds > 0.5


def test_nobody_is_dialled_twice_and_every_attempt_has_a_result() -> None:
    open_shift(mode="PROGRESSIVE", customers=12, agents=3)

    async def story() -> None:
        async with running(switch(others=Fate(3.0, cause=Cause.BUSY)), trunk="{number}", faster=FASTER):
            await until(lambda: Call.objects.filter(state="ENDED").count() == 12)

    play(story)
    assert set(Call.objects.values_list("outcome", flat=True)) == {"BUSY"}
    assert Attempt.objects.count() == 12 == Attempt.objects.filter(state="DONE", result_class="NC").count()
    assert Entry.objects.filter(state="WAITING", tries=1).count() == 12


def test_an_answer_without_an_agent_is_abandoned_once_and_locked_out() -> None:
    shift = open_shift(mode="PROGRESSIVE", customers=2, agents=1)

    async def story() -> None:
        made = switch(others=Fate(4.0, talks_s=None))
        async with running(made, trunk="{number}", faster=FASTER) as engine:
            await until(lambda: Call.objects.filter(state="TALKING").exists())
            line = engine.lines[shift.campaign.pk]
            await until(lambda: bool(line.hopper))
            engine._dial(line, line.hopper.popleft())  # a second one, for whom nobody is free
            abandoned = await until(lambda: Call.objects.filter(outcome="ABANDONED").first())
            assert await rows(lambda: Attempt.objects.get(pk=abandoned.pk).is_abandoned)
            entry = await rows(lambda: Entry.objects.get(pk=abandoned.entry_id))
            assert entry.state == "WAITING" and entry.due_at - clock.now() > dt.timedelta(hours=71)

    play(story)


def test_money_takes_a_person_off_the_list_before_they_are_rung() -> None:
    shift = open_shift(mode="PROGRESSIVE", customers=3, agents=1)

    async def story() -> int:
        async with running(switch(others=Fate(20_000.0, cause=Cause.BUSY)), trunk="{number}", faster=FASTER) as engine:
            await until(lambda: Call.objects.exists())  # it rings on: nobody else is dialled by itself
            line = engine.lines[shift.campaign.pk]
            await until(lambda: len(line.hopper) == 2)
            gone, stays = line.hopper.popleft(), line.hopper.popleft()
            paid = {"customers": [gone.customer_id], "why": "PAID"}
            assert await rows(lambda: operations.withdraw(**paid, now=clock.now())) == 1
            engine._dial(line, gone)
            engine._dial(line, stays)
            await until(lambda: Call.objects.count() == 2)
            await until(lambda: gone.attempt not in engine.calls)
        return gone.customer_id

    gone = play(story)
    assert not Call.objects.filter(customer=gone).exists()
    assert Attempt.objects.get(customer=gone).state == "CANCELLED"


def test_nobody_is_dialled_when_the_last_agent_is_cut_off_or_everything_is_stopped() -> None:
    shift = open_shift(mode="PREDICTIVE", customers=30, agents=1)

    async def story() -> None:
        async with running(switch(others=Fate(2.0, cause=Cause.BUSY)), trunk="{number}", faster=FASTER):
            await until(lambda: Call.objects.count() >= 2)
            await rows(lambda: operations.stop_everything(by=shift.agents[0], now=clock.now()))
            await asyncio.sleep(1.2)
            before = await rows(Call.objects.count)
            await asyncio.sleep(1.0)
            assert await rows(Call.objects.count) == before < 30

    play(story)
    assert not Attempt.objects.filter(state="RESERVED").exists()


def test_somebody_who_calls_in_meets_an_agent_with_their_case() -> None:
    shift = open_shift(mode="INBOUND", customers=1, agents=1)

    async def story() -> None:
        made = switch()
        async with running(made, trunk="{number}", faster=FASTER):
            await until(lambda: Seat.objects.filter(state="READY").exists())
            made.call_in("in-7", number="0211500", caller="+6281234567000", fate=Fate(0, talks_s=20.0))
            call = await until(lambda: Call.objects.filter(state="TALKING").first())
            assert (call.direction, call.customer_id) == ("IN", shift.customers[0].pk)
            await until(lambda: Seat.objects.filter(state="WRAP_UP").exists())

    play(story)


def test_a_machine_reminds_and_the_person_answers_with_a_key() -> None:
    sounds = {"reminder": "pengingat", "thanks": "terima"}
    open_shift(mode="BOT", customers=1, agents=0, purpose="REMIND", sounds=sounds)

    async def story() -> None:
        made = switch(others=Fate(3.0, presses=((4.0, "1"),)))
        async with running(made, trunk="{number}", faster=FASTER):
            call = await until(lambda: Call.objects.filter(outcome="BOT_DONE").first())
            assert call.keys == "1"
            assert await rows(lambda: Attempt.objects.get(pk=call.pk).result_class) == "RPC"

    play(story)


def test_an_engine_that_begins_again_closes_what_was_lost_and_agents_wrap_up() -> None:
    shift = open_shift(mode="PROGRESSIVE", customers=1, agents=1)

    async def first() -> None:
        async with running(switch(others=Fate(4.0)), trunk="{number}", faster=FASTER):
            await until(lambda: Seat.objects.get(person=shift.agents[0]).state == "TALKING")

    async def second() -> None:
        async with running(switch(others=Fate(4.0)), trunk="{number}", faster=FASTER):
            await until(lambda: Call.objects.filter(state="ENDED", cause="FAULT").exists(), within=10)
            await until(lambda: Seat.objects.get(person=shift.agents[0]).state == "WRAP_UP", within=10)

    play(first)
    play(second)
