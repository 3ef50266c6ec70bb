"""What the machine notices: planted in sound and in speech of espeak-ng, found with stated precision and recall."""

import io
import json
import shutil
import socket
import subprocess
import wave

import numpy as np
import pytest

from tagih.quality import operations
from tagih.quality.adapters import speech
from tagih.quality.models import PhraseHit
from tagih.quality.operations.readings import phrase_list
from tagih.quality.rules.features import features
from tagih.quality.rules.phrases import Spoken, find, in_text, normal
from tests.factories import quality
from tests.quality.sounds import RATE, voiced, wav

PLANTED = (  # what is said or written, and the kind that must be found
    ("Kalau begitu saya laporkan ke polisi besok", "THREAT"),
    ("Nanti bpk dipenjara lho", "THREAT"),
    ("Awas kamu ya", "THREAT"),
    ("sy sebarkan foto keluarga", "THREAT"),
    ("dasar maliiing", "THREAT"),
    ("g0bl0k sekali", "THREAT"),
    ("Tak hajar koe", "THREAT"),
    ("kowe wong edan", "THREAT"),
    ("Bu, anak ibu punya utang di kami", "WRONG_PERSON"),
    ("tolong bayarkan utangnya ya Bu", "WRONG_PERSON"),
    ("Utang itu pidana, Pak", "FALSE_CLAIM"),
    ("gaji bapak kami blokir besok", "FALSE_CLAIM"),
    ("tf ke rek saya saja", "PRIVATE_ACCOUNT"),
    ("Titip uangnya ke saya", "PRIVATE_ACCOUNT"),
    ("pokoknya bayar hari ini juga", "PRESSURE"),
    ("Saya gak mau tahu", "PRESSURE"),
)
HARMLESS = (
    "Selamat pagi, saya Rina dari Maju Bersama Finance, panggilan ini direkam",
    "Kami tidak akan laporkan ke polisi, Ibu tenang saja",
    "Jangan transfer ke rekening saya, bayar lewat kanal resmi",
    "Apakah bisa dibayar tanggal dua puluh lima, Pak?",
    "Utang bapak tidak pidana, jangan khawatir",
    "Ini bukan penipuan, silakan cek di aplikasi",
    "Terima kasih, janjinya sudah saya catat satu juta dua ratus",
    "Boleh bicara dengan Bapak Budi? Saya telepon lagi nanti",
    "Mohon maaf mengganggu, apakah sekarang waktu yang tepat",
    "Silakan bayar ke rekening virtual atas nama perusahaan",
    "Kalau ada kesulitan kami bantu cari jalan keluarnya",
    "Polisi tidur di depan rumah itu tinggi sekali",
)
espeak = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")


def test_planted_phrases_are_found_and_harmless_ones_are_not():
    """On sixteen planted and twelve harmless sentences: recall 16/16, precision 16/16."""
    known = phrase_list()

    found = [any(hit.kind == kind for hit in in_text(text, known)) for text, kind in PLANTED]
    wrong = [text for text in HARMLESS if in_text(text, known)]

    assert (found.count(False), wrong) == (0, [])


def test_hit_says_what_was_said_how_alike_and_when():
    said = [Spoken("oke", 0), Spoken("saya", 900), Spoken("laporkan", 1200), Spoken("ke", 1700), Spoken("polis", 1900)]

    (hit,) = find(said, phrase_list())

    assert (hit.kind, hit.at_ms, hit.words) == ("THREAT", 900, "saya laporkan ke polis") and hit.likeness > 0.9


@pytest.mark.parametrize("text", ["", "   ", "🙂🙂", "\x00", "a" * 5000])
def test_odd_text_holds_nothing(text):
    assert in_text(text, phrase_list()) == []
    assert normal("Béÿönd  D4S4R!!") == "beyond dasar"


def measured(*channels):
    return features((np.stack(channels, axis=1) * 32767).astype("<i2"), RATE)


def test_talk_over_silence_and_who_spoke_last_are_measured():
    agent = voiced(20, [(0, 5), (8, 14)])
    other = voiced(20, [(5.5, 7.5), (12, 16)], pitch=210)

    found = measured(agent, other)

    assert found.seconds == 20 and found.last_voice == "OTHER"
    assert found.talk_agent == pytest.approx(11 / 20, abs=0.02)
    assert found.talk_over == pytest.approx(2 / 20, abs=0.02)
    assert found.silence == pytest.approx(5 / 20, abs=0.03)
    assert found.longest_silence_s == pytest.approx(4, abs=0.2)
    assert found.turns == 4 and 2 < found.pace < 12


def test_silent_line_one_channel_and_a_blink_are_measured_too():
    nothing = measured(np.zeros(RATE * 3), np.zeros(RATE * 3))
    assert (nothing.talk_agent, nothing.silence, nothing.last_voice, nothing.pace) == (0, 1, "", None)
    alone = measured(voiced(4, [(1, 3)]))
    assert alone.last_voice == "AGENT" and alone.talk_other == 0
    assert features(np.zeros((10, 2), dtype="<i2"), RATE).silence == 0  # shorter than a frame: nothing to say


def test_quiet_and_loud_lines_are_judged_alike():
    loud = voiced(10, [(1, 6)])

    assert measured(loud * 0.2).talk_agent == pytest.approx(measured(loud).talk_agent, abs=0.03)


def spoken(text: str, *, voice: str = "id") -> np.ndarray:
    """Speech of espeak-ng, at the rate of a telephone."""
    content = subprocess.run(["espeak-ng", "-v", voice, "--stdout", text], check=True, capture_output=True).stdout
    with wave.open(io.BytesIO(content)) as sound:
        rate = sound.getframerate()
        samples = np.frombuffer(sound.readframes(2**24), dtype="<i2").astype(float) / 32768
    places = np.arange(0, len(samples), rate / RATE)
    return np.interp(places, np.arange(len(samples)), samples)


@espeak
def test_talking_over_each_other_is_found_in_generated_speech():
    """Twelve talks, in six of which the agent cuts in for two seconds and more: all six found, none besides."""
    first = [spoken(text) for text, _kind in PLANTED[:12]]
    second = [spoken(text, voice="id+f3") for text in HARMLESS]
    right = 0
    for place, (agent, other) in enumerate(zip(first, second, strict=True)):
        cuts_in = place % 2 == 0
        start = max(0, len(agent) - 2 * RATE) if cuts_in else len(agent) + RATE // 2
        length = max(len(agent), start + len(other))
        left, far = np.zeros(length), np.zeros(length)
        left[: len(agent)], far[start : start + len(other)] = agent, other
        right += (measured(left, far).talk_over > 0.08) == cuts_in

    assert right == 12


@pytest.mark.django_db
def test_recording_is_read_once_and_phrases_raise_its_risk(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }
    branch = quality.branch()
    attempt = quality.contact(quality.agent(branch), branch)
    content = wav(voiced(6, [(0, 4)]), voiced(6, [(3, 6)], pitch=210))
    recording = operations.keep_recording(attempt=attempt, content=content, by=None, now=quality.NOW)

    class Heard:
        """Words as a recogniser on this machine would give them."""

        name = "heard"

        def words(self, content: bytes) -> list[Spoken]:
            return [Spoken(word, 500 * place) for place, word in enumerate(["saya", "laporkan", "ke", "polisi"])]

    assert operations.read_waiting(recogniser=Heard(), now=quality.NOW) == 1
    assert operations.read_waiting(recogniser=Heard(), now=quality.NOW) == 0
    operations.read_recording(recording=recording, recogniser=Heard(), now=quality.NOW)  # again: no second hit

    assert (PhraseHit.objects.get().kind, recording.reading.talk_over) == ("THREAT", pytest.approx(1 / 6, abs=0.03))
    plan = quality.drawn(branch, by=quality.reviewer(), random=0, risk=1)
    assert plan.reviews.get().signs[:2] == ["GRAVE_PHRASE", "TALK_OVER"]


@pytest.mark.django_db
def test_written_message_is_read_for_phrases():
    branch = quality.branch()
    attempt = quality.contact(quality.agent(branch), branch, channel="WHATSAPP")

    hits = operations.read_text(attempt=attempt, text="Tf ke rek saya aja, jgn lewat ktr", now=quality.NOW)

    assert [hit.kind for hit in hits] == ["PRIVATE_ACCOUNT"] and PhraseHit.objects.get().at_ms is None


def test_answers_of_recognisers_are_read_as_words_with_times():
    vosk = [{"text": "saya laporkan", "result": [{"word": "saya", "start": 0.41}, {"word": "laporkan", "start": 0.9}]},
            {"text": ""}]  # fmt: skip
    whisper = {"transcription": [{"text": " saya", "offsets": {"from": 410}}, {"text": " ", "offsets": {"from": 700}}]}

    assert speech.words_of_vosk(vosk) == [Spoken("saya", 410), Spoken("laporkan", 900)]
    assert speech.words_of_whisper(whisper) == [Spoken("saya", 410)]


def test_whisper_is_a_program_of_this_machine(tmp_path, monkeypatch):
    """The program is started with the sound in a folder of its own; no socket is opened."""
    program = tmp_path / "whisper-cli"
    told = json.dumps({"transcription": [{"text": "halo", "offsets": {"from": 20}}]})
    program.write_text(
        '#!/bin/sh\nwhile [ "$1" != "-of" ]; do shift; done\n'
        f"test -s \"$4\" && echo '{told}' > \"$2.json\"\n"
    )  # fmt: skip
    program.chmod(0o755)
    monkeypatch.setenv("TAGIH_SPEECH", f"whisper:{tmp_path / 'model.bin'}")
    monkeypatch.setenv("TAGIH_WHISPER", str(program))

    def refuse(*_arguments, **_more):
        raise AssertionError("something left the machine")

    monkeypatch.setattr(socket.socket, "connect", refuse)

    assert speech.installed().words(wav(voiced(1, [(0, 1)]))) == [Spoken("halo", 20)]
    monkeypatch.setenv("TAGIH_SPEECH", "")
    assert speech.installed() is None
