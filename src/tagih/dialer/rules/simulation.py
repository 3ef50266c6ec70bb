"""A day of dialing against simulated lines, to try a pacing before people are called.

Rings are gamma with shape 4, talks log-normal with a spread of 0.8, wrap-ups exponential, as the bounds assume. The
pacing is told none of it: it learns while it dials. A caller whom no agent meets within 2 s is abandoned.
"""

import heapq
import itertools
import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from tagih.dialer.rules.learned import Learned
from tagih.dialer.rules.pacing import SHORTEST_RING_S, Floor, Order, Steering, predictive, progressive

GRACE_S = 2.0
TALK_SPREAD = 0.8
RING_SHAPE = 4
WARM_UP_S = 1800.0
SMALL_TEAM = 10  # decides at every event; larger ones once a second or two
MODES = ("predictive", "progressive")


def steady(_: float) -> float:
    """This will leave a day as it is."""
    return 1.0


@dataclass(frozen=True, slots=True)
class Day:
    """A day to simulate. Means in seconds; `answer_factor` and `talk_factor` change the day with its time."""

    agents: int
    answer: float
    ring_s: float
    talk_s: float
    wrap_s: float
    target: float
    hours: float
    seed: int
    mode: str = "predictive"
    answer_factor: Callable[[float], float] = steady
    talk_factor: Callable[[float], float] = steady


@dataclass(frozen=True, slots=True)
class Outcome:
    """Shares between 0 and 1. `utilisation` leaves out the first half hour, in which lines and agents fill up."""

    utilisation: float
    abandon_rate: float
    calls: int
    connects: int
    abandoned: int
    given_up: int
    wait_mean_s: float
    wait_p95_s: float


@dataclass
class Town:
    """Lines, agents and the pacing that stands between them."""

    day: Day
    luck: random.Random
    learned: Learned = field(default_factory=Learned)
    clock: float = 0.0
    events: list = field(default_factory=list)
    order: itertools.count = field(default_factory=itertools.count)
    ringing: dict[int, float] = field(default_factory=dict)
    talking: dict[int, float] = field(default_factory=dict)
    waiting: dict[int, float] = field(default_factory=dict)
    wrapping: int = 0
    idle: int = 0
    calls: int = 0
    answers: int = 0
    abandoned: int = 0
    given_up: int = 0
    busy_s: float = 0.0
    waits: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.idle = self.day.agents
        self.steering = Steering(self.day.target)

    def run(self) -> None:
        """This will play the day to its end."""
        end = self.day.hours * 3600
        warm_up = min(WARM_UP_S, end / 4)
        self.later(0.0, self.tick)
        while self.events and self.events[0][0] <= end:
            when, _, act, about = heapq.heappop(self.events)
            self.busy_s += self.busy * max(0.0, when - max(self.clock, warm_up))
            self.clock = when
            act(about)
            if act == self.tick or self.day.agents <= SMALL_TEAM:
                self.decide()
        self.busy_s += self.busy * max(0.0, end - max(self.clock, warm_up))
        self.measured_s = end - warm_up

    @property
    def busy(self) -> int:
        return len(self.talking) + self.wrapping

    def later(self, seconds: float, act: Callable, about: object = None) -> None:
        heapq.heappush(self.events, (self.clock + seconds, next(self.order), act, about))

    def tick(self, _: object) -> None:
        self.later(1.0 if self.day.agents < 50 else 2.0, self.tick)

    def floor(self) -> Floor:
        return Floor(
            agents=self.day.agents,
            idle=self.idle,
            wrapping=self.wrapping,
            callers_waiting=len(self.waiting),
            ringing_s=self.clock - np.fromiter(self.ringing.values(), float, len(self.ringing)),
            talking_s=self.clock - np.fromiter(self.talking.values(), float, len(self.talking)),
        )

    def decide(self) -> None:
        if self.day.mode == "progressive":
            order = progressive(self.floor())
        else:
            order = predictive(self.floor(), self.learned, self.steering)
        given_up = self.give_up(order)
        lines = math.floor(order.dial) + (self.luck.random() < order.dial % 1)
        for _ in range(lines):
            self.dial()
        self.steering.saw_order(dialed=lines, given_up=given_up)

    def give_up(self, order: Order) -> int:
        longest = sorted(self.ringing, key=self.ringing.__getitem__)[: order.give_up]
        old = [line for line in longest if self.clock - self.ringing[line] >= SHORTEST_RING_S]
        for line in old:
            del self.ringing[line]
        self.given_up += len(old)
        return len(old)

    def dial(self) -> None:
        self.calls += 1
        self.ringing[self.calls] = self.clock
        is_answered = self.luck.random() < self.day.answer * self.day.answer_factor(self.clock)
        rings = self.luck.gammavariate(RING_SHAPE, self.day.ring_s / RING_SHAPE)
        self.later(rings, self.ring_ends, (self.calls, is_answered))

    def ring_ends(self, about: tuple[int, bool]) -> None:
        line, is_answered = about
        if line not in self.ringing:
            return  # given up before
        self.learned.saw_ring_end(self.clock - self.ringing.pop(line), was_answered=is_answered)
        if not is_answered:
            return
        self.answers += 1
        if self.idle:
            self.connect(line, waited=0.0)
        else:
            self.waiting[line] = self.clock
            self.later(GRACE_S, self.lose, line)

    def lose(self, line: int) -> None:
        if self.waiting.pop(line, None) is not None:
            self.abandoned += 1
            self.waits.append(GRACE_S)
            self.steering.saw_answer(was_abandoned=True)

    def connect(self, line: int, *, waited: float) -> None:
        self.idle -= 1
        self.talking[line] = self.clock
        self.waits.append(waited)
        self.steering.saw_answer(was_abandoned=False)
        mean = math.log(self.day.talk_s) - TALK_SPREAD**2 / 2
        talk = self.luck.lognormvariate(mean, TALK_SPREAD) * self.day.talk_factor(self.clock)
        self.later(talk, self.hang_up, line)

    def hang_up(self, line: int) -> None:
        self.learned.saw_talk_end(self.clock - self.talking.pop(line))
        self.wrapping += 1
        wrap = self.luck.expovariate(1 / self.day.wrap_s) if self.day.wrap_s else 0.0
        self.later(wrap, self.get_free, wrap)

    def get_free(self, wrap: float) -> None:
        self.learned.saw_wrap_end(wrap)
        self.wrapping -= 1
        self.idle += 1
        if self.waiting:
            line = next(iter(self.waiting))
            self.connect(line, waited=self.clock - self.waiting.pop(line))


def simulate(day: Day, *, by: "type[Town] | None" = None) -> Outcome:
    """This will play one day; the same seed gives the same day. `by` another pacing on the same lines."""
    town = (by or Town)(day, random.Random(day.seed))  # noqa: S311 (a simulation, not a secret)
    town.run()
    waits = sorted(town.waits)
    return Outcome(
        utilisation=town.busy_s / (day.agents * town.measured_s),
        abandon_rate=town.abandoned / town.answers if town.answers else 0.0,
        calls=town.calls,
        connects=town.answers - town.abandoned - len(town.waiting),
        abandoned=town.abandoned,
        given_up=town.given_up,
        wait_mean_s=sum(waits) / len(waits) if waits else 0.0,
        wait_p95_s=waits[math.ceil(0.95 * len(waits)) - 1] if waits else 0.0,
    )
