"""What the set-based pass reads, and the schemes it works by."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import ibis

from tagih.portfolio.rules.schemes import Terms

AMOUNT = "decimal(18, 2)"
WIDE = "decimal(38, 2)"
_numbers = itertools.count()


@dataclass(slots=True)
class Bench:
    """A connection, and the intermediate tables on it that are computed once and kept until the bench is cleared."""

    connection: ibis.BaseBackend
    kept: list[str] = field(default_factory=list)

    def keep(self, table: ibis.Table) -> ibis.Table:
        """This will compute a table now, so that what follows reads its rows instead of repeating its work."""
        name = f"kept_{next(_numbers)}"
        self.kept.append(name)
        return self.connection.create_table(name, table, temp=True)

    def slate(self, table: ibis.Table) -> ibis.Table:
        """This will compute a table that will be laid anew, many times."""
        return self.keep(table)

    def worded(self, table: ibis.Table) -> str:
        """This will return a table's statement in the engine's words."""
        return str(self.connection.compile(table))

    def lay(self, slate: ibis.Table, statement: str) -> None:
        """This will lay the rows of a statement onto a slate, in place of what stood there."""
        if self.connection.name == "duckdb":
            self.connection.raw_sql(f"CREATE OR REPLACE TEMP TABLE {slate.get_name()} AS {statement}")
        else:
            self.connection.raw_sql(statement).localCheckpoint().createOrReplaceTempView(slate.get_name())

    def add(self, slate: ibis.Table, statement: str) -> None:
        """This will add the rows of a statement to what stands on a slate."""
        if self.connection.name == "duckdb":
            self.connection.raw_sql(f"INSERT INTO {slate.get_name()} {statement}")
        else:
            self.lay(slate, f"SELECT * FROM {slate.get_name()} UNION ALL {statement}")  # noqa: S608 (our own words)

    def count(self, table: ibis.Table) -> int:
        """This will return the number of rows."""
        return int(self.connection.execute(table.count()))

    def clear(self) -> None:
        """This will let the engine forget what was kept."""
        for name in self.kept:
            self.connection.drop_table(name, force=True)
        self.kept.clear()


@dataclass(frozen=True, slots=True)
class Sources:
    """The feeds as of one business date; see `queries.as_of` for the columns.

    `payments` also carry `fed_on`, the business date of the first file with them, or null for a notice of our own.
    `previous` is the delinquency partition of the business date before, or None.
    """

    contracts: ibis.Table
    balances: ibis.Table
    schedules: ibis.Table
    payments: ibis.Table
    pauses: ibis.Table
    previous: ibis.Table | None = None


@dataclass(frozen=True, slots=True)
class Schemes:
    """The terms of products that have their own, and of all others."""

    default: Terms = field(default_factory=Terms)
    by_product: Mapping[str, Terms] = field(default_factory=dict)

    def of(self, product: str) -> Terms:
        """This will return the terms of a product code."""
        return self.by_product.get(product, self.default)

    def parts(self, contracts: ibis.Table) -> Iterator[tuple[Terms, ibis.Table]]:
        """This will yield each set of terms with its contracts; every contract once."""
        special = {product: terms for product, terms in self.by_product.items() if terms != self.default}
        for terms in dict.fromkeys(special.values()):
            products = [product for product, own in special.items() if own == terms]
            yield terms, contracts.filter(contracts["product"].isin(products))
        yield self.default, (contracts.filter(~contracts["product"].isin(list(special))) if special else contracts)
