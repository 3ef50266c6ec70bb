"""`TAGIH_SMS_HTTP=https://TOKEN@gateway.example/v1/messages?idempotent=1&timeout=10`."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Gateway:
    """Where it is, how it knows us, and whether it recognises a reference that comes twice."""

    url: str
    token: str
    is_idempotent: bool
    timeout: float


def gateway() -> Gateway | None:
    """This will read the gateway of the settings, None without one."""
    told = settings.TAGIH_SMS_HTTP
    if not told:
        return None
    parts = urlsplit(told)
    options = dict(parse_qsl(parts.query))
    where = parts.hostname or ""
    where += f":{parts.port}" if parts.port else ""
    return Gateway(
        url=urlunsplit((parts.scheme, where, parts.path, "", "")), token=unquote(parts.username or ""),
        is_idempotent=options.get("idempotent") == "1", timeout=float(options.get("timeout", "10")),
    )  # fmt: skip
