"""Paired comparison of policies: the same seeds, the differences, intervals of Student's t.

Where `hold-out` is among the policies, `caused` is what came beyond it on the same seed: money that nobody would have
brought without a call. What comes in by itself is most of `amount_collected` and no policy's merit.
"""

import math
import statistics
from typing import Any

import numpy as np

from tagih.config.town import months, optimiser
from tagih.config.town.house import NoSuchPolicy
from tagih.config.town.months import Plan
from tagih.sandbox.town import alone
from tagih.sandbox.town import town as life
from tagih.sandbox.town.state import Town

FIGURES = (
    "amount_collected", "cost", "calls", "contacts_per_person", "complaints", "opt_outs", "gate_refusals", "cure_rate",
    "roll_rate", "late_share_end", "contacts", "agent_hours", "collected_per_hour",
)  # fmt: skip
IDLE, OPTIMISER = "hold-out", "optimiser"
T_975 = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
    2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
"""Of 1 to 30 degrees of freedom; beyond, the normal's 1.96 is close enough to be taken a little wide."""


def compared(runs: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """This will return the mean of each policy, and what each differs from the first one, run by run with one seed."""
    names = list(runs)
    base = names[0]
    told = [figure for figure in FIGURES if all(figure in run for name in names for run in runs[name])]
    if IDLE in runs:
        runs = {name: [_caused(run, idle) for run, idle in zip(runs[name], runs[IDLE], strict=True)] for name in names}
        told += [figure for figure in ("caused", "caused_per_hour") if "agent_hours" in told]
    return {
        "policies": {name: {figure: _mean(runs[name], figure) for figure in told} for name in names},
        "differences": {
            f"{name} - {base}": {figure: _apart(runs[name], runs[base], figure) for figure in told}
            for name in names[1:]
        },
        "best": best(runs) if IDLE in runs and OPTIMISER in runs and "agent_hours" in told else None,
        "seeds": [run["seed"] for run in runs[base]],
        "proved": all(run["proved"] for told in runs.values() for run in told),
    }


def best(runs: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """This will set the optimiser beside the baseline that caused most by hour: ratios, and the pairs' differences."""
    others = [name for name in runs if name not in (IDLE, OPTIMISER)]
    rival = max(others, key=lambda name: _mean(runs[name], "caused_per_hour"))
    figures = ("caused_per_hour", "collected_per_hour", "contacts", "contacts_per_person", "complaints")
    ratio = [one["caused_per_hour"] / other["caused_per_hour"] - 1
             for one, other in zip(runs[OPTIMISER], runs[rival], strict=True)]  # fmt: skip
    return {
        "baseline": rival, "more_caused_per_hour": paired(ratio, [0.0] * len(ratio)),
        "differences": {figure: _apart(runs[OPTIMISER], runs[rival], figure) for figure in figures},
    }  # fmt: skip


def by_list(plan: Plan, *, hours: float | None = None) -> dict[str, Any]:
    """This will play a plan with a plain list in place of Tagih, and return the same figures.

    :raises NoSuchPolicy:
    """
    town = life.found(plan.parameters, seed=plan.seed, people=plan.people, first=plan.first, days=plan.days)
    start, order = months.buckets(town, town.first), _order(plan, town, hours)
    done = alone.play(town, days=plan.days, agents=plan.agents, order=order, hours=hours)
    paid = 0 if plan.policy == IDLE else plan.days * 6 / 7 * plan.agents * (hours or 7.75)
    worked = int(np.count_nonzero(town.state.calls_in_all))
    collected = months.collected(town, plan.days)
    return {
        "policy": plan.policy, "seed": plan.seed, "amount_collected": collected,
        "cost": round(done["calls"] * months.COST_A_CALL + paid * months.COST_AN_HOUR), "calls": done["calls"],
        "contacts": done["talks"], "contacts_per_person": round(done["talks"] / max(worked, 1), 3),
        "agent_hours": round(done["hours"], 1),
        "collected_per_hour": round(collected / done["hours"]) if done["hours"] else 0, "opt_outs": 0,
        "gate_refusals": 0, "complaints": town.ledger.counts["COMPLAINT"],
        **months.flows(town, start, months.buckets(town, town.first + plan.days)), "proved": True,
    }  # fmt: skip


def _order(plan: Plan, town: Town, hours: float | None) -> alone.Order | alone.Mind | None:
    if plan.policy == OPTIMISER:
        calls = plan.agents * (alone.CALLS_A_DAY if hours is None else hours * 3600 / optimiser.A_CALL_S)
        return optimiser.Optimiser(town, acting=optimiser.learned(plan.parameters, plan.first), calls_a_day=calls)
    if plan.policy not in alone.ORDERS:
        raise NoSuchPolicy(plan.policy, [*alone.ORDERS, OPTIMISER])
    return alone.ORDERS[plan.policy]


def _caused(run: dict[str, Any], idle: dict[str, Any]) -> dict[str, Any]:
    caused, hours = run["amount_collected"] - idle["amount_collected"], run.get("agent_hours")
    return run | {"caused": caused, "caused_per_hour": round(caused / hours) if hours else 0}


def paired(one: list[float], other: list[float]) -> dict[str, float]:
    """This will return the mean difference of pairs with its 95 % interval."""
    apart = [a - b for a, b in zip(one, other, strict=True)]
    mean = statistics.fmean(apart)
    half = quantile(len(apart) - 1) * statistics.stdev(apart) / math.sqrt(len(apart)) if len(apart) > 1 else math.inf
    return {"mean": round(mean, 4), "low": round(mean - half, 4), "high": round(mean + half, 4)}


def quantile(freedom: int) -> float:
    """This will return the 97.5 % point of Student's t."""
    return T_975[freedom - 1] if freedom <= len(T_975) else 1.98


def _apart(one: list[dict[str, Any]], other: list[dict[str, Any]], figure: str) -> dict[str, float]:
    return paired(_column(one, figure), _column(other, figure))


def _column(runs: list[dict[str, Any]], figure: str) -> list[float]:
    return [run[figure] for run in runs]


def _mean(runs: list[dict[str, Any]], figure: str) -> float:
    return round(statistics.fmean(_column(runs, figure)), 4)
