"""A town whose agents follow a plain list, without Tagih: what an order of calling is worth by itself, in seconds.

No gate, no queues, no leases: a sorted list each morning, at most so many calls or hours an agent, at most two a person
and day, nobody with an open promise, no number that was found wrong. Good for many replications; what Tagih adds or
refuses shows only when the town is played through its doors.
"""

import datetime as dt
import math
from collections.abc import Callable
from typing import Protocol

import numpy as np

from tagih.sandbox.town import town as life
from tagih.sandbox.town.agents import LOOKS_S
from tagih.sandbox.town.book import date_of
from tagih.sandbox.town.exchange import Call, Exchange
from tagih.sandbox.town.state import Town

CALLS_A_DAY = 120
ROUNDS_A_DAY = 2
OPENS = dt.time(1, 30)  # UTC

Order = Callable[[Town, int, np.ndarray], np.ndarray]
"""Scores of people, the highest called first, from the town, the day and the people who are late."""


class Mind(Protocol):
    """An order that learns: it is told of every call. Whom it scores minus infinity is not called that day."""

    def __call__(self, town: Town, day: int, people: np.ndarray) -> np.ndarray:
        """This will score people, the highest called first."""
        ...

    def heard(self, person: int, day: int, call: Call) -> None:
        """This will remember what came of a call."""
        ...


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


def play(
    town: Town, *, days: int, agents: int, order: Order | Mind | None, hours: float | None = None
) -> dict[str, float]:
    """This will live `days` days with agents who call in an order; calls, talks and hours on the line come back.

    An agent makes so many calls a day; with `hours`, works so long on the line instead, whatever a call takes.
    """
    exchange, wrong = Exchange(town), np.zeros(len(town.folk.points.person), bool)
    done = {"calls": 0, "seconds": 0.0}
    for day in range(town.first, town.first + days):
        life.live_a_day(town, day)
        if order is not None and date_of(day).weekday() < 6:
            room = (agents * CALLS_A_DAY, math.inf) if hours is None else (math.inf, agents * hours * 3600)
            calls, seconds = _call(town, exchange, order, day, room, wrong)
            done = {"calls": done["calls"] + calls, "seconds": done["seconds"] + seconds}
    talks = sum(1 for *_facts, outcome in exchange.rung if outcome == "CONSUMER")
    return {"calls": done["calls"], "talks": talks, "hours": done["seconds"] / 3600}


def _call(
    town: Town, exchange: Exchange, order: Order | Mind, day: int, room: tuple[float, float], wrong: np.ndarray
) -> tuple[int, float]:  # fmt: skip
    late = np.flatnonzero((_latest(town, day) > 0) & (town.state.promised_on == 0) & (town.state.last_paid < day - 1))
    scores = order(town, day, late)
    listed = late[np.argsort(-scores, kind="stable")][: int((scores > -np.inf).sum())]
    points, heard = _dialled(town, wrong), getattr(order, "heard", None)
    calls, seconds, reached = 0, 0.0, set()
    for turn in range(ROUNDS_A_DAY):
        for person in listed:
            if calls >= room[0] or seconds >= room[1]:
                return calls, seconds
            mine = points.get(int(person), [])
            if int(person) in reached or not mine:
                continue
            place = mine[turn % len(mine)]
            passed = calls / room[0] if math.isinf(room[1]) else seconds / room[1]
            at = dt.datetime.combine(date_of(day), OPENS, tzinfo=dt.UTC) + dt.timedelta(seconds=28_800 * passed)
            call = exchange.dial(str(town.folk.points.number[place]), at)
            calls += 1
            wrap = exchange.wrap_median_s * (1.0 if call.speech else 0.25)
            seconds += LOOKS_S + call.ring_s + call.talk_s + wrap
            if heard:
                heard(int(person), day, call)
            if call.outcome in ("CONSUMER", "KIN"):
                reached.add(int(person))
            elif call.outcome in ("STRANGER", "INACTIVE"):
                wrong[place] = True
    return calls, seconds


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
