"""ARI on one websocket: events come, requests go and their answers come back, all on the same connection.

We connect to Asterisk, or (outbound websocket) Asterisk connects to us. Either way the link comes back by itself, and
whoever listens hears of it. Nothing is awaited while reading: a slow reader is cut off by Asterisk.
"""

import asyncio
import contextlib
import itertools
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import websockets

from tagih.dialer.adapters.switch import LegRefused, LinkDown

log = logging.getLogger("tagih.dialer.ari")

PATIENCE_S = 10.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.2, 3.0
SILENCED = ("ChannelVarset", "ChannelConnectedLine", "ChannelDialplan", "ChannelCallerId", "ChannelToneDetected")
PING_S = 5.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where ARI is and who we are there. `listen` (host:port) waits for Asterisk to come to us instead."""

    url: str = "http://127.0.0.1:8088"
    user: str = "tagih"
    password: str = ""
    app: str = "tagih"
    listen: str = ""


class Ari:
    """The connection. `hears(event)` and `links(is_up)` are called in the loop and must not wait."""

    def __init__(self, address: Address, *, hears: Callable[[dict[str, Any]], None], links: Callable[[bool], None]):
        self.address, self.hears, self.links = address, hears, links
        self._socket: Any = None
        self._asked: dict[str, asyncio.Future] = {}
        self._numbers = itertools.count(1)
        self._task: asyncio.Task | None = None
        self._files: httpx.AsyncClient | None = None

    @property
    def is_up(self) -> bool:
        return self._socket is not None

    async def open(self) -> None:
        """This will begin to connect."""
        self._files = httpx.AsyncClient(
            base_url=f"{self.address.url}/ari/", auth=(self.address.user, self.address.password), timeout=60
        )
        keep = self._await_them if self.address.listen else self._keep_connected
        self._task = asyncio.create_task(keep(), name="ari")

    async def close(self) -> None:
        """This will let go."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        if self._files is not None:
            await self._files.aclose()

    async def ask(self, method: str, path: str, body: dict[str, Any] | None = None, **query: Any) -> Any:
        """This will make one request.

        :raises LegRefused: Asterisk would not
        :raises LinkDown: nobody is there
        """
        socket = self._socket
        if socket is None:
            raise LinkDown(path)
        number = str(next(self._numbers))
        said = {name: value for name, value in query.items() if value is not None}
        request = {
            "type": "RESTRequest", "transaction_id": number, "request_id": number, "method": method,
            "uri": path + (f"?{urlencode(said, quote_via=quote)}" if said else ""),
        }  # fmt: skip
        if body is not None:
            request |= {"content_type": "application/json", "message_body": json.dumps(body)}
        answer = self._asked[number] = asyncio.get_running_loop().create_future()
        try:
            await socket.send(json.dumps(request))
            reply = await asyncio.wait_for(answer, PATIENCE_S)
        except (websockets.ConnectionClosed, TimeoutError, OSError) as lost:
            raise LinkDown(path) from lost
        finally:
            self._asked.pop(number, None)
        if reply["status_code"] >= 400:
            raise LegRefused(f"{method} {path}: {reply['status_code']} {reply.get('message_body', '')[:200]}")
        text = reply.get("message_body")
        return json.loads(text) if text else None

    async def file(self, path: str) -> bytes:
        """This will fetch a file, by plain HTTP: a recording would hold up the events."""
        assert self._files is not None
        try:
            reply = await self._files.get(path)
        except httpx.HTTPError as lost:
            raise LinkDown(path) from lost
        if reply.status_code >= 400:
            raise LegRefused(f"GET {path}: {reply.status_code}")
        return reply.content

    async def _keep_connected(self) -> None:
        pause = FIRST_PAUSE_S
        host = self.address.url.replace("http", "ws", 1)
        query = urlencode({"app": self.address.app, "api_key": f"{self.address.user}:{self.address.password}"})
        while True:
            try:
                async with websockets.connect(
                    f"{host}/ari/events?{query}", max_size=2**22, ping_interval=PING_S, ping_timeout=PING_S, proxy=None
                ) as socket:
                    pause = FIRST_PAUSE_S
                    await self._serve(socket)
            except (OSError, websockets.WebSocketException) as lost:
                log.warning("no link to Asterisk: %s", type(lost).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    async def _await_them(self) -> None:
        host, _, port = self.address.listen.rpartition(":")
        async with websockets.serve(self._serve, host, int(port), subprotocols=["ari"], ping_interval=PING_S):
            await asyncio.get_running_loop().create_future()

    async def _serve(self, socket: Any) -> None:
        """One connection, from its first to its last message; its end is a loss however it came."""
        reader = asyncio.create_task(self._read(socket), name="ari-reader")
        try:
            self._socket = socket
            with contextlib.suppress(LegRefused):
                await self.ask(
                    "PUT", f"applications/{self.address.app}/eventFilter",
                    {"disallowed": [{"type": silenced} for silenced in SILENCED]},
                )  # fmt: skip
            self.links(True)
            await reader
        finally:
            reader.cancel()
            self._socket = None
            for waiting in self._asked.values():
                if not waiting.done():
                    waiting.set_exception(LinkDown("the link was cut"))
            self.links(False)

    async def _read(self, socket: Any) -> None:
        with contextlib.suppress(websockets.ConnectionClosed):
            async for text in socket:
                message = json.loads(text)
                if message["type"] != "RESTResponse":
                    self.hears(message)
                    continue
                answer = self._asked.get(message.get("request_id", ""))
                if answer is not None and not answer.done():
                    answer.set_result(message)
