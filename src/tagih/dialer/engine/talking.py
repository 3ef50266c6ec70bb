"""What becomes of a call: judged, distributed, connected, recorded, ended; and of telephones that come and go."""

import asyncio
import contextlib
import datetime as dt
import logging
import uuid

from tagih.dialer import operations
from tagih.dialer.adapters.switch import Ear, LegRefused, LinkDown, Sign, Signal
from tagih.dialer.engine.company import send_off
from tagih.dialer.engine.memory import GRACE_S, Agent, Live, Works
from tagih.dialer.enums import Cause, Direction, Mode, SeatState, Side
from tagih.kernel import clock
from tagih.kernel.ids import uuid7

log = logging.getLogger("tagih.dialer")

INBOUND_PATIENCE_S = 90.0
GOODBYE_S = 8.0
"""An announcement that has not ended by then is cut."""


# --- the customer's leg ------------------------------------------------------------------------------------------


async def customer_signal(engine: Works, call: Live, signal: Signal) -> None:
    """This will take in what happened on a customer's leg; the same signal twice changes nothing."""
    line = engine.lines.get(call.campaign or 0)
    match signal.sign:
        case Sign.RINGING:
            call.rang = call.rang or engine.time()
        case Sign.ANSWERED if call.answered is None:
            call.answered, call.answered_at = engine.time(), signal.at
            if line is not None:
                line.learned.saw_ring_end(call.answered - call.dialed, was_answered=True)
            if line is not None and line.row.mode == Mode.BOT:
                await begin_bot(engine, call)
            elif line is not None and line.row.detects_machines:
                engine.judging.add(call.leg)
                await engine.switch.judge(call.leg)
            else:
                await distribute(engine)
                if call.connected is None:
                    engine.desk.write(operations.answer_call, call=call.id, now=signal.at)
        case Sign.JUDGED:
            engine.judging.discard(call.leg)
            call.is_machine = signal.text == "MACHINE"
            if call.is_machine:
                await goodbye(engine, call, "")
            else:
                await distribute(engine)
        case Sign.PRESSED:
            call.keys += signal.text
            if line is not None and line.row.mode == Mode.BOT and len(call.keys) == 1:
                await goodbye(engine, call, line.row.sounds.get("thanks", ""))
        case Sign.PLAYED if call.is_leaving:
            await engine.switch.hang_up(call.leg)
        case Sign.ENDED:
            await call_ended(engine, call, signal.cause or Cause.FAULT)


async def begin_bot(engine: Works, call: Live) -> None:
    """This will play a reminder; the person may answer with a key."""
    engine.desk.write(operations.answer_call, call=call.id, now=clock.now())
    line = engine.lines[call.campaign or 0]
    sound = line.row.sounds.get("reminder", "")
    if sound:
        await engine.switch.play(call.leg, sound)

    async def unless_pressed() -> None:
        await asyncio.sleep(line.row.sounds.get("seconds", 30) / engine.faster)
        if call.id in engine.calls and not call.is_leaving:
            await goodbye(engine, call, "")

    engine.soon(unless_pressed())


async def distribute(engine: Works) -> None:
    """This will give waiting callers to free agents, one after the other."""
    for call in engine.waiting():
        agent = engine.agent_for(call)
        if agent is not None:
            connect(engine, call, agent)


def connect(engine: Works, call: Live, agent: Agent) -> None:
    """This will decide that they talk; both are taken at once, the switch and the rows follow."""
    call.connected, call.agent = engine.time(), agent.person
    agent.call, agent.state, agent.since = call.id, SeatState.TALKING, call.connected
    line = engine.lines.get(call.campaign or 0)
    if line is not None and call.direction is Direction.OUT:
        line.steering.saw_answer(was_abandoned=False)
    engine.soon(_connected(engine, call, agent))


async def _connected(engine: Works, call: Live, agent: Agent) -> None:
    began = asyncio.get_running_loop().time()
    try:
        await engine.switch.join(call.room, call.leg, agent.leg)
    except LegRefused:
        await _unjoined(engine, call, agent)
        raise
    waited = (call.connected - call.answered) / engine.faster if call.answered and call.connected else 0.0
    engine.answer_s.append(waited + asyncio.get_running_loop().time() - began)
    engine.desk.write(
        operations.connect_call, call=call.id, person_id=agent.person, answered_at=call.answered_at or clock.now(),
        now=clock.now(),
    )  # fmt: skip
    line = engine.lines.get(call.campaign or 0)
    if line is None or line.row.records:
        await begin_recording(engine, call, agent.leg)


async def _unjoined(engine: Works, call: Live, agent: Agent) -> None:
    """One of the two legs was gone before they could be joined; whose it is, `legs` knows."""
    with contextlib.suppress(LegRefused):
        legs = await engine.switch.legs()
        if call.leg not in legs and call.id in engine.calls:
            agent.call, agent.state, agent.since = None, SeatState.READY, engine.time()
            call.connected = call.agent = None
            await call_ended(engine, call, Cause.THEY_HUNG_UP)
        elif agent.leg not in legs:
            _lose_telephone(engine, agent)
            call.connected = call.agent = None


async def begin_recording(engine: Works, call: Live, agent_leg: str) -> None:
    """This will record each side apart."""
    for side, leg in ((Side.CUSTOMER, call.leg), (Side.AGENT, agent_leg)):
        name = f"call-{call.id}-{side.lower()}"
        engine.desk.write(operations.begin_recording, call=call.id, side=side, name=name, now=clock.now())
        try:
            await engine.switch.record(leg, name)
            call.tapes.append(name)
        except LegRefused as refused:  # a call that cannot be recorded goes on, and says so in its row
            log.warning("not recorded: %s", refused)


async def part_with_unmet(engine: Works) -> None:
    """This will play the announcement to whoever answered and met nobody in time."""
    now = engine.time()
    for call in engine.waiting():
        line = engine.lines.get(call.campaign or 0)
        patience = GRACE_S if call.direction is Direction.OUT else INBOUND_PATIENCE_S
        if now - (call.answered or now) < patience:
            continue
        call.is_leaving = True
        if call.direction is Direction.OUT:
            if line is not None:
                line.steering.saw_answer(was_abandoned=True)
            engine.desk.write(operations.abandon, call=call.id, now=clock.now())
        await goodbye(engine, call, (line.row.sounds if line else {}).get("abandoned", ""))


async def goodbye(engine: Works, call: Live, sound: str) -> None:
    """This will say a last sentence, if there is one, and hang up."""
    call.is_leaving = True
    if not sound:
        await engine.switch.hang_up(call.leg)
        return
    await engine.switch.play(call.leg, sound)

    async def cut() -> None:
        await asyncio.sleep(GOODBYE_S / engine.faster)
        if call.id in engine.calls:
            await engine.switch.hang_up(call.leg)

    engine.soon(cut())


async def call_ended(engine: Works, call: Live, cause: Cause) -> None:
    """This will end a call in memory and rows: once, whatever is told how often."""
    if engine.calls.pop(call.id, None) is None:
        return
    engine.judging.discard(call.leg)
    now, line = engine.time(), engine.lines.get(call.campaign or 0)
    if call.answered is None and line is not None and call.direction is Direction.OUT:
        line.learned.saw_ring_end(now - call.dialed, was_answered=False)
    if call.connected is not None and line is not None:
        line.learned.saw_talk_end(now - call.connected)
    engine.desk.write(
        operations.end_call, call=call.id, cause=cause, now=clock.now(), is_machine=call.is_machine, keys=call.keys
    )
    agent = engine.agents.get(call.agent or 0)
    if agent is not None and agent.call == call.id:
        agent.call, agent.state, agent.since = None, SeatState.WRAP_UP, now
    if call.guest is not None:
        engine.soon(send_off(engine, call))
    engine.soon(_tidied(engine, call, agent))


async def _tidied(engine: Works, call: Live, agent: Agent | None) -> None:
    for name in call.tapes:
        await engine.switch.stop_recording(name)
    if agent is not None and agent.is_up and agent.call is None:
        with contextlib.suppress(LegRefused):
            await engine.switch.park(agent.leg)
    if call.connected is not None:
        await engine.switch.close_room(call.room)


async def keep_recording(engine: Works, name: str) -> None:
    """This will fetch a recording, keep it encrypted, and only then delete it at the switch."""
    sound = await engine.switch.fetch(name)
    await engine.desk.write(operations.store_recording, name=name, sound=sound, now=clock.now())
    await engine.switch.forget(name)


# --- calls that come in ------------------------------------------------------------------------------------------


def take_incoming(engine: Works, signal: Signal) -> None:
    """This will let somebody who calls us wait for an agent."""
    line = next((one for one in engine.lines.values() if one.row.inbound_number == signal.text and signal.text), None)
    if line is None:
        line = next((one for one in engine.lines.values() if one.row.mode == Mode.INBOUND), None)
    engine.soon(_taken(engine, signal, line.row.pk if line else None))


async def _taken(engine: Works, signal: Signal, campaign: int | None) -> None:
    identity = _identity(signal)
    if identity in engine.calls:
        return
    call = Live(identity, campaign, Direction.IN, engine.time())
    call.foreign = signal.leg
    engine.calls[identity] = call
    engine.foreign[signal.leg] = identity
    try:
        await engine.switch.answer(signal.leg)
    except LegRefused:  # they have hung up already
        engine.calls.pop(identity, None)
        raise
    await engine.desk.write(
        operations.receive_call, call=identity, caller=signal.caller, campaign_id=campaign, node=engine.node,
        now=clock.now(),
    )  # fmt: skip
    call.answered, call.answered_at = engine.time(), clock.now()
    await distribute(engine)
    if call.connected is None:
        await engine.switch.park(call.leg)


def _identity(signal: Signal) -> uuid.UUID:
    """Our id of a call that the switch named."""
    with contextlib.suppress(ValueError):
        return uuid.UUID(signal.leg)
    return uuid7(signal.at)


# --- telephones of agents and leaders ----------------------------------------------------------------------------


async def ring_agent(engine: Works, agent: Agent, ring_s: float) -> None:
    """This will ring an agent's telephone; once up it stays, parked between calls."""
    try:
        await engine.switch.ring(agent.leg, agent.address, ring_s=ring_s)
    except LegRefused:
        agent.is_ringing = False


async def agent_signal(engine: Works, agent: Agent, signal: Signal) -> None:
    """This will take in what happened at an agent's telephone."""
    match signal.sign:
        case Sign.ANSWERED if not agent.is_up:
            agent.is_up, agent.is_ringing = True, False
            if agent.call is not None and agent.call in engine.calls:  # came back in the middle of a talk
                call = engine.calls[agent.call]
                await engine.switch.join(call.room, call.leg, agent.leg)
            else:
                await engine.switch.park(agent.leg)
            if agent.state == SeatState.CUT_OFF:
                agent.state, agent.since = SeatState.READY, engine.time()
            engine.desk.write(operations.note_seat, person_id=agent.person, now=clock.now(), is_connected=True)
            await distribute(engine)
        case Sign.ENDED:
            _lose_telephone(engine, agent)


BACK_S = 15.0
"""So long a customer hears music when the agent's telephone is lost; then another agent takes over."""


def _lose_telephone(engine: Works, agent: Agent) -> None:
    agent.is_up = agent.is_ringing = False
    agent.ring_after = engine.time() + 0.5
    engine.desk.write(operations.note_seat, person_id=agent.person, now=clock.now(), is_connected=False)
    if agent.state == SeatState.READY:
        agent.state, agent.since = SeatState.CUT_OFF, engine.time()
    call = engine.calls.get(agent.call) if agent.call else None
    if call is None:
        return

    async def wait_for_them() -> None:
        with contextlib.suppress(LegRefused):
            await engine.switch.park(call.leg)
        await asyncio.sleep(BACK_S / engine.faster)
        if call.id in engine.calls and agent.call == call.id and not agent.is_up:
            await engine.switch.hang_up(call.leg)

    engine.soon(wait_for_them())


async def leader_signal(engine: Works, signal: Signal) -> None:
    """This will let a leader hear once their telephone is up."""
    asked = engine.leaders[signal.leg]
    if signal.sign is Sign.ANSWERED:
        asked.is_up = True
        agent = engine.agents.get(asked.agent)
        if agent is None or agent.call is None:
            await engine.switch.hang_up(signal.leg)
            return
        room = engine.calls[agent.call].room
        await engine.switch.listen_in(agent.leg, signal.leg, room=room, ear=Ear(asked.kind))
    elif signal.sign is Sign.ENDED:
        engine.leaders.pop(signal.leg, None)


# --- after a time without a link ---------------------------------------------------------------------------------


async def reconcile(engine: Works) -> None:
    """This will bring memory and rows to what the switch still knows: after a cut link, its restart, or ours.

    Legs that nobody remembers are hung up, unless they are a conversation that went on without us.
    """
    try:
        legs = await engine.switch.legs()
    except LinkDown:
        return
    for call in list(engine.calls.values()):
        if call.leg not in legs and engine.time() - call.dialed > 1.0:
            await call_ended(engine, call, Cause.FAULT)
    for agent in engine.agents.values():
        if agent.is_up and agent.leg not in legs:
            _lose_telephone(engine, agent)
        elif not agent.is_up and not agent.is_ringing and agent.leg in legs and legs[agent.leg].is_up:
            agent.is_up = True
        agent.ring_after = 0.0
    await _adopt(engine, dict(legs))
    engine.is_linked = True
    for agent in engine.agents.values():
        engine.soon(engine.open_account(agent.person))
    engine.soon(repair_recordings(engine))


async def _adopt(engine: Works, legs: dict) -> None:
    """Conversations that went on while we were away are ours again; other legs are hung up."""
    known = {call.leg for call in engine.calls.values()} | {agent.leg for agent in engine.agents.values()}
    found = await engine.desk.read(operations.living_calls, node=engine.node)
    talks = {str(row["id"]): row for row in found or []}
    for leg, standing in legs.items():
        if leg in known or leg in engine.leaders:
            continue
        row = talks.get(leg)
        if row is not None and standing.is_up and standing.room and row["agent_id"]:
            _resume(engine, row)
        elif not leg.startswith("agent-"):
            await engine.switch.hang_up(leg)
    living = [call.leg for call in engine.calls.values()]
    if found is not None:
        engine.desk.write(operations.settle_forgotten, node=engine.node, living=living, now=clock.now())
    for call in engine.calls.values():
        agent = engine.agents.get(call.agent or 0)
        if agent is not None and call.connected is not None:
            agent.call, agent.state = call.id, SeatState.TALKING


def _resume(engine: Works, row: dict) -> None:
    now = engine.time()
    ago = (clock.now() - row["connected_at"]).total_seconds() if row["connected_at"] else 0.0
    call = Live(
        row["id"], row["campaign_id"], Direction(row["direction"]), now - ago, answered=now - ago,
        answered_at=row["answered_at"], connected=now - ago, agent=row["agent_id"],
    )  # fmt: skip
    call.tapes = [f"call-{call.id}-{side.lower()}" for side in Side.values]
    engine.calls[call.id] = call


async def repair_recordings(engine: Works) -> None:
    """This will fetch what lies at the switch and is not being written: a disk was full, or nobody was there."""
    live = {name for call in engine.calls.values() for name in call.tapes}
    for name in await engine.switch.recordings():
        if name.startswith("call-") and name not in live:
            await keep_recording(engine, name)
    before = clock.now() - dt.timedelta(hours=24)
    engine.desk.write(operations.lose_recordings, before=before)
