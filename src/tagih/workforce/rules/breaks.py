"""Where breaks lie inside shifts: one after the other, each where most people are to spare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FIRST_THIRD, STEP_MIN = 3, 15


@dataclass(frozen=True, slots=True)
class Presence:
    """One shift on the day: from, until, and how long its break is, in minutes of the day."""

    starts_min: int
    ends_min: int
    break_min: int

    @property
    def earliest(self) -> int:
        return self.starts_min + (self.ends_min - self.starts_min) // FIRST_THIRD

    @property
    def latest(self) -> int:
        return self.ends_min - (self.ends_min - self.starts_min) // FIRST_THIRD - self.break_min


def place(
    shifts: Mapping[int, Presence], starts: Sequence[int], length: int, need: Sequence[float], *, not_before: int = 0
) -> dict[int, int]:
    """This will return when each person's break begins: in the middle third of the shift, where the most are to spare.

    `need` is by interval of `length` minutes from `starts`. Those with the least choice are placed first.
    """
    spare = [
        sum(shift.starts_min <= start and start + length <= shift.ends_min for shift in shifts.values()) - wanted
        for start, wanted in zip(starts, need, strict=True)
    ]
    placed: dict[int, int] = {}
    for person, shift in sorted(shifts.items(), key=lambda pair: (pair[1].starts_min, pair[0])):
        if shift.break_min <= 0:
            continue
        first = max(shift.earliest, not_before)
        choices = range(first, max(shift.latest, first) + 1, STEP_MIN)

        def worst(begin: int, shift: Presence = shift) -> tuple[float, int]:
            hit = [spare[number] for number in _touched(starts, length, begin, begin + shift.break_min)]
            return -min(hit, default=0.0), begin

        begin = min(choices, key=worst)
        for number in _touched(starts, length, begin, begin + shift.break_min):
            spare[number] -= 1
        placed[person] = begin
    return placed


def _touched(starts: Sequence[int], length: int, begin: int, end: int) -> list[int]:
    return [number for number, start in enumerate(starts) if start < end and begin < start + length]
