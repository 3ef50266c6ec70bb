"""More than two at a call: a colleague is asked, all talk together, the call is given away."""

import contextlib

from tagih.dialer import operations
from tagih.dialer.adapters.switch import LegRefused
from tagih.dialer.engine.memory import Agent, Live, Works
from tagih.dialer.enums import SeatState, Side
from tagih.kernel import clock

BUSY = "the colleague is not free"


def _aside(call: Live) -> str:
    return f"aside-{call.id}"


async def consult(engine: Works, call: Live, agent: Agent, person: int) -> str:
    """This will let the customer wait while agent and colleague talk. Return why not, or nothing."""
    colleague = engine.agents.get(person)
    if call.guest is not None or colleague is None or not colleague.is_free:
        return BUSY
    colleague.call, colleague.state, colleague.since = call.id, SeatState.TALKING, engine.time()
    call.guest = person
    await engine.switch.park(call.leg)
    await engine.switch.join(_aside(call), agent.leg, colleague.leg)
    engine.desk.write(operations.bring_in, call=call.id, person_id=person, now=clock.now())
    return ""


async def confer(engine: Works, call: Live, agent: Agent) -> str:
    """This will bring the customer to agent and colleague."""
    colleague = engine.agents.get(call.guest or 0)
    if colleague is None:
        return "nobody was asked"
    await engine.switch.join(call.room, call.leg, agent.leg, colleague.leg)
    await engine.switch.close_room(_aside(call))
    return ""


async def back_to_customer(engine: Works, call: Live, agent: Agent) -> None:
    """This will end a hold, or the talk with a colleague."""
    await engine.switch.join(call.room, call.leg, agent.leg)
    await send_off(engine, call)


async def send_off(engine: Works, call: Live) -> None:
    """This will let the colleague who was asked go back to waiting for calls."""
    colleague = engine.agents.get(call.guest or 0)
    call.guest = None
    if colleague is None:
        return
    colleague.call, colleague.state, colleague.since = None, SeatState.READY, engine.time()
    engine.desk.write(operations.let_go, call=call.id, person_id=colleague.person, now=clock.now())
    with contextlib.suppress(LegRefused):
        await engine.switch.park(colleague.leg)
        await engine.switch.close_room(_aside(call))


async def transfer(engine: Works, call: Live, person: int) -> str:
    """This will give the customer to a colleague who is free or was asked; who gave the call away wraps up.

    What the colleague says is a recording of its own, and the giver is no longer recorded.
    """
    target = engine.agents.get(person)
    if target is None or not (target.is_free or call.guest == person):
        return BUSY
    giver = engine.agents.get(call.agent or 0)
    target.call, target.state, target.since = call.id, SeatState.TALKING, engine.time()
    await engine.switch.join(call.room, call.leg, target.leg)
    call.agent, call.guest = target.person, None
    engine.desk.write(operations.transfer_call, call=call.id, person_id=target.person, now=clock.now())
    if giver is not None:
        giver.call, giver.state, giver.since = None, SeatState.WRAP_UP, engine.time()
        await engine.switch.park(giver.leg)
    await engine.switch.close_room(_aside(call))
    await _record_anew(engine, call, target)
    return ""


async def _record_anew(engine: Works, call: Live, agent: Agent) -> None:
    before = [name for name in call.tapes if f"-{Side.AGENT.lower()}" in name]
    for name in before:
        await engine.switch.stop_recording(name)
    if not before:
        return
    name = f"call-{call.id}-{Side.AGENT.lower()}-{len(before) + 1}"
    engine.desk.write(operations.begin_recording, call=call.id, side=Side.AGENT, name=name, now=clock.now())
    with contextlib.suppress(LegRefused):
        await engine.switch.record(agent.leg, name)
        call.tapes.append(name)
