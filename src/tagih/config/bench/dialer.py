"""How close the pacing comes to what is possible, beside three others, on the same simulated lines.

The bound is exact for exponential laws (a constrained decision process, solved once): the utilisation that no pacing
can pass while at most 3 % of the answered calls are abandoned. `one line per agent` abandons nobody. The `fixed ratio`
of ringing lines to idle agents knows the best ratio beforehand. `level` is an integral control on idle agents with a
stop at the day's limit, as common open-source dialers do it, with their defaults.
"""

import math
import statistics
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from tagih.dialer.rules.simulation import Day, Outcome, Town, simulate

BOUND = {  # agents, answer probability: utilisation at 3 % abandoned
    (5, 0.15): 0.718, (5, 0.3): 0.767, (5, 0.5): 0.812,
    (20, 0.15): 0.864, (20, 0.3): 0.873, (20, 0.5): 0.884,
    (100, 0.15): 0.952, (100, 0.3): 0.953, (100, 0.5): 0.955,
}  # fmt: skip
MISSES = {5: 0.025, 20: 0.010, 100: 0.010}
RATIO = {(5, 0.15): 2.0, (5, 0.3): 1.4, (5, 0.5): 1.2, (20, 0.15): 4.9, (20, 0.3): 2.7, (20, 0.5): 1.85,
         (100, 0.15): 12.7, (100, 0.3): 6.6, (100, 0.5): 4.0}  # fmt: skip
TARGET, HOURS, LUNCH_S = 0.03, 8.0, 4 * 3600.0
SHIFTS: dict[str, dict[str, Callable[[float], float]]] = {
    "steady": {},
    "answers halve at noon": {"answer_factor": lambda clock: 1.0 if clock < LUNCH_S else 0.5},
    "talks double after lunch": {"talk_factor": lambda clock: 1.0 if clock < LUNCH_S else 2.0},
}


class Ratio(Town):
    """So many ringing lines for each idle agent."""

    def decide(self) -> None:
        for _ in range(int(RATIO[self.day.agents, self.day.answer] * self.idle + 0.5) - len(self.ringing)):
            self.dial()


class Level(Town):
    """Lines = level x agents that are idle or talk; the level follows the idle agents and falls at the day's limit."""

    HIGHEST, LOOP_S, LEVEL_S, DROPS_S = 3.0, 2.5, 15.0, 60.0

    def run(self) -> None:
        self.level, self.dropped_share = 1.0, 0.0
        self.samples: deque[tuple[int, int]] = deque(maxlen=15)
        self.later(1.0, self.sample)
        self.later(self.LOOP_S, self.loop)
        self.later(self.LEVEL_S, self.adapt)
        self.later(self.DROPS_S, self.count)
        super().run()

    def decide(self) -> None:
        """Only in its own loop."""

    def sample(self, _: object) -> None:
        self.samples.append((self.idle, len(self.waiting)))
        self.later(1.0, self.sample)

    def loop(self, _: object) -> None:
        goal = round(self.level * (self.idle + len(self.talking)))
        for _line in range(goal - len(self.ringing) - len(self.waiting) - len(self.talking)):
            self.dial()
        self.later(self.LOOP_S, self.loop)

    def adapt(self, _: object) -> None:
        idle, waiting = (statistics.fmean(values) for values in zip(*self.samples, strict=True))
        self.level = max(1.0, min(self.HIGHEST, self.level * (1 + (idle - waiting) / self.day.agents)))
        if self.calls > 50 and self.dropped_share > self.day.target:
            self.level = 1.0
        self.later(self.LEVEL_S, self.adapt)

    def count(self, _: object) -> None:
        self.dropped_share = self.abandoned / self.answers if self.answers else 0.0
        self.later(self.DROPS_S, self.count)


def measure(*, sizes: Sequence[int], seeds: int, shifts: bool) -> Iterator[dict[str, Any]]:
    """This will play every cell of the table and yield its means, a row each."""
    for (agents, answer), bound in BOUND.items():
        if agents not in sizes:
            continue
        base = Day(agents, answer, 20, 120, 20, TARGET, HOURS, 1)
        days = [replace(base, seed=seed) for seed in range(1, seeds + 1)]
        row = {"agents": agents, "answer": answer, "bound": bound} | _means("tagih", map(simulate, days))
        row |= _means("one_to_one", [simulate(replace(day, mode="progressive")) for day in days[:2]])
        row |= _means("ratio", [simulate(day, by=Ratio) for day in days[:2]])
        row |= _means("level", [simulate(day, by=Level) for day in days[:2]])
        row["holds"] = row["tagih_abandoned"] <= TARGET and row["tagih"] >= bound - MISSES[agents]
        if shifts:
            for name, change in list(SHIFTS.items())[1:]:
                row |= _means(name, [simulate(replace(day, **change)) for day in days[: max(2, seeds // 3)]])
        yield row


def _means(name: str, outcomes: Any) -> dict[str, float]:
    found: list[Outcome] = list(outcomes)
    return {
        name: round(statistics.fmean(one.utilisation for one in found), 4),
        f"{name}_abandoned": round(statistics.fmean(one.abandon_rate for one in found), 4),
    }


def furthest(rows: Sequence[dict[str, Any]]) -> float:
    """This will return the largest miss of the bound, in points."""
    return max((100 * (row["bound"] - row["tagih"]) for row in rows), default=math.nan)
