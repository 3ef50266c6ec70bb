"""Speech of espeak-ng with planted faults: what the features find of them, with precision and recall.

Nothing leaves the machine: sockets are off in the suite, and the speech is made by a program beside it.
"""

import io
import itertools
import shutil
import subprocess
import wave
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from tagih.quality.rules.features import Features, features
from tests.quality.sounds import RATE

AGENT = (
    "Selamat pagi, saya Rina dari Maju Bersama Finance, panggilan ini direkam",
    "Angsuran bulan ini jatuh tempo lima hari yang lalu, apakah ada kendala",
    "Apakah bisa dibayar tanggal dua puluh lima lewat rekening virtual",
    "Baik, saya catat satu juta dua ratus ribu rupiah, terima kasih banyak",
)
OTHER = (
    "Iya betul, saya sendiri, ada apa ya Mbak",
    "Maaf, minggu ini dagangan sepi, anak saya juga sakit",
    "Bisa, tanggal dua puluh lima saya transfer semuanya",
    "Sama-sama, terima kasih sudah diingatkan",
)
FAULTS = ("TALK_OVER", "DEAD_AIR", "MONOLOGUE", "CUT_OFF")
OVER, DEAD_S, ALONE = 0.08, 6.0, 0.75


@dataclass(frozen=True)
class Made:
    """A talk with the faults that were planted in it."""

    agent: np.ndarray
    other: np.ndarray
    planted: frozenset[str]


@cache
def spoken(text: str, voice: str, speed: int) -> np.ndarray:
    """Speech at the rate of a telephone, without the silence at its ends."""
    words = ["espeak-ng", "-v", voice, "-s", str(speed), "--stdout", text]
    content = subprocess.run(words, check=True, capture_output=True).stdout
    with wave.open(io.BytesIO(content)) as sound:
        rate = sound.getframerate()
        samples = np.frombuffer(sound.readframes(2**24), dtype="<i2").astype(float) / 32768
    places = np.arange(0, len(samples), rate / RATE)
    return np.interp(places, np.arange(len(samples)), samples)


def made(planted: frozenset[str], *, turn: int) -> Made:
    """Four turns of each side. TALK_OVER: the agent falls into every sentence of the other. DEAD_AIR: ten silent
    seconds. MONOLOGUE: the other side says one sentence only. CUT_OFF: the agent has the last word, in the middle of
    the other's answer that never comes."""
    chance = np.random.default_rng(turn)
    speed, voice = int(chance.integers(140, 185)), ("id", "id+f2", "id+m3")[turn % 3]
    parts: list[tuple[str, float, np.ndarray]] = []
    at = 0.3
    for place, (ours, theirs) in enumerate(zip(AGENT, OTHER, strict=True)):
        said = spoken(ours, voice, speed)
        parts.append(("AGENT", at, said))
        at += len(said) / RATE + float(chance.uniform(0.3, 0.9))
        if place == 1 and "DEAD_AIR" in planted:
            at += 10
        is_last = place == len(AGENT) - 1
        if ("MONOLOGUE" in planted and place > 0) or (is_last and "CUT_OFF" in planted):
            continue
        answer = spoken(theirs, "id+f4" if turn % 2 else "id+m1", 160)
        parts.append(("OTHER", at, answer))
        at += len(answer) / RATE + (-1.8 if "TALK_OVER" in planted and not is_last else float(chance.uniform(0.3, 0.9)))
    length = int((max(start + len(sound) / RATE for _side, start, sound in parts) + 0.5) * RATE)
    sides = {"AGENT": np.zeros(length), "OTHER": np.zeros(length)}
    for side, start, sound in parts:
        first = int(start * RATE)
        sides[side][first : first + len(sound)] += sound
    noise = chance.normal(0, 0.001, (2, length))
    return Made(sides["AGENT"] * 0.6 + noise[0], sides["OTHER"] * 0.6 + noise[1], planted)


def noticed(found: Features) -> set[str]:
    """What the figures say, by one line each."""
    rules = {
        "TALK_OVER": found.talk_over > OVER, "DEAD_AIR": found.longest_silence_s > DEAD_S,
        "MONOLOGUE": found.talk_agent / max(0.01, found.talk_agent + found.talk_other) > ALONE,
        "CUT_OFF": found.last_voice == "AGENT",
    }  # fmt: skip
    return {name for name, is_so in rules.items() if is_so}


def talks() -> Iterable[Made]:
    """Every mixture of faults that can be told apart, twice with other voices and speeds; clean ones among
    them. A monologue has nobody to fall upon and ends with the agent by itself."""
    turn = itertools.count()
    alone = ("TALK_OVER", "DEAD_AIR", "CUT_OFF")
    mixtures = [frozenset(some) for many in range(3) for some in itertools.combinations(alone, many)]
    mixtures += [frozenset({"MONOLOGUE", "CUT_OFF"}), frozenset({"MONOLOGUE", "CUT_OFF", "DEAD_AIR"})]
    for _round in range(2):
        for planted in mixtures:
            yield made(planted, turn=next(turn))


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
@pytest.mark.slow
def test_planted_faults_are_found_in_generated_speech_with_this_precision_and_recall():
    """Eighteen talks with twenty-eight planted faults; making the speech takes seconds."""
    right, wrong, missed = dict.fromkeys(FAULTS, 0), dict.fromkeys(FAULTS, 0), dict.fromkeys(FAULTS, 0)
    for talk in talks():
        sound = (np.stack([talk.agent, talk.other], axis=1) * 32767).clip(-32768, 32767).astype("<i2")
        found = noticed(features(sound, RATE))
        for name in FAULTS:
            right[name] += name in found and name in talk.planted
            wrong[name] += name in found and name not in talk.planted
            missed[name] += name not in found and name in talk.planted

    precision = {name: right[name] / (right[name] + wrong[name]) for name in FAULTS}
    recall = {name: right[name] / (right[name] + missed[name]) for name in FAULTS}

    assert (precision, recall) == (dict.fromkeys(FAULTS, 1.0), dict.fromkeys(FAULTS, 1.0))
