"""Which switch calls go through, from the settings."""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tagih.dialer.adapters.asterisk.ari import Address


def ari_address() -> Address:
    """This will read `TAGIH_ARI`: `http://user:password@host:port/app`, with `?listen=host:port` where Asterisk comes
    to us.

    :raises ImproperlyConfigured: it is missing or no such address
    """
    parts = urlsplit(settings.TAGIH_ARI)
    if parts.scheme not in ("http", "https") or not parts.hostname or not parts.password:
        raise ImproperlyConfigured("TAGIH_ARI must be http://user:password@host:port/app")
    listen = parts.query.removeprefix("listen=") if parts.query.startswith("listen=") else ""
    port = f":{parts.port}" if parts.port else ""
    return Address(
        f"{parts.scheme}://{parts.hostname}{port}", unquote(parts.username or "tagih"), unquote(parts.password),
        parts.path.strip("/") or "tagih", listen,
    )  # fmt: skip
