"""`tagih contacts`: what carriers tell about numbers, and what is learned from evidence."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import click

from tagih.cases import operations as cases
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

    A CSV with the columns value, channel, outcome, at, ref and, where known, customer_no and text. Again it changes
    nothing. Text that people wrote is read for words of distress, which stop all contact with them, and is not kept.
    """
    messages: list[cases.Message] = []
    with file.open(encoding="utf-8-sig", newline="") as lines:
        told = _heard(receipts.read(lines, source=source), messages)
        done = operations.record_outcomes(outcomes=told, source=source, by=None, now=clock.now())
    pauses = cases.heed_messages(messages=messages, by=None, now=clock.now())
    jobs.drain()
    answer({"source": source, **dataclasses.asdict(done), "pauses": pauses}, as_json=as_json)


def _heard(rows: Iterator[receipts.Told], messages: list[cases.Message]) -> Iterator[receipts.Told]:
    """The rows as they come; what people wrote is laid aside."""
    for row in rows:
        if row.text:
            messages.append(cases.Message(str(row.value), row.text, row.key[:80], row.customer_no))
        yield row


@contacts.command()
@json_option
def learn(as_json: bool) -> None:
    """Learn from a year of evidence what the population does; a worker does it every night."""
    answer(dataclasses.asdict(operations.learn_norms(now=clock.now(), by=None)), as_json=as_json)
