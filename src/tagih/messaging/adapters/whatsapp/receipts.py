"""A webhook of the Cloud API: signed over the raw body, statuses in any order and more than once, texts as replies."""

import datetime as dt
import hashlib
import hmac
import json
import uuid
from typing import Any

from tagih.messaging.adapters.port import NotUnderstood, Post, Told, WhatHappened, Written

WORDS = {"sent": WhatHappened.ACCEPTED, "delivered": WhatHappened.DELIVERED, "read": WhatHappened.READ,
         "failed": WhatHappened.FAILED}  # fmt: skip


def is_authentic(*, secret: str, given: str, body: bytes) -> bool:
    """This will check `X-Hub-Signature-256` over the bytes as they came."""
    expected = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return bool(secret) and hmac.compare_digest(expected.encode(), given.strip().encode())


def read(body: bytes) -> Post:
    """This will read statuses and texts; kinds that we do not know are passed over.

    :raises NotUnderstood: it is of another form
    """
    try:
        told = json.loads(body)
        values = [change["value"] for entry in told["entry"] for change in entry.get("changes", [])]
        receipts = [_status(one) for value in values for one in value.get("statuses", []) if one.get("status") in WORDS]
        texts = [one for value in values for one in value.get("messages", [])]
        replies = [_reply(one) for one in texts if one.get("type") in ("text", "button")]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NotUnderstood("body") from None
    return Post(receipts, replies)


def _status(one: dict[str, Any]) -> Told:
    errors = one.get("errors") or [{}]
    reference = None
    try:
        reference = uuid.UUID(str(one.get("biz_opaque_callback_data", "")))
    except ValueError:
        reference = None
    what = WORDS[one["status"]]
    if what == WhatHappened.FAILED and errors[0].get("code") == 131026:
        what = WhatHappened.DEAD
    reason = f"{errors[0].get('code', '')} {errors[0].get('title', '')}".strip()[:150]
    return Told(what, _at(one), str(one["id"])[:120], reference, reason)


def _reply(one: dict[str, Any]) -> Written:
    text = one["text"]["body"] if one["type"] == "text" else one["button"]["text"]
    return Written(str(one["id"])[:120], "+" + str(one["from"])[:20], str(text).replace("\x00", "")[:5_000], _at(one))


def _at(one: dict[str, Any]) -> dt.datetime:
    seconds = int(one["timestamp"])
    if not 0 < seconds < 4_102_444_800:
        raise ValueError("timestamp")
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC)
