"""A roster to make, and the roster. Days are numbered from 0, a week is seven days from day 0; times are minutes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

DAY_MIN = 24 * 60
SENIOR = "senior"
OFF = "OFF"

Count = Annotated[int, Field(ge=0)]
Identity = Annotated[str, Field(min_length=1, max_length=100)]


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


class Shift(Strict):
    """`end_min` may pass midnight (above 1440). `paid_min` is without unpaid breaks."""

    id: Identity
    start_min: Annotated[int, Field(ge=0, lt=DAY_MIN)]
    end_min: Annotated[int, Field(gt=0, le=2 * DAY_MIN)]
    paid_min: Annotated[int, Field(gt=0)]

    @model_validator(mode="after")
    def ends_after_start(self) -> Self:
        if self.end_min <= self.start_min:
            raise ValueError("end_min must lie after start_min; over midnight it is above 1440")
        return self


class Agent(Strict):
    """`leave` are days off for certain, `until_day` the last day before leaving, `wishes` shifts (or OFF) by day.

    `pinned` cells (a shift or OFF by day) are not to be changed. `before` are the shifts of the days before day 0, the
    last of them last: rest and days in a row do not begin anew with a month.
    """

    id: Identity
    skills: tuple[str, ...] = ()
    max_days_week: Annotated[int, Field(ge=0, le=7)] = 7
    leave: frozenset[Count] = frozenset()
    until_day: int | None = None
    wishes: dict[Count, str] = Field(default_factory=dict)
    pinned: dict[Count, str] = Field(default_factory=dict)
    before: tuple[str | None, ...] = ()

    @field_validator("wishes", "pinned", mode="before")
    @classmethod
    def wishes_by_day(cls, value: Any) -> Any:
        """A list says one wish a day, null for none."""
        if isinstance(value, list):
            return {day: wish for day, wish in enumerate(value) if wish is not None}
        return value if value is not None else {}

    @property
    def is_senior(self) -> bool:
        return SENIOR in {skill.lower() for skill in self.skills}

    def may_work(self, day: int) -> bool:
        return day not in self.leave and (self.until_day is None or day <= self.until_day)


class Rules(Strict):
    """Hard rules. `min_seniors`: seniors present in every interval that needs anybody."""

    rest_h: Annotated[float, Field(ge=0, le=72)] = 11
    max_consecutive_days: Annotated[int, Field(ge=1)] = 6
    max_hours_week: Annotated[float, Field(gt=0, le=168)] = 40
    min_seniors: Count = 0


class Interval(Strict):
    start_min: Annotated[int, Field(ge=0, le=2 * DAY_MIN)]
    end_min: Annotated[int, Field(gt=0, le=2 * DAY_MIN)]


class Problem(Strict):
    """`demand` is agents needed by day and interval."""

    days: Annotated[int, Field(ge=1, le=366)]
    intervals: tuple[Interval, ...]
    shifts: tuple[Shift, ...]
    agents: tuple[Agent, ...]
    demand: tuple[tuple[Annotated[float, Field(ge=0, allow_inf_nan=False)], ...], ...]
    rules: Rules = Rules()

    @field_validator("intervals", mode="before")
    @classmethod
    def intervals_from_starts(cls, value: Any) -> Any:
        """Intervals may be given as start minutes or as `07:30`; each ends where the next begins."""
        if not isinstance(value, list) or not value or isinstance(value[0], dict):
            return value
        starts = [_minute(start) for start in value]
        length = starts[1] - starts[0] if len(starts) > 1 else 30
        ends = [*starts[1:], starts[-1] + length]
        return [{"start_min": start, "end_min": end} for start, end in zip(starts, ends, strict=True)]

    @model_validator(mode="after")
    def fits_together(self) -> Self:
        known = {OFF, None, *(shift.id for shift in self.shifts)}
        for agent in self.agents:
            for name in (*agent.pinned.values(), *agent.before):
                if name not in known:
                    raise ValueError(f"agent {agent.id}: there is no shift {name}")
        for name in ("shifts", "agents"):
            ids = [thing.id for thing in getattr(self, name)]
            if len(set(ids)) < len(ids):
                twice = next(identity for identity in ids if ids.count(identity) > 1)
                raise ValueError(f"{name}: the id {twice} occurs twice")
        if len(self.demand) != self.days:
            raise ValueError(f"demand has {len(self.demand)} days, not {self.days}")
        for day, row in enumerate(self.demand):
            if len(row) != len(self.intervals):
                raise ValueError(f"demand of day {day} has {len(row)} intervals, not {len(self.intervals)}")
        for interval in self.intervals:
            if interval.end_min <= interval.start_min:
                raise ValueError("intervals must rise")
        return self

    def covers(self, shift: Shift) -> list[tuple[int, int]]:
        """This will return the intervals that a shift covers whole, as (days later, interval)."""
        return [
            (later, number)
            for later in (0, 1)
            for number, interval in enumerate(self.intervals)
            if shift.start_min <= interval.start_min + later * DAY_MIN
            and interval.end_min + later * DAY_MIN <= shift.end_min
        ]

    def clashes(self) -> list[tuple[Shift, Shift]]:
        """This will return pairs of shifts that leave too little rest on two days in a row."""
        rest = self.rules.rest_h * 60
        return [
            (one, two) for one in self.shifts for two in self.shifts if two.start_min + DAY_MIN - one.end_min < rest
        ]

    def rows(self) -> dict[str, list[str | None]]:
        """This will return an empty roster."""
        return {agent.id: [None] * self.days for agent in self.agents}

    def weeks(self) -> list[range]:
        return [range(first, min(first + 7, self.days)) for first in range(0, self.days, 7)]


Assignment = dict[str, list[str | None]]


def missing(problem: Problem, roster: Assignment) -> list[list[float]]:
    """This will return how many agents are missing, by day and interval."""
    present = [[0] * len(problem.intervals) for _ in range(problem.days)]
    covers = {shift.id: problem.covers(shift) for shift in problem.shifts}
    for row in roster.values():
        for day, shift in enumerate(row):
            for later, interval in covers[shift] if shift else ():
                if day + later < problem.days:
                    present[day + later][interval] += 1
    return [
        [max(0.0, need - here) for need, here in zip(wanted, there, strict=True)]
        for wanted, there in zip(problem.demand, present, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Breach:
    """A hard rule that a roster breaks: which, of whom, on which day (of the week's number for rules of a week)."""

    rule: str
    agent: str
    day: int = 0
    limit: float = 0

    def __str__(self) -> str:
        return SAID[self.rule].format(agent=self.agent, day=self.day, limit=f"{self.limit:g}")


SAID = {
    "NO_PLAN": "{agent}: no plan for every day",
    "UNKNOWN_SHIFT": "{agent}: unknown shift on day {day}",
    "ABSENT": "{agent}: works on day {day} though absent",
    "DAYS_IN_ROW": "{agent}: more than {limit} days in a row up to day {day}",
    "REST": "{agent}: less than {limit} hours of rest before day {day}",
    "DAYS_WEEK": "{agent}: more than {limit} days in week {day}",
    "HOURS_WEEK": "{agent}: more than {limit} hours in week {day}",
    "PIN": "{agent}: the fixed cell of day {day} was changed",
}


def violations(problem: Problem, roster: Assignment) -> list[str]:
    """This will check a roster against every hard rule, without trust in whoever made it; empty means sound."""
    return [*map(str, breaches(problem, roster)), *_too_few_seniors(problem, roster)]


def breaches(problem: Problem, roster: Assignment) -> list[Breach]:
    """This will return the hard rules of single people that a roster breaks."""
    shifts = {shift.id: shift for shift in problem.shifts}
    found: list[Breach] = []
    for agent in problem.agents:
        row = roster.get(agent.id)
        if row is None or len(row) != problem.days:
            found.append(Breach("NO_PLAN", agent.id))
            continue
        found += [Breach("UNKNOWN_SHIFT", agent.id, day) for day, name in enumerate(row) if name and name not in shifts]
        if all(name in shifts for name in row if name):
            found += _of_agent(problem, agent, [shifts[name] if name else None for name in row])
            found += _moved_pins(agent, row)
    return found


def _of_agent(problem: Problem, agent: Agent, row: list[Shift | None]) -> Iterable[Breach]:
    rules = problem.rules
    by_id = {shift.id: shift for shift in problem.shifts}
    last = [by_id.get(name or "") for name in agent.before]
    in_a_row = next((back for back, shift in enumerate(reversed(last)) if shift is None), len(last))
    for day, shift in enumerate(row):
        in_a_row = in_a_row + 1 if shift else 0
        if shift and not agent.may_work(day):
            yield Breach("ABSENT", agent.id, day)
        if in_a_row == rules.max_consecutive_days + 1:
            yield Breach("DAYS_IN_ROW", agent.id, day, rules.max_consecutive_days)
        before = row[day - 1] if day else (last[-1] if last else None)
        if shift and before and shift.start_min + DAY_MIN - before.end_min < rules.rest_h * 60:
            yield Breach("REST", agent.id, day, rules.rest_h)
    for number, week in enumerate(problem.weeks()):
        worked = [shift for day in week if (shift := row[day])]
        if len(worked) > agent.max_days_week:
            yield Breach("DAYS_WEEK", agent.id, number, agent.max_days_week)
        if sum(shift.paid_min for shift in worked) > rules.max_hours_week * 60:
            yield Breach("HOURS_WEEK", agent.id, number, rules.max_hours_week)


def _moved_pins(agent: Agent, row: list[str | None]) -> Iterable[Breach]:
    for day, name in agent.pinned.items():
        if day < len(row) and (row[day] or OFF) != name:
            yield Breach("PIN", agent.id, day)


def conflicts_of_pins(problem: Problem) -> list[Breach]:
    """This will name the hard rules that fixed cells break among themselves: then no roster can keep them.

    Every hard rule forbids work and none demands it, so a roster exists whenever the fixed cells alone are sound.
    """
    alone = problem.rows()
    for agent in problem.agents:
        for day, name in agent.pinned.items():
            if day < problem.days and name != OFF:
                alone[agent.id][day] = name
    return breaches(problem, alone)


def changed_cells(old: Assignment, new: Assignment) -> int:
    """This will count the cells in which two rosters differ."""
    return sum(was != now for agent, row in new.items() for was, now in zip(old.get(agent, row), row, strict=True))


def _too_few_seniors(problem: Problem, roster: Assignment) -> Iterable[str]:
    if not problem.rules.min_seniors:
        return
    seniors = {agent.id for agent in problem.agents if agent.is_senior}
    wanted = tuple(tuple(float(problem.rules.min_seniors) if need else 0.0 for need in row) for row in problem.demand)
    only = {name: row for name, row in roster.items() if name in seniors}
    for day, row in enumerate(missing(problem.model_copy(update={"demand": wanted}), only)):
        if any(row):
            yield f"day {day}: fewer than {problem.rules.min_seniors} seniors in {sum(map(bool, row))} intervals"


def _minute(value: Any) -> Any:
    if isinstance(value, str) and ":" in value:
        hours, minutes = value.split(":")[:2]
        return int(hours) * 60 + int(minutes)
    return int(value)
