"""`tagih day run|close|reopen`: the daily round of a business date, its evening, its books."""

import datetime as dt
import sys
from collections.abc import Callable

import click

from tagih.config import jobs
from tagih.config.cli.answers import BusinessDate, answer, json_option
from tagih.config.day import STEPS, run_day
from tagih.config.evening import run_evening
from tagih.kernel import clock
from tagih.kernel.steps import StepReport
from tagih.portfolio import operations as portfolio


@click.group()
def day() -> None:
    """The daily round."""


@day.command()
@click.option("--date", "business_date", type=BusinessDate(), required=True, help="Business date.")
@click.option("--until", type=click.Choice([name for name, _ in STEPS]), default=None, help="Last step to do.")
@json_option
def run(business_date: dt.date, until: str | None, as_json: bool) -> None:
    """Run the daily round of a business date, or go on where it was stopped."""

    reports = run_day(business_date, now=clock.now, until=until or "", on_step=_teller(as_json))
    jobs.drain()
    _answer(business_date, reports, as_json)


@day.command()
@click.option("--date", "business_date", type=BusinessDate(), required=True, help="Business date.")
@json_option
def close(business_date: dt.date, as_json: bool) -> None:
    """Do the evening of a business date: judge promises, make the report, close the books."""
    reports = run_evening(business_date, now=clock.now, on_step=_teller(as_json))
    jobs.drain()
    _answer(business_date, reports, as_json)


@day.command()
@click.option("--date", "business_date", type=BusinessDate(), required=True, help="Business date.")
@click.option("--reason", required=True, help="Why closed books are opened again.")
@json_option
def reopen(business_date: dt.date, reason: str, as_json: bool) -> None:
    """Open the closed books of a business date again, for a restatement."""
    opened = portfolio.reopen_day(business_date=business_date, reason=reason, by=None, now=clock.now())
    answer({"date": business_date, "status": opened.status, "reason": opened.reopen_reason}, as_json=as_json)


def _teller(as_json: bool) -> Callable[[StepReport], None]:
    """A line for each step as it ends; beside JSON only on a terminal."""

    def tell(report: StepReport) -> None:
        if not as_json or sys.stderr.isatty():
            rows = ", ".join(f"{name} {number}" for name, number in report.rows.items())
            note = " (done before)" if report.skipped else ""
            click.echo(f"{report.name:<16}{report.seconds:>8.2f} s{note}  {rows}", err=as_json)

    return tell


def _answer(business_date: dt.date, reports: list[StepReport], as_json: bool) -> None:
    if as_json:
        steps = [
            {"step": report.name, "seconds": report.seconds, "rows": report.rows, "skipped": report.skipped}
            for report in reports
        ]
        answer({"date": business_date, "steps": steps}, as_json=True)
