"""Live pages: one LISTEN connection for the whole process, fanned out as server-sent events that carry topics only.

A page subscribes to the topics that it shows (`/hidup/?topics=case:42,floor:7`); when one is told, the page fetches
its fragment again, through the fragment's own guard. Nothing personal ever travels here.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import psycopg
from asgiref.sync import sync_to_async
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.cache import never_cache

from tagih.journal.operations import LIVE_CHANNEL
from tagih.kernel import database
from tagih.web.ui.guard import signed_in

log = logging.getLogger("tagih.live")

HEARTBEAT_SECONDS = 20
LONGEST_SECONDS = 15 * 60  # then the browser comes back and its session is looked at again
MOST_TOPICS = 60
MOST_WAITING = 200


@dataclass(eq=False)
class Listener:
    """One open page."""

    topics: frozenset[str]
    inbox: asyncio.Queue[str | None] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))

    def offer(self, topic: str) -> None:
        """A page that cannot follow is sent away; it comes back and fetches everything."""
        if topic not in self.topics:
            return
        try:
            self.inbox.put_nowait(topic)
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        """Closes the page's stream, dropping what waits."""
        while not self.inbox.empty():
            self.inbox.get_nowait()
        self.inbox.put_nowait(None)


class Hub:
    """The process's ear: connects when the first page opens, lets go when the last one closes."""

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()
        self.task: asyncio.Task | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self.ready: asyncio.Event | None = None

    @contextlib.asynccontextmanager
    async def joined(self, topics: frozenset[str]) -> AsyncIterator[Listener]:
        """Adds a page for as long as it stays."""
        loop = asyncio.get_running_loop()
        if self.loop is not loop:
            self.listeners, self.task, self.loop, self.ready = set(), None, loop, asyncio.Event()
        listener = Listener(topics)
        self.listeners.add(listener)
        if self.task is None or self.task.done():
            self.ready.clear()
            self.task = loop.create_task(self._listen())
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.ready.wait(), 5)
            yield listener
        finally:
            self.listeners.discard(listener)
            if not self.listeners and self.task is not None:
                self.task.cancel()

    async def _listen(self) -> None:
        pause = 0.5
        while self.listeners:
            try:
                dsn = await sync_to_async(_dsn, thread_sensitive=False)()
                async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as ear:
                    await ear.execute(f"LISTEN {LIVE_CHANNEL}")
                    pause = 0.5
                    self.ready.set()
                    async for notice in ear.notifies():
                        for listener in tuple(self.listeners):
                            listener.offer(notice.payload)
            except psycopg.OperationalError as lost:
                log.warning("live: the database went away: %s", type(lost).__name__)
                self.ready.clear()
                for listener in tuple(self.listeners):
                    listener.end()
                await asyncio.sleep(pause)
                pause = min(pause * 2, 10)


hub = Hub()


@signed_in("topics only; the fragments guard themselves")
@never_cache
async def live(request: HttpRequest) -> HttpResponse:
    """Streams the topics that the page asked for, as they are told."""
    topics = frozenset(filter(None, request.GET.get("topics", "").split(",")))
    if not topics or len(topics) > MOST_TOPICS:
        return HttpResponse(status=400)
    response = StreamingHttpResponse(stream(topics), content_type="text/event-stream")
    response["X-Accel-Buffering"] = "no"
    return response


def _let_go() -> None:
    """Gives the request's database connection back: an open page must not hold one while it listens."""
    if not connection.in_atomic_block:
        connection.close()


def _dsn() -> str:
    found = database.dsn()
    _let_go()
    return found


async def stream(topics: frozenset[str]) -> AsyncIterator[bytes]:
    """This will yield server-sent events for these topics until the page goes or a quarter of an hour has passed."""
    await sync_to_async(_let_go)()
    loop = asyncio.get_running_loop()
    until = loop.time() + LONGEST_SECONDS
    async with hub.joined(topics) as listener:
        yield b"retry: 2000\nevent: hello\ndata: 1\n\n"
        while loop.time() < until:
            try:
                topic = await asyncio.wait_for(listener.inbox.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                yield b": still here\n\n"
                continue
            if topic is None:
                return
            yield f"event: topic\ndata: {topic}\n\n".encode()
