"""The link to a person's own page."""

import datetime as dt
import functools
import hashlib

from django.conf import settings

from tagih.kernel import clock
from tagih.messaging.rules import links

PATH = "/p/"


@functools.cache
def _key(secret: str) -> bytes:
    return hashlib.sha256(f"tagih.portal\x1f{secret}".encode()).digest()


def link_of(customer_id: int, *, now: dt.datetime, days: int = links.LIFE_DAYS) -> str:
    """This will return the address of a person's page, good for two weeks."""
    until = clock.today_in(clock.WIB, now=now) + dt.timedelta(days=days)
    return f"{settings.TAGIH_ADDRESS}{PATH}{links.written(customer_id, until, key=_key(settings.SECRET_KEY))}"


def owner_of_link(text: str, *, now: dt.datetime) -> tuple[int, bool] | None:
    """This will return whose link it is and whether its time is not over, None for one that we never wrote."""
    found = links.read(text, key=_key(settings.SECRET_KEY))
    return (found[0], found[1] >= clock.today_in(clock.WIB, now=now)) if found else None
