"""What became of a shift: late or not, adherence and conformance, always in the local day of the person's unit."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

GRACE = dt.timedelta(minutes=2)
ATTACHED = dt.timedelta(hours=4)
"""A sign-in up to so long before a shift, or after its end, belongs to it."""
AT_WORK = frozenset({"READY", "WORKING", "MEETING", "TRAINING"})
RESTING = frozenset({"BREAK", "PRAYER"})
OFF = "OFF"


@dataclass(frozen=True, slots=True)
class Span:
    """From, until before, and what somebody was doing."""

    begins: dt.datetime
    ends: dt.datetime
    state: str = ""

    @property
    def minutes(self) -> float:
        return max(0.0, (self.ends - self.begins).total_seconds() / 60)

    def within(self, other: "Span") -> "Span":
        return Span(max(self.begins, other.begins), min(self.ends, other.ends), self.state)


@dataclass(frozen=True, slots=True)
class Kept:
    """How a shift was kept. `adherence`: right minutes of those planned; `conformance`: worked of those paid."""

    planned_min: float
    paid_min: float
    right_min: float
    worked_min: float
    late_min: int
    left_early_min: int

    @property
    def adherence(self) -> float | None:
        return self.right_min / self.planned_min if self.planned_min else None

    @property
    def conformance(self) -> float | None:
        return self.worked_min / self.paid_min if self.paid_min else None

    @property
    def impact(self) -> str:
        """Whether the floor gained, lost, or neither: NEUTRAL within the grace."""
        missing = self.planned_min - self.right_min
        grace = GRACE.total_seconds() / 60
        if self.worked_min > self.paid_min + grace and missing <= grace:
            return "MORE"
        return "LESS" if missing > grace else "NEUTRAL"


def spans(changes: Sequence[tuple[dt.datetime, str]], *, until: dt.datetime) -> list[Span]:
    """This will turn changes of state, the oldest first, into spans; the last one lasts until `until`."""
    ends = [*(at for at, _state in changes[1:]), until][: len(changes)]
    return [Span(at, min(end, until), state) for (at, state), end in zip(changes, ends, strict=True) if at < until]


def kept(shift: Span, paid_min: int, worked: Iterable[Span], *, now: dt.datetime) -> Kept:
    """This will hold what somebody did against the shift, as far as it has passed at `now`.

    Rest counts as right up to the shift's unpaid minutes. Overlapping spans are counted once: a person who is seen
    twice in a minute has worked one minute.
    """
    passed = Span(shift.begins, min(shift.ends, now))
    states = _once(worked)
    present = [span for span in states if span.state != OFF]
    inside = [span.within(passed) for span in present]
    work = sum(span.minutes for span in inside if span.state in AT_WORK)
    rest = sum(span.minutes for span in inside if span.state in RESTING)
    share = passed.minutes / shift.minutes if shift.minutes else 0.0
    unpaid = max(0.0, shift.minutes - paid_min)
    came = min((span.begins for span in present if span.ends > shift.begins), default=None)
    left = max((span.ends for span in present if span.begins < shift.ends), default=None)
    return Kept(
        planned_min=passed.minutes,
        paid_min=paid_min * share,
        right_min=work + min(rest, unpaid),
        worked_min=sum(span.minutes for span in present if span.state in AT_WORK),
        late_min=late(shift, came, now=now),
        left_early_min=_early(shift, left, now=now),
    )


def late(shift: Span, came: dt.datetime | None, *, now: dt.datetime) -> int:
    """This will return the minutes somebody came late, or is late by now; none within the grace."""
    by = min(came or now, now, shift.ends) - shift.begins
    return int(by.total_seconds() // 60) if by > GRACE else 0


def _early(shift: Span, left: dt.datetime | None, *, now: dt.datetime) -> int:
    if left is None or now < shift.ends:
        return 0
    by = shift.ends - left
    return int(by.total_seconds() // 60) if by > GRACE else 0


def _once(worked: Iterable[Span]) -> list[Span]:
    """Each span as far as no earlier one covers it."""
    found: list[Span] = []
    reached: dt.datetime | None = None
    for span in sorted(worked, key=lambda span: (span.begins, span.ends)):
        begins = span.begins if reached is None else max(span.begins, reached)
        if begins < span.ends:
            found.append(Span(begins, span.ends, span.state))
            reached = span.ends
    return found
