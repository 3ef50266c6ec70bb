"""The port: a recogniser turns a channel of sound into words with times, here and nowhere else."""

import io
import json
import os
import subprocess
import tempfile
import wave
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from tagih.quality.rules.phrases import Spoken


class Recogniser(Protocol):
    """Turns PCM WAV of one channel into words with times."""

    name: str

    def words(self, content: bytes) -> list[Spoken]:
        """This will return what is said, each word with its moment."""


class Vosk:
    """Vosk (Kaldi), in this process: needs the package `vosk` and a model folder."""

    name = "vosk"

    def __init__(self, model: Path) -> None:
        import vosk  # noqa: PLC0415 (lazy: an optional package)

        vosk.SetLogLevel(-1)
        self._vosk, self._model = vosk, vosk.Model(str(model))

    def words(self, content: bytes) -> list[Spoken]:
        with wave.open(io.BytesIO(content)) as sound:
            recogniser = self._vosk.KaldiRecognizer(self._model, sound.getframerate())
            recogniser.SetWords(True)
            parts = []
            while block := sound.readframes(4000):
                if recogniser.AcceptWaveform(block):
                    parts.append(json.loads(recogniser.Result()))
        parts.append(json.loads(recogniser.FinalResult()))
        return words_of_vosk(parts)


class WhisperCpp:
    """whisper.cpp, its program `whisper-cli` started here with a model file; no network is used."""

    name = "whisper.cpp"

    def __init__(self, program: str, model: Path, *, language: str = "id") -> None:
        self._program, self._model, self._language = program, model, language

    def words(self, content: bytes) -> list[Spoken]:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "sound.wav"
            file.write_bytes(content)
            subprocess.run(
                [self._program, "-m", str(self._model), "-l", self._language, "-ml", "1", "-sow", "-oj", "-of",
                 str(file.with_suffix("")), "-f", str(file)],
                check=True, capture_output=True, timeout=3600,
            )  # fmt: skip
            return words_of_whisper(json.loads(file.with_suffix(".json").read_text(encoding="utf-8", errors="replace")))


def words_of_vosk(parts: Sequence[dict[str, Any]]) -> list[Spoken]:
    """This will read Vosk's answers."""
    return [Spoken(word["word"], round(word["start"] * 1000)) for part in parts for word in part.get("result", ())]


def words_of_whisper(told: dict[str, Any]) -> list[Spoken]:
    """This will read the JSON of whisper.cpp, one word to a segment."""
    rows = told.get("transcription", ())
    return [Spoken(row["text"].strip(), int(row["offsets"]["from"])) for row in rows if row["text"].strip()]


def installed() -> Recogniser | None:
    """This will return the recogniser that the lender installed (`TAGIH_SPEECH=vosk:FOLDER` or `whisper:FILE`)."""
    told = os.environ.get("TAGIH_SPEECH", "")
    kind, _colon, place = told.partition(":")
    match kind:
        case "vosk":
            return Vosk(Path(place))
        case "whisper":
            return WhisperCpp(os.environ.get("TAGIH_WHISPER", "whisper-cli"), Path(place))
        case _:
            return None
