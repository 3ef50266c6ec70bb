"""Sounds made here: bursts of a voice-like tone on two channels."""

import io
import wave
from collections.abc import Sequence

import numpy as np

RATE = 8000


def voiced(seconds: float, bursts: Sequence[tuple[float, float]], *, pitch: float = 140.0) -> np.ndarray:
    """A channel that is loud from and until the given seconds, with a little noise everywhere."""
    time = np.arange(int(seconds * RATE)) / RATE
    loud = np.zeros_like(time)
    for first, last in bursts:
        loud[(time >= first) & (time < last)] = 1
    tone = sum(np.sin(2 * np.pi * pitch * part * time) / part for part in range(1, 6))
    syllables = 0.6 + 0.4 * np.sin(2 * np.pi * 4 * time)
    noise = np.random.default_rng(1).normal(0, 0.002, len(time))
    return np.clip(loud * tone * syllables * 0.25 + noise, -1, 1)


def wav(*channels: np.ndarray, rate: int = RATE) -> bytes:
    """The channels as a PCM WAV of 16 bits."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(len(channels))
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes((np.stack(channels, axis=1) * 32767).astype("<i2").tobytes())
    return out.getvalue()


def speech(*, seconds: float = 2.0) -> bytes:
    """A short talk: the agent, then the other side."""
    return wav(voiced(seconds, [(0, seconds / 2)]), voiced(seconds, [(seconds / 2, seconds)], pitch=210))
