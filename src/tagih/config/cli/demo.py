"""`tagih demo`: everything in one terminal, on invented data."""

import datetime as dt
import os
import secrets
import subprocess
import sys
from time import monotonic

import click
from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext as _

from tagih.config import processes, setup
from tagih.kernel import clock


@click.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--customers", default=20_000, show_default=True, type=click.IntRange(50, 200_000))
@click.option("--no-serve", is_flag=True, help="Make the data and stop.")
@click.option("--alone", is_flag=True, help="Without simulated colleagues: nothing moves but you.")
@click.option(
    "--speed", default=1.0, show_default=True, type=click.FloatRange(1, 120),
    help="How fast its clock goes: at 60 a working day takes ten minutes, and days follow each other.",
)  # fmt: skip
def demo(port: int, host: str, customers: int, no_serve: bool, alone: bool, speed: float) -> None:
    """Show a believable lender and a working day in progress, all invented. Ctrl-C ends it; a second start goes on."""
    from tagih.config.demo import colleagues, hands, run, staffing  # noqa: PLC0415 (lazy: start-up time)

    began = monotonic()
    os.environ["TAGIH_DEMO"] = "1"
    os.environ.setdefault("TAGIH_ROUND", "off")  # the day stays in progress, whenever somebody looks
    files = run.begin_files(customers=customers, now=clock.now())
    connection.ensure_connection()
    _say(_("database"), monotonic() - began)
    middle = monotonic()
    call_command("migrate", interactive=False, verbosity=0)
    setup.load_reference_data(now=clock.now())
    _say(_("tables and reference data"), monotonic() - middle)
    ahead = dt.timedelta(0) if alone else colleagues.ahead_of_the_wall(clock.now())
    if not alone:
        _invite(colleagues.PROVIDER, ahead)
    elif speed > 1:
        raise click.UsageError(_("--speed needs the colleagues: leave out --alone."))
    web: list[subprocess.Popen] = []

    def nearly() -> None:
        if not no_serve:
            web.append(processes.begin(["serve", "--host", host, "--port", str(port), "--on-word"], is_waiting=True))

    with clock.told_by(lambda: dt.datetime.now(dt.UTC) + ahead):
        state = run.prepare(customers=customers, now=clock.now(), say=_say, files=files, nearly=nearly)
    connection.close()
    for process in web:
        processes.tell(process)
    _say(_("ready"), monotonic() - began)
    _print_log_ins(staffing.log_ins(), staffing.PASSWORD, f"http://{host}:{port}/", state.played[-1])
    if no_serve:
        return
    if speed > 1:
        hands.set_ahead(ahead, speed=speed)
    together = [*web, ["worker"], *([] if alone else [["colleagues", "--port", str(port)]])]
    raise click.exceptions.Exit(processes.run_together(*together))


def _invite(provider: str, ahead: dt.timedelta) -> None:
    """The processes to come learn the clock of the demonstration, and a secret that colleagues sign notices with."""
    from tagih.config.demo import hands  # noqa: PLC0415 (lazy: start-up time)

    secret = secrets.token_hex(16)
    os.environ["TAGIH_CLOCK_AHEAD"] = str(ahead.total_seconds())
    os.environ["TAGIH_TOMORROW"] = "1"
    os.environ.setdefault("TAGIH_IDLE_LOCK_SECONDS", "0")  # a night passes in a minute; nobody was away
    hands.set_ahead(ahead, speed=1.0)
    others = os.environ.get("TAGIH_WEBHOOK_SECRETS", "")
    os.environ["TAGIH_WEBHOOK_SECRETS"] = ",".join(filter(None, [others, f"{provider}:{secret}"]))
    os.environ["TAGIH_COLLEAGUES_SECRET"] = secret


@click.command(hidden=True)
@click.option("--port", default=8000, show_default=True)
def at_work(port: int) -> None:
    """Simulated colleagues of a demonstration; started by `tagih demo`."""
    from tagih.config.demo import colleagues  # noqa: PLC0415 (lazy: start-up time)

    with processes.registered("colleagues"):
        colleagues.stay(port=port, secret=os.environ["TAGIH_COLLEAGUES_SECRET"])


def _say(what: str, seconds: float) -> None:
    click.echo(f"{seconds:7.1f} s  {what}", err=True)


def _print_log_ins(log_ins: list[tuple[str, str, str]], password: str, address: str, date: str) -> None:
    from tagih.staff import roles  # noqa: PLC0415 (lazy: start-up time)

    click.echo(f"\n  {address}   {_('business date')} {date}   {_('password of everybody')}: {password}\n")
    for username, role, _unit in log_ins:
        click.echo(f"  {username:<18}{roles.ROLES[role].name}")
    told = _("Agents from agen4 on are simulated colleagues at work; agen1 to agen3 are yours.")
    click.echo(f"\n  {told}")
    click.echo(f"\n  {_('Everything is invented. Ctrl-C ends it.')}")
    sys.stdout.flush()
