"""How much a contact deserves a listener, from what is known without listening. It chooses, it never judges."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about one contact before anybody hears it; None where nothing is."""

    attempts_of_day: int = 1
    seconds: float | None = None
    talk_over: float | None = None
    silence: float | None = None
    refused: bool = False
    complained: bool = False
    promise_broken: bool = False
    new_agent: bool = False
    recording_missing: bool = False
    phrases: int = 0
    grave_phrases: int = 0
    agent_hung_up: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """One reason to listen, and its weight."""

    id: str
    weight: float


LONG_AFTER_REFUSAL, BRIEF = 300.0, 10.0
TALK_OVER, SILENCE = 0.08, 0.40


def signs_of(known: Known) -> list[Sign]:
    """This will return the reasons to listen to a contact, the heaviest first."""
    found = [
        Sign("GRAVE_PHRASE", 4.0) if known.grave_phrases else None,
        Sign("COMPLAINED", 3.0) if known.complained else None,
        Sign("TALK_OVER", 2.0) if (known.talk_over or 0) > TALK_OVER else None,
        Sign("PHRASE", 1.5) if known.phrases else None,
        Sign("LONG_AFTER_REFUSAL", 1.5) if known.refused and (known.seconds or 0) > LONG_AFTER_REFUSAL else None,
        Sign("MANY_ATTEMPTS", 1.0) if known.attempts_of_day > 3 else None,
        Sign("AGENT_HUNG_UP", 1.0) if known.agent_hung_up else None,
        Sign("RECORDING_MISSING", 1.0) if known.recording_missing else None,
        Sign("PROMISE_BROKEN", 0.7) if known.promise_broken else None,
        Sign("NEW_AGENT", 0.7) if known.new_agent else None,
        Sign("SILENCE", 0.5) if (known.silence or 0) > SILENCE else None,
        Sign("REFUSED", 0.5) if known.refused else None,
    ]
    return sorted((sign for sign in found if sign), key=lambda sign: (-sign.weight, sign.id))


def risk(known: Known) -> float:
    """This will return the sum of the weights."""
    return round(sum(sign.weight for sign in signs_of(known)), 3)
