import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from tagih.kernel import clock
from tagih.staff.models import Person


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.datetime], None]:
    """`at(now)`: what the machine's clock says from here on, for everything that reads it."""

    def set_clock(now: dt.datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: now)

    return set_clock


@pytest.fixture
def browser(at: Callable, now: dt.datetime, db: None) -> Callable[[Person], Client]:
    """`browser(person)`: a browser signed in as that person, on Friday morning."""
    at(now)

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
