"""An engine on a real Asterisk. Nothing here looks at how long a thing took: `PATIENCE_S` is for a busy machine."""

import asyncio
import datetime as dt
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable

from tagih.dialer.adapters.asterisk.switch import AsteriskSwitch
from tagih.dialer.engine.engine import Engine
from tagih.kernel import clock
from tests.dialer.engine.shift import Shift, open_shift, running, until
from tests.dialer.switches.exchange import PASSWORD, Exchange
from tests.journeys.running_house import database_address
from tests.settings import CHECKOUT

PATIENCE_S, LONGEST_S = 60.0, 150.0


async def soon(what: Callable) -> object:
    return await until(what, within=PATIENCE_S)


def play(
    exchange: Exchange, trunk: str, story: Callable[[Engine], Awaitable[None]],
    signals: Callable[[], asyncio.Queue] | None = None,
) -> None:  # fmt: skip
    """This will play a story with an engine on the exchange, and leave no channel there."""

    async def whole() -> None:
        switch = AsteriskSwitch(exchange.address)
        if signals is not None:
            switch.signals = signals()
        try:
            async with running(switch, trunk=trunk) as engine:
                async with asyncio.timeout(LONGEST_S):
                    await story(engine)
        finally:
            await _tidied(exchange)

    asyncio.run(whole())


async def _tidied(exchange: Exchange) -> None:
    tidy = AsteriskSwitch(exchange.address)
    await tidy.open()
    while not tidy.ari.is_up:
        await asyncio.sleep(0.05)
    for leg in await tidy.legs():
        await tidy.hang_up(leg)
    for name in await tidy.recordings():
        await tidy.forget(name)
    await tidy.close()


def shift_with(exchange: Exchange, **how: object) -> Shift:
    """This will open a shift whose agents' telephones stand beside the exchange."""
    address = exchange.telephone("agent", sound="agent").format(number="agent")
    return open_shift(**{"mode": "PREDICTIVE", "customers": 1, "agents": 1, "agent_address": address, **how})


def program(exchange: Exchange, trunk: str) -> subprocess.Popen:
    """This will start `tagih dialer` as an operator does, a process of its own."""
    place = exchange.address
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TAGIH", "DJANGO"))} | {
        "TAGIH_HOME": os.environ["TAGIH_HOME"], "DATABASE_URL": database_address(), "PYTHONPATH": str(CHECKOUT / "src"),
        "TAGIH_TELEPHONY": "asterisk", "TAGIH_TRUNK": trunk,
        "TAGIH_ARI": f"{place.url.replace('://', f'://{place.user}:{PASSWORD}@')}/{place.app}",
        "TEST_CLOCK_AHEAD": str((clock.now() - dt.datetime.now(dt.UTC)).total_seconds()),
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.program", "dialer", "--node", "test"], env=environment, cwd=CHECKOUT,
        start_new_session=True,
    )  # fmt: skip
