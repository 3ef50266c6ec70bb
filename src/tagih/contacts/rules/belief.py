"""What evidence about one contact point adds up to, and what may be believed from it.

A belief keeps sums, not history. Every piece of evidence loses half of its weight in a half-life, so what is read long
afterwards leans on the population again. Two questions are kept apart: who answers (`right_party`), and whether anybody
does at that hour (`answer`); their product is the chance that a dial reaches the right party.

Both lean on the norm of the population and are drawn away from it by the point's own evidence: a share by a beta
distribution, a rate by a gamma distribution whose firmness was learned, so that little evidence claims little.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tagih.contacts.rules.norms import Norm

HALF_LIFE_DAYS = 180
RIVAL_WEIGHT = 0.5
"""A number that reached somebody unrelated counts as half a wrong answer for the others who have it."""
WEEKDAY_FIRMNESS = 8.0
"""So many expected answers on a weekday weigh as much as the population's pattern; for hours it is learned."""
BLOCK = 3
"""Hours that stand together when one point's own hours are judged: a point has too few answers for each alone."""
SUREST = 0.97
ENOUGH = 1.0
"""Evidence of less than this weight is little."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a piece of evidence counts for: who was there, and whether somebody answered a try."""

    right: float = 0.0
    third: float = 0.0
    wrong: float = 0.0
    dead: float = 0.0
    tried: float = 0.0
    answered: float = 0.0


_TRIES = {
    "RPC": Tally(right=1, tried=1, answered=1),
    "TPC": Tally(third=1, tried=1, answered=1),
    "WRONG_PERSON": Tally(wrong=1, tried=1, answered=1),
    "NC": Tally(tried=1),
    "DEAD": Tally(dead=1, tried=1),
}
_TALKS = {"RPC": Tally(right=1), "TPC": Tally(third=1), "WRONG_PERSON": Tally(wrong=1)}


def _said(weight: float) -> dict[str, Tally]:
    return {"CONFIRMED": Tally(right=weight), "DENIED": Tally(wrong=weight)}


TALLIES: Mapping[tuple[str, str], Tally] = {
    (kind, outcome): tally
    for kind, outcomes in {
        "DIAL": _TRIES,
        "VISIT": _TRIES,
        "CONVERSATION": _TALKS,
        "DELIVERY": {"DELIVERED": Tally(), "FAILED": Tally(), **_TALKS},
        "BOUNCE": {"DEAD": Tally(dead=1), "FAILED": Tally()},
        "CUSTOMER_UPDATE": _said(1.0),
        "DOCUMENT": _said(0.5),
        "LOOKUP": _said(0.3),
    }.items()
    for outcome, tally in outcomes.items()
}
"""Every kind of evidence with the outcomes it may have."""
FAILS = frozenset({"NC", "DEAD", "WRONG_PERSON", "FAILED"})
"""Outcomes that lengthen a streak of failures; a right party ends it."""


@dataclass(frozen=True, slots=True)
class Belief:
    """Sums at `as_of`. `hours` and `weekdays` (local, Monday is 0) hold (tried, answered) where something was tried."""

    as_of: dt.datetime
    right: float = 0.0
    third: float = 0.0
    wrong: float = 0.0
    dead: float = 0.0
    tried: float = 0.0
    answered: float = 0.0
    hours: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    weekdays: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    rival_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence at an instant and, where somebody was tried, the local hour and weekday."""

    kind: str
    outcome: str
    at: dt.datetime
    hour: int | None = None
    weekday: int | None = None


def told_by(channel: str, result_class: str, *, is_wrong_person: bool) -> tuple[str, str] | None:
    """This will give kind and outcome of the evidence in a closed attempt; None for a message that was only sent."""
    outcome = result_class
    if result_class == "BAD":
        outcome = "WRONG_PERSON" if is_wrong_person else "DEAD"
    if channel in ("CALL", "BOT"):
        return "DIAL", outcome
    if channel == "VISIT":
        return "VISIT", outcome
    if outcome == "NC":
        return None
    return ("BOUNCE", outcome) if outcome == "DEAD" else ("CONVERSATION", outcome)


def fading(seconds: float, half_life_days: float) -> float:
    """This will give what is left of a weight after so many seconds; nothing fades backwards."""
    return 2.0 ** -(max(seconds, 0.0) / (half_life_days * 86_400))


def at_time(belief: Belief, at: dt.datetime, half_life_days: float = HALF_LIFE_DAYS) -> Belief:
    """This will give the sums as they weigh at a later instant."""
    left = fading((at - belief.as_of).total_seconds(), half_life_days)
    if left == 1.0:
        return belief
    return Belief(
        as_of=at,
        right=belief.right * left,
        third=belief.third * left,
        wrong=belief.wrong * left,
        dead=belief.dead * left,
        tried=belief.tried * left,
        answered=belief.answered * left,
        hours={hour: (n * left, y * left) for hour, (n, y) in belief.hours.items()},
        weekdays={day: (n * left, y * left) for day, (n, y) in belief.weekdays.items()},
        rival_at=belief.rival_at,
    )


def add(belief: Belief | None, piece: Piece, half_life_days: float = HALF_LIFE_DAYS) -> Belief:
    """This will add one piece of evidence; the order in which pieces arrive does not matter.

    :raises KeyError: the kind of evidence cannot have this outcome
    """
    tally = TALLIES[piece.kind, piece.outcome]
    held = at_time(belief, piece.at, half_life_days) if belief else Belief(as_of=piece.at)
    left = fading((held.as_of - piece.at).total_seconds(), half_life_days)
    tried, answered = tally.tried * left, tally.answered * left
    return Belief(
        as_of=held.as_of,
        right=held.right + tally.right * left,
        third=held.third + tally.third * left,
        wrong=held.wrong + tally.wrong * left,
        dead=held.dead + tally.dead * left,
        tried=held.tried + tried,
        answered=held.answered + answered,
        hours=_counted(held.hours, piece.hour, tried, answered),
        weekdays=_counted(held.weekdays, piece.weekday, tried, answered),
        rival_at=held.rival_at,
    )


def _counted(
    slots: Mapping[int, tuple[float, float]], slot: int | None, tried: float, answered: float
) -> Mapping[int, tuple[float, float]]:
    if slot is None or not tried:
        return slots
    n, y = slots.get(slot, (0.0, 0.0))
    return {**slots, slot: (n + tried, y + answered)}


def right_party(
    belief: Belief | None, prior: float, norm: Norm, at: dt.datetime, half_life_days: float = HALF_LIFE_DAYS
) -> float:
    """This will give the probability that whoever answers there is the right party (a share, 0 to 1).

    `prior` is the norm's share for such points. How much a third party who answers counts against the point was
    learned from what came after such answers. No number is believed more than those that were right before.
    """
    right = against = 0.0
    if belief is not None:
        now = at_time(belief, at, half_life_days)
        right = now.right
        against = now.wrong + now.dead + norm.third_weight * now.third
        if now.rival_at is not None:
            against += RIVAL_WEIGHT * fading((at - now.rival_at).total_seconds(), half_life_days)
    return min((norm.firmness * prior + right) / (norm.firmness + right + against), max(norm.steady, prior))


def level(belief: Belief | None, norm: Norm) -> float:
    """This will give how readily the point is answered, 1.0 being what the population does at the same hours."""
    if belief is None or not belief.tried:
        return 1.0
    return (norm.level_firmness + belief.answered) / (norm.level_firmness + expected(belief, norm))


def expected(belief: Belief, norm: Norm) -> float:
    """This will give how many answers the population would have given to the same tries."""
    if not belief.tried:
        return 0.0
    by_hour = sum(n * norm.hours[hour] for hour, (n, _y) in belief.hours.items())
    placed = sum(n for n, _y in belief.hours.values())
    by_hour += max(belief.tried - placed, 0.0) * norm.mean
    days = sum(n for n, _y in belief.weekdays.values())
    mixed = sum(n * norm.weekdays[day] for day, (n, _y) in belief.weekdays.items()) / days if days else 1.0
    return by_hour * mixed


def answer(
    belief: Belief | None, norm: Norm, *, weekday: int, hour: int, at: dt.datetime,
    half_life_days: float = HALF_LIFE_DAYS,
) -> float:  # fmt: skip
    """This will give the probability that somebody answers a try in that local hour of that weekday."""
    held = at_time(belief, at, half_life_days) if belief else None
    return answers(held, norm, weekday=weekday, hours=(hour,))[0]


def answers(now: Belief | None, norm: Norm, *, weekday: int, hours: Sequence[int]) -> list[float]:
    """This will give the probability of an answer in each of these hours of a weekday, by sums as they weigh now."""
    pattern = norm.table[weekday]
    if now is None or not now.tried:
        return [min(pattern[hour], SUREST) for hour in hours]
    readiness = level(now, norm)
    tried, answered = now.weekdays.get(weekday, (0.0, 0.0))
    on_day = (WEEKDAY_FIRMNESS + answered) / (WEEKDAY_FIRMNESS + tried * readiness * norm.mean * norm.weekdays[weekday])
    due, seen = [norm.hour_firmness] * (24 // BLOCK), [norm.hour_firmness] * (24 // BLOCK)
    for hour, (tried, answered) in now.hours.items():
        due[hour // BLOCK] += tried * readiness * norm.hours[hour]
        seen[hour // BLOCK] += answered
    return [
        min(pattern[hour] * readiness * on_day * seen[hour // BLOCK] / due[hour // BLOCK], SUREST) for hour in hours
    ]


def weight(belief: Belief | None) -> float:
    """This will give how much evidence there is about who answers, in conversations."""
    return belief.right + belief.wrong + belief.third + belief.dead if belief else 0.0
