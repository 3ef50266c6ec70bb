"""What `tagih export` writes: a name, and the function that lays its rows into a CSV or Parquet file."""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

import ibis

from tagih.kernel import lake
from tagih.portfolio import queries as portfolio

Export = Callable[[dt.date, Path], int]
FORMS = (".csv", ".parquet")


def delinquency(date: dt.date, out: Path) -> int:
    """This will write how late every contract is on a business date."""
    with lake.engine() as engine:
        return write(engine, portfolio.delinquency_at(engine, date).order_by("contract_no"), out)


def allocations(date: dt.date, out: Path) -> int:
    """This will write where each payment went, up to and on a business date."""
    with lake.engine() as engine, portfolio.allocations_at(engine, date) as rows:
        return write(engine, rows.order_by("contract_no", "payment_ref", "instalment_number", "component"), out)


def money(date: dt.date, out: Path) -> int:
    """This will write all payments known for a business date, with our own notices."""
    with lake.engine() as engine:
        return write(engine, portfolio.payments_at(engine, date).order_by("payment_ref"), out)


EXPORTS: Mapping[str, Export] = {
    "delinquency": delinquency,
    "allocations": allocations,
    "payments": money,
}
"""Packages' exports are added here."""


def write(engine: ibis.BaseBackend, rows: ibis.Table, out: Path) -> int:
    """This will write rows as CSV or Parquet by the file's ending, whole or not at all, and return their number."""
    draft = out.with_name(f".{out.name}.draft")
    try:
        if out.suffix == ".parquet":
            engine.to_parquet(rows, draft)
            count = engine.read_parquet(draft).count()
            number = int(engine.execute(count))
        else:
            number = int(engine.execute(rows.count()))
            engine.to_csv(rows, draft, header=True)
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
    return number
