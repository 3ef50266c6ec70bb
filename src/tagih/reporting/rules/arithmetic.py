"""Counts of a group, and figures from counts. A ratio of groups comes from their summed counts, never from ratios."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tagih.reporting.rules.figures import FIGURES, Better, Figure, Kind

Counts = Mapping[str, Decimal]

AMOUNTS = {name for figure in FIGURES for name in (figure.numerator, figure.denominator) if name.endswith("_amount")}
_PLACES = Decimal("0.0001")


def added(groups: Iterable[Counts]) -> dict[str, Decimal]:
    """This will return the counts of all groups together."""
    total: dict[str, Decimal] = {}
    for counts in groups:
        for name, number in counts.items():
            total[name] = total.get(name, Decimal(0)) + number
    return total


def value(figure: Figure, counts: Counts) -> Decimal | None:
    """This will return the figure of a group: a share as a fraction, minutes as minutes, None where nothing is divided.

    A count that the group does not have (a branch has no agents' time) is 0; a denominator of 0 gives None.
    """
    above = counts.get(figure.numerator, Decimal(0))
    if not figure.denominator:
        return above
    below = counts.get(figure.denominator, Decimal(0))
    if not below:
        return None
    unit = 60 if figure.kind is Kind.MINUTES else 1
    return (above / below / unit).quantize(_PLACES, rounding=ROUND_HALF_UP)


def change(figure: Figure, now: Decimal | None, before: Decimal | None) -> tuple[Decimal | None, str]:
    """This will return the difference and whether it is GOOD, BAD or SAME (also when either is unknown)."""
    if now is None or before is None:
        return None, "SAME"
    difference = now - before
    if difference == 0 or figure.better is Better.NEITHER:
        return difference, "SAME"
    return difference, "GOOD" if (difference > 0) == (figure.better is Better.UP) else "BAD"


def reached(figure: Figure, now: Decimal | None, target: Decimal | None) -> bool | None:
    """This will tell whether the target is met, None without a figure or a target."""
    if now is None or target is None:
        return None
    return now <= target if figure.better is Better.DOWN else now >= target


def stored(counts: Counts) -> dict[str, Any]:
    """This will return counts as JSON can hold them: whole numbers, and amounts as text. Zeros are left out."""
    return {
        name: f"{number:.2f}" if name in AMOUNTS else int(number) for name, number in sorted(counts.items()) if number
    }


def parsed(counts: Mapping[str, Any]) -> dict[str, Decimal]:
    """This will read what `stored` wrote."""
    return {name: Decimal(str(number)) for name, number in counts.items()}
