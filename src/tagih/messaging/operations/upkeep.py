"""What messages say: brought to the current key, and let go of when a person asks or its time is over."""

import uuid
from collections.abc import Sequence

from django.db.models import Model

from tagih.kernel import crypto, database
from tagih.kernel.renewal import renew
from tagih.messaging.models import Message, Reply, SandboxText
from tagih.messaging.queries.texts import MESSAGE_TEXT, REPLY_TEXT, SANDBOX_TEXT

SEALED: dict[str, tuple[type[Model], str]] = {
    "outbox": (Message, MESSAGE_TEXT),
    "replies": (Reply, REPLY_TEXT),
    "sandbox": (SandboxText, SANDBOX_TEXT),
}
"""Every table of this package with an encrypted text, with its context."""


def renew_texts(*, table: str, limit: int) -> int:
    """This will encrypt up to `limit` texts of a table anew that an older key encrypted, and return how many."""
    model, context = SEALED[table]
    return renew(model, "text_cipher", context=context, limit=limit)


def forget_texts(*, customers: Sequence[int]) -> int:
    """This will let go of what was written to and by people, and return how many messages said something. When and on
    which channel something was written stays."""
    ours = Message.objects.filter(customer_id__in=customers, text_cipher__isnull=False)
    theirs = Reply.objects.filter(thread__customer_id__in=customers)
    with database.transaction():
        done = forget_messages(ids=list(ours.values_list("pk", flat=True)))
        return done + forget_replies(ids=list(theirs.values_list("pk", flat=True)))


def forget_messages(*, ids: Sequence[uuid.UUID]) -> int:
    """This will let go of the words of messages that were sent, and return how many."""
    with database.transaction():
        SandboxText.objects.filter(reference__in=ids).delete()
        return Message.objects.filter(pk__in=ids).update(text_cipher=None, subject="", extra={})


def forget_replies(*, ids: Sequence[int]) -> int:
    """This will let go of the words of replies, and return how many."""
    return Reply.objects.filter(pk__in=ids).update(text_cipher=crypto.encrypt("", context=REPLY_TEXT))
