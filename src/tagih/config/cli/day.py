"""`tagih day run`: the daily round for a business date."""

import datetime as dt
import sys

import click

from tagih.config import jobs
from tagih.config.cli.answers import BusinessDate, answer, json_option
from tagih.config.day import STEPS, run_day
from tagih.kernel import clock
from tagih.kernel.steps import StepReport


@click.group()
def day() -> None:
    """The daily round."""


@day.command()
@click.option("--date", "business_date", type=BusinessDate(), required=True, help="Business date.")
@click.option("--until", type=click.Choice([name for name, _ in STEPS]), default=None, help="Last step to do.")
@json_option
def run(business_date: dt.date, until: str | None, as_json: bool) -> None:
    """Run the daily round of a business date, or go on where it was stopped."""

    def tell(report: StepReport) -> None:
        if not as_json or sys.stderr.isatty():
            rows = ", ".join(f"{name} {number}" for name, number in report.rows.items())
            note = " (done before)" if report.skipped else ""
            click.echo(f"{report.name:<16}{report.seconds:>8.2f} s{note}  {rows}", err=as_json)

    reports = run_day(business_date, now=clock.now, until=until or "", on_step=tell)
    jobs.drain()
    if as_json:
        steps = [
            {"step": report.name, "seconds": report.seconds, "rows": report.rows, "skipped": report.skipped}
            for report in reports
        ]
        answer({"date": business_date, "steps": steps}, as_json=True)
