"""What channels left to hear and read: calls of the dialer with their tapes, words that agents wrote themselves.

A tape stays with the dialer, encrypted there and let go of there. Only its place is noted here, so that one sound is
never kept twice.
"""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q

from tagih.contacts.models import Attempt
from tagih.dialer.enums import CallState, TapeState
from tagih.dialer.models import Call
from tagih.dialer.models import Recording as Tape
from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.messaging.models import Message
from tagih.messaging.queries import words_of
from tagih.quality import events
from tagih.quality.enums import RecordingState
from tagih.quality.models import Recording
from tagih.quality.operations.readings import read_text
from tagih.quality.operations.recordings import record_missing
from tagih.quality.operations.sounds import OF_CALL

SETTLED = dt.timedelta(minutes=15)


def take_recordings(*, now: dt.datetime, limit: int = 500) -> tuple[int, int]:
    """This will note the tapes of calls that ended, and which should have one and have none; returns how many of each.

    What is still being fetched from the switch is left for later.
    """
    ended = Call.objects.filter(
        state=CallState.ENDED, attempt__isnull=False, attempt__recording__isnull=True, ended_at__lt=now - SETTLED,
        connected_at__isnull=False,
    ).filter(Q(campaign__records=True) | Q(recordings__isnull=False))  # fmt: skip
    calls = ended.distinct().order_by("ended_at", "pk").select_related("attempt").prefetch_related("recordings")
    kept = missing = 0
    for call in calls[:limit]:
        tapes = list(call.recordings.all())
        if any(tape.state == TapeState.RUNNING for tape in tapes):
            continue
        stored = [tape for tape in tapes if tape.state == TapeState.STORED]
        if stored:
            kept += _note(call, stored, now=now)
        else:
            record_missing(attempt=call.attempt, by=None, now=now)
            missing += 1
    return kept, missing


def let_go_of_sounds(*, tapes: Sequence[str], now: dt.datetime) -> int:
    """This will note that the tapes of calls were deleted, and return of how many contacts. What was measured stays."""
    heard = Recording.objects.filter(attempt__call__recordings__in=tapes, state=RecordingState.KEPT)
    ids = list(heard.distinct().values_list("pk", flat=True))
    return Recording.objects.filter(pk__in=ids).update(state=RecordingState.DELETED, stored_as="", deleted_at=now)


def read_written(*, since: dt.datetime, now: dt.datetime, limit: int = 2000) -> int:
    """This will look for conduct phrases in what agents wrote in their own words and sent since an instant, and return
    how many messages had some. Read twice it finds the same. Templates were looked at when they were approved."""
    sent = Message.objects.filter(
        template__isnull=True, ordered_by__isnull=False, attempt__isnull=False, handed_at__gte=since,
        text_cipher__isnull=False,
    )  # fmt: skip
    found = 0
    for message in sent.select_related("attempt").order_by("handed_at", "pk")[:limit]:
        found += bool(read_text(attempt=message.attempt, text=words_of(message), now=now))
    return found


def _note(call: Call, tapes: Sequence[Tape], *, now: dt.datetime) -> bool:
    attempt: Attempt = call.attempt
    first = min(tape.began_at for tape in tapes)
    seconds = max((tape.began_at - first).total_seconds() + tape.seconds for tape in tapes)
    with database.transaction():
        _held, made = Recording.objects.get_or_create(
            attempt=attempt,
            defaults={
                "state": RecordingState.KEPT, "stored_as": f"{OF_CALL}{call.pk}", "seconds": seconds, "channels": 2,
                "size": sum(tape.size for tape in tapes), "recorded_at": first,
            },
        )  # fmt: skip
        if made:
            journal.publish(events.RecordingKept(attempt_id=str(attempt.pk), seconds=round(seconds)), by=None, now=now)
    return made
