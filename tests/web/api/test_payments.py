"""The webhook: signed, fresh, idempotent, and silent to strangers."""

import datetime as dt
import json
import time
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tagih.kernel import operations as kernel
from tagih.kernel.models import Tally
from tagih.payments import operations
from tagih.payments.models import Notice, Payment
from tests.factories.payments import contract, notice

pytestmark = pytest.mark.django_db
SECRET = "rahasia-bersama"


@pytest.fixture(autouse=True)
def a_provider(settings: object, lake: Path) -> None:
    settings.TAGIH_WEBHOOK_SECRETS = {"bank": SECRET}


def deliver(
    body: object, *, delivery: str = "D1", secret: str = SECRET, age: int = 0, provider: str = "bank"
) -> object:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    timestamp = str(int(time.time()) - age)
    headers = {
        "X-Tagih-Provider": provider, "X-Tagih-Delivery": delivery, "X-Tagih-Timestamp": timestamp,
        "X-Tagih-Signature": operations.signature(secret, timestamp, raw),
    }  # fmt: skip
    return Client().post(reverse("api:payments"), raw, content_type="application/json", headers=headers)


def past(**more: object) -> dict:
    return notice(paid_at="2026-07-01T09:00:00+07:00", **more)


def test_a_signed_delivery_is_posted_and_kept() -> None:
    contract()

    answer = deliver({"notices": [past(), past(payment_ref="N2", amount="x")]})

    assert answer.status_code == 200
    first, second = answer.json()["notices"]
    assert first == {"payment_ref": "N1", "outcome": "POSTED"}
    assert (second["outcome"], second["error"]["field"]) == ("REFUSED", "amount")
    assert (Notice.objects.get().outcome, Payment.objects.get().source) == ("MIXED", "WEBHOOK")


def test_a_single_notice_is_a_delivery_too() -> None:
    contract()

    assert deliver(past(amount=1000000)).json()["notices"] == [{"payment_ref": "N1", "outcome": "POSTED"}]


def test_a_repeated_delivery_is_answered_as_the_first_time() -> None:
    contract()
    first = deliver(past()).json()

    second = deliver(past()).json()

    assert (second["repeated"], second["notices"]) == (True, first["notices"])
    assert Notice.objects.count() == Payment.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"secret": "falsch"}, {"age": 301}, {"age": -330}, {"provider": "stranger"}, {"provider": ""}]
)
def test_strangers_and_replays_learn_nothing(wrong: dict) -> None:
    contract()

    answer = deliver(past(), **wrong)

    assert (answer.status_code, answer.json()) == (401, {"error": "NOT_AUTHENTIC"})
    assert not Payment.objects.exists() and not Notice.objects.exists()


def test_a_changed_body_is_not_authentic() -> None:
    timestamp = str(int(time.time()))
    headers = {
        "X-Tagih-Provider": "bank", "X-Tagih-Delivery": "D1", "X-Tagih-Timestamp": timestamp,
        "X-Tagih-Signature": operations.signature(SECRET, timestamp, b"{}"),
    }  # fmt: skip

    answer = Client().post(reverse("api:payments"), b"[]", content_type="application/json", headers=headers)

    assert answer.status_code == 401


@pytest.mark.parametrize("body", [b"", b"x", b"[]", b'{"notices": []}', b'{"notices": {}}', b"\xff"])
def test_a_signed_body_that_is_no_notice_is_refused_clearly(body: bytes) -> None:
    answer = deliver(body)

    assert answer.status_code in (200, 400)
    assert not Payment.objects.exists()


def test_a_flood_is_slowed_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tagih.web.api.payments.MOST_A_MINUTE", 2)

    answers = [deliver(past(), secret="falsch").status_code for _ in range(4)]

    assert answers == [401, 401, 429, 429]
    assert Tally.objects.get().count == 4  # in the database: the same for every process


def test_invented_names_of_providers_share_one_count() -> None:
    for number in range(3):
        deliver(past(), provider=f"stranger {number}")

    assert Tally.objects.get().count == 3


def test_tallies_of_past_minutes_are_forgotten(now: dt.datetime) -> None:
    kernel.count_up(key="x", now=now - dt.timedelta(hours=2))
    kernel.count_up(key="x", now=now)

    assert kernel.forget_tallies(before=now - dt.timedelta(hours=1)) == 1
    assert kernel.count_up(key="x", now=now + dt.timedelta(seconds=5)) == 2


def test_only_post_is_answered() -> None:
    assert Client().get(reverse("api:payments")).status_code == 405
