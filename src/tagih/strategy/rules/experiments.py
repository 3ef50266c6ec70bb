"""Experiments: how many people are needed, and what may be said of a difference on any day one looks.

The interval is one of a confidence sequence (mixture of sequential probability ratios): it holds on all days at once,
so that looking every day and stopping when something shows does not fool anybody. It is wider than the usual one.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

ALPHA, POWER = 0.05, 0.8
FEWEST = 30
"""People of each side below which nothing is said."""


class Verdict(StrEnum):
    """What may be said."""

    TOO_FEW = "TOO_FEW"
    OPEN = "OPEN"  # the interval holds zero
    BETTER = "BETTER"
    WORSE = "WORSE"


@dataclass(frozen=True, slots=True)
class Side:
    """One side within one stratum: people, the mean of what is measured, and its variance."""

    people: int
    mean: float
    variance: float


@dataclass(frozen=True, slots=True)
class Difference:
    """Trial less base with the interval that holds on every day, and what may be said."""

    trial: Side
    base: Side
    apart: float
    low: float
    high: float
    verdict: Verdict


def people_needed(
    *, base: float, worth_seeing: float, share: float, alpha: float = ALPHA, power: float = POWER
) -> tuple[int, int]:
    """This will return the people that a trial with `share` and its base need, to see a rate differ by so much.

    `base` is the rate without the trial, `worth_seeing` the smallest difference that matters (0.02: two points).
    """
    if not (0 < base < 1 and 0 < share < 1 and worth_seeing):
        raise ValueError("rates and shares lie between 0 and 1, and no difference cannot be seen")
    other = min(max(base + worth_seeing, 1e-9), 1 - 1e-9)
    quantile = NormalDist().inv_cdf
    sides = (quantile(1 - alpha / 2) + quantile(power)) ** 2
    spread = other * (1 - other) / share + base * (1 - base) / (1 - share)
    total = math.ceil(sides * spread / worth_seeing**2)
    return math.ceil(total * share), math.ceil(total * (1 - share))


def difference(
    trial: Mapping[str, Side], base: Mapping[str, Side], *, worth_seeing: float, alpha: float = ALPHA
) -> Difference:
    """This will compare two sides stratum by stratum, each weighed by its people, with an interval for every day.

    `worth_seeing` tunes where the interval is tightest, and never its honesty.
    """
    both = [name for name in trial if name in base and trial[name].people > 1 and base[name].people > 1]
    total = sum(trial[name].people + base[name].people for name in both)
    one, other = _whole(trial, both), _whole(base, both)
    if min(one.people, other.people) < FEWEST:
        return Difference(one, other, 0.0, -math.inf, math.inf, Verdict.TOO_FEW)
    apart = spread = 0.0
    for name in both:
        weight = (trial[name].people + base[name].people) / total
        apart += weight * (trial[name].mean - base[name].mean)
        spread += weight**2 * (trial[name].variance / trial[name].people + base[name].variance / base[name].people)
    half = half_width(spread, worth_seeing, alpha)
    low, high = apart - half, apart + half
    verdict = Verdict.BETTER if low > 0 else Verdict.WORSE if high < 0 else Verdict.OPEN
    return Difference(one, other, apart, low, high, verdict)


def half_width(variance: float, worth_seeing: float, alpha: float = ALPHA) -> float:
    """This will return half the width of the interval that holds at all times, of an estimate with that variance."""
    if variance <= 0:
        return 0.0
    mixed = max(worth_seeing, 1e-12) ** 2
    evidence = math.log((variance + mixed) / variance) - 2 * math.log(alpha)
    return math.sqrt(variance * (variance + mixed) / mixed * evidence)


def _whole(sides: Mapping[str, Side], names: list[str]) -> Side:
    people = sum(sides[name].people for name in names)
    if not people:
        return Side(0, 0.0, 0.0)
    mean = sum(sides[name].people * sides[name].mean for name in names) / people
    spread = sum(
        sides[name].people * (sides[name].variance + (sides[name].mean - mean) ** 2) for name in names
    )
    return Side(people, mean, spread / people)
