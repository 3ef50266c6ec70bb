"""One row of variables for each person in scope, from the lake and from what PostgreSQL knows of behaviour.

In scope is who is late, or has an instalment that falls due within a week; then all contracts of that person count.
Only the variables that are asked for are computed. The rows of one person come from the same statement.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import duckdb

from tagih.strategy.rules.document.parts import SINCE
from tagih.strategy.rules.variables import CATALOGUE, Kind, Source

DAYS_BEFORE_DUE = 7
OWING = "('ACTIVE', 'WRITTEN_OFF')"
LEAD = {  # of the contract furthest behind
    "dpd": "lead.dpd",
    "delinquent_days": "lead.delinquent_days",
    "bucket": "nullif(lead.bucket, '')",
    "bucket_rank": "lead.bucket_rank",
    "roll": "lead.roll",
    "collectability": "nullif(lead.collectability, '')",
    "instalments_overdue": "lead.instalments_overdue",
    "product": "lead.product",
    "branch": "lead.branch",
    "instalment_amount": "lead.instalment_amount",
    "months_on_book": "greatest(datesub('month', lead.disbursed_on, {date}), 0)",
    "score": "lead.score",
    "has_fiducia": "coalesce(lead.fiducia_no, '') <> ''",
}
OF_ALL = {  # over all contracts of the person
    "days_to_due": "min(next_due_on) - {date}",
    "overdue_amount": "sum(overdue)",
    "penalty_amount": "sum(overdue_penalty)",
    "outstanding": "coalesce(sum(outstanding_principal), 0)",
    "contracts": "count(*)",
    "late_contracts": "count(*) FILTER (overdue > 0)",
    "is_written_off": "bool_or(status = 'WRITTEN_OFF')",
}
_OF_CONTRACT = ("outstanding_principal", "instalment_amount", "disbursed_on", "score", "fiducia_no")


@dataclass(frozen=True, slots=True)
class Inputs:
    """Parquet files of a date: contracts and delinquency in the lake; behaviour as CSV, or none; history of steps."""

    date: dt.date
    contracts: Sequence[str]
    delinquency: Sequence[str]
    behaviour: str = ""
    history: str = ""


def work_variables(asked: Collection[str]) -> list[str]:
    """This will return the asked variables that PostgreSQL knows, in the order of the catalogue."""
    elsewhere = (Source.PORTFOLIO, Source.HISTORY)
    return [name for name, variable in CATALOGUE.items() if name in asked and variable.source not in elsewhere]


def lay_facts(
    engine: duckdb.DuckDBPyConnection, inputs: Inputs, asked: Collection[str], *, only: Sequence[str] = ()
) -> None:
    """This will make the table `facts`: customer_no and one column for each variable that is asked for.

    With `only` (customer numbers) it holds those people alone, computed the same way.
    """
    date = f"DATE '{inputs.date.isoformat()}'"
    engine.execute(f"CREATE OR REPLACE TEMP TABLE scoped AS {_scoped(inputs, date, only)}")
    lead = {name: text for name, text in LEAD.items() if name in asked}
    sums = {name: text for name, text in OF_ALL.items() if name in asked}
    inner = ", ".join(["", *(f"{text.format(date=date)} AS {name}" for name, text in sums.items())])
    columns = [f"{_as(name, text.format(date=date))} AS {name}" for name, text in lead.items()]
    columns += [f"{_as(name, name)} AS {name}" for name in sums]
    people = f"""
        SELECT customer_no, {", ".join(columns) or "1 AS nothing"}
        FROM (SELECT customer_no, arg_max(scoped, (dpd, overdue, contract_no)) AS lead {inner}
              FROM scoped GROUP BY customer_no)"""
    joins, more = "", []
    work, remembered = work_variables(asked), [name for name in asked if name.startswith(SINCE)]
    if work:
        joins += f" LEFT JOIN {_behaviour(inputs.behaviour, work)} b USING (customer_no)"
        more += [_or_default(name) for name in work]
    if remembered:
        joins += f" LEFT JOIN ({ages(inputs.history, remembered, date)}) h USING (customer_no)"
        more += [f"h.{name}" for name in sorted(remembered)]
    told = ", ".join(["p.*" if columns else "p.customer_no", *more])
    engine.execute(f"CREATE OR REPLACE TEMP TABLE facts AS SELECT {told} FROM ({people}) p {joins}")
    engine.execute("DROP TABLE scoped")


def _scoped(inputs: Inputs, date: str, only: Sequence[str]) -> str:
    """Contracts of people in scope. Only the few rows in scope are ever held, the many are passed by."""
    delinquency, contracts = _parquet(inputs.delinquency), _parquet(inputs.contracts)
    people = ""
    if only:
        numbers = ", ".join("'" + number.replace("'", "''") + "'" for number in only)
        people = f" AND c.customer_no IN ({numbers})"
    return f"""
        WITH soon AS (
            SELECT contract_no FROM {delinquency}
            WHERE status IN {OWING} AND (delinquent_days > 0 OR dpd > 0 OR next_due_on <= {date} + {DAYS_BEFORE_DUE})
        ), people AS (
            SELECT DISTINCT c.customer_no FROM {contracts} c SEMI JOIN soon USING (contract_no) WHERE true{people}
        ), theirs AS (
            SELECT c.contract_no, c.customer_no, {", ".join(f"c.{name}" for name in _OF_CONTRACT)}
            FROM {contracts} c SEMI JOIN people USING (customer_no)
        )
        SELECT t.*, d.product, d.branch, d.status, d.dpd, d.delinquent_days, d.next_due_on, d.instalments_overdue,
               d.bucket, d.bucket_rank, d.roll, d.collectability, d.overdue_penalty,
               d.overdue_principal + d.overdue_interest + d.overdue_fee AS overdue
        FROM {delinquency} d JOIN theirs t USING (contract_no)
        WHERE d.status IN {OWING}"""


def _behaviour(file: str, work: Sequence[str]) -> str:
    if not file:
        nothing = ", ".join(f"NULL::{_type(name)} AS {name}" for name in work)
        return f"(SELECT '' AS customer_no, {nothing} WHERE false)"
    if file.endswith(".parquet"):
        return f"(SELECT customer_no, {', '.join(work)} FROM read_parquet('{file}'))"
    types = ", ".join([f"'{name}': '{_type(name)}'" for name in work])
    return read_told(file, f"'customer_no': 'VARCHAR', {types}")


def read_told(file: str, columns: str) -> str:
    """This will return how DuckDB reads a CSV that PostgreSQL wrote; nothing is guessed, it may be empty."""
    form = "header=false, auto_detect=false, delim=',', quote='\"', escape='\"', nullstr=''"
    return f"read_csv('{file}', {form}, columns={{{columns}}})"


def ages(file: str, remembered: Sequence[str], date: str) -> str:
    """This will return how DuckDB tells the days since each remembered step was last decided."""
    ages = ", ".join(
        f"({date} - max(last_on) FILTER (step = '{name.removeprefix(SINCE)}'))::DOUBLE AS {name}" for name in remembered
    )
    source = (
        f"read_parquet('{file}')" if file else "(SELECT '' AS customer_no, '' AS step, DATE '2000-01-01' AS last_on)"
    )
    return f"SELECT customer_no, {ages} FROM {source} WHERE last_on < {date} GROUP BY customer_no"


def _or_default(name: str) -> str:
    """Whoever PostgreSQL does not know has done nothing yet."""
    variable = CATALOGUE[name]
    if variable.is_nullable:
        return f"b.{name}"
    return f"coalesce(b.{name}, {'false' if variable.kind is Kind.FLAG else '0'}) AS {name}"


def _as(name: str, text: str) -> str:
    return f"({text})::DOUBLE" if CATALOGUE[name].is_number else f"({text})"


def _type(name: str) -> str:
    variable = CATALOGUE[name]
    return "DOUBLE" if variable.is_number else "BOOLEAN" if variable.kind is Kind.FLAG else "VARCHAR"


def _parquet(files: Sequence[str]) -> str:
    listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
    return f"read_parquet([{listed}], hive_partitioning=false)"
