"""`tagih contacts`: what carriers tell about numbers, and what is learned from evidence."""

import dataclasses
from pathlib import Path

import click

from tagih.config import jobs
from tagih.config.cli.answers import answer, json_option
from tagih.contacts import operations
from tagih.contacts.adapters import receipts
from tagih.kernel import clock


@click.group()
def contacts() -> None:
    """Contact data: evidence and what follows from it."""


@contacts.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", required=True, help="Who tells, such as carrier:xl; remembered with the evidence.")
@json_option
def outcomes(file: Path, source: str, as_json: bool) -> None:
    """Record a carrier's bounce list, a provider's receipts or a bot's results from FILE, whole or not at all.

    A CSV with the columns value, channel, outcome, at, ref and, where known, customer_no. Again it changes nothing.
    """
    with file.open(encoding="utf-8-sig", newline="") as lines:
        told = receipts.read(lines, source=source)
        done = operations.record_outcomes(outcomes=told, source=source, by=None, now=clock.now())
    jobs.drain()
    answer({"source": source, **dataclasses.asdict(done)}, as_json=as_json)


@contacts.command()
@json_option
def learn(as_json: bool) -> None:
    """Learn from a year of evidence what the population does; a worker does it every night."""
    answer(dataclasses.asdict(operations.learn_norms(now=clock.now(), by=None)), as_json=as_json)
