"""`tagih dialer`: the engine, and a pacing tried without it."""

import math

import click

from tagih.config.cli.answers import answer, json_option
from tagih.dialer.rules.simulation import MODES, Day
from tagih.dialer.rules.simulation import simulate as play


def _number(context: click.Context, option: click.Parameter, value: float) -> float:
    if not math.isfinite(value):
        raise click.BadParameter("must be a finite number", context, option)
    return value


SECONDS = click.FloatRange(0, 7200, min_open=True)


@click.group(invoke_without_command=True)
@click.option("--node", default="1", show_default=True, help="Name of the switch; one engine runs for each.")
@click.pass_context
def dialer(context: click.Context, node: str) -> None:
    """Run the engine of the automatic dialer."""
    if context.invoked_subcommand is not None:
        return
    from tagih.config import dialing, processes  # noqa: PLC0415 (lazy: simulating needs no database)

    with processes.registered("dialer"):
        dialing.run(node=node)


@dialer.command()
@click.option("--agents", type=click.IntRange(1, 2000), required=True, help="Agents signed in all day.")
@click.option(
    "--answer",
    "answered",
    type=click.FloatRange(0, 1, min_open=True),
    callback=_number,
    required=True,
    help="Share of dials that a person answers.",
)
@click.option("--ring", type=SECONDS, callback=_number, default=20.0, show_default=True, help="Mean ring, seconds.")
@click.option("--talk", type=SECONDS, callback=_number, default=120.0, show_default=True, help="Mean talk, seconds.")
@click.option(
    "--wrap",
    type=click.FloatRange(0, 7200),
    callback=_number,
    default=20.0,
    show_default=True,
    help="Mean wrap-up, seconds.",
)
@click.option(
    "--target",
    type=click.FloatRange(0, 1, max_open=True),
    callback=_number,
    default=0.03,
    show_default=True,
    help="Share of answered calls that may be abandoned.",
)
@click.option("--hours", type=click.FloatRange(0, 24, min_open=True), callback=_number, default=8.0, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option("--mode", type=click.Choice(MODES), default="predictive", show_default=True)
@json_option
def simulate(
    agents: int,
    answered: float,
    ring: float,
    talk: float,
    wrap: float,
    target: float,
    hours: float,
    seed: int,
    mode: str,
    as_json: bool,
) -> None:
    """Pace a day against simulated lines with the functions that pace real ones; nothing is known beforehand.

    Utilisation is talk and wrap-up in the time of the agents, without the first half hour; waits are those of callers
    from their answer to an agent.
    """
    outcome = play(Day(agents, answered, ring, talk, wrap, target, hours, seed, mode))
    answer(
        {
            "utilisation": round(outcome.utilisation, 5),
            "abandon_rate": round(outcome.abandon_rate, 5),
            "calls": outcome.calls,
            "connects": outcome.connects,
            "wait_mean_s": round(outcome.wait_mean_s, 4),
            "wait_p95_s": round(outcome.wait_p95_s, 4),
            "abandoned": outcome.abandoned,
            "given_up": outcome.given_up,
        },
        as_json=as_json,
    )
