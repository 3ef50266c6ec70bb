"""What can be measured in a recording without a model: who speaks when, over whom, how long nobody does.

Each channel is cut into frames of 20 ms; a frame is loud when its level passes a threshold between the channel's own
noise and its own speech (the gap is looked for in the levels, so that a quiet line and a loud one are judged alike).
Gaps shorter than a breath are bridged, clicks shorter than a syllable are dropped.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

VERSION = "2026-11"
FRAME_S, BREATH_S, CLICK_S, TURN_S = 0.02, 0.30, 0.08, 0.5
LEAST_DB = -50.0  # below this nobody speaks, whatever the channel


@dataclass(frozen=True, slots=True)
class Features:
    """Shares of the time from 0 to 1, seconds, counts. `last_voice` is AGENT, OTHER or blank when nobody spoke."""

    seconds: float
    talk_agent: float
    talk_other: float
    talk_over: float
    silence: float
    longest_silence_s: float
    turns: int
    pace: float | None
    last_voice: str


def features(samples: Any, rate: int) -> Features:
    """This will measure 16-bit samples, one column for each channel: the agent's, the other side's. One channel alone
    is taken as the agent's."""
    agent_level = levels(samples[:, 0], rate)
    agent = voiced(agent_level)
    other = voiced(levels(samples[:, 1], rate)) if samples.shape[1] > 1 else np.zeros_like(agent)
    frames = max(1, len(agent))
    nobody = ~(agent | other)
    return Features(
        seconds=len(samples) / rate,
        talk_agent=float(agent.sum() / frames),
        talk_other=float(other.sum() / frames),
        talk_over=float((agent & other).sum() / frames),
        silence=float(nobody.sum() / frames),
        longest_silence_s=max((last - first for first, last in runs(nobody)), default=0) * FRAME_S,
        turns=_turns(agent, other),
        pace=_pace(agent_level, agent),
        last_voice=_last(agent, other),
    )


def levels(channel: Any, rate: int) -> Any:
    """This will return the level of each frame of 20 ms, in decibels below full scale."""
    size = max(1, int(rate * FRAME_S))
    whole = channel[: len(channel) // size * size].reshape(-1, size).astype(np.float64) / 32768
    return 10 * np.log10(np.maximum((whole**2).mean(axis=1), 1e-10))


def voiced(level: Any) -> Any:
    """This will tell of each frame whether somebody speaks in it."""
    if len(level) == 0:
        return np.zeros(0, dtype=bool)
    floor, top = np.percentile(level, 10), np.percentile(level, 98)
    threshold = max(LEAST_DB, floor + 0.4 * (top - floor)) if top - floor > 10 else max(LEAST_DB, top - 10)
    loud = level > threshold if top > LEAST_DB else np.zeros(len(level), dtype=bool)
    loud = _without(~loud, int(BREATH_S / FRAME_S), loud, value=True)
    return _without(loud, int(CLICK_S / FRAME_S), loud, value=False)


def runs(mask: Any) -> list[tuple[int, int]]:
    """This will return the stretches of a mask as (first, after the last)."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.astype(np.int8), [0]))))
    return [(int(first), int(last)) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def _without(mask: Any, shortest: int, target: Any, *, value: bool) -> Any:
    """The target with the short stretches of the mask set to a value; gaps at the ends stay gaps."""
    changed = target.copy()
    for first, last in runs(mask):
        is_inside = first > 0 and last < len(mask)
        if last - first < shortest and (is_inside or not value):
            changed[first:last] = value
    return changed


def _turns(agent: Any, other: Any) -> int:
    """How often the word passes from one to the other; a word thrown in is no turn."""
    spoken = [(first, last, 0) for first, last in runs(agent)] + [(first, last, 1) for first, last in runs(other)]
    turns, holder = 0, None
    for first, last, who in sorted(spoken):
        if (last - first) * FRAME_S >= TURN_S and who != holder:
            turns, holder = turns + 1, who
    return turns


def _pace(level: Any, spoken: Any) -> float | None:
    """Loud bursts (about syllables) for each second of the agent's speech; None with less than a second."""
    seconds = float(spoken.sum()) * FRAME_S
    if seconds < 1:
        return None
    smooth = np.convolve(level, np.ones(3) / 3, mode="same")
    inner = smooth[1:-1]
    peaks = (inner > smooth[:-2]) & (inner >= smooth[2:]) & spoken[1:-1]
    return round(float(peaks.sum()) / seconds, 2)


def _last(agent: Any, other: Any) -> str:
    ends = [max((last for _first, last in runs(side)), default=-1) for side in (agent, other)]
    if max(ends) < 0:
        return ""
    return "AGENT" if ends[0] >= ends[1] else "OTHER"
