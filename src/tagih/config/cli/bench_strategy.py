"""`tagih bench optimise` and `tagih bench scores`: the day's best use of capacity, and training a score."""

import click

from tagih.config.bench import scratch
from tagih.config.cli.answers import answer, json_option


@click.command()
@click.option("--people", default=1_000_000, show_default=True, type=click.IntRange(min=10))
@click.option("--seed", default=1, show_default=True, type=int)
@json_option
def optimise(people: int, seed: int, as_json: bool) -> None:
    """Six actions for each person under four capacities, with the proven gap to the relaxation."""
    from tagih.config.bench import optimise as measured  # noqa: PLC0415 (lazy: solver)

    answer({"bench": "optimise", **measured.measure(people=people, seed=seed), **scratch.machine()}, as_json=as_json)


@click.command()
@click.option("--attempts", default=5_000_000, show_default=True, type=click.IntRange(min=1000))
@click.option("--seed", default=1, show_default=True, type=int)
@json_option
def scores(attempts: int, seed: int, as_json: bool) -> None:
    """A score trained, calibrated and judged on attempts of the past, fifteen features each."""
    from tagih.config.bench import scores as measured  # noqa: PLC0415 (lazy: solver)

    answer({"bench": "scores", **measured.measure(attempts=attempts, seed=seed), **scratch.machine()}, as_json=as_json)
