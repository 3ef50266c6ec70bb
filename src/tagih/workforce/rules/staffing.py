"""How many people outbound and blended work needs. Inbound is in `queueing`."""

import math
from dataclasses import dataclass

from tagih.workforce.rules.intraday import Outcome, Situation, foreseen


@dataclass(frozen=True, slots=True)
class Outbound:
    """People who are to be reached, and what an hour of an agent brings."""

    reach: float
    dials_hour: float
    right_party_rate: float
    productive_hours: float


def agents_for_reach(work: Outbound) -> int:
    """This will return the agents that reach so many right parties in a day: throughput, not waiting."""
    if work.reach <= 0:
        return 0
    return math.ceil(work.reach / (work.dials_hour * work.right_party_rate * work.productive_hours) - 1e-9)


def agents_for_cases(cases: float, handling_s: float, interval_s: float, *, occupancy: float = 0.85) -> float:
    """This will return the agents that work through the cases of an interval, with room to breathe."""
    return cases * handling_s / (interval_s * occupancy)


@dataclass(frozen=True, slots=True)
class Blend:
    """Agents that reach the service level for calls coming in, and the cases they work between them."""

    agents: int
    outcome: Outcome
    cases: float


def agents_for_blend(
    *, calls: float, aht_s: float, interval_s: float, patience_s: float | None, within_s: float, target: float,
    cases: float, case_s: float, most: int = 500,
) -> Blend:  # fmt: skip
    """This will find by simulation the fewest agents that answer the calls in time and work the cases in what is left.

    Calls go first; an agent with no call works a case. An hour is played, after which nothing is carried over.
    """
    intervals = max(1, round(3600 / interval_s))

    def played(agents: int) -> Blend:
        situation = Situation((calls,) * intervals, (agents,) * intervals, interval_s, aht_s, within_s,
                              patience_s=patience_s)  # fmt: skip
        outcome = foreseen(situation)
        free_s = agents * interval_s * intervals * (1 - outcome.occupancy)
        return Blend(agents, outcome, free_s / case_s / intervals if case_s else 0.0)

    def is_enough(blend: Blend) -> bool:
        return blend.outcome.service_level >= target and blend.cases >= cases

    low, high = 0, 1
    while not is_enough(found := played(high)) and high < most:
        low, high = high, min(most, high * 2)
    while high - low > 1:
        middle = (low + high) // 2
        tried = played(middle)
        if is_enough(tried):
            high, found = middle, tried
        else:
            low = middle
    return found
