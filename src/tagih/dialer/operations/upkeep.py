"""Telephones' secrets and recordings: brought to the current key, and destroyed when their time is over."""

import uuid
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tagih.dialer.enums import TapeState
from tagih.dialer.models import Recording, Seat
from tagih.dialer.operations.recordings import CONTEXT
from tagih.dialer.operations.seats import SECRET
from tagih.kernel import crypto, database
from tagih.kernel.renewal import renew

HEAD = 5  # the form and the key


def renew_secrets(*, limit: int) -> int:
    """This will encrypt up to `limit` telephones' secrets anew that an older key encrypted, and return how many."""
    return renew(Seat, "secret", context=SECRET, limit=limit)


def renew_recordings(*, after: uuid.UUID | None, limit: int) -> tuple[uuid.UUID | None, int]:
    """This will encrypt those of the next `limit` recordings anew that an older key encrypted; returns the last id and
    how many files changed. (None, 0): no more. The old file goes once the new one is noted.
    """
    kept = Recording.objects.exclude(file="").order_by("pk")
    rows = list((kept.filter(pk__gt=after) if after else kept)[:limit])
    changed = sum(_sealed_anew(row) for row in rows)
    return (rows[-1].pk, changed) if rows else (None, 0)


def sound_of_tape(tape: Recording) -> bytes:
    """This will return the sound of one side for a machine that measures it; who lets a person hear it records that.

    :raises crypto.Undecipherable: the file was changed
    """
    with default_storage.open(tape.file) as file:
        return crypto.unseal(file.read(), context=CONTEXT)


def destroy_recordings(*, ids: Sequence[uuid.UUID]) -> int:
    """This will delete the sound of recordings and return how many had one. That there was one stays, with its hash."""
    with database.transaction():
        rows = list(Recording.objects.select_for_update().filter(pk__in=ids).exclude(file=""))
        names = [row.file for row in rows]
        Recording.objects.filter(pk__in=[row.pk for row in rows]).update(file="", state=TapeState.LOST)
        database.after_commit(lambda: [default_storage.delete(name) for name in names])
    return len(rows)


def _sealed_anew(row: Recording) -> bool:
    with database.transaction():
        held = Recording.objects.select_for_update(skip_locked=True).filter(pk=row.pk).exclude(file="").first()
        if held is None or not default_storage.exists(held.file):
            return False
        with default_storage.open(held.file) as file:
            token = file.read(HEAD)
            if not crypto.needs_renewal(token):
                return False
            token += file.read()
        former = held.file
        fresh = ContentFile(crypto.seal(crypto.unseal(token, context=CONTEXT), context=CONTEXT))
        held.file = default_storage.save(f"recordings/{held.began_at:%Y/%m/%d}/{held.pk}.tape", fresh)
        held.save(update_fields=["file"])
        database.after_commit(lambda: default_storage.delete(former))
    return True
