"""Whom the data can tell apart, and how many more reviews it would take.

Sources: R. G. Newcombe 1998, Stat. Med. 17, 873 (difference by Wilson's limits); J. L. Fleiss, Statistical
Methods for Rates and Proportions, 3rd ed. 2003, 4.2 (size for a difference); pairs are held to Sidak's level, so that a
whole team is told apart wrongly no more often than the confidence says.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tagih.quality.rules.sizes import Interval, quantile, wilson

FEW = 30
"""Below so many reviews a person's rate is shown grey: the interval, never a place."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many reviewed contacts of somebody were fine."""

    who: str
    good: int
    of: int


@dataclass(frozen=True, slots=True)
class Place:
    """One person's rate, its interval, the rate drawn to the team's, and the places that the data leave open."""

    who: str
    good: int
    of: int
    share: float | None
    interval: Interval
    shrunk: float
    first: int
    last: int

    @property
    def is_few(self) -> bool:
        return self.of < FEW


@dataclass(frozen=True, slots=True)
class Ranking:
    """Everybody, by name if nobody can be told apart. `more` more reviews each would tell the farthest two apart."""

    places: tuple[Place, ...]
    can_rank: bool
    pairs_apart: int
    more: int | None


def rank(tallies: Sequence[Tally], *, confidence: float = 0.95) -> Ranking:
    """This will place people as far as the data can tell them apart; who has no reviews may stand anywhere."""
    pairs = len(tallies) * (len(tallies) - 1) // 2
    level = confidence ** (1 / pairs) if pairs else confidence
    better = {one.who: sum(is_better(other, one, confidence=level) for other in tallies) for one in tallies}
    worse = {one.who: sum(is_better(one, other, confidence=level) for other in tallies) for one in tallies}
    middle, strength = _team(tallies)
    places = [
        Place(
            one.who, one.good, one.of, one.good / one.of if one.of else None,
            wilson(found=one.good, of=one.of, confidence=confidence),
            (one.good + middle * strength) / (one.of + strength),
            1 + better[one.who], len(tallies) - worse[one.who],
        )
        for one in tallies
    ]  # fmt: skip
    apart = sum(better.values())
    if apart:
        places.sort(key=lambda place: (place.first, place.last, place.who))
    else:
        places.sort(key=lambda place: place.who)
    return Ranking(tuple(places), apart > 0, apart, _more(tallies, level))


def is_better(first: Tally, second: Tally, *, confidence: float = 0.95) -> bool:
    """This will tell whether the first is surely better than the second."""
    if first.of == 0 or second.of == 0 or first.who == second.who:
        return False
    return difference(first, second, confidence=confidence).low > 0


def difference(first: Tally, second: Tally, *, confidence: float = 0.95) -> Interval:
    """This will return the interval of the difference of two shares."""
    p, q = first.good / first.of, second.good / second.of
    one = wilson(found=first.good, of=first.of, confidence=confidence)
    two = wilson(found=second.good, of=second.of, confidence=confidence)
    low = p - q - math.sqrt((p - one.low) ** 2 + (two.high - q) ** 2)
    high = p - q + math.sqrt((one.high - p) ** 2 + (q - two.low) ** 2)
    return Interval(max(-1.0, low), min(1.0, high))


def reviews_to_tell_apart(first: float, second: float, *, confidence: float = 0.95, power: float = 0.8) -> int | None:
    """This will return the reviews of each that tell two true shares apart with that power; None if they are equal."""
    if first == second:
        return None
    middle = (first + second) / 2
    z, w = quantile(confidence), quantile(2 * power - 1)
    needed = z * math.sqrt(2 * middle * (1 - middle)) + w * math.sqrt(first * (1 - first) + second * (1 - second))
    return max(1, math.ceil((needed / (first - second)) ** 2 - 1e-9))


def _more(tallies: Sequence[Tally], confidence: float) -> int | None:
    """More reviews of each, beyond the fewer that the farthest two have; 0 when these are told apart already."""
    known = [one for one in tallies if one.of]
    if len(known) < 2:
        return None
    best = max(known, key=lambda one: (one.good / one.of, one.of))
    least = min(known, key=lambda one: (one.good / one.of, -one.of))
    if is_better(best, least, confidence=confidence):
        return 0
    needed = reviews_to_tell_apart(best.good / best.of, least.good / least.of, confidence=confidence)
    return None if needed is None else max(1, needed - min(best.of, least.of))


def _team(tallies: Sequence[Tally]) -> tuple[float, float]:
    """The team's share, and how many reviews it is worth for one person (moments of a beta-binomial)."""
    known = [one for one in tallies if one.of]
    total = sum(one.of for one in known)
    if not total:
        return 0.5, 2.0
    share = sum(one.good for one in known) / total
    if len(known) < 2 or not 0 < share < 1:
        return share, float(FEW)
    spread = sum(one.of * (one.good / one.of - share) ** 2 for one in known) / (len(known) - 1)
    size = (total - sum(one.of**2 for one in known) / total) / (len(known) - 1)
    between = max(0.0, (spread - share * (1 - share)) / size)
    if between == 0:
        return share, 1_000.0
    return share, min(1_000.0, max(1.0, share * (1 - share) / between - 1))
