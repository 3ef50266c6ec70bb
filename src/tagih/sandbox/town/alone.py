"""A town whose agents follow a plain list, without Tagih: what an order of calling is worth by itself, in seconds.

No gate, no queues, no leases: a sorted list each morning, at most so many calls an agent, at most three a person and
day, nobody with an open promise, no number that was found wrong. Good for many replications; what Tagih adds or
refuses shows only when the town is played through its doors.
"""

import datetime as dt
from collections.abc import Callable

import numpy as np

from tagih.sandbox.town import town as life
from tagih.sandbox.town.book import date_of
from tagih.sandbox.town.exchange import Exchange
from tagih.sandbox.town.state import Town

CALLS_A_DAY = 120
ROUNDS_A_DAY = 2
OPENS = dt.time(1, 30)  # UTC

Order = Callable[[Town, int, np.ndarray], np.ndarray]
"""Scores of people, the highest called first, from the town, the day and the people who are late."""


def by_balance(town: Town, day: int, people: np.ndarray) -> np.ndarray:
    """This will order by what is overdue."""
    return np.bincount(town.loans.person, weights=life.overdue(town, day), minlength=town.chance.count)[people]


def by_days(town: Town, day: int, people: np.ndarray) -> np.ndarray:
    """This will order by days past due."""
    return _latest(town, day)[people]


def by_risk(town: Town, day: int, people: np.ndarray) -> np.ndarray:
    """This will order by the lender's score, the worst first, weighted by how near the next bucket is."""
    score = np.zeros(town.chance.count)
    np.maximum.at(score, town.loans.person, 1 - town.loans.score)
    return score[people] * (1 + (_latest(town, day)[people] % 30) / 30)


def by_chance(town: Town, day: int, people: np.ndarray) -> np.ndarray:
    """This will order by nothing."""
    return town.chance.uniform("list", day)[people]


ORDERS: dict[str, Order | None] = {
    "balance": by_balance, "dpd": by_days, "risk": by_risk, "random": by_chance, "hold-out": None,
}  # fmt: skip


def play(town: Town, *, days: int, agents: int, policy: str) -> dict[str, int]:
    """This will live `days` days with agents who call in the policy's order; counts of calls and talks come back."""
    exchange, wrong = Exchange(town), np.zeros(len(town.folk.points.person), bool)
    order, calls = ORDERS[policy], 0
    for day in range(town.first, town.first + days):
        life.live_a_day(town, day)
        if order is not None and date_of(day).weekday() < 6:
            calls += _call(town, exchange, order, day, agents * CALLS_A_DAY, wrong)
    return {"calls": calls, "talks": sum(1 for *_facts, outcome in exchange.rung if outcome == "CONSUMER")}


def _call(town: Town, exchange: Exchange, order: Order, day: int, most: int, wrong: np.ndarray) -> int:
    late = np.flatnonzero((_latest(town, day) > 0) & (town.state.promised_on == 0) & (town.state.last_paid < day - 1))
    listed = late[np.argsort(-order(town, day, late), kind="stable")]
    points = _dialled(town, wrong)
    calls, reached = 0, set()
    for turn in range(ROUNDS_A_DAY):
        for person in listed:
            if calls >= most:
                return calls
            mine = points.get(int(person), [])
            if int(person) in reached or not mine:
                continue
            place = mine[turn % len(mine)]
            at = dt.datetime.combine(date_of(day), OPENS, tzinfo=dt.UTC) + dt.timedelta(seconds=28_800 * calls / most)
            call = exchange.dial(str(town.folk.points.number[place]), at)
            calls += 1
            if call.outcome in ("CONSUMER", "KIN"):
                reached.add(int(person))
            elif call.outcome in ("STRANGER", "INACTIVE"):
                wrong[place] = True
    return calls


def _dialled(town: Town, wrong: np.ndarray) -> dict[int, list[int]]:
    """The consumer's own numbers that nobody found wrong, by person."""
    points, found = town.folk.points, {}
    for place in np.flatnonzero((points.number != "") & ~points.is_kin & ~wrong):
        found.setdefault(int(points.person[place]), []).append(int(place))
    return found


def _latest(town: Town, day: int) -> np.ndarray:
    late = np.zeros(town.chance.count, int)
    np.maximum.at(late, town.loans.person, life.days_late(town, day))
    return late
