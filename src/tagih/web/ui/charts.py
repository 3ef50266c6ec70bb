"""Charts as numbers for SVG: drawn on the server, no script, readable without colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

Number = int | float | Decimal


@dataclass(frozen=True, slots=True)
class Spark:
    """A line over equal steps, in a box of 100 by 24."""

    line: str
    area: str
    last_x: str
    last_y: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a column chart."""

    x: str
    y: str
    width: str
    height: str
    middle: str
    label: str
    value: Number
    shows_label: bool


def spark(values: Sequence[Number]) -> Spark | None:
    """This will lay a series into the box; None for fewer than two values."""
    if len(values) < 2:
        return None
    low, high = min(values), max(values)
    reach = float(high - low) or 1.0
    points = [
        (index * 96 / (len(values) - 1) + 2, 21 - (float(value - low) / reach) * 18)
        for index, value in enumerate(values)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    area = f"{points[0][0]:.1f},24 {line} {points[-1][0]:.1f},24"
    return Spark(line, area, f"{points[-1][0]:.1f}", f"{points[-1][1]:.1f}")


def share(value: Number, largest: Number) -> str:
    """This will return `value` in percent of the largest, with a sliver for what is not zero."""
    if not largest or value <= 0:
        return "0"
    return f"{max(float(value) / float(largest) * 100, 0.8):.1f}"


def columns(values: Sequence[Number], labels: Sequence[str], *, width: int = 640, height: int = 180) -> list[Column]:
    """This will lay a column chart into a box, with a foot of 22 for labels; too many labels are thinned out."""
    if not values:
        return []
    largest = float(max(values)) or 1.0
    step = width / len(values)
    every = max(1, round(len(values) * 52 / width))
    laid = []
    for index, (value, label) in enumerate(zip(values, labels, strict=True)):
        tall = max(float(value) / largest * (height - 42), 0)
        laid.append(
            Column(
                x=f"{index * step + step * 0.14:.1f}",
                y=f"{height - 22 - tall:.1f}",
                width=f"{step * 0.72:.1f}",
                height=f"{tall:.1f}",
                middle=f"{(index + 0.5) * step:.1f}",
                label=label,
                value=value,
                shows_label=index % every == 0,
            )
        )
    return laid
