"""`tagih doctor`: checks the installation and says what to mend."""

import platform

import click

from tagih.config.cli.answers import answer, json_option


@click.command()
@json_option
def doctor(as_json: bool) -> None:
    """Check the installation and say what to mend."""
    answer({"python": platform.python_version()}, as_json=as_json)
