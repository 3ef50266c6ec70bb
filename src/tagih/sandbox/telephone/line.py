"""A call to a number: who is there, what is said when, what comes of it, and whether it is meant."""

import datetime as dt
import hashlib
import random
from dataclasses import dataclass

from tagih.sandbox.telephone import words
from tagih.sandbox.telephone.words import Said

WIB = dt.timezone(dt.timedelta(hours=7))
LONGEST_RING_S = 24.0
DEAD, WRONG = 0.05, 0.03
UNANSWERED = {"NO_ANSWER": 0.62, "BUSY": 0.16, "REJECTED": 0.12, "VOICEMAIL": 0.10}
SAID = {
    "PROMISE": 0.56, "CALL_BACK": 0.11, "REFUSES": 0.07, "CLAIMS_PAID": 0.06, "ASKS_RELIEF": 0.06,
    "MESSAGE_LEFT": 0.06, "CUT_OFF": 0.04, "DISPUTES": 0.02, "SICK": 0.02,
}  # fmt: skip
FARTHEST_DAYS = 4
NOTHING = Said("", "")


@dataclass(frozen=True, slots=True)
class Character:
    """Who sits at the end of a number; the same at every call. Shares between 0 and 1."""

    is_dead: bool  # the number, not a person
    is_wrong: bool
    answers: float
    truthful: float
    cause: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Something on the line, in seconds after dialling: RINGING, ANSWERED, HEARD, ENDED."""

    at_s: float
    kind: str
    said: Said = NOTHING
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A whole call. `result` is what an attentive agent writes down; `means_it` nobody hears for certain."""

    result: str
    turns: tuple[Turn, ...]
    pays_on: dt.date | None = None
    share: float = 1.0
    cause: str = ""
    means_it: bool = False


def character_of(seed: int, number: str) -> Character:
    """This will return who answers a number. Invented: the shares are chosen for a demonstration, not measured."""
    luck = _chance(seed, _digits(number), "character")
    fate = luck.random()
    return Character(
        is_dead=fate < DEAD, is_wrong=DEAD <= fate < DEAD + WRONG, answers=luck.uniform(0.6, 0.9),
        truthful=luck.uniform(0.3, 0.98), cause=luck.choice(sorted(words.CAUSES)),
    )  # fmt: skip


def call(seed: int, number: str, name: str, at: dt.datetime) -> Conversation:
    """This will play the call of that name to a number."""
    who, luck = character_of(seed, number), _chance(seed, _digits(number), name)
    if who.is_dead:
        told = _heard([words.DEAD], 1.5)
        return Conversation("INACTIVE", (Turn(0.0, "RINGING"), *told, Turn(8.0, "ENDED", cause="INACTIVE")))
    ring = min(LONGEST_RING_S - 2, 3 + luck.expovariate(1 / 6))
    if luck.random() >= who.answers:
        return _unanswered(luck, ring)
    result = "WRONG_NUMBER" if who.is_wrong else luck.choices(list(SAID), list(SAID.values()))[0]
    return _spoken(who, luck, result, ring, at.astimezone(WIB).date())


def _unanswered(luck: random.Random, ring: float) -> Conversation:
    cause = luck.choices(list(UNANSWERED), list(UNANSWERED.values()))[0]
    ringing = Turn(0.0, "RINGING")
    if cause == "VOICEMAIL":
        turns = (
            ringing,
            Turn(ring, "ANSWERED"),
            *_heard([words.MACHINE], ring + 0.5),
            Turn(ring + 8, "ENDED", cause=cause),
        )
        return Conversation(cause, turns)
    ends = {"NO_ANSWER": LONGEST_RING_S, "BUSY": 2.0}.get(cause, ring)
    return Conversation(cause, (ringing, Turn(ends, "ENDED", cause=cause)))


def _spoken(who: Character, luck: random.Random, result: str, ring: float, today: dt.date) -> Conversation:
    hello = luck.choice(words.HELLO)
    pays_on, share, means_it, cause = None, 1.0, False, ""
    match result:
        case "WRONG_NUMBER":
            lines = [hello, luck.choice(words.STRANGER)]
        case "MESSAGE_LEFT":
            lines = [hello, luck.choice(words.KIN)]
        case "PROMISE":
            means_it, cause = luck.random() < who.truthful, who.cause
            pays_on = today + dt.timedelta(days=luck.randint(0 if means_it else 1, FARTHEST_DAYS))
            share = 1.0 if luck.random() < 0.7 else 0.5
            vague = luck.random() < (0.15 if means_it else 0.7)
            day = _day(luck.choice(words.VAGUE if vague else words.SURE), pays_on, share, today)
            lines = [hello, luck.choice(words.MYSELF), luck.choice(words.CAUSES[cause]), day, luck.choice(words.THANKS)]
        case "REFUSES" | "ASKS_RELIEF":
            cause = who.cause
            asked = words.REFUSES if result == "REFUSES" else words.RELIEF
            lines = [hello, luck.choice(words.MYSELF), luck.choice(words.CAUSES[cause]), luck.choice(asked)]
        case _:
            kinds = {"CALL_BACK": words.LATER, "CLAIMS_PAID": words.PAID, "CUT_OFF": words.CUT,
                     "DISPUTES": words.DISPUTES, "SICK": words.SICK}  # fmt: skip
            lines = [hello, luck.choice(words.MYSELF), luck.choice(kinds[result])]
    spoken = _heard(lines, ring + 0.8)
    ended = Turn(spoken[-1].at_s + _length(lines[-1]) + 2, "ENDED", cause="THEY_HUNG_UP")
    turns = (Turn(0.0, "RINGING"), Turn(ring, "ANSWERED"), *spoken, ended)
    return Conversation(result, turns, pays_on, share, cause, means_it)


def _day(said: Said, pays_on: dt.date, share: float, today: dt.date) -> Said:
    """The sentence with its day and how much; "tanggal" belongs to a day of the month, not to today."""
    much = words.SHARES[share]
    if pays_on == today:
        text = said.text.replace("Tanggal {day}", "Hari ini").replace("tanggal {day}", words.TODAY.text)
        gloss = said.gloss.replace("on {day}", words.TODAY.gloss).replace("On {day}", "Today")
        return Said(text.format(share=much.text), gloss.format(share=much.gloss, day=words.TODAY.gloss))
    day = f"{pays_on:%d/%m}"
    return Said(said.text.format(day=day, share=much.text), said.gloss.format(day=day, share=much.gloss))


def _heard(lines: list[Said], begins: float) -> list[Turn]:
    """Each sentence takes its time, and the agent's words in between take theirs."""
    turns, at = [], begins
    for place, line in enumerate(lines):
        turns.append(Turn(round(at, 1), "HEARD", line))
        at += _length(line) + (3.5 if place else 2.5)
    return turns


def _length(line: Said) -> float:
    return 1.0 + len(line.text) / 15


def _digits(number: str) -> str:
    digits = "".join(sign for sign in number if sign.isdigit())
    return "62" + digits[1:] if digits.startswith("0") else digits


def _chance(seed: int, *names: str) -> random.Random:
    key = "|".join((str(seed), *names)).encode()
    return random.Random(int.from_bytes(hashlib.blake2b(key, digest_size=8).digest()))  # noqa: S311 (a game)
