import contextlib
from collections.abc import Iterator

from tagih.kernel import clock, crypto
from tagih.messaging.adapters.port import Accepted, Parcel, Refused, Session
from tagih.messaging.adapters.sandbox import settings
from tagih.messaging.models import SandboxText
from tagih.messaging.queries.texts import RECIPIENT_HASH, SANDBOX_TEXT
from tagih.messaging.rules.lengths import measure

DEAD_ENDS = ("000000", "@tidak-ada.example")


class Sandbox:
    """Takes every message once; numbers that end in 000000 belong to nobody."""

    name = "sandbox"
    is_idempotent = True

    def __init__(self, channel: str) -> None:
        self.channel = channel

    @contextlib.contextmanager
    def session(self) -> Iterator[Session]:
        yield self

    def send(self, parcel: Parcel) -> Accepted:
        if parcel.recipient.endswith(DEAD_ENDS):
            raise Refused("nobody has this number", is_dead=True)
        SandboxText.objects.get_or_create(
            reference=parcel.reference,
            defaults={
                "channel": self.channel,
                "recipient_hash": crypto.search_hash(parcel.recipient, context=RECIPIENT_HASH),
                "recipient_masked": f"{parcel.recipient[:6]}…{parcel.recipient[-3:]}",
                "subject": parcel.subject,
                "text_cipher": crypto.encrypt(parcel.text, context=SANDBOX_TEXT),
                "taken_at": clock.now(),
            },
        )
        parts = 1 if self.channel == "EMAIL" else measure(parcel.text).parts
        return Accepted(f"sandbox-{parcel.reference}", parts, is_delivered=True)


def built(channel: str) -> Sandbox | None:
    """This will return the sandbox where it is set up."""
    return Sandbox(channel) if settings.is_set_up() else None
