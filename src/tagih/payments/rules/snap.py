"""SNAP, the open interface of Bank Indonesia, where the bank calls us: what is signed, how, and the answers' codes.

Symmetric: HMAC-SHA512 over method, path, access token, body digest and time. Asymmetric: SHA256withRSA over the same
without the token. The token itself is asked for with an RSA signature over client id and time.
"""

import base64
import binascii
import datetime as dt
import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

SKEW = dt.timedelta(minutes=5)
TOKEN_SECONDS = 900
LONGEST_EXTERNAL_ID = 36
LONGEST_VA = 28
SERVICE_ID_WIDTH = 8
TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})")
AMOUNT = re.compile(r"\d{1,16}\.\d{2}")


class Service(StrEnum):
    """The two digits of a service in a response code."""

    TOKEN = "73"  # noqa: S105 (a code)
    INQUIRY = "24"
    PAYMENT = "25"
    STATUS = "26"


@dataclass(frozen=True, slots=True)
class Outcome:
    """HTTP status, the case within it, and the words for a bank's operator."""

    http: int
    case: str
    message: str

    def code(self, service: Service) -> str:
        return f"{self.http}{service}{self.case}"


OK = Outcome(200, "00", "Successful")
BAD_FORMAT = Outcome(400, "01", "Invalid Field Format")
MISSING = Outcome(400, "02", "Invalid Mandatory Field")
UNAUTHORISED = Outcome(401, "00", "Unauthorized")
TOKEN_INVALID = Outcome(401, "01", "Invalid Token (B2B)")
NOT_FOUND = Outcome(404, "12", "Invalid Bill/Virtual Account")
AMOUNT_WRONG = Outcome(404, "13", "Invalid Amount")
PAID = Outcome(404, "14", "Paid Bill")
EXPIRED = Outcome(404, "19", "Invalid Bill/Virtual Account")
EXTERNAL_ID_REUSED = Outcome(409, "00", "Conflict")
REQUEST_REUSED = Outcome(409, "01", "Duplicate partnerReferenceNo")
TOO_MANY = Outcome(429, "00", "Too Many Requests")
BROKEN = Outcome(500, "00", "General Error")


def minified(body: bytes) -> bytes:
    """This will return a JSON body without blanks between its signs; what is written in texts and numbers stays."""
    found, in_text, escaped = bytearray(), False, False
    for byte in body:
        if in_text:
            found.append(byte)
            in_text = escaped or byte != 0x22
            escaped = byte == 0x5C and not escaped
            continue
        if byte in b" \t\r\n":
            continue
        in_text = byte == 0x22
        found.append(byte)
    return bytes(found)


def digest(body: bytes) -> str:
    """This will return the lower-case hexadecimal SHA-256 of the minified body."""
    return hashlib.sha256(minified(body)).hexdigest()


def to_sign(*, method: str, path: str, body: bytes, timestamp: str, token: str | None = None) -> str:
    """This will return the text that is signed: with the access token for HMAC, without it for RSA."""
    parts = [method, path, *([] if token is None else [token]), digest(body), timestamp]
    return ":".join(parts)


def hmac_signature(secret: str, text: str) -> str:
    """This will sign symmetrically: HMAC-SHA512 in base64."""
    return base64.b64encode(hmac.digest(secret.encode(), text.encode(), "sha512")).decode()


def hmac_holds(secret: str, text: str, given: str) -> bool:
    """This will check a symmetric signature in constant time."""
    return hmac.compare_digest(hmac_signature(secret, text).encode(), given.strip().encode())


def rsa_signature(private_pem: str, text: str) -> str:
    """This will sign asymmetrically: SHA256withRSA in base64."""
    key = serialization.load_pem_private_key(private_pem.encode(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("an RSA key signs here")
    return base64.b64encode(key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()


def rsa_holds(public_pem: str, text: str, given: str) -> bool:
    """This will check an asymmetric signature; a key or signature that cannot be read does not hold."""
    try:
        key = serialization.load_pem_public_key(public_pem.encode())
        told = base64.b64decode(given.strip(), validate=True)
        if not isinstance(key, rsa.RSAPublicKey):
            return False
        key.verify(told, text.encode(), padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def instant_of(timestamp: str) -> dt.datetime | None:
    """This will read `yyyy-MM-ddTHH:mm:ss+07:00`, None for anything else."""
    if not TIMESTAMP.fullmatch(timestamp):
        return None
    try:
        return dt.datetime.fromisoformat(timestamp)
    except ValueError:
        return None


def is_fresh(timestamp: str, *, now: dt.datetime) -> bool:
    """This will tell whether a request was signed within five minutes of our clock."""
    at = instant_of(timestamp)
    return at is not None and abs(now - at) <= SKEW


def is_external_id(text: str) -> bool:
    """This will tell whether a text may be an external id: digits only, 36 at most."""
    return 0 < len(text) <= LONGEST_EXTERNAL_ID and text.isascii() and text.isdigit()


def va_number(service_id: str, customer_no: str) -> str:
    """This will put a virtual account number together: the service id padded with blanks on the left, then the digits.

    :raises ValueError: one is not digits, or together they are too long
    """
    bare = service_id.strip()
    if not bare.isdigit() or len(bare) > SERVICE_ID_WIDTH or not customer_no.isdigit():
        raise ValueError("a virtual account is made of digits")
    whole = bare.rjust(SERVICE_ID_WIDTH) + customer_no
    if len(whole) > LONGEST_VA:
        raise ValueError("too long for a virtual account")
    return whole


def json_object(body: bytes) -> dict | None:
    """This will read a JSON object, None for anything else."""
    try:
        told = json.loads(body, parse_float=str)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None
