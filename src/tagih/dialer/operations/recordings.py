"""Recordings: begun with the call, fetched from the switch, encrypted at rest, heard with a trace."""

import datetime as dt
import hashlib
import struct
import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tagih.dialer import events
from tagih.dialer.enums import Side, TapeState
from tagih.dialer.models import Recording
from tagih.journal import operations as journal
from tagih.kernel import crypto, database
from tagih.kernel.ids import uuid7
from tagih.staff.models import Person

CONTEXT = "dialer.recording"
BYTES_A_SECOND = 16_000  # 8 kHz, 16 bits, one channel
HEADER = 44


def begin_recording(*, call: uuid.UUID, side: Side, name: str, now: dt.datetime) -> None:
    """This will note that a side of a call is being recorded: what is noted is looked for until it is stored."""
    Recording.objects.get_or_create(
        name=name, defaults={"id": uuid7(now), "call_id": call, "side": side, "began_at": now}
    )


def note_pause(*, name: str, pause: tuple[float, float]) -> None:
    """This will note a pause, in seconds of the call."""
    row = Recording.objects.filter(name=name).first()
    if row is not None:
        row.pauses = [*row.pauses, list(pause)]
        row.save(update_fields=["pauses"])


def store_recording(*, name: str, sound: bytes, now: dt.datetime) -> bool:
    """This will encrypt and keep a fetched recording, and tell whether it was one of ours and new."""
    row = Recording.objects.filter(name=name).exclude(state=TapeState.STORED).first()
    if row is None:
        return False
    whole = mended(sound)
    sealed = crypto.seal(whole, context=CONTEXT)
    file = default_storage.save(f"recordings/{row.began_at:%Y/%m/%d}/{row.pk}.tape", ContentFile(sealed))
    row.state, row.file, row.stored_at = TapeState.STORED, file, now
    row.sha256, row.size = hashlib.sha256(whole).hexdigest(), len(whole)
    row.seconds = max(0, len(whole) - HEADER) / BYTES_A_SECOND
    row.save(update_fields=["state", "file", "stored_at", "sha256", "size", "seconds"])
    return True


def lose_recordings(*, before: dt.datetime) -> int:
    """This will give up on recordings begun before an instant that no switch has, and return how many."""
    return Recording.objects.filter(state=TapeState.RUNNING, began_at__lt=before).update(state=TapeState.LOST)


def play_back(*, recording: Recording, by: Person, now: dt.datetime) -> bytes:
    """This will return the sound of a recording and record who heard it.

    :raises crypto.Undecipherable: the file was changed
    """
    with default_storage.open(recording.file) as file:
        sound = crypto.unseal(file.read(), context=CONTEXT)
    if hashlib.sha256(sound).hexdigest() != recording.sha256:
        raise crypto.Undecipherable("not what was recorded")
    call = recording.call
    with database.transaction():
        journal.publish(
            events.RecordingHeard(
                call=str(call.pk), side=recording.side, customer_no=call.customer.customer_no if call.customer else ""
            ),
            by=by, now=now,
        )  # fmt: skip
        if call.customer:
            journal.record_access(
                what="recording", subject_kind="call", subject_id=str(call.pk), customer_no=call.customer.customer_no,
                by=by, now=now,
            )  # fmt: skip
    return sound


def mended(sound: bytes) -> bytes:
    """This will write the lengths into the head of a WAV whose writer was killed before it could."""
    if len(sound) < HEADER or sound[:4] != b"RIFF" or sound[36:40] != b"data":
        return sound
    body = len(sound) - HEADER
    if struct.unpack("<I", sound[40:44])[0] == body:
        return sound
    return sound[:4] + struct.pack("<I", body + 36) + sound[8:40] + struct.pack("<I", body) + sound[44:]
