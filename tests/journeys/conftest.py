"""A real server and a real browser: the program under uvicorn in a thread, Chromium of the system before it."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.factories.staff import PASSWORD

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver runs a loop in the test's own thread
PATIENCE_MS = 10_000
DRIVER: list[Any] = []  # the one driver of the session, for stories that start browsers of their own


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser that walks away leaves half-read requests behind: Django drops their bodies, and a thread of the server
    inside this process ends with its connection. Only these two are forgiven.
    """
    dropped = (
        "ignore:unclosed file:ResourceWarning",
        "ignore:<psycopg.Connection object:ResourceWarning",
        r"ignore:Exception ignored in. <_io\.:pytest.PytestUnraisableExceptionWarning",
        "ignore:Exception ignored in. <function BaseConnection.__del__:pytest.PytestUnraisableExceptionWarning",
    )
    for item in items:
        if item.get_closest_marker("journey"):
            for warning in dropped:
                item.add_marker(pytest.mark.filterwarnings(warning))


@dataclass
class House:
    """The program, served."""

    address: str
    server: uvicorn.Server
    thread: threading.Thread

    def close(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)
        assert not self.thread.is_alive(), "the server did not stop"


def open_house(port: int = 0) -> House:
    """This will serve the program on a free port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        port = probe.getsockname()[1]
    from tagih.config.asgi import application

    settings = uvicorn.Config(
        application, host="127.0.0.1", port=port, log_level="warning", lifespan="off", timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(settings)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started, "the server did not start"
    return House(f"http://localhost:{port}", server, thread)


@pytest.fixture
def house(transactional_db: None) -> Iterator[House]:
    """The program on the test's database."""
    served = open_house()
    yield served
    served.close()
    cut_connections()


def cut_connections() -> None:
    """What a cut request left open would keep the test database from being dropped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert program, "no Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        DRIVER[:] = [playwright]
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        opened = playwright.chromium.launch(executable_path=program, args=arguments)
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser, house: House) -> Iterator[BrowserContext]:
    """A fresh browser profile; anything that a page complains about fails the test."""
    opened = browser.new_context(base_url=house.address, bypass_csp=True, viewport={"width": 1440, "height": 900})
    opened.set_default_timeout(PATIENCE_MS)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """One tab."""
    return context.new_page()


def sign_in(page: Page, person: Any, password: str = PASSWORD) -> None:
    """This will sign in as a person through the front door."""
    page.goto("/masuk/")
    page.fill("#id_username", person.username)
    page.fill("#id_password", password)
    page.click("form button.btn-primary")
    page.wait_for_url(lambda address: "/masuk/" not in address or "/kode/" in address)
