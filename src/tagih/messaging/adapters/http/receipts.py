"""A delivery of the gateway: `{"receipts": [{"id" or "reference", "status", "at", "reason"}], "replies": [{"id",
"from", "text", "at"}]}`."""

import datetime as dt
import json
import uuid
from typing import Any

from tagih.messaging.adapters.port import NotUnderstood, Post, Told, WhatHappened, Written

WORDS = {
    "accepted": WhatHappened.ACCEPTED, "delivered": WhatHappened.DELIVERED, "read": WhatHappened.READ,
    "failed": WhatHappened.FAILED, "undeliverable": WhatHappened.FAILED, "expired": WhatHappened.FAILED,
    "unknown_number": WhatHappened.DEAD,
}  # fmt: skip
MOST = 1_000
LONGEST_TEXT = 5_000


def read(body: bytes) -> Post:
    """This will read what a signed delivery says.

    :raises NotUnderstood: it is of another form
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise NotUnderstood("body") from None
    if not isinstance(told, dict):
        raise NotUnderstood("body")
    receipts, replies = told.get("receipts", []), told.get("replies", [])
    if not isinstance(receipts, list) or not isinstance(replies, list) or len(receipts) + len(replies) > MOST:
        raise NotUnderstood("receipts")
    return Post([_receipt(one) for one in receipts], [_reply(one) for one in replies])


def _receipt(told: Any) -> Told:
    if not isinstance(told, dict):
        raise NotUnderstood("receipts")
    what = WORDS.get(str(told.get("status")).lower())
    if what is None:
        raise NotUnderstood("status")
    reference = None
    if told.get("reference"):
        try:
            reference = uuid.UUID(str(told["reference"]))
        except ValueError:
            raise NotUnderstood("reference") from None
    ref = text_of(told, "id", 120)
    if not ref and reference is None:
        raise NotUnderstood("id")
    return Told(what, instant_of(told), ref, reference, text_of(told, "reason", 150))


def _reply(told: Any) -> Written:
    if not isinstance(told, dict):
        raise NotUnderstood("replies")
    ref, sender = text_of(told, "id", 120), text_of(told, "from", 254)
    if not ref or not sender:
        raise NotUnderstood("replies")
    return Written(ref, sender, text_of(told, "text", LONGEST_TEXT), instant_of(told))


def text_of(told: dict[str, Any], name: str, longest: int) -> str:
    """This will read a text and cut it, without what no database stores."""
    value = told.get(name)
    if value is None:
        return ""
    if not isinstance(value, str | int):
        raise NotUnderstood(name)
    return str(value).replace("\x00", "").encode("utf-8", "replace").decode()[:longest]


def instant_of(told: dict[str, Any]) -> dt.datetime:
    """This will read `at` with its offset."""
    try:
        at = dt.datetime.fromisoformat(str(told.get("at")))
    except ValueError:
        raise NotUnderstood("at") from None
    if at.tzinfo is None:
        raise NotUnderstood("at")
    return at
