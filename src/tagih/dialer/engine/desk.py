"""The database beside a loop: one thread that writes in order and never forgets, one that reads, one that fills lists.

The database may be away: what was to be written waits in order and is tried again; nothing is dialled meanwhile.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connection

log = logging.getLogger("tagih.dialer")
PAUSE_S = 0.5


class Desk:
    """Where rows are written."""

    def __init__(self) -> None:
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="dialer-writer")
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="dialer-reader")
        self._filler = ThreadPoolExecutor(1, thread_name_prefix="dialer-filler")
        self._facts: asyncio.Queue[tuple[Callable[..., Any], dict[str, Any], asyncio.Future]] = asyncio.Queue()
        self._task: asyncio.Task | None = None
        self.is_away = False

    def open(self) -> None:
        """This will begin to write."""
        self._task = asyncio.create_task(self._write(), name="dialer-writer")

    async def close(self) -> None:
        """This will write what waits, then let go."""
        if self._task is not None:
            await self._facts.join()
            self._task.cancel()
        loop = asyncio.get_running_loop()
        for pool in (self._writer, self._reader, self._filler):
            await loop.run_in_executor(pool, lambda: connection.close())
            pool.shutdown(wait=True)

    @property
    def waiting(self) -> int:
        return self._facts.qsize()

    def write(self, deed: Callable[..., Any], **told: Any) -> asyncio.Future:
        """This will write something, after everything that was told before; the future has its answer."""
        answer = asyncio.get_running_loop().create_future()
        answer.add_done_callback(_seen)
        self._facts.put_nowait((deed, told, answer))
        return answer

    async def read(self, deed: Callable[..., Any], **told: Any) -> Any:
        """This will read beside the writer; None while the database is away."""
        return await self._beside(self._reader, deed, told)

    async def fill(self, deed: Callable[..., Any], **told: Any) -> Any:
        """This will do what takes longer beside both, such as asking the gate; None while the database is away."""
        return await self._beside(self._filler, deed, told)

    async def _beside(self, pool: ThreadPoolExecutor, deed: Callable[..., Any], told: dict[str, Any]) -> Any:
        try:
            found = await asyncio.get_running_loop().run_in_executor(pool, _clean(deed), told)
        except (OperationalError, InterfaceError) as lost:
            self._note(lost)
            return None
        self.is_away = False
        return found

    async def _write(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            deed, told, answer = await self._facts.get()
            is_written = False
            while not is_written:  # also for whoever no longer waits for the answer
                try:
                    found = await loop.run_in_executor(self._writer, _clean(deed), told)
                    is_written, self.is_away = True, False
                    if not answer.done():
                        answer.set_result(found)
                except (OperationalError, InterfaceError) as lost:
                    self._note(lost)
                    await asyncio.sleep(PAUSE_S)
                except Exception as fault:
                    log.exception("a fact could not be written", extra={"deed": deed.__name__})
                    is_written = True
                    if not answer.done():
                        answer.set_exception(fault)
            self._facts.task_done()

    def _note(self, lost: Exception) -> None:
        if not self.is_away:
            log.warning("the database is away: %s", type(lost).__name__)
        self.is_away = True


def _clean(deed: Callable[..., Any]) -> Callable[[dict[str, Any]], Any]:
    def done(told: dict[str, Any]) -> Any:
        close_old_connections()
        return deed(**told)

    return done


def _seen(answer: asyncio.Future) -> None:
    """A fault was logged where it came up; nobody has to ask for it."""
    if not answer.cancelled():
        answer.exception()
