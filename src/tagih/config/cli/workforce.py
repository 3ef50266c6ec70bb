"""`tagih workforce`: staffing."""

import math

import click
from django.utils.translation import gettext as _

from tagih.config.cli.answers import answer, json_option
from tagih.kernel.errors import Refusal
from tagih.workforce.rules.queueing import Demand, agents_needed


@click.group()
def workforce() -> None:
    """The right people at the right hour."""


def _number(context: click.Context, option: click.Parameter, value: float | None) -> float | None:
    if value is not None and not math.isfinite(value):
        raise click.BadParameter("must be a finite number", context, option)
    return value


ABOVE_ZERO = click.FloatRange(min=0, min_open=True)


@workforce.command()
@click.option(
    "--calls", type=click.FloatRange(min=0), callback=_number, required=True, help="Calls offered in the interval."
)
@click.option("--aht", type=ABOVE_ZERO, callback=_number, required=True, help="Handling time of a call, seconds.")
@click.option("--interval", type=ABOVE_ZERO, callback=_number, required=True, help="Length of the interval, seconds.")
@click.option(
    "--service-level",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    callback=_number,
    default=0.8,
    show_default=True,
    help="Share of offered calls to be answered in time.",
)
@click.option(
    "--within", type=click.FloatRange(min=0), callback=_number, required=True, help="In time means within, seconds."
)
@click.option(
    "--patience", type=ABOVE_ZERO, callback=_number, help="Mean time until a caller hangs up, seconds; none: never."
)
@json_option
def staff(
    calls: float,
    aht: float,
    interval: float,
    service_level: float,
    within: float,
    patience: float | None,
    as_json: bool,
) -> None:
    """Agents that a stream of inbound calls needs: Erlang C, or Erlang A with --patience.

    The service level is the share of offered calls answered within the limit, so a caller who hangs up counts as not
    served; asa_s is the mean wait of those who are answered.
    """
    demand = Demand(calls=calls, aht_s=aht, interval_s=interval, patience_s=patience)
    if demand.load > MOST_ERLANGS:
        raise Refusal(
            "LOAD_TOO_LARGE",
            _("%(load).0f Erlang of traffic is more than %(most)d.") % {"load": demand.load, "most": MOST_ERLANGS},
            field="calls",
            remedy=_("Check the unit: --aht and --interval are in seconds."),
        )
    service = agents_needed(demand, service_level=service_level, within_s=within)
    answer(
        {
            "agents": service.agents,
            "service_level": round(service.service_level, 6),
            "asa_s": round(service.asa_s, 3),
            "occupancy": round(service.occupancy, 6),
            "abandon_rate": round(service.abandon_rate, 6),
        },
        as_json=as_json,
    )


MOST_ERLANGS = 50_000
