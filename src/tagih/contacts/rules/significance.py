"""Whether counts differ by more than chance, and how sure a share is. Small statistics without a library."""

import math
from collections.abc import Sequence

FEWEST_EXPECTED = 5.0
"""Below this many expected answers or failures in a group, groups are merged or nothing is claimed."""


def chi_square_tail(x: float, freedom: int) -> float:
    """This will give the probability that chi-square of so many degrees of freedom is at least `x`."""
    if x <= 0 or freedom < 1:
        return 1.0
    a, z = freedom / 2, x / 2
    scale = math.exp(-z + a * math.log(z) - math.lgamma(a))
    if z < a + 1:
        return max(0.0, 1.0 - scale * _series(a, z))
    return min(1.0, scale * _fraction(a, z))


def _series(a: float, z: float) -> float:
    term = total = 1 / a
    step = a
    while abs(term) > abs(total) * 1e-14:
        step += 1
        term *= z / step
        total += term
    return total


def _fraction(a: float, z: float) -> float:
    """The continued fraction of the upper incomplete gamma function (Lentz)."""
    b = z + 1 - a
    c, d = 1e300, 1 / b
    h = d
    for i in range(1, 500):
        an = -i * (i - a)
        b += 2
        d = 1 / (an * d + b or 1e-300)
        c = b + an / c or 1e-300
        change = d * c
        h *= change
        if abs(change - 1) < 1e-14:
            break
    return h


def difference(tried: Sequence[float], hits: Sequence[float], expected: Sequence[float] | None = None) -> float:
    """This will give the p-value of a likelihood ratio test that groups differ, 1.0 where the data are too few.

    `expected` are hits by another pattern (of the population), scaled here to the same total; without it all groups
    share one rate. Neighbouring groups are merged until each expects at least `FEWEST_EXPECTED` hits and misses.
    """
    total, got = sum(tried), sum(hits)
    if total <= 0 or got <= 0 or got >= total:
        return 1.0
    pattern = expected if expected and sum(expected) > 0 else tried
    scale = got / sum(pattern)
    groups = _merged([(n, y, min(e * scale, 0.98 * n)) for n, y, e in zip(tried, hits, pattern, strict=True) if n > 0])
    if len(groups) < 2:
        return 1.0
    ratio = sum(_part(y, e) + _part(n - y, n - e) for n, y, e in groups)
    return chi_square_tail(2 * ratio, len(groups) - 1)


def _merged(groups: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    done: list[tuple[float, float, float]] = []
    held = (0.0, 0.0, 0.0)
    for group in groups:
        held = (held[0] + group[0], held[1] + group[1], held[2] + group[2])
        if min(held[2], held[0] - held[2]) >= FEWEST_EXPECTED:
            done.append(held)
            held = (0.0, 0.0, 0.0)
    if held[0] and done:
        last = done.pop()
        done.append((last[0] + held[0], last[1] + held[1], last[2] + held[2]))
    return done


def _part(observed: float, expected: float) -> float:
    return observed * math.log(observed / expected) if observed > 0 and expected > 0 else 0.0


def share_interval(hits: float, tried: float, z: float = 1.96) -> tuple[float, float]:
    """This will give Wilson's interval of a share, (0, 1) where nothing was tried."""
    if tried <= 0:
        return 0.0, 1.0
    share, square = hits / tried, z * z
    middle = (share + square / (2 * tried)) / (1 + square / tried)
    spread = z * math.sqrt(share * (1 - share) / tried + square / (4 * tried * tried)) / (1 + square / tried)
    return max(0.0, middle - spread), min(1.0, middle + spread)
