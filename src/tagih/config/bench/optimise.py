"""The best use of a day's capacity: invented values of six actions for each person, four resources that are scarce.

Timed is the solution alone: prices, plan and proof. The values are drawn: what is owed is log-normal, the effect of an
action is a beta share of it less what the action costs.
"""

import time
from typing import Any

import numpy as np

from tagih.strategy.value.knapsack import NOTHING, solve

ACTIONS = ("CALL", "WHATSAPP", "BOT", "LETTER", "VISIT", "EMAIL")
EFFECT = np.array([1.0, 0.35, 0.5, 0.2, 1.6, 0.1])
COST = np.array([3_000.0, 300.0, 500.0, 2_500.0, 60_000.0, 10.0])
RESOURCES = ("agent_minutes", "message_budget", "bot_lines", "visits")
NEEDS = np.array([[4.5, 0, 0, 0], [0, 300, 0, 0], [0, 0, 1, 0], [0, 2_500, 0, 0], [0, 0, 0, 1], [0, 10, 0, 0]])
A_PERSON = np.array([0.3, 60.0, 0.1, 0.01])


def measure(*, people: int, seed: int) -> dict[str, Any]:
    """This will draw values, solve the day and return seconds, gap, prices and what was used."""
    chance = np.random.default_rng(seed)
    owed = np.exp(chance.normal(13, 1.1, people))
    worth = owed[:, None] * chance.beta(1, 12, (people, len(ACTIONS))) * EFFECT - COST
    capacity = A_PERSON * people
    began = time.perf_counter()
    plan = solve(worth, NEEDS, capacity)
    seconds = time.perf_counter() - began
    counts = np.bincount(plan.chosen[plan.chosen != NOTHING], minlength=len(ACTIONS))
    return {
        "people": people, "actions": len(ACTIONS), "resources": len(RESOURCES), "seconds": round(seconds, 2),
        "gap": round(plan.gap, 8), "looks": plan.looks, "value": round(plan.value), "bound": round(plan.bound),
        "chosen": dict(zip(ACTIONS, counts.tolist(), strict=True)),
        "used": {name: round(float(used / room), 4)
                 for name, used, room in zip(RESOURCES, plan.used, capacity, strict=True)},
        "price_of_an_agent_hour": round(float(plan.prices[0] * 60)),
        "prices": {name: round(float(price), 2) for name, price in zip(RESOURCES, plan.prices, strict=True)},
    }  # fmt: skip
