"""The program `tagih`: one module per noun, loaded when its command is called.

A `Refusal` is one line and exit status 1; a fault is logged, one line and exit status 2.
"""

import importlib
import logging
import os
import sys

import click
import django
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from tagih.kernel.errors import Refusal

log = logging.getLogger("tagih")

COMMANDS = {  # name: module below this package and its click command
    "contacts": "contacts:contacts",
    "day": "day:day",
    "export": "export:export",
    "feed": "feed:feed",
    "field": "field:field",
    "init": "setup:init",
    "dialer": "dialer:dialer",
    "colleagues": "demo:at_work",
    "demo": "demo:demo",
    "doctor": "doctor:doctor",
    "payment": "payment:payment",
    "report": "report:report",
    "serve": "server:serve",
    "worker": "server:worker",
    "workforce": "workforce:workforce",
    "quality": "quality:quality",
    "bench": "bench:bench",
    "gate": "gate:gate",
    "keys": "keys:keys",
    "privacy": "privacy:privacy",
    "stop": "server:stop",
    "strategy": "strategy:strategy",
    "telephony": "telephony:telephony",
    "town": "town:town",
}


class LazyGroup(click.Group):
    """A group that imports a command's module when somebody asks for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        return getattr(importlib.import_module(f"tagih.config.cli.{module}"), attribute)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="tagih")
def root() -> None:
    """Tagih, the open-source collection platform."""


def main() -> None:
    """This will run the command line and exit."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """This will run one command in this process and return its exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tagih.config.settings")
    try:
        django.setup()
        ended = root.main(args=arguments, prog_name="tagih", standalone_mode=False)
        return ended if isinstance(ended, int) else 0
    except click.Abort:
        return _complain("Interrupted.", 130)
    except click.ClickException as misuse:
        misuse.show()
        return misuse.exit_code
    except Refusal as refusal:
        return _complain(str(refusal), 1)
    except (OperationalError, ImproperlyConfigured) as problem:
        return _complain(f"tagih: {_first_line(problem)}", 2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as fault:
        log.exception("fault")
        return _complain(f"tagih: unexpected {type(fault).__name__}: {_first_line(fault)}", 2)


def _complain(line: str, status: int) -> int:
    click.echo(line, err=True)
    return status


def _first_line(problem: Exception) -> str:
    return (str(problem).strip().splitlines() or [type(problem).__name__])[0]
