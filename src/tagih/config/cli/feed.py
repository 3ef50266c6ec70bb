"""`tagih feed load`: a lender's file into the lake."""

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from tagih.config import jobs
from tagih.config.cli.answers import BusinessDate, answer, json_option
from tagih.kernel import clock
from tagih.portfolio import operations as portfolio
from tagih.portfolio import queries
from tagih.portfolio.enums import LandingStatus


@click.group()
def feed() -> None:
    """Load the lender's files."""


@feed.command()
@click.argument("feed_name", metavar="FEED")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--date", "business_date", type=BusinessDate(), required=True, help="Business date of the file.")
@click.option("--profile", default="", help="Feed profile; without one the file has the canonical columns.")
@click.option("--approve", is_flag=True, help="Land the file even if it is suspicious.")
@json_option
def load(feed_name: str, file: Path, business_date: dt.date, profile: str, approve: bool, as_json: bool) -> None:
    """Land one FILE of FEED (customers, contact_points, contracts, instalments, payments, clock_actions, balances).

    The same content again is a no-op that says so. A suspicious file waits for a person: exit status 1, until somebody
    approves it on the imports page or here with --approve.
    """
    receipt = portfolio.receive_feed(
        feed=feed_name, path=file.resolve(), business_date=business_date, profile=profile, now=clock.now()
    )
    landing, already_loaded = receipt.landing, receipt.already_loaded
    if landing.status == LandingStatus.RECEIVED:
        with _bar(f"{feed_name} {business_date}") as on_share:
            landing = portfolio.land(landing_id=landing.pk, now=clock.now(), is_approved=approve, on_share=on_share)
        jobs.drain()
    elif landing.status == LandingStatus.WAITING and approve:
        landing = portfolio.approve_landing(landing_id=landing.pk, by=None, now=clock.now())
        jobs.drain()
    answer(_result(landing, already_loaded=already_loaded, as_json=as_json), as_json=as_json)
    if landing.status == LandingStatus.WAITING:
        reasons = " ".join(
            str(finding.sentence)
            for finding in queries.findings_of(landing)
            if finding.code in ("MANY_REJECTS", "FEWER_ROWS")
        )
        message = _("The file waits for a person's yes and is not in the lake.")
        remedy = _("Look at it, then load it again with --approve.")
        click.echo(f"{message} {reasons} {remedy}", err=True)
        raise click.exceptions.Exit(1)


def _result(landing: Any, *, already_loaded: bool, as_json: bool) -> dict[str, Any]:
    result = {
        "feed": landing.feed,
        "date": landing.business_date,
        "rows": landing.rows,
        "accepted": landing.accepted,
        "rejected": landing.rejected,
        "repaired": landing.repaired,
        "already_loaded": already_loaded,
        "rejects_file": landing.rejects_file or None,
        "status": landing.status,
        "version": landing.lake_version,
    }
    if as_json:
        return result | {"findings": landing.findings}
    told = {
        f"  {finding.code.lower()}": f"{finding.count or ''} {finding.sentence} {finding.where}".strip()
        for finding in queries.findings_of(landing)
    }
    return result | told


@contextmanager
def _bar(label: str) -> Iterator[Any]:
    """A progress bar on a terminal, nothing elsewhere."""
    stream = sys.stderr
    if not stream.isatty():
        yield None
        return
    with click.progressbar(length=100, label=label, file=stream) as bar:
        yield lambda share: bar.update(max(0, int(share * 100) - bar.pos))
        bar.update(100 - bar.pos)
