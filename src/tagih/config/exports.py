"""What `tagih export` writes: a name, and the function that lays its rows into a CSV or Parquet file."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
from pyarrow import csv, parquet

from tagih.cases import queries as cases
from tagih.contacts import queries as contacts
from tagih.kernel import clock, lake
from tagih.payments import queries as payments
from tagih.portfolio import queries as portfolio

Export = Callable[[dt.date, Path], int]
FORMS = (".csv", ".parquet")


def delinquency(date: dt.date, out: Path) -> int:
    """This will write how late every contract is on a business date."""
    with lake.engine() as engine:
        return write(engine, portfolio.delinquency_at(engine, date).order_by("contract_no"), out)


def allocations(date: dt.date, out: Path) -> int:
    """This will write where each payment went, up to and on a business date."""
    notices = payments.notices_table(date, cut=clock.now())
    with lake.engine() as engine, portfolio.allocations_at(engine, date, notices=notices) as rows:
        return write(engine, rows.order_by("contract_no", "payment_ref", "instalment_number", "component"), out)


def money(date: dt.date, out: Path) -> int:
    """This will write all payments known for a business date, with our own notices."""
    notices = payments.notices_table(date, cut=clock.now())
    with lake.engine() as engine:
        return write(engine, portfolio.payments_at(engine, date, notices=notices).order_by("payment_ref"), out)


def attempts(date: dt.date, out: Path) -> int:
    """This will write the contact attempts of a local day, contact values masked."""
    return write_rows(contacts.ATTEMPT_COLUMNS, ATTEMPT_TYPES, contacts.exported_attempts(date), out)


def contact_points(date: dt.date, out: Path) -> int:
    """This will write the contact points as they stand now, values masked."""
    return write_rows(contacts.POINT_COLUMNS, POINT_TYPES, contacts.exported_points(), out)


def case_rows(date: dt.date, out: Path) -> int:
    """This will write the cases opened until a business date, as they stand now."""
    return write_rows(cases.CASE_COLUMNS, CASE_TYPES, cases.exported_cases(date), out)


def work_items(date: dt.date, out: Path) -> int:
    """This will write the work that is open, and what was finished on a business date or later."""
    return write_rows(cases.ITEM_COLUMNS, ITEM_TYPES, cases.exported_items(date), out)


def promises(date: dt.date, out: Path) -> int:
    """This will write the promises made until a business date, as they are judged now."""
    return write_rows(cases.PROMISE_COLUMNS, PROMISE_TYPES, cases.exported_promises(date), out)


INSTANT = pa.timestamp("us", tz="UTC")
ATTEMPT_TYPES = {"opened_at": INSTANT, "closed_at": INSTANT}
POINT_TYPES = {"obtained_on": pa.date32(), "state_changed_at": INSTANT, "reached_at": INSTANT, "failures": pa.int32()}

AMOUNT = pa.decimal128(18, 2)
CASE_TYPES = {
    "opened_on": pa.date32(), "closed_on": pa.date32(), "oldest_unmet_due_on": pa.date32(), "overdue_amount": AMOUNT,
    "outstanding_principal": AMOUNT, "contract_count": pa.int32(), "next_action_at": INSTANT, "callback_at": INSTANT,
    "last_contact_at": INSTANT,
}  # fmt: skip
ITEM_TYPES = {
    "precedence": pa.int32(), "priority": pa.int32(), "due_at": INSTANT, "business_date": pa.date32(),
    "leased_until": INSTANT, "closed_at": INSTANT,
}  # fmt: skip
PROMISE_TYPES = {
    "promise_id": pa.int64(), "made_on": pa.date32(), "made_at": INSTANT, "due_on": pa.date32(), "amount": AMOUNT,
    "paid": AMOUNT, "tolerance": AMOUNT, "grace_days": pa.int32(), "judged_at": INSTANT,
}  # fmt: skip

EXPORTS: Mapping[str, Export] = {
    "attempts": attempts,
    "cases": case_rows,
    "contact-points": contact_points,
    "delinquency": delinquency,
    "allocations": allocations,
    "payments": money,
    "promises": promises,
    "work-items": work_items,
}
"""Packages' exports are added here."""


def write_rows(
    columns: Iterable[str], types: Mapping[str, pa.DataType], rows: Iterable[tuple[Any, ...]], out: Path
) -> int:  # fmt: skip
    """This will write rows of PostgreSQL by the file's ending, whole or not at all; columns without a type are text."""
    names = list(columns)
    schema = pa.schema({name: types.get(name, pa.string()) for name in names})
    draft, number = out.with_name(f".{out.name}.draft"), 0
    try:
        with _writer(draft, out.suffix, schema) as writer:
            for chunk in batched(rows, 10_000):
                cells = [[_told(row[place], schema.field(place).type) for row in chunk] for place in range(len(names))]
                writer.write_batch(pa.record_batch(cells, schema=schema))
                number += len(chunk)
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
    return number


def batched(rows: Iterable[tuple[Any, ...]], size: int) -> Iterator[list[tuple[Any, ...]]]:
    """This will give the rows in lists of at most `size`."""
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _writer(draft: Path, form: str, schema: pa.Schema) -> Any:
    return parquet.ParquetWriter(draft, schema) if form == ".parquet" else csv.CSVWriter(draft, schema)


def _told(value: Any, kind: pa.DataType) -> Any:
    return str(value) if value is not None and pa.types.is_string(kind) else value


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
