"""SNAP signatures against published samples and vectors of our own."""

import datetime as dt
import json

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from tagih.payments.rules import snap

BODY = (
    b'{"partnerServiceId":"   88899","customerNo":"12345678901",'
    b'"virtualAccountNo":"   8889912345678901","inquiryRequestId":"202611210001"}'
)
AT = "2026-11-21T09:00:00+07:00"
DIGEST = "7e6a4f4d599358f6bf24b9fd73ffec611d2397758abf9b1e0ace49f7281d9bf7"
SIGNATURE = "x6ChxihiHifOx7xovyvW0+fNlOw0iWmv32oA+5fhwMWp9oTaJAgjZ6nXk+nrUuO7ChDV3BybMXRWRPjtp16q+A=="
PATH = "/v1.0/transfer-va/inquiry"


@pytest.fixture(scope="module")
def keys() -> tuple[str, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


def test_digest_and_text_to_sign_are_those_of_the_sample():
    text = snap.to_sign(method="POST", path=PATH, body=BODY, timestamp=AT, token="ACCESS_TOKEN")

    assert snap.digest(BODY) == DIGEST
    assert text == f"POST:{PATH}:ACCESS_TOKEN:{DIGEST}:{AT}"


def test_hmac_is_that_of_the_sample():
    text = snap.to_sign(method="POST", path=PATH, body=BODY, timestamp=AT, token="ACCESS_TOKEN")

    assert snap.hmac_signature("CLIENT_SECRET", text) == SIGNATURE
    assert snap.hmac_holds("CLIENT_SECRET", text, SIGNATURE)
    assert not snap.hmac_holds("CLIENT_SECRET", text + " ", SIGNATURE)
    assert not snap.hmac_holds("another", text, SIGNATURE)


def test_rsa_holds_for_its_own_key_and_text_only(keys):
    private, public = keys
    text = snap.to_sign(method="POST", path=PATH, body=BODY, timestamp=AT)
    signed = snap.rsa_signature(private, text)

    assert text == f"POST:{PATH}:{DIGEST}:{AT}"
    assert snap.rsa_holds(public, text, signed)
    assert not snap.rsa_holds(public, text.replace("inquiry", "payment"), signed)


@pytest.mark.parametrize("given_", ["", "not base64!", "AAAA", "é"])
def test_a_signature_that_cannot_be_read_does_not_hold(keys, given_):
    assert not snap.rsa_holds(keys[1], "text", given_)
    assert not snap.hmac_holds("secret", "text", given_)


def test_blanks_count_in_texts_and_nowhere_else():
    spaced = b'{ "a" :\t"  x \\" y ",\r\n "b" : [ 1, 2 ] }'

    assert snap.minified(spaced) == b'{"a":"  x \\" y ","b":[1,2]}'


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_minified_is_what_json_writes_without_blanks(value):
    spaced = json.dumps(value, indent=3, ensure_ascii=False).encode(errors="surrogatepass")
    bare = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode(errors="surrogatepass")

    assert snap.minified(spaced) == bare


@pytest.mark.parametrize(
    ("seconds", "fresh"), [(0, True), (300, True), (301, False), (-300, True), (-301, False)]
)  # fmt: skip
def test_five_minutes_of_skew_are_forgiven(seconds, fresh):
    now = dt.datetime.fromisoformat(AT) + dt.timedelta(seconds=seconds)

    assert snap.is_fresh(AT, now=now) is fresh


@pytest.mark.parametrize("text", ["", "2026-11-21 09:00:00+07:00", "2026-11-21T09:00:00", "2026-13-21T09:00:00+07:00"])
def test_another_form_of_time_is_none(text):
    assert snap.instant_of(text) is None


@pytest.mark.parametrize(
    ("text", "fits"), [("1" * 36, True), ("1" * 37, False), ("", False), ("12a", False), ("٣", False)]
)
def test_external_ids_are_short_and_digits(text, fits):
    assert snap.is_external_id(text) is fits


def test_va_numbers_are_padded_on_the_left():
    assert snap.va_number("88899", "12345678901") == "   8889912345678901"


@pytest.mark.parametrize(("service", "customer"), [("", "1"), ("88x", "1"), ("88899", "1x"), ("88899", "1" * 21)])
def test_a_va_number_of_other_signs_or_length_is_refused(service, customer):
    with pytest.raises(ValueError):
        snap.va_number(service, customer)


def test_codes_are_status_service_and_case():
    assert snap.OK.code(snap.Service.INQUIRY) == "2002400"
    assert snap.NOT_FOUND.code(snap.Service.INQUIRY) == "4042412"
    assert snap.AMOUNT_WRONG.code(snap.Service.PAYMENT) == "4042513"
    assert snap.PAID.code(snap.Service.INQUIRY) == "4042414"
    assert snap.EXTERNAL_ID_REUSED.code(snap.Service.INQUIRY) == "4092400"
    assert snap.BROKEN.code(snap.Service.INQUIRY) == "5002400"
