"""Teams to roster: shifts from 7 to 22, leave, two who resign, seniors; demand by half hour."""

import math
import random

from tagih.workforce.rules.roster import Problem

STARTS = (7, 9, 11, 13, 14)


def team(seed: int = 1, *, agents: int = 60, days: int = 28, load: float = 1.0, seniors: int = 2) -> Problem:
    luck = random.Random(seed)
    people = []
    for number in range(agents):
        leave = []
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
