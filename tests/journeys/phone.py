"""Chromium as an old Android phone of one collector: offline, located, killed, started again."""

import io
import os
import shutil
import signal
from pathlib import Path
from typing import Any

import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Playwright

PIN = "271828"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


class Pocket:
    """A browser profile that outlives its browser."""

    def __init__(self, playwright: Playwright, profile: Path, address: str) -> None:
        self.playwright, self.profile, self.address = playwright, profile, address
        self.context: BrowserContext | None = None
        self.page: Page | None = None

    def start(self, *, lat: float, lon: float, is_offline: bool = False, bypass_csp: bool = False) -> Page:
        """This will start the browser on its profile; the policy of the pages holds unless `bypass_csp`."""
        program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        for lock in self.profile.glob("Singleton*"):
            lock.unlink()
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.profile), executable_path=program, args=ARGUMENTS, viewport={"width": 390, "height": 844},
            device_scale_factor=2, is_mobile=True, has_touch=True, permissions=["geolocation"],
            geolocation={"latitude": lat, "longitude": lon, "accuracy": 14}, base_url=self.address, locale="id-ID",
            timezone_id="Asia/Jakarta", color_scheme="light",
            bypass_csp=bypass_csp,
        )  # fmt: skip
        self.context.set_default_timeout(20_000)
        self.context.set_offline(is_offline)
        self.page = self.context.pages[0] if self.context.pages else self.context.new_page()
        self.page.on("dialog", lambda dialog: dialog.accept())
        return self.page

    def stand(self, *, lat: float, lon: float) -> None:
        self.context.set_geolocation({"latitude": lat, "longitude": lon, "accuracy": 14})

    def kill(self) -> None:
        """This will end every process of this browser at once, as an empty battery does."""
        for pid in self.processes():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        try:
            self.context.close()
        except Exception:
            self.context = None

    def processes(self) -> list[int]:
        """The processes that were started with this profile."""
        found, wanted = [], f"--user-data-dir={self.profile}".encode()
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal():
                try:
                    line = (entry / "cmdline").read_bytes().split(b"\0")
                except OSError:
                    continue
                if wanted in line:
                    found.append(int(entry.name))
        return found

    def close(self) -> None:
        if self.context is not None:
            self.context.close()


def unlock(page: Page) -> None:
    page.fill("#pin", PIN)
    page.press("#pin", "Enter")
    page.wait_for_selector("#foot:not([hidden])")


def enter_visit(page: Page, stop: Any, *, result: str) -> None:
    """This will walk to a door and choose what came of it; the form is not saved."""
    page.goto("/lapangan/#/") if not page.url.startswith("http") else page.evaluate("location.hash = '#/'")
    page.click(f".stops a[href='#/orang/{stop.pk}']")
    page.click("#visit")
    page.click("#arrive")
    page.wait_for_selector("#fence")
    page.locator(f".choice:has(input[value='{result}'])").click()


def sign_in(page: Page, person: Any, password: str) -> None:
    """This will set the phone up: in through the front door, six digits chosen, the day fetched, the app kept."""
    page.goto("/masuk/?next=/lapangan/")
    page.fill("#id_username", person.username)
    page.fill("#id_password", password)
    page.click("form button.btn-primary")
    page.wait_for_selector("#pin")
    unlock(page)
    page.wait_for_selector(".stops li")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def met(page: Page, stop: Any, *, result: str) -> None:
    """This will walk to a door where the customer opens it."""
    enter_visit(page, stop, result=result)
    page.locator(".choice:has(input[value='CONSUMER'])").click()


def signed(page: Page) -> None:
    """This will draw a signature with a finger."""
    page.locator("#signature").scroll_into_view_if_needed()
    box = page.locator("#signature").bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 180, box["y"] + 90, steps=6)
    page.mouse.up()


def scanned(page: Page) -> str:
    """What the camera of another phone reads from the QR code on the screen."""
    shot = Image.open(io.BytesIO(page.locator("svg.qr").screenshot()))
    found = zxingcpp.read_barcode(shot)
    assert found is not None, "no QR code can be read from the screen"
    return found.text
