"""What goes of reviews when a person asks: the sound, what was heard in it, words about it. Scores stay."""

import datetime as dt
from collections.abc import Sequence

from django.core.files.storage import default_storage

from tagih.kernel import database
from tagih.quality.enums import RecordingState
from tagih.quality.models import CallReading, Evaluation, Mark, PhraseHit, Recording
from tagih.quality.operations.sounds import OF_CALL

GONE = "•••"


def erase_heard(*, customers: Sequence[int], now: dt.datetime) -> int:
    """This will delete the recordings of people's contacts and all words about them, and return how many recordings."""
    theirs = {"attempt__customer_id__in": customers}
    with database.transaction():
        recordings = list(Recording.objects.select_for_update().filter(**theirs, state=RecordingState.KEPT))
        Recording.objects.filter(pk__in=[row.pk for row in recordings]).update(
            state=RecordingState.DELETED, stored_as="", deleted_at=now
        )
        CallReading.objects.filter(recording__attempt__customer_id__in=customers).update(transcript="")
        PhraseHit.objects.filter(**theirs).update(words=GONE)
        Mark.objects.filter(evaluation__attempt__customer_id__in=customers).update(text=GONE)
        Evaluation.objects.filter(**theirs).update(comments={}, summary="", reply="")
        names = {row.stored_as for row in recordings if not row.stored_as.startswith(OF_CALL)}
        kept = set(Recording.objects.filter(stored_as__in=names).values_list("stored_as", flat=True))
        database.after_commit(lambda: [default_storage.delete(name) for name in sorted(names - kept)])
    return len(recordings)
