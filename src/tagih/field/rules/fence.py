"""How near the door somebody stood, as well as a phone and an address can tell."""

import math
from dataclasses import dataclass

from tagih.field.enums import Fence

RADIUS_M = {"PIN": 50, "ROOFTOP": 75, "STREET": 125, "VILLAGE": 250}
"""Within which 99 of 100 honest visits lie, by what the coordinates of the address are."""
TOLERATED_M = 50
WORST_ACCURACY_M = 100
OLDEST_S = 60
NEAR_FACTOR = 3
SHARED_BY = 5  # so many addresses on one pin are the middle of a village
EARTH_M = 6_371_000.0


@dataclass(frozen=True, slots=True)
class Fix:
    """Where the phone says it is: degrees, metres within which two of three fixes lie, seconds of age."""

    latitude: float
    longitude: float
    accuracy_m: float
    age_s: float = 0


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """This will return the distance of two points (latitude, longitude)."""
    (north_a, east_a), (north_b, east_b) = (tuple(map(math.radians, point)) for point in (a, b))
    chord = math.sin((north_b - north_a) / 2) ** 2
    chord += math.cos(north_a) * math.cos(north_b) * math.sin((east_b - east_a) / 2) ** 2
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(chord)))


def quality_of(*, is_confirmed: bool, label: str, shared_by: int) -> str:
    """This will judge the coordinates of an address: confirmed at the door, or how many addresses share them."""
    if is_confirmed:
        return "PIN"
    if shared_by >= SHARED_BY:
        return "VILLAGE"
    return "STREET" if label else "VILLAGE"


def judged(fix: Fix | None, door: tuple[float, float] | None, *, quality: str) -> tuple[Fence, int | None]:
    """This will tell whether somebody stood at the door, and the metres between; unknown where either is unknown."""
    if fix is None or door is None or fix.accuracy_m > WORST_ACCURACY_M or fix.age_s > OLDEST_S:
        return Fence.UNKNOWN, None
    far = metres((fix.latitude, fix.longitude), door)
    beyond = far - min(fix.accuracy_m, TOLERATED_M)
    radius = RADIUS_M[quality]
    if beyond <= radius:
        return Fence.INSIDE, round(far)
    return (Fence.NEAR if beyond <= NEAR_FACTOR * radius else Fence.OUTSIDE), round(far)
