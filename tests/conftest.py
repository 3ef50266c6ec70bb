"""The suite runs on a real PostgreSQL: `DATABASE_URL`, or the embedded server in this checkout."""

import datetime as dt
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.settings import CHECKOUT


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_xdist_suffix: None) -> Iterator[None]:
    """Names the test database after the checkout and keeps the embedded server while the session lasts."""
    from django.db import connection

    from tagih.kernel import home, postgres

    name = f"test_tagih_{home.fingerprint(str(CHECKOUT))}"
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    connection.settings_dict["TEST"]["NAME"] = f"{name}_{worker}" if worker else name
    if connection.settings_dict.get("EMBEDDED"):
        with postgres.in_use():
            yield
    else:
        yield


@pytest.fixture
def now() -> dt.datetime:
    """Friday, 20 November 2026, 10:00 in Jakarta."""
    return dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)


@pytest.fixture
def business_date(now: dt.datetime) -> dt.date:
    """The portfolio's date at `now`."""
    return dt.date(2026, 11, 20)


@pytest.fixture
def lake(tmp_path: Path, settings: object) -> Path:
    """An empty lake of the test's own."""
    settings.TAGIH_LAKE = str(tmp_path / "lake")
    return tmp_path / "lake"


def pytest_configure() -> None:
    """Translations are compiled when they are older than their source."""
    from tools.translations import compile_stale

    compile_stale()


@pytest.fixture
def unused_port() -> int:
    """A TCP port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def another_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, while the database stays the one of the suite."""
    from django.db import connection

    from tagih.kernel import postgres

    if connection.settings_dict.get("EMBEDDED"):
        where = postgres.connection_options()
        monkeypatch.setitem(connection.settings_dict, "EMBEDDED", False)
        monkeypatch.setitem(connection.settings_dict, "HOST", where["host"])
        monkeypatch.setitem(connection.settings_dict, "PORT", where["port"])
    monkeypatch.setenv("TAGIH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(autouse=True)
def _queue_without_jobs_of_earlier_tests(request: pytest.FixtureRequest) -> None:
    """A test that commits starts with an empty queue: flushing Django's tables leaves jobs without their events."""
    mark = request.node.get_closest_marker("django_db")
    if mark is None or not mark.kwargs.get("transaction"):
        return
    from django.db import connection

    request.getfixturevalue("transactional_db")
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
