"""Signed-in browsers: opened, seen, ended."""

import datetime as dt

from django.contrib.sessions.models import Session

from tagih.kernel import database
from tagih.staff.models import Person, SignIn


def open_sign_in(*, person: Person, session_key: str, ip_address: str | None, device: str, now: dt.datetime) -> SignIn:
    """This will remember that a browser signed in as a person."""
    opened, _created = SignIn.objects.update_or_create(
        session_key=session_key,
        defaults={"person": person, "started_at": now, "seen_at": now, "ended_at": None, "ip_address": ip_address,
                  "device": device[:120]},
    )  # fmt: skip
    return opened


def mark_seen(*, session_key: str, now: dt.datetime) -> None:
    """This will note that the browser was just used."""
    SignIn.objects.filter(session_key=session_key, ended_at__isnull=True).update(seen_at=now)


def close_sign_in(*, session_key: str, now: dt.datetime) -> None:
    """This will note that a browser signed out by itself."""
    SignIn.objects.filter(session_key=session_key, ended_at__isnull=True).update(ended_at=now)


def end_sign_ins(*, person: Person, now: dt.datetime, except_key: str = "") -> int:
    """This will sign a person out everywhere, or everywhere but one browser, and return how many ended."""
    with database.transaction():
        running = SignIn.objects.filter(person=person, ended_at__isnull=True).exclude(session_key=except_key)
        keys = list(running.values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        return running.update(ended_at=now)


def rename_sign_in(*, old_key: str, new_key: str) -> None:
    """This will follow a browser whose session got a new key, as after a change of password."""
    SignIn.objects.filter(session_key=old_key).update(session_key=new_key)
