"""How many contacts to hear for a margin of error, and what a count of findings says.

Sources: W. G. Cochran, Sampling Techniques, 3rd ed. 1977, 4.4 (size with finite population correction);
E. B. Wilson 1927, JASA 22 (interval).
"""

import math
from dataclasses import dataclass
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float


def sample_size(*, population: int | None, margin: float, confidence: float, expected: float) -> int:
    """This will return the contacts to draw so that a share near `expected` is known to +- `margin` at `confidence`.

    Shares are between 0 and 1. `population` None: without end. Never more than the population.
    """
    z = quantile(confidence)
    without_end = z * z * expected * (1 - expected) / (margin * margin)
    if population is None:
        return max(1, math.ceil(without_end))
    if population == 0:
        return 0
    if without_end <= 1:
        return 1
    return min(population, math.ceil(without_end / (1 + (without_end - 1) / population)))


def size_to_see_one(*, share: float, confidence: float) -> int:
    """This will return the contacts to hear to meet at least one finding, if it occurs in `share` of all."""
    return math.ceil(math.log(1 - confidence) / math.log(1 - share))


def wilson(*, found: int, of: int, confidence: float = 0.95) -> Interval:
    """This will return the interval in which the true share lies, after `found` in `of` drawn at random."""
    if of == 0:
        return Interval(0.0, 1.0)
    z = quantile(confidence)
    share = found / of
    centre = share + z * z / (2 * of)
    spread = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    return Interval(max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale))


def quantile(confidence: float) -> float:
    """This will return the normal quantile of a two-sided confidence, 1.96 for 0.95."""
    return NormalDist().inv_cdf((1 + confidence) / 2)
