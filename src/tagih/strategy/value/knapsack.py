"""Who gets what today: the most value under several capacities at once, for millions of people.

One action or nothing for each person; every action costs of at least one resource. The relaxation (shares of actions)
is solved by its dual: prices of the resources at which everybody takes what is best for them. The dual is convex in a
handful of prices, so cutting planes find it in a few dozen looks at all people. At the prices the plan is made whole:
what a resource lacks is given up by those who lose least per unit, what is left over goes to those who gain most. The
gap to the relaxation is proven, not guessed: the dual's value is a bound on every plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

MOST_LOOKS = 80
ENOUGH = 1e-4
FIRST_LOOKS = 60_000
"""People of the first look: prices from a part of them stand close to those of all."""
NOTHING = -1


@dataclass(frozen=True, slots=True)
class Plan:
    """`chosen` is each person's action, `NOTHING` where none pays; `prices` is value by one more unit of a resource."""

    chosen: np.ndarray
    prices: np.ndarray
    used: np.ndarray
    value: float
    bound: float
    looks: int

    @property
    def gap(self) -> float:
        """How far the plan can be from the best, as a share of the bound."""
        return 0.0 if self.bound <= 0 else max(0.0, (self.bound - self.value) / self.bound)


def solve(
    worth: np.ndarray, needs: np.ndarray, capacity: Sequence[float], *, allowed: np.ndarray | None = None
) -> Plan:
    """This will choose an action for each person.

    `worth[person, action]` is what the action is worth over doing nothing, `needs[action, resource]` what it takes,
    `capacity[resource]` what there is. What is not `allowed` is never chosen, nor what is worth nothing.
    """
    worth = np.asarray(worth, dtype=np.float64)
    needs = np.asarray(needs, dtype=np.float64)
    room = np.asarray(capacity, dtype=np.float64)
    people, actions = worth.shape
    if needs.shape != (actions, len(room)):
        raise ValueError("needs has a row for each action and a column for each resource")
    masked = worth if allowed is None else np.where(allowed, worth, 0.0)
    if people == 0:
        return Plan(np.empty(0, dtype=np.int8), np.zeros(len(room)), np.zeros(len(room)), 0.0, 0.0, 0)
    ceiling = _ceiling(masked, needs)
    prices, looks = np.zeros(len(room)), 0
    if people > 2 * FIRST_LOOKS:
        stride = people // FIRST_LOOKS
        some = masked[::stride]
        prices, looks = _prices(some, needs, room * (len(some) / people), ceiling, prices)
    prices, more = _prices(masked, needs, room, ceiling, prices)
    chosen, bound = _best(masked, needs, room, prices)
    chosen = _fit(masked, needs, room, prices, chosen)
    chosen = _fill(masked, needs, room, prices, chosen)
    taken = np.flatnonzero(chosen != NOTHING)
    used = needs[chosen[taken]].sum(axis=0) if len(taken) else np.zeros(len(room))
    value = float(masked[taken, chosen[taken]].sum())
    return Plan(chosen.astype(np.int8), prices, used, value, bound, looks + more)


def _ceiling(worth: np.ndarray, needs: np.ndarray) -> np.ndarray:
    """No price is ever higher than the best value that a unit of the resource can bring."""
    best = worth.max(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        per_unit = np.where(needs > 0, best[:, None] / needs, 0.0)
    return np.maximum(per_unit.max(axis=0), 1e-9)


def _prices(
    worth: np.ndarray, needs: np.ndarray, room: np.ndarray, ceiling: np.ndarray, start: np.ndarray
) -> tuple[np.ndarray, int]:
    """Cutting planes in the prices, with a box that halves around the best point so far."""
    from scipy.optimize import linprog  # noqa: PLC0415 (lazy: solver)

    size = len(room)
    cuts, levels = [], []
    best_price, best_value = start, np.inf
    price, radius = start, ceiling.copy()
    for look in range(1, MOST_LOOKS + 1):
        chosen, value = _best(worth, needs, room, price)
        used = np.bincount(chosen[chosen != NOTHING], minlength=len(needs)) @ needs
        slope = room - used
        cuts.append(slope)
        levels.append(value - slope @ price)
        if value < best_value:
            best_price, best_value = price, value
        else:
            radius = np.maximum(radius * 0.5, ceiling * 1e-9)
        low, high = np.maximum(best_price - radius, 0.0), np.minimum(best_price + radius, ceiling)
        scale = max(abs(best_value), 1.0)
        found = linprog(
            np.r_[np.zeros(size), 1.0], A_ub=np.c_[np.array(cuts) * ceiling / scale, -np.ones(len(cuts))],
            b_ub=-np.array(levels) / scale, bounds=[*zip(low / ceiling, high / ceiling, strict=True), (None, None)],
        )  # fmt: skip
        if not found.success:
            return best_price, look
        if best_value - found.x[-1] * scale <= ENOUGH * scale:
            if np.all((best_price - radius <= 0) | (found.x[:-1] * ceiling > low + 1e-12 * ceiling)) and np.all(
                (best_price + radius >= ceiling) | (found.x[:-1] * ceiling < high - 1e-12 * ceiling)
            ):
                return best_price, look
            radius = radius * 2  # the box stood in the way
        price = found.x[:-1] * ceiling
    return best_price, MOST_LOOKS


def _best(worth: np.ndarray, needs: np.ndarray, room: np.ndarray, prices: np.ndarray) -> tuple[np.ndarray, float]:
    """Everybody's best action at the prices, and the bound that follows."""
    net = worth - needs @ prices
    chosen = net.argmax(axis=1)
    gain = net[np.arange(len(net)), chosen]
    chosen[gain <= 0] = NOTHING
    return chosen, float(np.maximum(gain, 0.0).sum() + room @ prices)


def _fit(
    worth: np.ndarray, needs: np.ndarray, room: np.ndarray, prices: np.ndarray, chosen: np.ndarray
) -> np.ndarray:
    """Takes back what a resource does not have, from those who lose least per unit of it."""
    chosen = chosen.copy()
    for resource in range(len(room)):
        of_action = np.r_[needs[:, resource], 0.0]
        takes = of_action[chosen]
        over = takes.sum() - room[resource]
        if over <= 0:
            continue
        holders = np.flatnonzero(takes > 0)
        gain = worth[holders, chosen[holders]] - needs[chosen[holders]] @ prices
        order = holders[np.argsort(gain / takes[holders], kind="stable")]
        freed = np.cumsum(takes[order])
        chosen[order[: int(np.searchsorted(freed, over - 1e-9)) + 1]] = NOTHING
    return chosen


def _fill(
    worth: np.ndarray, needs: np.ndarray, room: np.ndarray, prices: np.ndarray, chosen: np.ndarray
) -> np.ndarray:
    """Gives what is left over, best gain first, action by action."""
    idle = np.flatnonzero(chosen == NOTHING)
    left = room - np.bincount(chosen[chosen != NOTHING], minlength=len(needs)) @ needs
    net = worth[idle] - needs @ prices
    for action in np.argsort(-net.max(axis=0, initial=-np.inf), kind="stable"):
        wanted = np.flatnonzero((worth[idle, action] > 0) & (chosen[idle] == NOTHING))
        if not len(wanted):
            continue
        with np.errstate(divide="ignore", invalid="ignore"):
            fits = np.where(needs[action] > 0, left / needs[action], np.inf).min()
        count = int(min(len(wanted), np.floor(fits + 1e-9))) if np.isfinite(fits) else len(wanted)
        if count <= 0:
            continue
        order = wanted[np.argsort(-net[wanted, action], kind="stable")][:count]
        chosen[idle[order]] = action
        left = left - needs[action] * len(order)
    return chosen
