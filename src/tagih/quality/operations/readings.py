"""What the machine notices in a recording or a text: stored to choose what is heard, never as a verdict."""

import datetime as dt
import io
import tomllib
import wave
from collections.abc import Sequence
from functools import cache
from importlib import resources

import numpy as np

from tagih.contacts.models import Attempt
from tagih.kernel import database
from tagih.quality.adapters.speech import Recogniser
from tagih.quality.enums import RecordingState
from tagih.quality.models import CallReading, PhraseHit, Recording
from tagih.quality.operations.sounds import sound_of
from tagih.quality.rules import features as measuring
from tagih.quality.rules import phrases
from tagih.quality.rules.phrases import Hit, PhraseList, Spoken


@cache
def phrase_list() -> PhraseList:
    """This will return the shipped list of conduct phrases."""
    text = (resources.files("tagih.quality") / "starter" / "phrases.toml").read_text(encoding="utf-8")
    return phrases.parsed(tomllib.loads(text))


def read_recording(*, recording: Recording, recogniser: Recogniser | None, now: dt.datetime) -> CallReading | None:
    """This will measure a kept recording, and with a recogniser look for phrases in what the agent says.

    Read again with a newer version it replaces what it found before. None when the sound is gone.
    """
    content = sound_of(recording)
    if content is None:
        return None
    with wave.open(io.BytesIO(content)) as sound:
        rate, channels = sound.getframerate(), sound.getnchannels()
        samples = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2").reshape(-1, channels)
    found = measuring.features(samples, rate)
    said = recogniser.words(_one_channel(samples[:, 0], rate)) if recogniser else []
    with database.transaction():
        reading, _made = CallReading.objects.update_or_create(
            recording=recording,
            defaults={
                "version": measuring.VERSION, "read_at": now, "talk_agent": found.talk_agent,
                "talk_other": found.talk_other, "talk_over": found.talk_over, "silence": found.silence,
                "longest_silence_s": found.longest_silence_s, "turns": found.turns, "pace": found.pace,
                "last_voice": found.last_voice, "transcript": " ".join(one.word for one in said),
                "recogniser": recogniser.name if recogniser else "",
            },
        )  # fmt: skip
        if recogniser:
            _keep(recording.attempt, said, now=now)
    return reading


def read_text(*, attempt: Attempt, text: str, now: dt.datetime) -> list[Hit]:
    """This will look for conduct phrases in a written message and keep what it finds."""
    with database.transaction():
        return _keep(attempt, [Spoken(word) for word in text.split()], now=now)


def read_waiting(*, recogniser: Recogniser | None, now: dt.datetime, limit: int = 200) -> int:
    """This will read recordings that nobody read yet, the oldest first, and return how many."""
    waiting = Recording.objects.filter(state=RecordingState.KEPT, reading__isnull=True).select_related("attempt")
    done = 0
    for recording in waiting.order_by("recorded_at", "pk")[:limit]:
        done += read_recording(recording=recording, recogniser=recogniser, now=now) is not None
    return done


def _keep(attempt: Attempt, said: Sequence[Spoken], *, now: dt.datetime) -> list[Hit]:
    known = phrase_list()
    found = phrases.find(said, known)
    PhraseHit.objects.filter(attempt=attempt).delete()
    PhraseHit.objects.bulk_create(
        [
            PhraseHit(
                attempt=attempt, phrase=hit.phrase, kind=hit.kind, list_version=known.version, at_ms=hit.at_ms,
                words=hit.words, likeness=hit.likeness, found_at=now,
            )
            for hit in found
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return found


def _one_channel(samples: np.ndarray, rate: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(samples.astype("<i2").tobytes())
    return out.getvalue()
