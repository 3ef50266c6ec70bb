"""`TAGIH_SMPP=smpp://system:password@host:2775?source=TAGIH&timeout=10&tries=3`."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings


@dataclass(frozen=True, slots=True)
class MessageCentre:
    """The operator's message centre and how it knows us."""

    host: str
    port: int
    system_id: str
    password: str
    source: str
    timeout: float
    tries: int


def message_centre() -> MessageCentre | None:
    """This will read the centre of the settings, None without one."""
    told = settings.TAGIH_SMPP
    if not told:
        return None
    parts = urlsplit(told)
    options = dict(parse_qsl(parts.query))
    return MessageCentre(
        host=parts.hostname or "", port=parts.port or 2775, system_id=unquote(parts.username or ""),
        password=unquote(parts.password or ""), source=options.get("source", ""),
        timeout=float(options.get("timeout", "10")), tries=int(options.get("tries", "3")),
    )  # fmt: skip
