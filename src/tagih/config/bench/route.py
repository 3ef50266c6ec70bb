"""Routes of fixed days of 200 stops and 10 collectors against the best ever found, and public instances.

The best values of the days lie in `routes/best.json`, with the command that found them. The public instances are
Solomon's, whose distances are cut to one decimal; their best values are published and proven.
"""

import json
import math
import random
import time
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

from tagih.field.adapters.routes.hgs import PyVrpSolver
from tagih.field.rules import schedule
from tagih.field.rules.problem import Plan, Problem

SEEDS = (1, 2, 3, 4, 5)
PUBLIC = {"c101-25": 1913, "r101-100": 16377}  # tenths, as everything in them
VEHICLES = 25
CAPACITY = 200
FOLDER = "routes"
REPLAN_S = 2.0


def day(seed: int = 1, *, stops: int = 200, collectors: int = 10, required: float = 1.0) -> Problem:
    """This will make a town of about 20 km: 55 % narrow windows, service of 8 to 20 minutes, a shift of 9 hours."""
    luck = random.Random(seed)  # noqa: S311 (the same town every time)

    def place() -> dict[str, float]:
        return {"lat": -5.39 + luck.gauss(0, 0.05), "lon": 105.26 + luck.gauss(0, 0.05)}

    def window() -> tuple[int, int]:
        kind = luck.random()
        if kind < 0.2:
            return 8 * 3600, 12 * 3600
        if kind < 0.4:
            return 13 * 3600, 17 * 3600
        if kind < 0.55:
            hour = luck.randint(9, 15) * 3600
            return hour, hour + 3600
        return 8 * 3600, 17 * 3600

    homes = [{"id": f"home-{number}", **place()} for number in range(collectors)]
    people = [
        {"id": f"collector-{number}", "depot": f"home-{number}", "start_s": 8 * 3600, "end_s": 17 * 3600}
        for number in range(collectors)
    ]
    visits = [
        {
            "id": f"stop-{number}",
            **place(),
            "service_s": luck.randint(8, 20) * 60,
            "window": window(),
            "required": luck.random() < required,
            "prize": luck.randint(60, 3600),
        }
        for number in range(stops)
    ]
    return Problem.model_validate({"depots": homes, "collectors": people, "stops": visits})


def public(name: str) -> Problem:
    """This will read one of Solomon's instances; a distance unit is ten, so that one decimal is whole."""
    lines = (_folder() / f"{name}.txt").read_text().splitlines()
    rows = [[int(part) for part in line.split()] for line in lines if line and not line.startswith("#")]
    latest = rows[0][4] * 10
    ways = [[int(10 * math.dist(a[:2], b[:2])) for b in rows] for a in rows]
    return Problem.model_validate(
        {
            "depots": [{"id": "depot"}],
            "collectors": [
                {"id": f"vehicle-{number}", "depot": "depot", "start_s": 0, "end_s": latest, "capacity": CAPACITY}
                for number in range(VEHICLES)
            ],
            "stops": [
                {"id": str(number), "window": [row[3] * 10, row[4] * 10], "service_s": row[5] * 10, "load": row[2],
                 "required": True}
                for number, row in enumerate(rows[1:], start=1)
            ],
            "matrix_s": ways,
        }
    )  # fmt: skip


def measure(*, seconds: float, seeds: tuple[int, ...] = SEEDS, by_processor: bool = False) -> dict[str, Any]:
    """This will plan the fixed days and the public instances and compare them with the best known.

    `by_processor`: the seconds are those of the processor, for a machine that others use at the same time.
    """
    known, tick = best(), time.process_time if by_processor else time.perf_counter
    days = []
    for seed in seeds:
        problem = day(seed)
        plan, spent = _solved(problem, seconds, tick)
        again = _again(problem, plan, tick)
        days.append(_row(f"day-{seed}", problem, plan, known[str(seed)]["travel_s"], spent) | {"replan_s": again})
    instances = []
    for name, value in PUBLIC.items():
        problem = public(name)
        plan, spent = _solved(problem, seconds, tick)
        instances.append(_row(name, problem, plan, value, spent))
    gaps = [row["gap"] for row in days]
    return {
        "seconds": seconds,
        "seconds_of": "processor" if by_processor else "wall",
        "worst_gap": max(gaps),
        "mean_gap": round(sum(gaps) / len(gaps), 5),
        "violations": sum(row["violations"] for row in [*days, *instances]),
        "replan_worst_s": max(row["replan_s"] for row in days),
        "days": days,
        "public": instances,
    }


def best() -> dict[str, dict[str, Any]]:
    """This will return the best travel ever found for each fixed day, with how it was found."""
    return json.loads((_folder() / "best.json").read_text())


def search(*, seconds: float, seeds: tuple[int, ...] = SEEDS) -> dict[str, dict[str, Any]]:
    """This will search long for each fixed day and keep what is better than the best known."""
    file = Path(str(_folder())) / "best.json"
    known = best() if file.exists() else {}
    for seed in seeds:
        plan, _spent = _solved(day(seed), seconds)
        if schedule.violations(day(seed), plan) or plan.unserved:
            continue
        if plan.travel_s < known.get(str(seed), {"travel_s": math.inf})["travel_s"]:
            known[str(seed)] = {"travel_s": plan.travel_s, "command": f"tagih bench route --search {seconds:g}"}
            file.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")
    return known


def _solved(
    problem: Problem, seconds: float, tick: Callable[[], float] = time.perf_counter
) -> tuple[Plan, float]:  # fmt: skip
    begun = tick()
    plan = PyVrpSolver(tick=tick).solve(problem, seconds=seconds, seed=1)
    return plan, tick() - begun


def _again(problem: Problem, plan: Plan, tick: Callable[[], float]) -> float:
    """Seconds until a new plan stands when one collector falls ill at noon: the standing tours are the beginning."""
    tours = {route.collector: [call.id for call in route.stops] for route in plan.routes}
    people = problem.collectors[1:]
    used = {man.depot for man in people}
    without = problem.model_copy(
        update={"collectors": people, "depots": [depot for depot in problem.depots if depot.id in used]}
    )
    begun = tick()
    PyVrpSolver(tick=tick).solve(without, seconds=REPLAN_S, seed=1, begin=tours)
    return round(tick() - begun, 2)


def _row(name: str, problem: Problem, plan: Plan, known: int, spent: float) -> dict[str, Any]:
    return {
        "name": name,
        "travel": plan.travel_s,
        "best": known,
        "gap": round(plan.travel_s / known - 1, 5),
        "unserved": len(plan.unserved),
        "violations": len(schedule.violations(problem, plan)),
        "spent_s": round(spent, 2),
    }


def _folder() -> Any:
    return resources.files("tagih.config.bench") / FOLDER
