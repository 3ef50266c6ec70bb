"""`tagih privacy`: what retention rules do, or would do."""

import json

import click

from tagih.config.cli.answers import json_option
from tagih.kernel import clock
from tagih.privacy import operations


@click.group()
def privacy() -> None:
    """Personal data: retention."""


@privacy.command()
@click.option("--dry-run", is_flag=True, help="Only count, also for rules that are switched on.")
@json_option
def retain(dry_run: bool, as_json: bool) -> None:
    """Let go of what its time is over, by the rules that are switched on; the others only count."""
    done = operations.retain(now=clock.now(), dry=dry_run)
    if as_json:
        rows = [{"rule": d.rule, "cutoff": d.cutoff.isoformat(), "dry": d.is_dry, "rows": d.rows} for d in done]
        click.echo(json.dumps({"rules": rows}))
        return
    for row in done:
        click.echo(f"{row.rule:<18} {row.cutoff:%d/%m/%Y} {row.rows:>8} {'would go' if row.is_dry else 'gone'}")
