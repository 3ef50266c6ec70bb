"""`tagih quality`: samples of contacts to review."""

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from tagih.config.cli.answers import answer, json_option
from tagih.kernel.errors import Refusal
from tagih.quality.rules.draw import Item, Plan, draw
from tagih.quality.rules.sizes import sample_size

SHARE = click.FloatRange(0, 1, min_open=True, max_open=True)


class PlanUnreadable(Refusal):
    """A plan lacks something or says it wrongly."""

    def __init__(self, problem: str, *, field: str = "") -> None:
        super().__init__(
            "PLAN_UNREADABLE",
            problem,
            field=field,
            remedy=_(
                'A plan is {"seed", "random_per_agent", "risk_total", "items": [{"id", "agent", "risk", "mandatory"}]}.'
            ),
        )


@click.group()
def quality() -> None:
    """Every contact heard fairly."""


@quality.command()
@click.option("--size", "want_size", is_flag=True, help="Say how many to draw.")
@click.option("--population", type=click.IntRange(min=0), help="Contacts in all; none: without end.")
@click.option("--margin", type=SHARE, help="Half width of the interval wanted, such as 0.05.")
@click.option("--confidence", type=SHARE, default=0.95, show_default=True)
@click.option("--expected", type=click.FloatRange(0, 1), default=0.5, show_default=True, help="Share expected.")
@click.option("--draw", "plan", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Draw this plan.")
@json_option
def sample(
    want_size: bool,
    population: int | None,
    margin: float | None,
    confidence: float,
    expected: float,
    plan: Path | None,
    as_json: bool,
) -> None:
    """Sample sizes (--size), or the draw of a plan (--draw), which anyone can repeat from its seed."""
    if want_size == (plan is not None):
        raise click.UsageError(_("Ask either for --size or for --draw PLAN."))
    if plan is not None:
        answer(_drawn(plan), as_json=True)
        return
    if margin is None or not all(map(math.isfinite, (margin, confidence, expected))):
        raise click.UsageError(_("--size needs --margin, such as 0.05."))
    n = sample_size(population=population, margin=margin, confidence=confidence, expected=expected)
    asked = {"population": population, "margin": margin, "confidence": confidence, "expected": expected}
    answer({"n": n, **asked}, as_json=as_json)


def _drawn(file: Path) -> dict[str, Any]:
    try:
        text = json.loads(file.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as problem:
        raise PlanUnreadable(
            _("%(file)s is not JSON: %(problem)s.") % {"file": file.name, "problem": problem}
        ) from None
    if not isinstance(text, dict):
        raise PlanUnreadable(_("%(file)s does not hold one object.") % {"file": file.name})
    plan = Plan(
        seed=str(_take(text, "seed")),
        random_per_agent=_count(text, "random_per_agent"),
        risk_total=_count(text, "risk_total"),
    )
    found = draw(plan, _frame(text))
    rows = [
        {
            "id": row.id,
            "agent": row.agent,
            "sample": row.sample,
            "stratum": row.stratum,
            "stratum_size": row.size,
            "stratum_drawn": row.drawn,
            "probability": round(row.probability, 9),
        }
        for row in found
    ]
    return {"seed": plan.seed, "drawn": dict(Counter(row.sample for row in found)), "items": rows}


def _take(text: dict[str, Any], key: str) -> Any:
    if key not in text:
        raise PlanUnreadable(_("The plan has no %(key)s.") % {"key": key}, field=key)
    return text[key]


def _count(text: dict[str, Any], key: str) -> int:
    value = text.get(key, 0)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise PlanUnreadable(
            _("%(key)s must be a whole number from 0, not %(value)r.") % {"key": key, "value": value}, field=key
        )
    return value


def _frame(text: dict[str, Any]) -> list[Item]:
    items: dict[str, Item] = {}
    for number, row in enumerate(_take(text, "items"), start=1):
        try:
            item = Item(str(row["id"]), str(row["agent"]), float(row.get("risk") or 0), str(row.get("mandatory") or ""))
        except (TypeError, KeyError, ValueError, AttributeError):
            raise PlanUnreadable(
                _("Item %(number)d needs an id, an agent and a number as risk.") % {"number": number}, field="items"
            ) from None
        if item.id in items:
            raise PlanUnreadable(
                _("Item %(number)d repeats the id %(id)s.") % {"number": number, "id": item.id}, field="items"
            )
        items[item.id] = item
    return list(items.values())
