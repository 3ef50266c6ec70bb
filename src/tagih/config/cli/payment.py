"""`tagih payment post`: notices from a file, as the webhook would post them."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from tagih.config import jobs
from tagih.config.cli.answers import answer, json_option, progress
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.payments import operations as payments
from tagih.payments.enums import Source

LONGEST_LINE = 64_000
OUTCOMES = ("POSTED", "REVERSED", "ALREADY", "SUSPENSE", "REFUSED")


@click.group()
def payment() -> None:
    """Money that came in."""


@payment.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def post(file: Path, as_json: bool) -> None:
    """Post the notices of FILE, one JSON object a line: payment_ref, contract_no, paid_at, amount, channel.

    Each notice is posted once, however often it comes. A bad line is named and does not stop the others; then the exit
    status is 1.
    """
    counts: Counter[str] = Counter()
    with file.open("rb") as lines:
        for number, line in enumerate(progress(lines, label="notices"), start=1):
            if not line.strip():
                continue
            try:
                posted = payments.post_notice(notice=_parsed(line), source=Source.NOTICE, by=None, now=clock.now())
                counts[posted.outcome] += 1
            except Refusal as refusal:
                counts["REFUSED"] += 1
                click.echo(_("Line %(number)s: %(problem)s") % {"number": number, "problem": refusal}, err=True)
    jobs.drain()
    answer({outcome.lower(): counts[outcome] for outcome in OUTCOMES}, as_json=as_json)
    if counts["REFUSED"]:
        raise click.exceptions.Exit(1)


def _parsed(line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise payments.NoticeIncomplete(_("line"), _("is too long"))
    try:
        notice = json.loads(line.decode("utf-8-sig"), parse_float=str)
    except (ValueError, RecursionError):
        raise payments.NoticeIncomplete(_("line"), _("is not JSON")) from None
    if not isinstance(notice, dict):
        raise payments.NoticeIncomplete(_("line"), _("is not a JSON object"))
    return notice
