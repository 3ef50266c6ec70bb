"""What both providers are asked to do: the same people at the other end, the same patience."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tagih.dialer.adapters.asterisk.switch import AsteriskSwitch
from tagih.dialer.adapters.simulated import AGENT_HZ, Fate, SimulatedSwitch
from tagih.dialer.adapters.switch import Sign, Signal, Switch
from tagih.dialer.adapters.telephony import Cause

from .exchange import Exchange

PATIENCE_S = 8.0
FATES = {
    "customer": Fate(0.3),
    "agent": Fate(0.3, hertz=AGENT_HZ),
    "busy": Fate(0.5, cause=Cause.BUSY),
    "rings": Fate(30.0),
    "leaves": Fate(0.3, talks_s=1.0),
    "machine": Fate(0.3, is_machine=True),
    "human": Fate(0.3),
    "presses": Fate(0.3, presses=((0.8, "1"), (1.6, "2"))),
    "nobody": Fate(0, is_refused=True),
}


@dataclass
class Bench:
    """A switch with people around it; signals are kept until somebody asks for them."""

    switch: Switch
    to: Callable[[str], str]
    call_in: Callable[[], None]
    heard: list[Signal] = field(default_factory=list)

    async def hear(self, sign: Sign, leg: str | None = None, *, within: float = PATIENCE_S) -> Signal:
        """This will wait for a signal; those that come before stay to be asked for."""
        async with asyncio.timeout(within):
            while True:
                for signal in self.heard:
                    if signal.sign is sign and leg in (None, signal.leg):
                        self.heard.remove(signal)
                        return signal
                self.heard.append(await self.switch.signals.get())

    async def up(self, leg: str, who: str) -> None:
        """This will ring somebody who answers."""
        await self.switch.ring(leg, self.to(who), ring_s=20)
        await self.hear(Sign.ANSWERED, leg)


@contextlib.asynccontextmanager
async def open_bench(exchange: Exchange | None) -> AsyncIterator[Bench]:
    """This will open a bench on a real exchange, or on the simulated switch."""
    if exchange is None:
        simulated = SimulatedSwitch(lambda to, _leg: FATES[to])
        bench = Bench(simulated, lambda who: who, lambda: simulated.call_in(
            "in-1", number="0211500", caller="081234567890", fate=Fate(0)))  # fmt: skip
    else:
        bench = Bench(AsteriskSwitch(exchange.address), lambda who: _ring(exchange, who), exchange.call_in)
    await bench.switch.open()
    try:
        await bench.hear(Sign.LINK_BACK)
        yield bench
    finally:
        for leg in await bench.switch.legs():
            await bench.switch.hang_up(leg)
        await bench.switch.close()


def _ring(exchange: Exchange, who: str) -> str:
    shapes: dict[str, dict[str, Any]] = {
        "customer": {},
        "agent": {"sound": "agent"},
        "busy": {"answers": False, "ring_ms": 500},
        "rings": {"ring_ms": 30_000},
        "leaves": {"talk_ms": 1000},
        "machine": {"sound": "machine"},
        "human": {"sound": "human"},
        "presses": {"presses": "12"},
    }
    if who == "nobody":
        return "PJSIP/nobody"
    return exchange.telephone(who, **shapes[who]).format(number="62812")


def play(exchange: Exchange | None, story: Callable[[Bench], Awaitable[None]]) -> None:
    """This will play a story in a loop of its own."""

    async def whole() -> None:
        async with open_bench(exchange) as bench:
            await story(bench)

    asyncio.run(whole())
