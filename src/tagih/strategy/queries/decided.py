"""Decisions that were made: of one person with the reasons, of a date in numbers."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from tagih.kernel import lake
from tagih.strategy.queries.versions import readable
from tagih.strategy.rules.conditions import Value, sql
from tagih.strategy.rules.document.parts import EXITS
from tagih.strategy.rules.variables import CATALOGUE

DECISIONS = "decisions"
DELINQUENCY = "delinquency"


@dataclass(frozen=True, slots=True)
class PersonDecision:
    """Why this person today: the strategy and its text's digest, the rules that held, the facts they asked."""

    customer_no: str
    date: dt.date
    strategy: str
    version: str
    label: str
    segment: str
    segment_rule: str
    treatment: str
    arm: str
    exit: str
    exit_rule: str
    step: str
    step_rule: str
    channel: str
    template: str
    script: str
    priority: int
    offer: str
    change: str
    previous_segment: str
    previous_step: str
    facts: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Standing:
    """Which decisions hold on a date. `is_stale`: they are of an earlier date."""

    date: dt.date
    decided_on: dt.date | None
    is_stale: bool


def standing(date: dt.date) -> Standing:
    """This will tell which decisions hold on a date."""
    decided_on = date if lake.latest(DECISIONS, date) else lake.previous_date(DECISIONS, date)
    return Standing(date, decided_on, decided_on != date)


def decision_of(customer_no: str, date: dt.date) -> PersonDecision | None:
    """This will return what holds for a person on a date, with its reasons, or None if nothing was decided."""
    decided_on = standing(date).decided_on
    if decided_on is None:
        return None
    partition = lake.required(DECISIONS, decided_on)
    with duckdb.connect() as engine:
        found = engine.execute(
            f"SELECT * FROM read_parquet('{file_of(partition, 'decisions')}') WHERE customer_no = ?", [customer_no]
        )
        row = found.fetchone()
        if row is None:
            return None
        told = dict(zip((column[0] for column in found.description), row, strict=True))
    strategy = readable(_text_of(partition, told["version"]))
    segment = next((part for part in strategy.segments if part.id == told["segment"]), None)
    steps = [step for treatment in strategy.treatments.values() for step in treatment.steps]
    step = next((part for part in steps if part.id == told["step"]), None)
    kept = set(PersonDecision.__dataclass_fields__) & told.keys()
    return PersonDecision(
        date=decided_on,
        segment_rule=segment.when.text if segment else "",
        exit_rule=sql(EXITS[told["exit"]]) if told["exit"] in EXITS else "",
        step_rule=sql(step.condition) if step else "",
        label=partition.notes["labels"][told["version"]],
        facts={name: value for name, value in told.items() if name in CATALOGUE or name.startswith("since_step_")},
        **{name: told[name] for name in kept},
    )


def file_of(partition: lake.Partition, name: str) -> str:
    """This will return the path of one of a partition's files."""
    return str(partition.folder / f"{name}.parquet")


def _text_of(partition: lake.Partition, version: str) -> str:
    return partition.notes["texts"][version]
