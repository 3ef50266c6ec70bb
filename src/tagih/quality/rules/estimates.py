"""Rates of a frame from a drawn sample: weighted back by the chance of being drawn, with an interval.

Sources: D. G. Horvitz and D. J. Thompson 1952, JASA 47; J. Hajek 1971 (ratio form, where not everything drawn was
reviewed); W. G. Cochran, Sampling Techniques, 3rd ed. 1977, 5.3 (variance over strata); E. L. Korn and B. I. Graubard
1998, Survey Methodology 24 (interval of a rare share through the effective size of the sample).
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tagih.quality.rules.sizes import Interval, quantile


@dataclass(frozen=True, slots=True)
class Seen:
    """One reviewed contact: its stratum, how many contacts that has, and what was found (0 to 1)."""

    stratum: str
    size: int
    value: float


@dataclass(frozen=True, slots=True)
class Stratum:
    """What one stratum said."""

    size: int
    count: int
    mean: float
    spread: float  # sum of squares about the mean


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share of the frame. `of_frame` is how much of the frame the reviewed strata stand for; None: nothing seen."""

    share: float | None
    interval: Interval
    reviewed: int
    effective: float
    of_frame: int


def weighted(seen: Iterable[Seen], *, confidence: float = 0.95) -> Estimate:
    """This will return the share over the strata that were seen, each contact weighted by 1 / its chance.

    What was drawn and never reviewed is taken as missing by chance inside its stratum (Hajek's ratio). Strata without a
    review say nothing and are left out; `of_frame` tells how much is left. Contacts come from one sample only: a risk
    sample and a random sample of the same frame are two estimates, never one heap.
    """
    strata = _strata(seen)
    total = sum(one.size for one in strata)
    count = sum(one.count for one in strata)
    if not strata or total == 0:
        return Estimate(None, Interval(0.0, 1.0), 0, 0.0, 0)
    share = sum(one.size * one.mean for one in strata) / total
    effective = _effective(strata, total, share, _variance(strata, total))
    return Estimate(share, _around(share, effective, confidence), count, effective, total)


def mean_interval(values: Sequence[float], *, confidence: float = 0.95) -> tuple[float, Interval] | None:
    """This will return the mean of scores and its interval (Student's t by Cornish-Fisher); None for fewer than two."""
    count = len(values)
    if count < 2:
        return None
    mean = math.fsum(values) / count
    variance = math.fsum((value - mean) ** 2 for value in values) / (count - 1)
    half = student(confidence, count - 1) * math.sqrt(variance / count)
    return mean, Interval(mean - half, mean + half)


def student(confidence: float, degrees: int) -> float:
    """This will return the two-sided quantile of Student's t, exact for 1 and 2 degrees, to 0.5 % from 3 on."""
    if degrees == 1:
        return math.tan(math.pi * confidence / 2)
    if degrees == 2:
        return confidence * math.sqrt(2 / (1 - confidence * confidence))
    z, n = quantile(confidence), degrees
    terms = (
        z,
        (z**3 + z) / (4 * n),
        (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2),
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3),
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * n**4),
    )
    return sum(terms)


def _strata(seen: Iterable[Seen]) -> list[Stratum]:
    values: dict[str, list[float]] = defaultdict(list)
    sizes: dict[str, int] = {}
    for one in seen:
        values[one.stratum].append(one.value)
        sizes[one.stratum] = one.size
    made = []
    for name in sorted(values):
        found = values[name]
        mean = math.fsum(found) / len(found)
        spread = math.fsum((value - mean) ** 2 for value in found)
        made.append(Stratum(max(sizes[name], len(found)), len(found), mean, spread))
    return made


def _variance(strata: Sequence[Stratum], total: int) -> float:
    """Over the strata, with the finite population; the spread inside strata is pooled, as most see too little."""
    degrees = sum(one.count - 1 for one in strata)
    pooled = sum(one.spread for one in strata) / degrees if degrees else _between(strata, total)
    return sum(
        (one.size / total) ** 2 * (1 - one.count / one.size) * (_own(one) or pooled) / one.count for one in strata
    )


def _own(one: Stratum) -> float | None:
    """A stratum's own spread where it saw enough to know it."""
    return one.spread / (one.count - 1) if one.count >= 30 and one.spread > 0 else None


def _between(strata: Sequence[Stratum], total: int) -> float:
    """One contact in each stratum: they stand for one another."""
    mean = sum(one.size * one.mean for one in strata) / total
    return sum((one.mean - mean) ** 2 for one in strata) / max(1, len(strata) - 1)


def _effective(strata: Sequence[Stratum], total: int, share: float, variance: float) -> float:
    """How many contacts drawn plainly would know as much; Kish's size where nothing (or everything) was found."""
    weights = sum((one.size / one.count) ** 2 * one.count for one in strata)
    kish = total * total / weights
    left = 1 - sum(one.count for one in strata) / total
    if left <= 0:
        return math.inf
    if variance <= 0 or not 0 < share < 1:
        return kish / left
    return share * (1 - share) / variance


def _around(share: float, effective: float, confidence: float) -> Interval:
    """Wilson's interval for a share known as well as `effective` contacts know it."""
    if math.isinf(effective):
        return Interval(share, share)
    z = quantile(confidence)
    scale = 1 + z * z / effective
    centre = (share + z * z / (2 * effective)) / scale
    half = z / scale * math.sqrt(max(0.0, share * (1 - share) / effective + (z / (2 * effective)) ** 2))
    return Interval(max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half)))
