"""The telephone exchange: rings a number, says who answered and what they said, and lets the call work on people.

The same questions as any telephony provider answers: ring, answer, busy, voicemail, rejected, dead number, talk time.
"""

import datetime as dt
from dataclasses import dataclass, field

import numpy as np

from tagih.sandbox.town import payments
from tagih.sandbox.town.speech import Speech, spoken
from tagih.sandbox.town.state import Town

LONGEST_RING = 32.0


@dataclass(frozen=True, slots=True)
class Call:
    """What the line did: CONSUMER, KIN, STRANGER, NO_ANSWER, BUSY, VOICEMAIL, REJECTED, INACTIVE, NOT_CONNECTED."""

    outcome: str
    ring_s: float
    talk_s: float
    speech: Speech | None = None


@dataclass(slots=True)
class Exchange:
    """The lines of a town, and what rang: instant, person, local hour, outcome."""

    town: Town
    rung: list[tuple[int, int, int, str]] = field(default_factory=list)
    _place: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        points = self.town.folk.points
        # the first holder of a number answers it
        self._place = {str(number): index for index, number in reversed(list(enumerate(points.number))) if number}

    @property
    def wrap_median_s(self) -> float:
        """What an agent writes after a talk, in seconds."""
        return self.town.parameters.phones.wrap_median_s

    def dial(self, number: str, at: dt.datetime, *, tone: float = 0.5) -> Call:
        """This will ring a number (+62..., 08...) and return what came of it. `tone`: 0 harsh to 1 kind."""
        digits = "".join(sign for sign in number if sign.isdigit())
        digits = "62" + digits[1:] if digits.startswith("0") else digits
        place = self._place.get(digits)
        if place is None:
            return Call("INACTIVE", 0.0, 6.0)
        return self._ring(place, at, tone)

    def _ring(self, place: int, at: dt.datetime, tone: float) -> Call:
        town, points = self.town, self.town.folk.points
        person, day, state = int(points.person[place]), town.day, town.state
        turn = int(state.calls_today[person])
        state.calls_today[person] += 1
        state.calls_in_all[person] += 1
        seconds = int(at.timestamp())
        local = at + dt.timedelta(hours=int(town.folk.traits.offset[person]))
        outcome = self._outcome(place, person, local, turn)
        phones = town.parameters.phones
        ring = min(LONGEST_RING, -phones.ring_s * float(np.log1p(-town.chance.one("ring", person, day, turn))))
        speech, talk = None, 4.0
        if outcome in ("CONSUMER", "KIN", "STRANGER"):
            length = np.exp(phones.talk_spread * town.chance.normal("talk", day, turn)[person])
            talk = float(np.clip(phones.talk_median_s * length * (1.0 if outcome == "CONSUMER" else 0.35), 8, 900))
            speech = spoken(town, person, outcome, turn, tone)
            if outcome == "CONSUMER":
                self._work_on(person, tone, speech, seconds + int(ring + talk))
        elif outcome == "NO_ANSWER":
            ring = LONGEST_RING
            self._annoy(person, 0.25)
        self.rung.append((seconds, person, local.hour, outcome))
        town.ledger.note("CALL", seconds, person, outcome, speech.result if speech else "")
        return Call(outcome, ring, talk, speech)

    def _outcome(self, place: int, person: int, local: dt.datetime, turn: int) -> str:
        town, points, phones = self.town, self.town.folk.points, self.town.parameters.phones
        traits, state, day = town.folk.traits, town.state, town.day
        if not points.is_alive[place] or state.lost_number[place]:
            return "INACTIVE" if town.chance.one("dead line", person, turn=place % 7) < 0.7 else "NOT_CONNECTED"
        fate = town.chance.one("fate", person, day, turn)
        for share, outcome in ((phones.busy, "BUSY"), (phones.voicemail, "VOICEMAIL"), (phones.rejects, "REJECTED")):
            if fate < share:
                return outcome
            fate -= share
        answer = town.chance.one("answer", person, day, turn)
        if points.is_kin[place]:
            likely = phones.kin_answers
            return ("KIN" if points.is_right[place] else "STRANGER") if answer < likely else "NO_ANSWER"
        screened = 1 / (1 + town.parameters.talk.screening * state.annoyance[person])
        likely = traits.answers[person] * traits.by_hour[person, local.hour]
        likely = float(np.clip(likely * traits.by_weekday[person, local.weekday()] * screened, 0, 0.95))
        if answer >= likely:
            return "NO_ANSWER" if answer < 0.9 else "REJECTED" if state.annoyance[person] > 3 else "NO_ANSWER"
        if not points.is_right[place]:
            return "STRANGER"
        if state.dead_on[person] <= day or town.chance.one("who", person, day, turn) < phones.other_answers:
            return "KIN"
        return "CONSUMER"

    def _work_on(self, person: int, tone: float, speech: Speech, ended: int) -> None:
        """A talk is remembered, less each time of a day, and annoys, less when it is kind."""
        town, habit, state = self.town, self.town.parameters.habit, self.town.state
        again = habit.reminder_again ** max(0, int(state.calls_today[person]) - 1)
        gained = habit.reminder * again * (0.6 + 0.8 * tone)
        state.memory[person] = 1 - (1 - state.memory[person]) * (1 - min(gained, 0.95))
        self._annoy(person, 1.5 - tone)
        if speech.is_complaint:
            town.ledger.note("COMPLAINT", ended, person)
        if speech.pays_in_s is not None:
            payments.pay_now(town, person, ended + speech.pays_in_s)

    def _annoy(self, person: int, contacts: float) -> None:
        self.town.state.annoyance[person] += contacts * 2 * self.town.folk.traits.sensitive[person]
