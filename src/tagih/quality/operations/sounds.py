"""The sound of a contact, wherever it is kept: brought in from outside, or as the two tapes of a call."""

import io
import wave
from collections.abc import Sequence

import numpy as np
from django.core.files.storage import default_storage

from tagih.dialer.enums import Side, TapeState
from tagih.dialer.models import Recording as Tape
from tagih.dialer.operations.upkeep import sound_of_tape
from tagih.kernel import crypto
from tagih.quality.enums import RecordingState
from tagih.quality.models import Recording

OF_CALL = "call:"
RATE = 8000


def sound_of(recording: Recording) -> bytes | None:
    """This will return the sound of a contact as WAV, the agent left and the other side right; None when it is gone."""
    if recording.state != RecordingState.KEPT:
        return None
    if not recording.stored_as.startswith(OF_CALL):
        if not default_storage.exists(recording.stored_as):
            return None
        with default_storage.open(recording.stored_as) as file:
            return file.read()
    call = recording.stored_as.removeprefix(OF_CALL)
    tapes = list(Tape.objects.filter(call_id=call, state=TapeState.STORED).exclude(file=""))
    if not tapes:
        return None
    return _together(tapes)


def _together(tapes: Sequence[Tape]) -> bytes | None:
    """Both sides beside each other, each from when it began. A side that was never recorded is silent."""
    first = min(tape.began_at for tape in tapes)
    sides: dict[str, np.ndarray] = {}
    for tape in tapes:
        try:
            with wave.open(io.BytesIO(sound_of_tape(tape))) as sound:
                samples = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2")
        except (wave.Error, EOFError, crypto.Undecipherable):
            continue
        ahead = np.zeros(int((tape.began_at - first).total_seconds() * RATE), dtype="<i2")
        sides[tape.side] = np.concatenate([ahead, samples])
    if not sides:
        return None
    length = max(len(one) for one in sides.values())
    both = np.zeros((length, 2), dtype="<i2")
    for place, side in enumerate((Side.AGENT, Side.CUSTOMER)):
        if side in sides:
            both[: len(sides[side]), place] = sides[side]
    out = io.BytesIO()
    with wave.open(out, "wb") as whole:
        whole.setnchannels(2)
        whole.setsampwidth(2)
        whole.setframerate(RATE)
        whole.writeframes(both.tobytes())
    return out.getvalue()
