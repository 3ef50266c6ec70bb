"""The process `tagih dialer`: one engine for each switch, held by an advisory lock."""

import asyncio
import contextlib
import logging
import signal
import time

import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tagih.config import telephony
from tagih.config.demo import telephone
from tagih.dialer.adapters.asterisk.switch import AsteriskSwitch
from tagih.dialer.adapters.switch import Switch
from tagih.dialer.engine.engine import Engine
from tagih.kernel import database

log = logging.getLogger("tagih.dialer")
TURN_S = 2.0


class Turn:
    """The lock of a switch, on a connection of its own: it is free when we are gone, however we went."""

    def __init__(self, node: str) -> None:
        self.number = database.lock_number("dialer.node", node)
        self.connection: psycopg.Connection | None = None

    def is_ours(self) -> bool:
        """This will take the lock, or look whether we still have it; False when another engine does."""
        try:
            if self.connection is None:
                self.connection = psycopg.connect(database.dsn(), autocommit=True)
                row = self.connection.execute("SELECT pg_try_advisory_lock(%s)", [self.number]).fetchone()
                if not row[0]:
                    self.close()
                    return False
            self.connection.execute("SELECT 1")
        except psycopg.OperationalError:
            self.close()
            raise
        return True

    def close(self) -> None:
        """This will give the lock back."""
        if self.connection is not None:
            with contextlib.suppress(psycopg.Error):
                self.connection.close()
            self.connection = None


def run(*, node: str) -> None:
    """This will wait until no other engine works on this switch, then work until it is asked to end."""
    switch, turn, asked = chosen_switch(), Turn(node), []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _frame: asked.append(number))
    while not asked and not turn.is_ours():
        time.sleep(TURN_S)
    try:
        if not asked:
            log.info("the engine works", extra={"node": node})
            asyncio.run(_work(Engine(switch, node=node, trunk=trunk()), turn, asked))
    finally:
        turn.close()


def trunk() -> str:
    """This will return how a number is dialled."""
    return settings.TAGIH_TRUNK if settings.TAGIH_TELEPHONY == "asterisk" else "{number}"


def chosen_switch() -> Switch:
    """This will make the switch that `TAGIH_TELEPHONY` names.

    :raises ImproperlyConfigured: none is named
    """
    if settings.TAGIH_TELEPHONY == "asterisk":
        return AsteriskSwitch(telephony.ari_address())
    if settings.TAGIH_TELEPHONY == telephone.NAME and settings.TAGIH_DEMO:
        return telephone.switch()
    raise ImproperlyConfigured("TAGIH_TELEPHONY names no switch: set it to asterisk, with TAGIH_ARI")


async def _work(engine: Engine, turn: Turn, asked: list[int]) -> None:
    """While the database is away nobody can have taken our turn there; when it is back, perhaps somebody has."""
    task = asyncio.create_task(engine.run())
    looked_at = 0.0
    while not asked and not task.done():
        await asyncio.sleep(0.1)
        if time.monotonic() - looked_at < TURN_S:
            continue
        looked_at = time.monotonic()
        with contextlib.suppress(psycopg.OperationalError):
            if not await asyncio.to_thread(turn.is_ours):
                log.warning("another engine works on this switch now")
                break
    engine.is_ending = True
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
