"""Phones: set up, blocked, recognised; receipt numbers for each; positions, and how long they are kept."""

import datetime as dt
import hashlib
import hmac
import secrets
import uuid
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from tagih.field import events
from tagih.field.models import Device, Panic, ReceiptBlock, TrackPoint
from tagih.field.rules.bodies import OLDEST_VERSION, Place
from tagih.journal import operations as journal
from tagih.kernel import clock, database
from tagih.kernel.errors import Refusal
from tagih.staff import queries as staff
from tagih.staff.models import Person

BLOCK = 50
LOW = 15  # numbers left on a phone, below which it gets another block
KEPT_DAYS = 90


class AppTooOld(Refusal):
    """The program on the phone is older than two versions."""

    def __init__(self, version: int) -> None:
        super().__init__(
            "APP_TOO_OLD", _("This version of the app is too old."), field="app_version", value=version,
            remedy=_("Open the app with a signal; it brings itself up to date. Nothing that was entered is lost."),
        )  # fmt: skip


def register_device(
    *, person: Person, name: str, app_version: int, by: Person, now: dt.datetime, identity: uuid.UUID
) -> tuple[Device, str]:  # fmt: skip
    """This will set up a phone for a person and return it with the secret that it keeps; the secret is not kept here.

    Setting the same phone up again replaces its secret.

    :raises AppTooOld:
    """
    if app_version < OLDEST_VERSION:
        raise AppTooOld(app_version)
    token = secrets.token_urlsafe(32)
    told = {"name": name[:120], "token_hash": _hashed(token), "seen_at": now, "app_version": app_version,
            "blocked_at": None, "block_reason": ""}  # fmt: skip
    with database.transaction():
        database.lock("field.devices", person.pk)
        device = Device.objects.filter(pk=identity, person=person).first()
        if device is None:
            count = Device.objects.filter(person=person).count()
            device = Device(id=identity, person=person, code=f"{count + 1}", registered_at=now)
        for field, value in told.items():
            setattr(device, field, value)
        device.save()
        registered = events.DeviceRegistered(
            device_id=str(device.pk), person_id=person.pk, name_of_person=person.full_name
        )
        journal.publish(registered, by=by, now=now)
    return device, token


def block_device(*, device: Device, reason: str, by: Person, now: dt.datetime) -> bool:
    """This will stop a phone, such as one that was lost, from speaking for its person; tell whether it could before."""
    with database.transaction():
        told = {"blocked_at": now, "block_reason": reason[:200]}
        if not Device.objects.filter(pk=device.pk, blocked_at__isnull=True).update(**told):
            return False
        blocked = events.DeviceBlocked(device_id=str(device.pk), person_id=device.person_id, reason=reason[:200])
        journal.publish(blocked, by=by, now=now)
    return True


def recognised(*, identity: str, token: str, permission: str, now: dt.datetime) -> Device | None:
    """This will return the phone that proves itself by its secret, if its person may still do this; None otherwise."""
    try:
        device = Device.objects.select_related("person").filter(pk=uuid.UUID(identity)).first()
    except ValueError:
        return None
    if device is None or device.blocked_at or not hmac.compare_digest(bytes(device.token_hash), _hashed(token)):
        return None
    standing = staff.standing_of(device.person, on=clock.today_in(clock.WIB, now=now))
    if not standing.may(permission):
        return None
    if now - device.seen_at > dt.timedelta(minutes=1):
        Device.objects.filter(pk=device.pk).update(seen_at=now)
    return device


def ensure_numbers(*, device: Device, now: dt.datetime) -> list[ReceiptBlock]:
    """This will return the blocks of numbers a phone may use, with a new one when few are left; never another's."""
    with database.transaction():
        database.lock("field.devices", device.person_id)
        blocks = list(ReceiptBlock.objects.filter(device=device, returned_at__isnull=True).order_by("first"))
        used = {block.pk: block.receipts.count() for block in blocks}
        left = sum(block.last - block.first + 1 - used[block.pk] for block in blocks)
        if left < LOW:
            first = max((block.last for block in ReceiptBlock.objects.filter(device=device)), default=0) + 1
            prefix = f"KW-{device.person.employee_no}-{device.code}"
            blocks.append(ReceiptBlock.objects.create(
                device=device, prefix=prefix, first=first, last=first + BLOCK - 1, issued_at=now
            ))  # fmt: skip
            used[blocks[-1].pk] = 0
    return [block for block in blocks if used[block.pk] < block.last - block.first + 1]


def record_track(*, device: Device, points: Iterable[Place], off: dt.timedelta, now: dt.datetime) -> int:
    """This will keep positions of a shift; told twice they are kept once."""
    rows = [
        TrackPoint(
            device=device, at=min(point.at - off, now), latitude=f"{point.lat:.6f}", longitude=f"{point.lon:.6f}",
            accuracy_m=round(point.accuracy),
        )
        for point in points
    ]  # fmt: skip
    return len(TrackPoint.objects.bulk_create(rows, ignore_conflicts=True))


def forget_tracks(*, now: dt.datetime) -> int:
    """This will delete positions older than 90 days and return how many."""
    return TrackPoint.objects.filter(at__lt=now - dt.timedelta(days=KEPT_DAYS)).delete()[0]


def answer_panic(*, panic: Panic, answer: str, by: Person, now: dt.datetime) -> bool:
    """This will note who looked after a call for help, and how; tell whether nobody had."""
    told = {"answered_at": now, "answered_by": by, "answer": answer[:200]}
    return bool(Panic.objects.filter(pk=panic.pk, answered_at__isnull=True).update(**told))


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
