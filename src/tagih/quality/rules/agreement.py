"""How far reviewers agree beyond chance, with intervals.

Sources: J. Cohen 1960, EPM 20 and 1968, Psych. Bull. 70 (weights); K. Krippendorff, Content Analysis, 4th ed. 2019,
ch. 12 (alpha by coincidences, any number of reviewers, missing answers); B. Efron 1979 (bootstrap over contacts).
"""

import math
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from tagih.quality.rules.estimates import mean_interval
from tagih.quality.rules.sizes import Interval, wilson

Pair = tuple[float, float]
Unit = Sequence[float | None]
"""The answers to one item on one contact, one for each reviewer; None where a reviewer gave none."""
DRAWS = 400
AGREES_FATAL, AGREES = 0.90, 0.85
DRIFTS = 2.0
FEWEST = 5  # contacts, below which nobody is said to drift


@dataclass(frozen=True, slots=True)
class Agreement:
    """A coefficient with its interval, from how many contacts. None: chance alone explains nothing here."""

    value: float | None
    interval: Interval | None
    units: int


@dataclass(frozen=True, slots=True)
class Drift:
    """How far one reviewer scores from the others on the same contacts, in points, and how sure that is."""

    reviewer: str
    mean: float
    z: float | None
    contacts: int

    @property
    def is_drifting(self) -> bool:
        return self.contacts >= FEWEST and self.z is not None and abs(self.z) > DRIFTS


def raw_agreement(units: Sequence[Unit]) -> tuple[float | None, Interval, int]:
    """This will return the share of pairs of answers that are equal, with Wilson's interval over contacts."""
    pairs = [pair for unit in units for pair in combinations([value for value in unit if value is not None], 2)]
    same = sum(1 for first, second in pairs if first == second)
    contacts = sum(1 for unit in units if sum(value is not None for value in unit) > 1)
    if not pairs:
        return None, Interval(0.0, 1.0), 0
    share = same / len(pairs)
    return share, wilson(found=round(share * contacts), of=contacts), contacts


def cohen(pairs: Sequence[Pair], *, weights: str = "") -> float | None:
    """This will return Cohen's kappa of two reviewers: plain, `linear` or `quadratic`; None if chance explains all.

    Weights count the steps between categories in their order, as is usual, not the distance of the values.
    """
    if not pairs:
        return None
    order = {value: place for place, value in enumerate(sorted({value for pair in pairs for value in pair}))}
    first, second = Counter(a for a, _b in pairs), Counter(b for _a, b in pairs)
    distance = _steps(weights)
    seen = math.fsum(distance(order[a], order[b]) for a, b in pairs) / len(pairs)
    by_chance = math.fsum(
        distance(order[a], order[b]) * times * others
        for a, times in first.items()
        for b, others in second.items()
    ) / (len(pairs) ** 2)  # fmt: skip
    return None if by_chance == 0 else 1 - seen / by_chance


def krippendorff(units: Sequence[Unit], *, level: str = "nominal") -> float | None:
    """This will return Krippendorff's alpha: `nominal`, `ordinal` or `interval`; None where all answers are one."""
    told = [[value for value in unit if value is not None] for unit in units]
    told = [unit for unit in told if len(unit) > 1]
    counts = Counter(value for unit in told for value in unit)
    total = sum(counts.values())
    if len(counts) < 2:
        return None
    distance = _distance(level, counts)
    seen = math.fsum(
        distance(a, b) * times * (within[b] - (a == b)) / (len(unit) - 1)
        for unit in told
        for within in [Counter(unit)]
        for a, times in within.items()
        for b in within
    )
    by_chance = math.fsum(distance(a, b) * counts[a] * counts[b] for a in counts for b in counts) / (total - 1)
    return 1 - seen / by_chance


def with_interval(
    units: Sequence[Unit], coefficient: Callable[[Sequence[Unit]], float | None], *, seed: str, confidence: float = 0.95
) -> Agreement:
    """This will return a coefficient with its bootstrap interval over contacts, the same for the same seed."""
    value = coefficient(units)
    if value is None or len(units) < 2:
        return Agreement(value, None, len(units))
    chance = random.Random(seed)  # noqa: S311 (a repeatable resampling, no secret)
    found = sorted(
        drawn
        for _turn in range(DRAWS)
        if (drawn := coefficient(chance.choices(units, k=len(units)))) is not None
    )  # fmt: skip
    if not found:
        return Agreement(value, None, len(units))
    edge = (1 - confidence) / 2
    low, high = found[int(edge * len(found))], found[min(len(found) - 1, math.ceil((1 - edge) * len(found)) - 1)]
    return Agreement(value, Interval(min(low, value), max(high, value)), len(units))


def drifts(scores: Sequence[Mapping[str, float]]) -> list[Drift]:
    """This will return each reviewer's mean distance from the others' mean, over contacts that several scored."""
    apart: dict[str, list[float]] = {}
    for contact in scores:
        if len(contact) < 2:
            continue
        total = math.fsum(contact.values())
        for reviewer, score in contact.items():
            apart.setdefault(reviewer, []).append(score - (total - score) / (len(contact) - 1))
    return [_drift(reviewer, apart[reviewer]) for reviewer in sorted(apart)]


def _drift(reviewer: str, apart: Sequence[float]) -> Drift:
    mean = math.fsum(apart) / len(apart)
    if mean_interval(apart) is None:
        return Drift(reviewer, mean, None, len(apart))
    variance = math.fsum((value - mean) ** 2 for value in apart) / (len(apart) - 1)
    error = math.sqrt(variance / len(apart))
    z = mean / error if error else (0.0 if mean == 0 else math.copysign(math.inf, mean))
    return Drift(reviewer, mean, z, len(apart))


def _steps(weights: str) -> Callable[[int, int], float]:
    match weights:
        case "linear":
            return lambda a, b: abs(a - b)
        case "quadratic":
            return lambda a, b: (a - b) ** 2
        case _:
            return lambda a, b: float(a != b)


def _distance(level: str, counts: Counter[float]) -> Callable[[float, float], float]:
    match level:
        case "interval":
            return lambda a, b: (a - b) ** 2
        case "ordinal":
            order = sorted(counts)

            def between(a: float, b: float) -> float:
                low, high = sorted((order.index(a), order.index(b)))
                return (sum(counts[value] for value in order[low : high + 1]) - (counts[a] + counts[b]) / 2) ** 2

            return between
        case _:
            return lambda a, b: float(a != b)
