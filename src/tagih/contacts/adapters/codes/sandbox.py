"""A provider that keeps messages in an inbox instead of sending them, for demonstrations and tests."""

import uuid

from tagih.contacts.models import SandboxMessage
from tagih.contacts.queries.repair import INBOX_CIPHER
from tagih.contacts.rules.phones import masked
from tagih.kernel import clock, crypto


class SandboxSender:
    """Takes every message; `inbox` of queries shows them."""

    name = "sandbox"

    def send(self, *, number: str, text: str, reference: uuid.UUID) -> None:
        SandboxMessage.objects.get_or_create(
            reference=reference,
            defaults={
                "text_cipher": crypto.encrypt(text, context=INBOX_CIPHER),
                "masked": masked(number),
                "taken_at": clock.now(),
            },
        )
