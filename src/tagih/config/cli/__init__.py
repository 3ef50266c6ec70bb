"""The program `tagih`: one module per noun, loaded when its command is called.

A `Refusal` is one line and exit status 1; a fault is logged, one line and exit status 2.
"""

import gc
import importlib
import logging
import os
import sys

import click
import django
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from tagih.kernel.errors import Refusal

log = logging.getLogger("tagih")

COMMANDS = {  # name: (module below this package and its click command, what it does; nothing hides it)
    "contacts": ("contacts:contacts", "Contact data: evidence and what follows from it."),
    "day": ("day:day", "The daily round."),
    "export": ("export:export", "Write NAME as a CSV or Parquet file."),
    "feed": ("feed:feed", "Load the lender's files."),
    "field": ("field:field", "The field: routes, visits, receipts."),
    "init": ("setup:init", "Create or migrate the database, load reference data, make the first administrator."),
    "dialer": ("dialer:dialer", "Run the engine of the automatic dialer."),
    "colleagues": ("demo:at_work", ""),
    "demo": ("demo:demo", "Show a believable lender and a working day in progress, all invented."),
    "doctor": ("doctor:doctor", "Check the installation and say what to mend."),
    "payment": ("payment:payment", "Money that came in."),
    "report": ("report:report", "Reports as files."),
    "serve": ("server:serve", "Serve the screens."),
    "worker": ("server:worker", "Work off the jobs: reactions to events, sweeps, documents."),
    "workforce": ("workforce:workforce", "The right people at the right hour."),
    "quality": ("quality:quality", "Every contact heard fairly."),
    "bench": ("bench:bench", "Measure a path of the product in a scratch database."),
    "gate": ("gate:gate", "May this person be contacted now, on this channel, about this?"),
    "keys": ("keys:keys", "Keys of personal values: encrypted numbers and identities, and the hashes to search by."),
    "privacy": ("privacy:privacy", "Personal data: retention."),
    "stop": ("server:stop", "Stop the processes and the embedded PostgreSQL of this TAGIH_HOME."),
    "strategy": ("strategy:strategy", "Who is contacted, when, how and why, as text."),
    "telephony": ("telephony:telephony", "The switch that calls go through."),
    "town": ("town:town", "Simulated towns: debtors who earn, forget, answer, promise and pay."),
}


class LazyGroup(click.Group):
    """A group that imports a command's module when somebody asks for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Lists the commands without loading them: the program's own list comes at once."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, does) for name, (_where, does) in sorted(COMMANDS.items()) if does])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name][0].split(":")
        _start()
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


def _start() -> None:
    """Loads the product. Nothing of it becomes garbage, so the collector may look away meanwhile."""
    if apps.ready:
        return
    gc.disable()
    try:
        django.setup()
    finally:
        gc.freeze()
        gc.enable()


def _complain(line: str, status: int) -> int:
    click.echo(line, err=True)
    return status


def _first_line(problem: Exception) -> str:
    return (str(problem).strip().splitlines() or [type(problem).__name__])[0]
