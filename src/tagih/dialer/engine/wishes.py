"""What people at screens ask of a live call."""


from tagih.dialer import operations
from tagih.dialer.adapters.switch import Ear, LegRefused
from tagih.dialer.engine import company
from tagih.dialer.engine.memory import Asked, Live, Works
from tagih.dialer.enums import WishKind
from tagih.dialer.models import Wish
from tagih.kernel import clock

EARS = (WishKind.LISTEN, WishKind.WHISPER, WishKind.BARGE)


async def grant(engine: Works, wish: Wish, *, is_late: bool) -> None:
    """This will do what was asked, or say in the row why not. A wish is granted once."""
    if wish.pk in engine.granted:
        return
    engine.granted.add(wish.pk)
    refusal = "too late" if is_late else ""
    if not is_late:
        try:
            refusal = await _do(engine, wish)
        except LegRefused as refused:
            refusal = str(refused)
    engine.desk.write(operations.clear_wishes, ids=[wish.pk], now=clock.now(), refusal=refusal)


async def _do(engine: Works, wish: Wish) -> str:
    if wish.kind == WishKind.LEAVE:
        return await _leave(engine, wish)
    call = engine.calls.get(wish.call_id) if wish.call_id else None
    if wish.kind in EARS:
        return await _listen(engine, wish)
    if call is None:
        return "the call is over"
    agent = engine.agents.get(call.agent or 0)
    match wish.kind:
        case WishKind.HANG_UP:
            await engine.switch.hang_up(call.leg)
        case WishKind.HOLD:
            await engine.switch.park(call.leg)
        case WishKind.RESUME if agent:
            await company.back_to_customer(engine, call, agent)
        case WishKind.SILENCE | WishKind.SPEAK:
            await _silence(engine, call, is_paused=wish.kind == WishKind.SILENCE)
        case WishKind.CONSULT if agent:
            return await company.consult(engine, call, agent, wish.target_id or 0)
        case WishKind.CONFER if agent:
            return await company.confer(engine, call, agent)
        case WishKind.TRANSFER:
            return await company.transfer(engine, call, wish.target_id or call.guest or 0)
        case _:
            return "not possible now"
    return ""


async def _silence(engine: Works, call: Live, *, is_paused: bool) -> None:
    for name in call.tapes:
        await engine.switch.pause(name, is_paused=is_paused)
    at = engine.time() - (call.connected or engine.time())
    if is_paused:
        engine.silent[call.id] = at
    elif call.id in engine.silent:
        since = engine.silent.pop(call.id)
        for name in call.tapes:
            engine.desk.write(operations.note_pause, name=name, pause=(round(since, 1), round(at, 1)))


async def _listen(engine: Works, wish: Wish) -> str:
    agent = engine.agents.get(wish.target_id or 0)
    if agent is None or agent.call is None:
        return "nobody talks there"
    leg = f"leader-{wish.by_id}"
    before = engine.leaders.get(leg)
    if before is not None and before.is_up and before.agent == agent.person:
        before.kind = wish.kind
        room = engine.calls[agent.call].room
        await engine.switch.listen_in(agent.leg, leg, room=room, ear=Ear(wish.kind))
        return ""
    await engine.open_account(wish.by_id)
    engine.leaders[leg] = Asked(wish.pk, wish.by_id, agent.person, wish.kind)
    try:
        await engine.switch.ring(leg, engine.softphone.format(account=f"agent{wish.by_id}"), ring_s=20)
    except LegRefused:
        engine.leaders.pop(leg, None)
        return "your telephone is not connected"
    return ""


async def _leave(engine: Works, wish: Wish) -> str:
    await engine.switch.hang_up(f"leader-{wish.by_id}")
    return ""
