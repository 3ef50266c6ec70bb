"""A month of a simulated town against Tagih, headless: what the world itself costs, the round, and each call."""

import datetime as dt
import sys
from typing import Any

from tagih.config.bench import scratch
from tagih.config.town import audit, months
from tagih.sandbox.town import parameters

FIRST = dt.date(2026, 11, 2)


def measure(*, people: int, agents: int, days: int, seed: int) -> dict[str, Any]:
    """This will play a month in an empty database and return its figures, seconds by part and the proof."""
    plan = months.Plan(
        parameters.load("motorcycle"), seed=seed, people=people, first=FIRST, days=days, agents=agents, policy="tagih"
    )
    with scratch.empty_house():
        run = months.play(plan, say=lambda line: print(line, file=sys.stderr, flush=True))  # noqa: T201 (progress)
        checks = audit.proof(run)
    told = months.outcome(run)
    notices = sum(sum(day.answers.values()) for _date, day in run.days)
    handled = told["calls"] + told["gate_refusals"]
    return told | {
        "notices": notices, "day_ms_a_call": round(1000 * run.seconds["day"] / max(handled, 1), 2),
        "proved": all(check.holds for check in checks), "failed": [check.name for check in checks if not check.holds],
    }  # fmt: skip
