"""Conduct phrases: found in what was said or written, in the words of the street, with a likeness.

Text is brought to one form first (case, accents, doubled letters, figures written for letters, shorthand). A phrase is
found where as many words in a row are like it; words between that say the opposite ("tidak akan") let it go.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

LIKE = 86.0
LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a"})
DOUBLED = re.compile(r"([a-z])\1{2,}")
WORD = re.compile(r"[a-z0-9@]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase to look for: its kind of failure and the ways in which people say it."""

    id: str
    kind: str
    forms: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhraseList:
    """A version of the list, with the shorthand that it reads as whole words."""

    version: str
    phrases: tuple[Phrase, ...]
    shorthand: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word with the moment at which it was said; None in a message."""

    word: str
    at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that was found: the words as they stood, how alike, and when."""

    phrase: str
    kind: str
    words: str
    likeness: float
    at_ms: int | None


def parsed(told: Mapping[str, Any]) -> PhraseList:
    """This will read a list of phrases."""
    shorthand = {normal(short): normal(full) for short, full in told.get("shorthand", {}).items()}
    phrases = tuple(
        Phrase(
            row["id"], row["kind"], tuple(_words_of(form, shorthand) for form in row["forms"]),
            tuple(normal(word) for word in row.get("unless", ())),
        )
        for row in told["phrases"]
    )  # fmt: skip
    return PhraseList(told["version"], phrases, shorthand)


def normal(text: str) -> str:
    """This will bring text to the form in which it is compared."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = [word.translate(LEET) if not word.isdigit() else word for word in WORD.findall(plain)]
    return " ".join(DOUBLED.sub(r"\1", word) for word in words)


def in_text(text: str, known: PhraseList) -> list[Hit]:
    """This will find phrases in a message or a transcript without times."""
    return find([Spoken(word) for word in text.split()], known)


def find(said: Sequence[Spoken], known: PhraseList) -> list[Hit]:
    """This will find phrases in words with times, each at most once at one place, in the order of time."""
    words = [
        (part, place) for place, one in enumerate(said) for part in _words_of(one.word, known.shorthand).split()
    ]  # fmt: skip
    found = []
    for phrase in known.phrases:
        taken: set[int] = set()
        for hit, first, last in sorted(_places(words, said, phrase), key=lambda one: -one[0].likeness):
            if taken.isdisjoint(range(first, last)):
                taken.update(range(first, last))
                found.append((first, hit))
    return [hit for _first, hit in sorted(found, key=lambda one: (one[0], one[1].phrase))]


def _places(
    words: Sequence[tuple[str, int]], said: Sequence[Spoken], phrase: Phrase
) -> Iterable[tuple[Hit, int, int]]:  # fmt: skip
    for form in phrase.forms:
        length = len(form.split())
        for first in range(len(words) - length + 1):
            window = words[first : first + length]
            text = " ".join(word for word, _place in window)
            likeness = fuzz.ratio(form, text)
            if likeness < LIKE or not _words_fit(form, text) or _is_denied(words, first, phrase):
                continue
            told = " ".join(one.word for one in said[window[0][1] : window[-1][1] + 1])
            hit = Hit(phrase.id, phrase.kind, told[:120], round(likeness / 100, 3), said[window[0][1]].at_ms)
            yield hit, first, first + length


def _words_fit(form: str, text: str) -> bool:
    """Each word is like its own: a long phrase must not be found by its small words alone."""
    return all(
        fuzz.ratio(wanted, given) >= (100 if len(wanted) < 4 else 80)
        for wanted, given in zip(form.split(), text.split(), strict=True)
    )


def _is_denied(words: Sequence[tuple[str, int]], first: int, phrase: Phrase) -> bool:
    before = {word for word, _place in words[max(0, first - 3) : first]}
    return not before.isdisjoint(phrase.unless)


def _words_of(text: str, shorthand: Mapping[str, str]) -> str:
    return " ".join(shorthand.get(word, word) for word in normal(text).split())
