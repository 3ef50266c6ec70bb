"""Torture of the way from a phone to the cases: a browser that is killed, cut off and answered badly, and what arrived.

The server loses requests before they are read, loses answers after they took effect, says 503, is slow, and cuts
pictures in the middle. After the storm everything that the phone said it had saved must be here once, with its content.
Needs Playwright and Chromium, which development installs.
"""

import asyncio
import base64
import contextlib
import datetime as dt
import hashlib
import io
import os
import random
import secrets
import shutil
import signal
import socket
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from PIL import Image

PIN = "271828"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
PATHS = ("/lapangan/api/kirim/", "/lapangan/api/gambar/")
SLOWER, SLOW_SAVES = 6, 60
TRUNCATED = b'{"answers":'
Scope = MutableMapping[str, Any]


class Storm:
    """An application behind which faults happen to what phones send; `share` of it while `is_on`."""

    def __init__(self, app: Callable[..., Awaitable[None]], *, seed: int, share: float = 0.35) -> None:
        self.app, self.luck, self.share, self.is_on = app, random.Random(seed), share, True  # noqa: S311 (repeatable)
        self.faults: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        hit = scope["type"] == "http" and scope["path"].startswith(PATHS) and self.is_on
        if not hit or self.luck.random() > self.share:
            await self.app(scope, receive, send)
            return
        fault = self.luck.choice(("lost_before", "lost_after", "unavailable", "slow"))
        if scope["path"].startswith(PATHS[1]) and scope["method"] == "PATCH" and self.luck.random() < 0.3:
            fault = "cut_in_blob"
        self.faults[fault] += 1
        await getattr(self, f"_{fault}")(scope, receive, send)

    async def _lost_before(self, scope: Scope, receive: Any, send: Any) -> None:
        await self._broken(send)

    _cut_in_blob = _lost_before

    async def _lost_after(self, scope: Scope, receive: Any, send: Any) -> None:
        async def nowhere(message: Any) -> None:
            return None

        await self.app(scope, receive, nowhere)
        await self._broken(send)

    async def _unavailable(self, scope: Scope, receive: Any, send: Any) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", b"2")]
        await send({"type": "http.response.start", "status": 503, "headers": headers})
        await send({"type": "http.response.body", "body": b"{}"})

    async def _slow(self, scope: Scope, receive: Any, send: Any) -> None:
        await asyncio.sleep(0.5)
        await self.app(scope, receive, send)

    async def _broken(self, send: Any) -> None:
        """Half an answer: the connection ends before what was announced has come."""
        headers = [(b"content-type", b"application/json"), (b"content-length", b"400")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": TRUNCATED})


class Served:
    """The program behind the storm, on a free port of this machine."""

    def __init__(self, app: Any) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        settings = uvicorn.Config(
            app, host="127.0.0.1", port=port, log_level="critical", lifespan="off", timeout_graceful_shutdown=2
        )
        self.server = uvicorn.Server(settings)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        until = time.monotonic() + 30
        while not self.server.started and time.monotonic() < until:
            time.sleep(0.05)
        self.address = f"http://localhost:{port}"

    def close(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)


class Handset:
    """A browser profile that outlives its browser."""

    def __init__(self, playwright: Any, profile: Path, address: str) -> None:
        self.playwright, self.profile, self.address = playwright, profile, address
        self.context: Any = None
        self.page: Any = None

    def start(self, *, is_offline: bool = False) -> None:
        program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        for lock in self.profile.glob("Singleton*"):
            lock.unlink(missing_ok=True)
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.profile), executable_path=program, args=ARGUMENTS, base_url=self.address,
            viewport={"width": 390, "height": 844},
        )  # fmt: skip
        self.context.set_default_timeout(120_000)
        self.context.set_offline(is_offline)
        self.page = self.context.pages[0] if self.context.pages else self.context.new_page()

    def unlock(self) -> None:
        self.page.fill("#pin", PIN)
        self.page.press("#pin", "Enter")
        self.page.wait_for_selector("#foot:not([hidden])")

    def kill(self) -> None:
        """Every process of this browser ends at once, as with an empty battery."""
        wanted = f"--user-data-dir={self.profile}".encode()
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdecimal() and wanted in (entry / "cmdline").read_bytes().split(b"\0"):
                    os.kill(int(entry.name), signal.SIGKILL)
            except OSError:
                continue
        self.close()

    def close(self) -> None:
        with contextlib.suppress(Exception):  # what is dead cannot be closed
            self.context.close()


SAVE = """async ([cases, seed]) => {
  const app = window.tagih, saved = [];
  for (const [place, one] of cases.entries()) {
    const bytes = Uint8Array.from(atob(one.photo), (sign) => sign.charCodeAt(0));
    const blob = crypto.randomUUID(), now = Date.now();
    const body = {case: one.case, point: one.point, arrived_at: new Date(now - 600000).toISOString(),
      left_at: new Date(now).toISOString(), result: "HOUSE_EMPTY", place: "BILLING",
      notes: `${seed}-${place}`, blobs: [blob]};
    const began = performance.now();
    const [id] = await app.store.save([{kind: "VISIT", group: `case:${one.case}`, title: "x", body, blobs: [blob]}],
      [{id: blob, kind: "PHOTO", bytes}]);
    saved.push([id, performance.now() - began]);
  }
  app.outbox.push(true);
  return saved;
}"""


def ride(
    *, playwright: Any, storm: Storm, served: Served, sign_in: Callable[[Any], None], doors: list[dict[str, Any]],
    cycles: int, seed: int,
) -> dict[str, Any]:  # fmt: skip
    """This will send visits through the storm for so many cycles and return what the phone said it saved.

    `doors`: case, point and a picture for each (base64). `sign_in` walks a page through the front door.
    """
    luck = random.Random(seed)  # noqa: S311 (repeatable)
    saved: list[str] = []
    waits: list[float] = []
    kills = offline = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        phone = Handset(playwright, Path(folder) / "phone", served.address)
        phone.start()
        sign_in(phone.page)
        phone.page.wait_for_selector("#pin")
        phone.unlock()
        for cycle in range(cycles):
            is_offline = luck.random() < 0.5
            offline += is_offline
            phone.context.set_offline(is_offline)
            chosen = luck.sample(doors, k=min(len(doors), luck.randint(1, 3)))
            for identity, took in phone.page.evaluate(SAVE, [chosen, f"{seed}-{cycle}"]):
                saved.append(identity)
                waits.append(took)
            if luck.random() < 0.6:
                time.sleep(luck.random() * 0.8)
                phone.kill()
                kills += 1
                phone.start()
                phone.page.goto("/lapangan/")
                phone.unlock()
        phone.context.set_offline(False)
        _push(phone, times=luck.randint(4, 6))  # what has gathered goes through the storm, too
        storm.is_on = False
        left = _drained(phone)
        phone.close()
    return {"cycles": cycles, "saved": saved, "kills": kills, "offline": offline, "left_on_phone": left,
            "faults": dict(storm.faults), "save_p95_ms": _p95(waits)}  # fmt: skip


def told_of(saved: list[str]) -> dict[str, int]:
    """This will compare what the phone said it had saved with what is here: lost, doubled, content that differs."""
    from django.core.files.storage import default_storage  # noqa: PLC0415 (lazy: start-up time)

    from tagih.cases.models import Activity  # noqa: PLC0415 (lazy: start-up time)
    from tagih.field.models import Blob, Visit  # noqa: PLC0415 (lazy: start-up time)

    here = Counter(str(pk) for pk in Visit.objects.values_list("pk", flat=True))
    entries = Counter(str(pk) for pk in Activity.objects.values_list("pk", flat=True))
    pictures = Counter(Visit.objects.filter(pk__in=saved).values_list("pictures__blob", flat=True))
    differing = 0
    for blob in Blob.objects.filter(of_visit__isnull=False):
        with default_storage.open(blob.stored_as) as file:
            differing += hashlib.sha256(file.read()).hexdigest() != blob.sha256
    return {
        "lost": sum(here[identity] == 0 for identity in saved),
        "doubled": sum(count > 1 for count in [*here.values(), *entries.values(), *pictures.values()]),
        "never_saved": sum(identity not in set(saved) for identity in here),
        "hash_mismatch": differing,
    }


def _push(phone: Handset, *, times: int) -> None:
    for _time in range(times):
        phone.page.evaluate("async () => { await window.tagih.outbox.push(true) }")


def _drained(phone: Handset) -> int:
    until = time.monotonic() + 120
    while True:
        left = phone.page.evaluate(
            "async () => { await window.tagih.outbox.push(true); return (await window.tagih.store.outbox()).length }"
        )
        if not left or time.monotonic() > until:
            return left
        time.sleep(0.5)


def _p95(waits: list[float]) -> int:
    return round(sorted(waits)[int(len(waits) * 0.95)]) if waits else 0


def measure(*, cycles: int, seed: int, doors: int = 8) -> dict[str, Any]:
    """This will put a house of one collector into the scratch database, ride through the storm and compare."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (lazy: development only)

    from tagih.config.asgi import application  # noqa: PLC0415 (lazy: start-up time)

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver runs a loop in this thread
    house = people(doors=doors, seed=seed)
    storm = Storm(application, seed=seed)
    served = Served(storm)

    def enter(page: Any) -> None:
        sign_in(page, house)

    begun = time.monotonic()
    try:
        with sync_playwright() as playwright:
            done = ride(
                playwright=playwright, storm=storm, served=served, sign_in=enter, doors=house.doors, cycles=cycles,
                seed=seed,
            )  # fmt: skip
            slow = throttled(playwright, served, enter, house.doors)
    finally:
        served.close()
    saved = done.pop("saved")
    return {
        **done,
        "saved": len(saved),
        **told_of(saved),
        "save_p95_ms_throttled_6x": slow,
        "wall_s": round(time.monotonic() - begun, 1),
    }


def throttled(
    playwright: Any, served: Served, sign_in: Callable[[Any], None], doors: list[dict[str, Any]]
) -> int:  # fmt: skip
    """This will return the p95 of saving a visit in milliseconds, with the processor of the phone six times slower."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        phone = Handset(playwright, Path(folder) / "phone", served.address)
        phone.start()
        sign_in(phone.page)
        phone.page.wait_for_selector("#pin")
        phone.unlock()
        phone.context.set_offline(True)
        phone.context.new_cdp_session(phone.page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        waits = [
            took
            for turn in range(SLOW_SAVES)
            for _identity, took in phone.page.evaluate(SAVE, [[doors[turn % len(doors)]], f"slow-{turn}"])
        ]
        phone.kill()
    return _p95(waits)


@dataclass(frozen=True, slots=True)
class Household:
    """One collector who may sign in, and doors: case, point and a picture of each in base64."""

    username: str
    password: str
    doors: list[dict[str, Any]]


def sign_in(page: Any, house: Household) -> None:
    """This will walk a page through the front door to the app."""
    page.goto("/masuk/?next=/lapangan/")
    page.fill("#id_username", house.username)
    page.fill("#id_password", house.password)
    page.click("form button.btn-primary")


def people(*, doors: int, seed: int) -> Household:
    """This will make one collector and as many doors; what a phone needs to know of each, with a picture."""
    from tagih.cases import operations as cases  # noqa: PLC0415 (lazy: start-up time)
    from tagih.contacts import operations as contacts  # noqa: PLC0415 (lazy: start-up time)
    from tagih.kernel import clock, database  # noqa: PLC0415 (lazy: start-up time)
    from tagih.portfolio.models import Customer  # noqa: PLC0415 (lazy: start-up time)
    from tagih.staff import operations as staff  # noqa: PLC0415 (lazy: start-up time)
    from tagih.staff.models import Unit  # noqa: PLC0415 (lazy: start-up time)

    now, password = clock.now(), f"badai-{secrets.token_hex(8)}"
    first, last = now.date() - dt.timedelta(days=30), now.date() + dt.timedelta(days=300)
    with database.transaction():
        database.execute("tagih.config.bench", "sync_rows", {"doors": doors})
        cases.load_reference(now=now)
        person, _given = staff.hire(
            username="badai", employee_no="E00001", full_name="Budi Badai", joined_on=first, password=password,
            is_one_time=False, by=None, now=now,
        )  # fmt: skip
        team = Unit.objects.get(code="TIM")
        staff.grant_role(person=person, unit=team, role="FIELD_COLLECTOR", starts_on=first, by=None, now=now)
        valid = {"valid_from": first, "valid_until": last}
        staff.record_certificate(person=person, kind="FIELD", number="F-1", issuer="LSP", by=None, now=now, **valid)
        contacts.assign_agent(agent=person, number="ST-1", by=None, now=now, **valid)
        targets = []
        for customer in Customer.objects.order_by("pk"):
            point = contacts.add_point(
                customer=customer, kind="ADDRESS", value=f"Jl. Kartini {customer.pk} Bandar Lampung", label="BILLING",
                owner_role="CONSUMER", source="bench", region_code="18.71", by=None, now=now,
            )  # fmt: skip
            photo = base64.b64encode(picture(seed * 1000 + customer.pk)).decode()
            targets.append({"case": customer.pk, "point": point.pk, "photo": photo})
    return Household(person.username, password, targets)


def picture(seed: int) -> bytes:
    """A noisy JPEG of about 300 kB, as a phone keeps it."""
    noise = random.Random(seed).randbytes(480 * 360 * 3)  # noqa: S311 (repeatable)
    held = io.BytesIO()
    Image.frombytes("RGB", (480, 360), noise).resize((960, 720)).save(held, "JPEG", quality=70)
    return held.getvalue()
