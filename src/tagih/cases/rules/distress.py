"""Words of distress: which phrases of a list stand in a text, whatever its spelling. Pure; the list is data.

The text is folded (case, accents, digits for letters, drawn-out letters), short forms are written out, and phrases are
sought as runs of words inside one clause. A denial counts only directly before the phrase; where in doubt, it stands.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product

LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"})
CLAUSE_END = re.compile(r"[.,;:!?()\n\r/|]+")
WORD = re.compile(r"[^\W_]+")
LEVELS = ("CRITICAL", "SEVERE")
FUZZY_FROM = 6
BEFORE, AFTER = 4, 2
CONJUNCTIONS = frozenset({"tapi", "tetapi", "namun", "but"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """Runs of words that mean the same, how grave it is, and which neighbours make it speak of a thing."""

    id: str
    level: str
    runs: tuple[tuple[str, ...], ...]
    unless_before: frozenset[str] = frozenset()
    unless_after: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The list, as the matcher wants it."""

    phrases: tuple[Phrase, ...]
    spelling: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    negations: tuple[tuple[str, ...], ...] = ()
    never_fuzzy: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sign:
    """One phrase that was found, and the words that were read as it."""

    phrase: str
    level: str
    words: str


def signs(text: str, lexicon: Lexicon) -> tuple[Sign, ...]:
    """This will return the phrases of distress in a text, each once, the gravest first."""
    found: dict[str, Sign] = {}
    for words in _clauses(text, lexicon):
        for phrase in lexicon.phrases:
            for start, end in _places(words, phrase, lexicon):
                if not _denied(words, start, lexicon) and not _of_a_thing(words, start, end, phrase):
                    found.setdefault(phrase.id, Sign(phrase.id, phrase.level, " ".join(words[start:end])))
    return tuple(sorted(found.values(), key=lambda sign: (LEVELS.index(sign.level), sign.phrase)))


def gravest(found: Sequence[Sign]) -> str:
    """This will return the gravest level among signs, blank without any."""
    return min((sign.level for sign in found), key=LEVELS.index, default="")


def spelled_out(pattern: str) -> Iterator[tuple[str, ...]]:
    """This will return every run of words that a pattern of the list means; `*` stays for any one word."""
    choices = []
    for part in pattern.split():
        options = part.rstrip("?").split("|")
        choices.append([*options, ""] if part.endswith("?") else options)
    for run in product(*choices):
        yield tuple(folded(word) if word != "*" else word for word in run if word)


@cache
def folded(word: str) -> str:
    """This will fold one word: no accents, no capitals, letters for digits, no letter drawn out."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    if any(c.isalpha() for c in bare):
        bare = bare.translate(LEET)
    return re.sub(r"(.)\1+", r"\1", bare)


def _clauses(text: str, lexicon: Lexicon) -> Iterator[list[str]]:
    for clause in CLAUSE_END.split(_rejoined(text)):
        words: list[str] = []
        for raw in WORD.findall(clause.replace("'", "").replace("’", "").replace("@", "a").replace("$", "s")):
            word = folded(_undoubled(raw))
            if word in CONJUNCTIONS:
                yield words
                words = []
                continue
            words.extend(lexicon.spelling.get(word, (word,)))
        yield words


def _undoubled(word: str) -> str:
    """`hidup2` is a doubling, not a letter."""
    return word[:-1] if len(word) > 2 and word.endswith("2") and word[:-1].isalpha() else word


def _rejoined(text: str) -> str:
    """Letters set apart to escape a filter (`b u n u h`, `b.u.n.u.h`) are one word."""
    return re.sub(r"(?<!\w)(?:\w[ .\-*_]){3,}\w(?!\w)", lambda m: re.sub(r"[ .\-*_]", "", m.group()), text)


def _places(words: Sequence[str], phrase: Phrase, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    for run in phrase.runs:
        for start in range(len(words) - len(run) + 1):
            if all(_same(words[start + i], wanted, lexicon) for i, wanted in enumerate(run)):
                yield start, start + len(run)


def _same(word: str, wanted: str, lexicon: Lexicon) -> bool:
    if word == wanted or wanted == "*":
        return True
    if len(wanted) < FUZZY_FROM or word in lexicon.never_fuzzy or word[0] != wanted[0]:
        return False
    return _one_apart(word, wanted)


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter too many, too few, wrong, or two swapped, is all that differs."""
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        wrong = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1
        return len(wrong) == 1 or (swapped and one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]])
    shorter, longer = sorted((one, other), key=len)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def _denied(words: Sequence[str], start: int, lexicon: Lexicon) -> bool:
    return any(len(run) <= start and tuple(words[start - len(run) : start]) == run for run in lexicon.negations)


def _of_a_thing(words: Sequence[str], start: int, end: int, phrase: Phrase) -> bool:
    before, after = words[max(0, start - BEFORE) : start], words[end : end + AFTER]
    return bool(phrase.unless_before & set(before) or phrase.unless_after & set(after))
