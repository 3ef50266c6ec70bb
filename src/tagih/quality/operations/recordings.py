"""Recordings: kept under the digest of their content, missed where there is none, deleted when their time is over."""

import datetime as dt
import hashlib
import io
import wave

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from tagih.contacts.models import Attempt
from tagih.dialer.models import Recording as Tape
from tagih.dialer.operations.upkeep import destroy_recordings
from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.quality import events
from tagih.quality.enums import DisputeStatus, EvaluationStatus, RecordingState
from tagih.quality.models import Dispute, Evaluation, Recording
from tagih.quality.operations.sounds import OF_CALL
from tagih.staff.models import Person

LARGEST = 200 * 2**20


class RecordingRefused(Refusal):
    """A recording cannot be kept or deleted as asked."""


def keep_recording(*, attempt: Attempt, content: bytes, by: Person | None, now: dt.datetime) -> Recording:
    """This will keep the sound of a contact (PCM WAV, agent left, other side right). The same again is no change.

    :raises RecordingRefused: it is no WAV of whole samples, too large, or the contact has another recording
    """
    seconds, channels = _measured(content)
    digest = hashlib.sha256(content).hexdigest()
    name = f"recordings/{digest[:2]}/{digest}.wav"
    with database.transaction():
        held = Recording.objects.select_for_update().filter(attempt=attempt).first()
        if held is not None and held.state != RecordingState.MISSING:
            if held.sha256 == digest:
                return held
            raise RecordingRefused("ANOTHER", _("This contact has another recording already."), field="file")
        stored = name if default_storage.exists(name) else default_storage.save(name, ContentFile(content))
        kept = held or Recording(attempt=attempt, recorded_at=now)
        kept.state, kept.stored_as, kept.sha256 = RecordingState.KEPT, stored, digest
        kept.size, kept.seconds, kept.channels = len(content), seconds, channels
        kept.save()
        event = events.RecordingKept(attempt_id=str(attempt.pk), seconds=round(seconds))
        journal.publish(event, by=by, now=now)
    return kept


def record_missing(*, attempt: Attempt, by: Person | None, now: dt.datetime) -> Recording:
    """This will note that a contact that should have a recording has none: a finding of its own. Known already: no
    change."""
    with database.transaction():
        held, made = Recording.objects.get_or_create(
            attempt=attempt, defaults={"state": RecordingState.MISSING, "recorded_at": now}
        )
        if made:
            journal.publish(events.RecordingMissing(attempt_id=str(attempt.pk)), by=by, now=now)
    return held


def delete_recording(*, recording: Recording, by: Person | None, now: dt.datetime) -> Recording:
    """This will delete the sound of a contact whose time is over; that there was one stays known.

    :raises RecordingRefused: a dispute or an unread score still needs it
    """
    with database.transaction():
        held = Recording.objects.select_for_update().get(pk=recording.pk)
        if held.state != RecordingState.KEPT:
            return held
        disputed = Dispute.objects.filter(evaluation__attempt_id=held.attempt_id, status=DisputeStatus.OPEN)
        waiting = Evaluation.objects.filter(
            attempt_id=held.attempt_id,
            status__in=(EvaluationStatus.DRAFT, EvaluationStatus.SUBMITTED, EvaluationStatus.RELEASED),
        )
        if disputed.exists() or waiting.exists():
            raise RecordingRefused(
                "NEEDED", _("A dispute or a score still needs this recording."), remedy=_("Delete it afterwards.")
            )
        shared = Recording.objects.filter(stored_as=held.stored_as, state=RecordingState.KEPT).exclude(pk=held.pk)
        if not shared.exists():
            _delete_sound(held)
        held.state, held.stored_as, held.deleted_at = RecordingState.DELETED, "", now
        held.save(update_fields=["state", "stored_as", "deleted_at"])
        journal.publish(events.RecordingDeleted(attempt_id=str(held.attempt_id)), by=by, now=now)
    return held


def _delete_sound(held: Recording) -> None:
    gone = held.stored_as
    if gone.startswith(OF_CALL):
        tapes = Tape.objects.filter(call_id=gone.removeprefix(OF_CALL)).values_list("pk", flat=True)
        destroy_recordings(ids=list(tapes))
    else:
        database.after_commit(lambda: default_storage.delete(gone))


def _measured(content: bytes) -> tuple[float, int]:
    if len(content) > LARGEST:
        raise RecordingRefused("TOO_LARGE", _("The recording is larger than 200 MB."), field="file")
    try:
        with wave.open(io.BytesIO(content)) as sound:
            frames, channels = sound.getnframes(), sound.getnchannels()
            width, rate = sound.getsampwidth(), sound.getframerate()
    except (wave.Error, EOFError):
        raise RecordingRefused(
            "NO_WAV", _("This is no WAV file."), field="file", remedy=_("Send PCM WAV of 16 bits.")
        ) from None
    if width != 2 or channels not in (1, 2) or not rate or not frames:
        raise RecordingRefused(
            "NO_PCM", _("The recording must be PCM of 16 bits with one or two channels."), field="file"
        )
    return frames / rate, channels
