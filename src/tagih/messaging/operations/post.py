"""What providers deliver to us: authentic, read in the provider's form, receipts and replies stored."""

import datetime as dt

from tagih.messaging.adapters.http import receipts as http
from tagih.messaging.adapters.port import NotUnderstood, Post
from tagih.messaging.adapters.smtp import receipts as smtp
from tagih.messaging.adapters.whatsapp import receipts as whatsapp
from tagih.messaging.adapters.whatsapp.settings import account
from tagih.messaging.operations.outcomes import record_receipts
from tagih.messaging.operations.replies import receive_replies

__all__ = ["NotUnderstood", "check_whatsapp", "take_post", "whatsapp_verify_token"]

CHANNELS = {"http": "SMS", "sandbox": "SMS", "smtp": "EMAIL", "whatsapp": "WHATSAPP"}


def take_post(*, provider: str, body: bytes, now: dt.datetime, channel: str = "") -> dict[str, dict[str, int]]:
    """This will store what an authentic delivery says and return counts; told twice it counts once.

    :raises NotUnderstood: it is not of the provider's form
    """
    post = _read(provider, body, now)
    return {
        "receipts": record_receipts(provider=provider, receipts=post.receipts, now=now),
        "replies": receive_replies(
            channel=channel or CHANNELS[provider], provider=provider, replies=post.replies, now=now
        ),
    }


def check_whatsapp(*, signature: str, body: bytes) -> bool:
    """This will tell whether the platform signed these bytes."""
    known = account()
    return known is not None and whatsapp.is_authentic(secret=known.secret, given=signature, body=body)


def _read(provider: str, body: bytes, now: dt.datetime) -> Post:
    if provider == "whatsapp":
        return whatsapp.read(body)
    if provider == "smtp":
        return smtp.read(body, received_at=now)
    return http.read(body)


def whatsapp_verify_token() -> str:
    """This will return the word by which the platform proves itself once, blank where it is not set up."""
    known = account()
    return known.verify if known else ""
