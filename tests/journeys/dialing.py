"""A dialer at work beside a browser: a real Asterisk, an engine in a thread, browsers with a tone as their voice."""

import asyncio
import contextlib
import math
import shutil
import struct
import threading
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tagih.dialer.adapters.asterisk.switch import AsteriskSwitch
from tagih.dialer.engine.engine import Engine
from tagih.dialer.models import Call, Seat, Wish
from tests.dialer.switches.exchange import AGENT_HZ, Exchange
from tests.journeys.conftest import DRIVER

PATIENCE_S = 60.0


class Works:
    """An engine in a thread of its own."""

    def __init__(self, exchange: Exchange, trunk: str) -> None:
        self.exchange, self.trunk = exchange, trunk
        self.engine: Engine | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """This will let an engine work until `stop`."""
        begun = threading.Event()

        async def whole() -> None:
            self.engine = Engine(AsteriskSwitch(self.exchange.address), node="test", trunk=self.trunk, seed=1)
            self.loop, self._task = asyncio.get_running_loop(), asyncio.create_task(self.engine.run())
            begun.set()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

        self._thread = threading.Thread(target=lambda: asyncio.run(whole()), daemon=True)
        self._thread.start()
        assert begun.wait(20)

    def stop(self) -> None:
        """This will end the engine; calls go on in the exchange."""
        if self._thread is not None:
            self.loop.call_soon_threadsafe(self._task.cancel)
            self._thread.join(30)
            assert not self._thread.is_alive(), "the engine did not end"
            self._thread = None


def hang_up_all(exchange: Exchange) -> None:
    """This will leave no channel behind."""

    async def whole() -> None:
        switch = AsteriskSwitch(exchange.address)
        await switch.open()
        while not switch.ari.is_up:
            await asyncio.sleep(0.05)
        for leg in await switch.legs():
            await switch.hang_up(leg)
        await switch.close()

    beside = threading.Thread(target=lambda: asyncio.run(whole()))  # the browser's driver has a loop here
    beside.start()
    beside.join(30)


@contextlib.contextmanager
def speaking_browser(folder: Path) -> Iterator[Browser]:
    """A Chromium whose microphone hears one tone, and whose sound may go over this machine alone."""
    tone = folder / "microphone.wav"
    with wave.open(str(tone), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(48_000)
        turn = 2 * math.pi * AGENT_HZ / 48_000
        out.writeframes(struct.pack("<48000h", *(int(9000 * math.sin(turn * at)) for at in range(48_000))))
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    opened = DRIVER[0].chromium.launch(
        executable_path=program,
        args=[
            "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream", f"--use-file-for-fake-audio-capture={tone}",
            "--autoplay-policy=no-user-gesture-required", "--disable-features=WebRtcHideLocalIpsWithMdns",
            "--allow-loopback-in-peer-connection",
        ],
    )  # fmt: skip
    try:
        yield opened
    finally:
        opened.close()


def soon(page: Page, what: Callable[[], Any]) -> Any:
    """This will wait until rows say so; the browser goes on meanwhile."""
    for _ in range(int(PATIENCE_S * 10)):
        if found := what():
            return found
        page.wait_for_timeout(100)
    told = [list(Seat.objects.values_list("person_id", "state", "is_connected", "wants")),
            list(Call.objects.values_list("state", "outcome", "wrapped_at")),
            list(Wish.objects.values_list("kind", "done_at", "refusal"))]  # fmt: skip
    raise AssertionError(f"it did not come: {told}")

