"""Short signed links to a person's own page: they name the person and a last day, and nobody can make one up.

Twelve bytes of signature-bearing text: whose, until when, and a keyed digest. No table grows with each message.
"""

import base64
import binascii
import datetime as dt
import hmac

EPOCH = dt.date(2020, 1, 1)
DIGEST = 9
LIFE_DAYS = 14
LONGEST = 40


def written(customer_id: int, until: dt.date, *, key: bytes) -> str:
    """This will write the link's text for a person, good until the end of a day."""
    number = customer_id.to_bytes((customer_id.bit_length() + 7) // 8 or 1, "big")
    told = (until - EPOCH).days.to_bytes(2, "big") + number
    return base64.urlsafe_b64encode(told + _digest(told, key)).decode().rstrip("=")


def read(text: str, *, key: bytes) -> tuple[int, dt.date] | None:
    """This will return whose link it is and its last day, None for one that we never wrote."""
    if not text or len(text) > LONGEST or not text.isascii():
        return None
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    told, given = raw[:-DIGEST], raw[-DIGEST:]
    if len(told) < 3 or not hmac.compare_digest(_digest(told, key), given):
        return None
    found = int.from_bytes(told[2:], "big"), EPOCH + dt.timedelta(days=int.from_bytes(told[:2], "big"))
    return found if written(*found, key=key) == text else None


def _digest(told: bytes, key: bytes) -> bytes:
    return hmac.digest(key, b"portal\x1f" + told, "sha256")[:DIGEST]
