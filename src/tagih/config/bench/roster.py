"""Rosters against their proven bound: the first one, the best of a minute, and the repair of one absence."""

import math
import random
import time
from typing import Any

from tagih.workforce.adapters.rosters.cpsat import CpSatSolver
from tagih.workforce.adapters.rosters.repair import repair
from tagih.workforce.adapters.rosters.search import Search
from tagih.workforce.rules.roster import Assignment, Problem, violations

STARTS = (7, 9, 11, 13, 14)
LATEST = "s14"
REPAIR_S = 4.0


def team(seed: int = 1, *, agents: int = 60, days: int = 28, load: float = 1.0, seniors: int = 2) -> Problem:
    """This will make a team: shifts from 7 to 22, leave, two who resign, seniors, wishes; demand by half hour."""
    luck = random.Random(seed)  # noqa: S311 (invented people)
    people = []
    for number in range(agents):
        leave: list[int] = []
        if luck.random() < 0.25:
            first = luck.randrange(days)
            leave = [day for day in range(first, first + luck.randint(1, 5)) if day < days]
        people.append(
            {
                "id": f"agent-{number}",
                "skills": ["desk", *(["senior"] if number % 5 == 0 else [])],
                "max_days_week": 5,
                "leave": leave,
                "until_day": days // 2 if number in (7, 8) else None,
                "wishes": {str(luck.randrange(days)): luck.choice(["OFF", "s7", "s14"])},
            }
        )
    demand = []
    for day in range(days):
        size = load * agents * 0.5 * (0.55 if day % 7 >= 5 else 1.0) * luck.uniform(0.9, 1.1)
        demand.append([round(size * (0.55 + 0.45 * math.sin(math.pi * slot / 29))) for slot in range(30)])
    return Problem.model_validate(
        {
            "days": days,
            "intervals": [420 + 30 * slot for slot in range(30)],
            "shifts": [
                {"id": f"s{start}", "start_min": start * 60, "end_min": start * 60 + 480, "paid_min": 420}
                for start in STARTS
            ],
            "agents": people,
            "demand": demand,
            "rules": {"rest_h": 11, "max_consecutive_days": 6, "max_hours_week": 40, "min_seniors": seniors},
        }
    )


def measure(*, seed: int, seconds: float, first_seconds: float, agents: int, days: int) -> dict[str, Any]:
    """This will make a first roster in a short time, another in a long one, and mend it for one who falls ill."""
    problem = team(seed, agents=agents, days=days)
    first, first_cpu, first_wall = _timed(problem, first_seconds, seed)
    last, cpu, wall = _timed(problem, seconds, seed)
    ill, absent_on = _someone_on_the_worst_day(problem, last.plan)
    began, used = time.perf_counter(), time.process_time()
    mended = repair(ill, last.plan, search=Search(REPAIR_S, seed))
    cells = problem.days * len(problem.agents)
    return {
        "seed": seed,
        "first_cpu_s": first_cpu,
        "first_wall_s": first_wall,
        "first_over_bound": _over(first.cost, last.bound),
        "first_violations": len(violations(problem, first.plan)),
        "cpu_s": cpu,
        "wall_s": wall,
        "cost": last.cost,
        "bound": round(last.bound, 2),
        "over_bound": _over(last.cost, last.bound),
        "demand": sum(map(sum, problem.demand)),
        "violations": len(violations(problem, last.plan)),
        "weekend_spread": _spread(problem, last.plan, weekend=True),
        "late_spread": _spread(problem, last.plan, weekend=False),
        "repair_wall_s": round(time.perf_counter() - began, 2),
        "repair_cpu_s": round(time.process_time() - used, 2),
        "repair_day": absent_on,
        "repair_changed_share": round(mended.changed / cells, 4),
        "repair_missing": [mended.missing_before, mended.missing_after],
        "repair_violations": len(violations(ill, mended.plan)),
    }


def _timed(problem: Problem, seconds: float, seed: int) -> tuple[Any, float, float]:
    began, used = time.perf_counter(), time.process_time()
    found = CpSatSolver(by_processor=True).solve(problem, seconds=seconds, seed=seed)
    return found, round(time.process_time() - used, 1), round(time.perf_counter() - began, 1)


def _over(cost: float, bound: float) -> float | None:
    return round(cost / bound - 1, 4) if bound else (0.0 if not cost else None)


def _someone_on_the_worst_day(problem: Problem, plan: Assignment) -> tuple[Problem, int]:
    """One person who works on the day with the most demand does not come."""
    day = max(range(problem.days), key=lambda number: sum(problem.demand[number]))
    who = next(agent for agent in problem.agents if plan[agent.id][day] and not agent.is_senior)
    changed = [
        agent.model_copy(update={"leave": agent.leave | {day}}) if agent.id == who.id else agent
        for agent in problem.agents
    ]
    return problem.model_copy(update={"agents": tuple(changed)}), day


def _spread(problem: Problem, plan: Assignment, *, weekend: bool) -> int:
    """Between those who are there on all the days that count: the most turns less the fewest."""
    if weekend:
        counted = [day for day in range(problem.days) if day % 7 >= 5]
        alike = [agent for agent in problem.agents if all(agent.may_work(day) for day in counted)]
        turns = [sum(plan[agent.id][day] is not None for day in counted) for agent in alike]
    else:
        enough = problem.days * 3 // 4
        alike = [agent for agent in problem.agents if sum(map(agent.may_work, range(problem.days))) >= enough]
        turns = [plan[agent.id].count(LATEST) for agent in alike]
    return max(turns) - min(turns) if turns else 0
