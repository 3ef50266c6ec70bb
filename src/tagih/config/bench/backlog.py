"""Three days of visits on one phone, sent over a thin line that breaks: how much goes over it twice."""

import base64
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from tagih.config.bench.sync import PATHS, SAVE, Handset, Scope, Served, people, picture, sign_in, told_of

LATENCY_MS = 120
BREAK_EVERY_S = 90
BREAK_S = 4
KILLS = 3
PATIENCE = 3  # times what the line alone would take


class Meter:
    """Counts what arrives of pictures, whatever becomes of it."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app, self.received = app, 0

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        is_piece = scope["type"] == "http" and scope["path"].startswith(PATHS[1]) and scope["method"] == "PATCH"

        async def counted() -> Any:
            message = await receive()
            self.received += len(message.get("body", b""))
            return message

        await self.app(scope, counted if is_piece else receive, send)


def measure(*, visits: int, kbit: int, seed: int) -> dict[str, Any]:
    """This will save so many visits with a picture of 300 kB each without a signal, and send them at `kbit` a second.

    Every minute and a half the line breaks in the middle of whatever is on it, and three times the phone is killed.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (lazy: development only)

    from tagih.config.asgi import application  # noqa: PLC0415 (lazy: start-up time)

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver runs a loop in this thread
    house = people(doors=30, seed=seed)
    meter = Meter(application)
    served = Served(meter)
    try:
        with sync_playwright() as playwright, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            phone = Handset(playwright, Path(folder) / "phone", served.address)
            phone.start()
            sign_in(phone.page, house)
            phone.page.wait_for_selector("#pin")
            phone.unlock()
            phone.context.set_offline(True)
            saved, size = _filled(phone, house.doors, visits, seed)
            begun = time.monotonic()
            broken = _drained(phone, kbit=kbit, size=size, seed=seed)
            took = time.monotonic() - begun
            left = phone.page.evaluate("async () => (await window.tagih.store.outbox()).length")
            phone.close()
    finally:
        served.close()
    return {
        "visits": visits, "kbit_s": kbit, "picture_bytes": size, "received_bytes": meter.received,
        "repeated_share": round(meter.received / size - 1, 4), "seconds": round(took), **broken, "left_on_phone": left,
        **told_of(saved),
    }  # fmt: skip


def _filled(phone: Handset, doors: list[dict[str, Any]], visits: int, seed: int) -> tuple[list[str], int]:
    saved, size = [], 0
    for number in range(visits):
        photo = picture(seed * 100_000 + number)
        size += len(photo)
        door = doors[number % len(doors)] | {"photo": base64.b64encode(photo).decode()}
        saved += [identity for identity, _took in phone.page.evaluate(SAVE, [[door], f"{seed}-{number}"])]
    return saved, size


def _drained(phone: Handset, *, kbit: int, size: int, seed: int) -> dict[str, int]:
    """Lets the phone send over the thin line, breaks it, kills the phone; returns how often."""
    luck, found = random.Random(seed), Counter(breaks=0, kills=0)  # noqa: S311 (repeatable)
    line = _Line(phone, kbit)
    alone_s = size * 8 / (kbit * 1000)
    until = time.monotonic() + PATIENCE * alone_s + 60
    kill_at = [time.monotonic() + alone_s * (turn + 0.5) / KILLS for turn in range(KILLS)]
    break_at = time.monotonic() + BREAK_EVERY_S * luck.uniform(0.5, 1.5)
    while time.monotonic() < until:
        time.sleep(1)
        now = time.monotonic()
        if kill_at and now > kill_at[0]:
            kill_at.pop(0)
            phone.kill()
            found["kills"] += 1
            phone.start()
            phone.page.goto("/lapangan/")
            phone.unlock()
            line = _Line(phone, kbit)
        elif now > break_at:
            line.set(is_offline=True)
            found["breaks"] += 1
            time.sleep(BREAK_S)
            line.set(is_offline=False)
            break_at = time.monotonic() + BREAK_EVERY_S * luck.uniform(0.5, 1.5)
        elif not phone.page.evaluate("async () => (await window.tagih.store.outbox()).length"):
            break
    return dict(found)


class _Line:
    """The line of a phone, as thin as told."""

    def __init__(self, phone: Handset, kbit: int) -> None:
        self.session, self.speed = phone.context.new_cdp_session(phone.page), kbit * 1000 / 8
        phone.context.set_offline(False)
        self.set(is_offline=False)

    def set(self, *, is_offline: bool) -> None:
        self.session.send("Network.enable")
        told = {"offline": is_offline, "latency": LATENCY_MS, "downloadThroughput": self.speed,
                "uploadThroughput": self.speed}  # fmt: skip
        self.session.send("Network.emulateNetworkConditions", told)
