"""Messages that the day's decisions want."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from tagih.kernel import lake
from tagih.strategy.queries.decided import DECISIONS, file_of

WRITTEN = ("SMS", "WHATSAPP", "EMAIL")
AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class WantedMessage:
    """What a step says to one person, on which channel."""

    customer_no: str
    channel: str
    template: str
    step: str
    arm: str
    priority: int


def messages_wanted(date: dt.date) -> Iterator[WantedMessage]:
    """This will yield the messages decided on a date; nothing where that date was not decided."""
    partition = lake.latest(DECISIONS, date)
    if partition is None:
        return
    with duckdb.connect(config={"memory_limit": "512MB", "threads": 2}) as engine:
        found = engine.execute(
            f"SELECT customer_no, channel, template, step, arm, priority"
            f" FROM read_parquet('{file_of(partition, 'decisions')}')"
            f" WHERE step <> '' AND channel IN {WRITTEN} ORDER BY customer_no"
        )
        while rows := found.fetchmany(AT_ONCE):
            yield from (WantedMessage(*row) for row in rows)
