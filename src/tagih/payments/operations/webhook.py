"""Deliveries of payment providers: signed, fresh, kept whole, answered the same however often they come."""

import datetime as dt
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.payments.enums import Source
from tagih.payments.models import Notice
from tagih.payments.operations.intake import Posted, post_notices
from tagih.payments.operations.notices import NoticeIncomplete

REPLAY_SECONDS = 300
MOST_NOTICES = 500


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a delivery: one answer for each notice in it."""

    delivery_id: str
    is_repeated: bool
    answers: list[dict[str, Any]]


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """This will return the signature that a provider sends: HMAC-SHA256, in hex, over `TIMESTAMP.BODY`."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_authentic(*, secret: str, timestamp: str, given: str, body: bytes, now: dt.datetime) -> bool:
    """This will tell whether a delivery is signed by the holder of the secret and not older than five minutes."""
    expected = signature(secret, timestamp, body)
    matches = hmac.compare_digest(expected.encode(), given.strip().lower().removeprefix("sha256=").encode())
    try:
        age = abs(now.timestamp() - int(timestamp))
    except ValueError:
        return False
    return matches and age <= REPLAY_SECONDS


def receive(*, provider: str, delivery_id: str, body: bytes, now: dt.datetime) -> Delivery:
    """This will post the notices of an authentic delivery and keep it whole with what became of each.

    A notice is posted or refused on its own; a delivery that came before is answered as it was then.

    :raises NoticeIncomplete: the body is not a JSON object with `notices`, or a single notice
    """
    notices = _notices(body)
    with database.transaction():
        database.lock("payments.delivery", provider, delivery_id)
        known = Notice.objects.filter(provider=provider, delivery_id=delivery_id).first()
        if known:
            return Delivery(delivery_id, True, known.body["answers"])
        posted = post_notices(notices=notices, source=Source.WEBHOOK, by=None, now=now)
        answers = [_answer(notice, told) for notice, told in zip(notices, posted, strict=True)]
        outcomes = {answer["outcome"] for answer in answers}
        Notice.objects.create(
            provider=provider, delivery_id=delivery_id, received_at=now,
            body={"notices": notices, "answers": answers},
            outcome="REFUSED" if outcomes == {"REFUSED"} else "MIXED" if "REFUSED" in outcomes else "POSTED",
            detail=", ".join(sorted(outcomes))[:300],
        )  # fmt: skip
    return Delivery(delivery_id, False, answers)


def _answer(notice: Any, told: Posted | Refusal) -> dict[str, Any]:
    ref = notice.get("payment_ref") if isinstance(notice, dict) else None
    if isinstance(told, Refusal):
        return {"payment_ref": ref, "outcome": "REFUSED", "error": told.as_dict()}
    return {"payment_ref": ref, "outcome": told.outcome}


def _notices(body: bytes) -> list[Any]:
    try:
        told = json.loads(body, parse_float=str)
    except (ValueError, RecursionError):
        raise NoticeIncomplete("body", "is not JSON") from None
    if not isinstance(told, dict):
        raise NoticeIncomplete("body", "is not an object")
    notices = told.get("notices", [told])
    if not isinstance(notices, list) or not 0 < len(notices) <= MOST_NOTICES:
        raise NoticeIncomplete("notices", f"is not a list of 1 to {MOST_NOTICES}")
    return notices


def forget_bodies(*, ids: list[int]) -> int:
    """This will let go of what providers sent, word for word; what it told stands in the ledger."""
    return Notice.objects.filter(pk__in=ids).update(body={})
