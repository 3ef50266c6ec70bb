"""Whoever carries messages, one folder a provider: `settings` reads what the operator set, `sending` hands over,
`receipts` reads what comes back. Every sender passes the same contract suite."""

from collections.abc import Callable

from tagih.messaging.adapters import http, sandbox, smpp, smtp, whatsapp
from tagih.messaging.adapters.port import (
    Accepted,
    Doubtful,
    Parcel,
    Provider,
    Refused,
    Told,
    Unavailable,
    WhatHappened,
    Written,
)

__all__ = [
    "Accepted",
    "Doubtful",
    "Parcel",
    "Provider",
    "Refused",
    "Told",
    "Unavailable",
    "WhatHappened",
    "Written",
    "names",
    "provider",
]

BUILT: dict[str, Callable[[str], Provider | None]] = {
    "sandbox": sandbox.built,
    "http": http.built,
    "smpp": smpp.built,
    "smtp": smtp.built,
    "whatsapp": whatsapp.built,
}
CARRIES = {
    "SMS": ("http", "smpp", "sandbox"),
    "EMAIL": ("smtp", "sandbox"),
    "WHATSAPP": ("whatsapp", "sandbox"),
}


def names(channel: str) -> tuple[str, ...]:
    """This will list the providers that can carry a channel, set up or not."""
    return CARRIES.get(channel, ())


def provider(name: str, *, channel: str) -> Provider | None:
    """This will return a provider that is set up for a channel, None if it is not."""
    return BUILT[name](channel) if name in names(channel) else None
