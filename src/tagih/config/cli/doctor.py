"""`tagih doctor`: checks the installation and says what to mend."""

import click

from tagih.config import checkup
from tagih.config.checkup import Health
from tagih.config.cli.answers import answer, json_option

SIGNS = {Health.FINE: ("ok", "green"), Health.WARNING: ("warn", "yellow"), Health.BROKEN: ("FAIL", "red")}


@click.command()
@json_option
def doctor(as_json: bool) -> None:
    """Check the installation and say what to mend.

    Exit status 1 when something is broken; warnings leave it 0.
    """
    found = list(checkup.examine())
    broken = any(finding.health is Health.BROKEN for finding in found)
    if as_json:
        checks = [{"check": one.check, "health": one.health, "seen": one.seen, "remedy": one.remedy} for one in found]
        answer({"healthy": not broken, "checks": checks}, as_json=True)
    else:
        for one in found:
            sign, colour = SIGNS[one.health]
            click.echo(f"{click.style(f'{sign:<4}', fg=colour)}  {one.check:<20} {one.seen}")
            if one.remedy:
                click.echo(f"      {'':<20} -> {one.remedy}")
    if broken:
        raise click.exceptions.Exit(1)
