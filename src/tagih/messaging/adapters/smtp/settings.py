"""`TAGIH_SMTP=smtp://user:password@host:587?from=info@lender.example&bounce=bounce@lender.example&tls=1
&dkim_selector=tagih&dkim_key=/path/to/key.pem`; `smtps://` speaks TLS from the first byte."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail leaves, in whose name, and the key that proves it. `bounce` takes what cannot be delivered."""

    host: str
    port: int
    user: str
    password: str
    sender: str
    bounce: str
    is_tls: bool
    starts_tls: bool
    dkim_selector: str
    dkim_key: bytes

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]


def mail_server() -> MailServer | None:
    """This will read the server of the settings, None without one."""
    told = settings.TAGIH_SMTP
    if not told:
        return None
    parts = urlsplit(told)
    options = dict(parse_qsl(parts.query))
    key = options.get("dkim_key", "")
    sender = options.get("from", "")
    return MailServer(
        host=parts.hostname or "", port=parts.port or (465 if parts.scheme == "smtps" else 587),
        user=unquote(parts.username or ""), password=unquote(parts.password or ""), sender=sender,
        bounce=options.get("bounce", sender), is_tls=parts.scheme == "smtps", starts_tls=options.get("tls", "1") == "1",
        dkim_selector=options.get("dkim_selector", ""), dkim_key=Path(key).read_bytes() if key else b"",
    )  # fmt: skip
