"""`TAGIH_WHATSAPP=https://TOKEN@graph.facebook.com/v20.0/PHONE_ID?secret=APP_SECRET&verify=VERIFY_TOKEN`."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Account:
    """The number we write from, how the platform knows us and we it."""

    url: str
    token: str
    secret: str
    verify: str


def account() -> Account | None:
    """This will read the account of the settings, None without one."""
    told = settings.TAGIH_WHATSAPP
    if not told:
        return None
    parts = urlsplit(told)
    options = dict(parse_qsl(parts.query))
    where = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
    url = urlunsplit((parts.scheme, where, parts.path.rstrip("/"), "", ""))
    return Account(url, unquote(parts.username or ""), options.get("secret", ""), options.get("verify", ""))
