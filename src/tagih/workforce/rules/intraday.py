"""The day as it goes: the forecast corrected by what came, alarms, and what a change would do."""

import bisect
import random
from collections.abc import Sequence
from dataclasses import dataclass

ALERT_SHARE, ALERT_INTERVALS = 0.10, 2
BURN_OUT, BURN_OUT_INTERVALS = 0.88, 4
DECAY = 0.9
RUNS = 5


@dataclass(frozen=True, slots=True)
class Correction:
    """How much more (or less) comes than foreseen, and the forecast for the rest of the day."""

    ratio: float
    values: tuple[float, ...]
    is_alert: bool


def corrected(forecast: Sequence[float], actual: Sequence[float]) -> Correction:
    """This will correct the rest of a day by what came so far, drawn towards the forecast by two intervals' volume.

    The correction fades with the distance: what is odd at ten says little about four o'clock.
    """
    done = len(actual)
    prior = 2 * (sum(forecast) / len(forecast)) if forecast else 0.0
    seen, foreseen = sum(actual), sum(forecast[:done])
    ratio = (seen + prior) / (foreseen + prior) if foreseen + prior else 1.0
    rest = [value * (1 + (ratio - 1) * DECAY**ahead) for ahead, value in enumerate(forecast[done:], start=1)]
    recent = zip(actual[-ALERT_INTERVALS:], forecast[:done][-ALERT_INTERVALS:], strict=True)
    lasting = done >= ALERT_INTERVALS and all(abs(came - said) > ALERT_SHARE * said for came, said in recent if said)
    return Correction(ratio, (*actual, *rest), abs(ratio - 1) > ALERT_SHARE and lasting)


@dataclass(frozen=True, slots=True)
class Situation:
    """What is left of the day: work that comes and people who are there, by interval; times in seconds.

    `patience_s` None: work waits for ever, as cases do; otherwise callers who hang up.
    """

    arrivals: tuple[float, ...]
    agents: tuple[int, ...]
    interval_s: float
    handling_s: float
    within_s: float
    backlog: int = 0
    patience_s: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Shares between 0 and 1, means of several runs. `left_over` is what nobody got to."""

    service_level: float
    occupancy: float
    abandon_rate: float
    left_over: float


def foreseen(situation: Situation, *, seed: int = 0, runs: int = RUNS) -> Outcome:
    """This will play the rest of the day several times with the same luck for every plan and return the means."""
    outcomes = [_play(situation, random.Random(seed + run)) for run in range(runs)]  # noqa: S311 (a simulation)
    return Outcome(
        *(
            round(sum(getattr(outcome, name) for outcome in outcomes) / runs, 4)
            for name in ("service_level", "occupancy", "abandon_rate", "left_over")
        )
    )


def _play(situation: Situation, luck: random.Random) -> Outcome:
    queue = [(0.0, _patience(situation, luck), luck.expovariate(1.0)) for _ in range(situation.backlog)]
    for number, volume in enumerate(situation.arrivals):
        begins = number * situation.interval_s
        for at in sorted(begins + luck.random() * situation.interval_s for _ in range(_poisson(volume, luck))):
            queue.append((at, _patience(situation, luck), luck.expovariate(1.0)))
    busy: list[float] = []
    in_time = lost = served = 0
    worked, there = 0.0, sum(situation.agents) * situation.interval_s
    closes = len(situation.agents) * situation.interval_s
    for arrived, patience, effort in queue:
        begins = _next_free(situation, busy, arrived, closes)
        if begins is None:
            continue
        if begins - arrived > patience:
            lost += 1
            continue
        handling = effort * situation.handling_s
        bisect.insort(busy, begins + handling)
        worked += min(handling, closes - begins)
        served += 1
        in_time += begins - arrived <= situation.within_s
    total = len(queue)
    if not total:
        return Outcome(1.0, 0.0, 0.0, 0.0)
    return Outcome(in_time / total, min(1.0, worked / there) if there else 0.0, lost / total, total - served - lost)


def _next_free(situation: Situation, busy: list[float], arrived: float, closes: float) -> float | None:
    """When somebody can begin, first come, first served; None when nobody can before the doors close.

    `busy` are the ends of work begun or promised, in order. Who is there changes with the interval; who goes home ends
    the work in hand first.
    """
    del busy[: bisect.bisect_right(busy, arrived)]
    at = arrived
    while at < closes:
        number = int(at // situation.interval_s)
        ended = bisect.bisect_right(busy, at)
        too_many = len(busy) - ended - situation.agents[number] + 1
        if too_many <= 0:
            return at
        begins_next = (number + 1) * situation.interval_s
        at = min(busy[ended + too_many - 1], begins_next) if situation.agents[number] else begins_next
    return None


def _patience(situation: Situation, luck: random.Random) -> float:
    return luck.expovariate(1 / situation.patience_s) if situation.patience_s else float("inf")


def _poisson(mean: float, luck: random.Random) -> int:
    """Counted on an exponential clock; means here are tens."""
    count, clock = 0, luck.expovariate(1.0)
    while clock < mean:
        count, clock = count + 1, clock + luck.expovariate(1.0)
    return count


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that somebody should look at: a code and its figures."""

    code: str
    value: float
    limit: float


def alarms(
    *, correction: Correction, outcome: Outcome, target: float, occupancies: Sequence[float], absent: int,
    abandon_limit: float = 0.05,
) -> list[Alarm]:  # fmt: skip
    """This will name what is out of order, the most urgent first."""
    found = []
    if outcome.service_level < target:
        found.append(Alarm("SERVICE_LEVEL", outcome.service_level, target))
    if absent:
        found.append(Alarm("ABSENT", absent, 0))
    if outcome.abandon_rate > abandon_limit:
        found.append(Alarm("ABANDONED", outcome.abandon_rate, abandon_limit))
    lately = occupancies[-BURN_OUT_INTERVALS:]
    if len(lately) == BURN_OUT_INTERVALS and min(lately) > BURN_OUT:
        found.append(Alarm("BURN_OUT", min(lately), BURN_OUT))
    if correction.is_alert:
        found.append(Alarm("VOLUME", correction.ratio, 1.0))
    return found
