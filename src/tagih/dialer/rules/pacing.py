"""How many lines to dial now, and which ringing ones to give up: a look-ahead over the next ring.

At each of several horizons the expected answers are set against the agents expected to be free. Dial the largest number
for which free agents exceed answers by `margin` deviations at every horizon (a Poisson-binomial overflow test in
its normal form). The margin is the one free parameter and is steered on line: each abandoned call raises it by
(1 - target) steps, each connected one lowers it by target steps, so that over a day the abandoned share must settle at
the target, whatever the model gets wrong. Giving up a line that rang long enough is the second brake, used sparingly:
its share of all dials is steered in the same way.

Related: D. A. Samuelson 1999, Interfaces 29(5); H. Robbins and S. Monro 1951 for the steering.
"""

import math
from dataclasses import dataclass

import numpy as np

from tagih.dialer.rules.learned import Learned

FEWEST_AGENTS = 4  # below that one line per idle agent: too few to look ahead
SHORTEST_RING_S = 15.0  # nobody's phone stops ringing earlier
MARGIN_START, MARGIN_LOWEST, MARGIN_HIGHEST = 2.0, 0.3, 5.0
MARGIN_STEP = 0.15
AIM = 0.95  # of the target: the rest is what steering may miss at the end of a day
GIVEN_UP_SHARE = 0.04  # of all dials
GIVE_UP_HIGHEST, GIVE_UP_STEP = 2.0, 0.02
NEAR_HORIZONS = 2  # how far ahead an overflow must show for a line to be given up
MOST_LINES_PER_AGENT, MOST_LINES_EXTRA = 4, 20


@dataclass(frozen=True, slots=True)
class Floor:
    """What the lines and agents do at this moment. Ages in seconds since ringing or talking began."""

    agents: int
    idle: int
    wrapping: int
    callers_waiting: int
    ringing_s: np.ndarray
    talking_s: np.ndarray


@dataclass(frozen=True, slots=True)
class Order:
    """What to do now: dial so many, give up so many of the longest ringing (each rang at least 15 s)."""

    dial: float
    give_up: int = 0


@dataclass
class Steering:
    """The two slow controllers, moved by what happened."""

    target: float
    margin: float = MARGIN_START
    give_up_margin: float = 0.0

    def saw_answer(self, *, was_abandoned: bool) -> None:
        """This will move the margin after one answered call."""
        moved = self.margin + MARGIN_STEP * (was_abandoned - AIM * self.target)
        self.margin = min(MARGIN_HIGHEST, max(MARGIN_LOWEST, moved))

    def saw_order(self, *, dialed: int, given_up: int) -> None:
        """This will move the readiness to give up lines after an order was carried out."""
        moved = self.give_up_margin + GIVE_UP_STEP * (given_up - GIVEN_UP_SHARE * dialed)
        self.give_up_margin = min(GIVE_UP_HIGHEST, max(0.0, moved))


def progressive(floor: Floor) -> Order:
    """This will keep one line per idle agent: nobody is ever abandoned for want of an agent."""
    return Order(dial=max(0, floor.idle - floor.callers_waiting - len(floor.ringing_s)))


def predictive(floor: Floor, learned: Learned, steering: Steering) -> Order:
    """This will look ahead; `dial` may have a fraction, to be rounded at random."""
    if floor.agents < FEWEST_AGENTS:
        return progressive(floor)
    surplus, variance, answered_soon = _outlook(floor, learned)
    lines = min(
        _most_lines(float(free), float(spread), float(chance), steering.margin)
        for free, spread, chance in zip(surplus, variance, answered_soon, strict=True)
        if chance >= 1e-3
    )
    most = MOST_LINES_PER_AGENT * floor.agents + MOST_LINES_EXTRA
    if lines >= 1:
        return Order(dial=min(lines, most))
    return Order(dial=min(lines, most), give_up=_lines_to_give_up(floor, learned, surplus, variance, steering))


def _outlook(floor: Floor, learned: Learned) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """By horizon: agents free less answers, its variance, and the chance that a new dial is answered."""
    tables = learned.forecast()
    chance = learned.answer_probability
    answers = chance * tables.lines_ending(floor.ringing_s)
    frees = tables.agents_freeing(floor.talking_s)
    wraps = tables.wrap_ends
    surplus = floor.idle - floor.callers_waiting + frees.sum(1) + floor.wrapping * wraps - answers.sum(1)
    variance = (answers * (1 - answers)).sum(1) + (frees * (1 - frees)).sum(1) + floor.wrapping * wraps * (1 - wraps)
    return surplus, variance, chance * tables.ring_ends[:, 0]


def _most_lines(surplus: float, variance: float, chance: float, margin: float) -> float:
    """The largest k with surplus - k q >= margin x sqrt(variance + k q (1 - q)): the lower root of a quadratic."""
    square = margin * margin
    if surplus <= 0 or surplus * surplus <= square * variance:
        return 0.0
    a = chance * chance
    b = -(2 * surplus * chance + square * chance * (1 - chance))
    c = surplus * surplus - square * variance
    return (-b - math.sqrt(max(0.0, b * b - 4 * a * c))) / (2 * a)


def _lines_to_give_up(
    floor: Floor, learned: Learned, surplus: np.ndarray, variance: np.ndarray, steering: Steering
) -> int:
    old = int((floor.ringing_s >= SHORTEST_RING_S).sum())
    if not old:
        return 0
    ending = learned.forecast().lines_ending(floor.ringing_s[[floor.ringing_s.argmax()]])[:, 0]
    wanted = 0
    for horizon in range(NEAR_HORIZONS):
        short = -(surplus[horizon] + steering.give_up_margin * math.sqrt(variance[horizon]))
        if short > 0:
            answered = max(learned.answer_probability * ending[horizon], 0.05)
            wanted = max(wanted, math.ceil(short / answered))
    return min(old, wanted)
