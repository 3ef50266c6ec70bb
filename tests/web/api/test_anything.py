"""Anything at all is sent to the machine's doors, signed and unsigned: no answer is a fault of ours."""

import json

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tagih.kernel import clock
from tagih.payments.operations.webhook import signature
from tests.factories.cases import NOW

SECRET = "rahasia"
KEYS = ("notices", "payment_ref", "contract_no", "paid_at", "amount", "channel", "reversal_of", "qris_reference",
        "receipts", "replies", "reference", "status", "at", "id", "from", "text", "username", "password", "entry",
        "changes", "value", "statuses", "messages")  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(
    ["2026-11-20T10:00:00+07:00", "9999-12-31", "1e400", "NaN", "-1", "\x00", "\ud800", "٣", "delivered", "IDR"]
)  # fmt: skip
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=12,
)
BODIES = st.one_of(
    st.binary(max_size=60), JSON.map(json.dumps).map(str.encode),
    st.dictionaries(st.sampled_from(KEYS), JSON, max_size=8).map(json.dumps).map(str.encode),
    st.lists(st.dictionaries(st.sampled_from(KEYS), JSON, max_size=8), max_size=3).map(
        lambda rows: json.dumps({"notices": rows, "receipts": rows, "replies": rows}).encode()
    ),
)  # fmt: skip
SIGNED = ("v1/payments", "v1/messages/http", "v1/messages/sandbox", "v1/messages/smtp")
UNSIGNED = ("v1.0/access-token/b2b", "v1.0/transfer-va/inquiry", "v1.0/transfer-va/payment",
            "v1.0/transfer-va/status", "v1/messages/whatsapp", "v1/tokens", "v1/desk/next", "v1/desk/state",
            "v1/desk/cases/K-AAAAAA/call", "v1/desk/cases/K-AAAAAA/result")  # fmt: skip
QUICK = settings(
    max_examples=25, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@pytest.mark.slow
class MachineDoors(TestCase):
    """Each example in a transaction of its own. Slow: many examples, each a whole request."""

    @pytest.fixture(autouse=True)
    def _secrets(self, settings):
        settings.TAGIH_WEBHOOK_SECRETS = dict.fromkeys(("bank", "http", "sandbox", "smtp"), SECRET)

    @QUICK
    @given(place=st.sampled_from(SIGNED), body=BODIES, delivery=st.text(max_size=10))
    def test_signed_bodies(self, place, body, delivery):
        status = sent(place, body, delivery, is_signed=True)
        assert status < 500
        assert status != 401, "the signature did not hold, nothing was read"

    @QUICK
    @given(place=st.sampled_from(SIGNED + UNSIGNED), body=BODIES, kind=st.sampled_from(["application/json", "x", ""]))
    def test_unsigned_bodies(self, place, body, kind):
        assert sent(place, body, "d", is_signed=False, kind=kind) < 500


def sent(place: str, body: bytes, delivery: str, *, is_signed: bool, kind: str = "application/json") -> int:
    """The status that a door answers with; a fault in the program is raised."""
    stamp = str(int(NOW.timestamp()))
    told = {"HTTP_X_TAGIH_PROVIDER": "bank", "HTTP_X_TAGIH_DELIVERY": delivery, "HTTP_X_TAGIH_TIMESTAMP": stamp}
    if is_signed:
        told["HTTP_X_TAGIH_SIGNATURE"] = signature(SECRET, stamp, body)
    else:
        told |= {"HTTP_X_TAGIH_SIGNATURE": "0" * 64, "HTTP_AUTHORIZATION": f"Bearer {delivery}"}
    with clock.told_by(lambda: NOW):
        return Client().post(f"/api/{place}", body, content_type=kind, **told).status_code
