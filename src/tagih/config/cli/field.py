"""`tagih field`: routes of a day."""

import json
import sys
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _
from pydantic import ValidationError

from tagih.config.cli.answers import answer
from tagih.field.rules.problem import Problem
from tagih.kernel.errors import Refusal


class ProblemUnreadable(Refusal):
    """The description of a day cannot be planned as it stands."""

    def __init__(self, field: str, problem: str, value: Any = None) -> None:
        super().__init__(
            "ROUTE_PROBLEM_UNREADABLE",
            f"{field}: {problem}." if field else f"{problem}.",
            field=field,
            value=value,
            remedy=_("See docs/how-to/routes.md for the fields."),
        )


@click.group()
def field() -> None:
    """The field: routes, visits, receipts."""


@field.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option(
    "--seconds", type=click.FloatRange(0.1, 3600), default=10.0, show_default=True, help="How long to search."
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The answer is always one JSON object.")
def route(file: Path, seconds: float, seed: int, as_json: bool) -> None:
    """Plan the routes of one day for all collectors of FILE together (JSON; - reads standard input)."""
    from tagih.field.adapters.routes.hgs import PyVrpSolver  # noqa: PLC0415 (lazy: solver)

    problem = read_problem(sys.stdin.read() if str(file) == "-" else file.read_bytes())
    plan = PyVrpSolver().solve(problem, seconds=seconds, seed=seed)
    answer(plan.model_dump(), as_json=True)


def read_problem(text: str | bytes) -> Problem:
    """This will read the description of a day.

    :raises ProblemUnreadable: naming the field and what is wrong with it
    """
    try:
        return Problem.model_validate(json.loads(text))
    except (UnicodeDecodeError, json.JSONDecodeError) as problem:
        raise ProblemUnreadable("", _("The file is not JSON: %(problem)s") % {"problem": problem}) from None
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise ProblemUnreadable(where, first["msg"].removeprefix("Value error, "), first.get("input")) from None
