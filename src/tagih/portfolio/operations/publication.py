"""PostgreSQL receives the difference: what came into scope, changed or left it since the last publication."""

import contextlib
import datetime as dt
import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import ibis
import pyarrow as pa
from django.db import connection as postgres

from tagih.kernel import crypto, database, home, lake
from tagih.portfolio.columnar import publication as columnar
from tagih.portfolio.columnar.sources import Bench
from tagih.portfolio.models import BusinessDay, Contract, Product
from tagih.portfolio.queries import as_of
from tagih.portfolio.queries.days import newest_day
from tagih.portfolio.queries.figures import DELINQUENCY, sources_at
from tagih.portfolio.queries.people import IDENTITY
from tagih.staff import operations as staff
from tagih.staff.models import Person

PUBLISHED = "published"
PARTS = {
    "contracts": columnar.CONTRACT,
    "customers": columnar.CUSTOMER,
    "instalments": columnar.INSTALMENT,
    "pauses": columnar.PAUSE,
}


@dataclass(frozen=True, slots=True)
class Published:
    """What `publish` wrote. Nothing is written for a date before the newest published one."""

    contracts_in_scope: int = 0
    contracts_written: int = 0
    contracts_left: int = 0
    customers_written: int = 0
    instalments_written: int = 0
    is_older: bool = False


def publish(*, business_date: dt.date, kept_customers: Iterable[str], now: dt.datetime, by: Person | None) -> Published:
    """This will bring PostgreSQL to what the lake says of the contracts in scope on a business date.

    In scope is what is late, due within a week, or belongs to one of `kept_customers` (numbers of people with open
    work). Only rows that differ from the last publication or were restated since are written, in one transaction with
    the business day: a kill leaves all or nothing. An older date than the newest published one changes nothing here.

    :raises PartitionAbsent: delinquency of the date was not derived
    """
    partition = lake.required(DELINQUENCY, business_date)
    newest = newest_day()
    if newest and newest.date > business_date:
        return Published(is_older=True)
    base = _partition(newest) if newest else None
    with lake.engine() as engine:
        bench = Bench(engine)
        fresh = _write_published(bench, business_date, partition, base, sorted(set(kept_customers)), now)
        with database.transaction():
            database.lock("portfolio.publish")
            done = _lay_down(bench, fresh, base, business_date, by, now)
            BusinessDay.objects.update_or_create(
                date=business_date,
                defaults={
                    "lake_version": partition.version,
                    "published_version": fresh.version,
                },
                create_defaults={
                    "opened_at": now, "lake_version": partition.version, "published_version": fresh.version,
                },
            )  # fmt: skip
        bench.clear()
    return done


def admit_contract(*, contract_no: str, by: Person | None, now: dt.datetime) -> Contract | None:
    """This will bring one contract of the lake to PostgreSQL, outside scope, or return None if the lake has none.

    Money that a cashier assigns needs it here. The next round takes it into scope if it belongs there.
    """
    found = Contract.objects.filter(contract_no=contract_no).first()
    day = newest_day()
    derived = lake.latest(DELINQUENCY, day.date) if day else None
    if found or derived is None:
        return found
    with lake.engine() as engine:
        bench = Bench(engine)
        sources = sources_at(bench, day.date)
        one = ibis.memtable({"contract_no": [contract_no]})
        nothing = one.filter(ibis.literal(False))
        delinquency = lake.table(engine, derived)
        rows = bench.keep(columnar.contracts_in_scope(sources, delinquency, nothing, one, on=day.date, bench=bench))
        if not bench.count(rows):
            return None
        with database.transaction():
            _ensure_references(bench, rows, by, now)
            _lay_customers(engine, columnar.customers_in_scope(as_of.customers_at(engine, day.date), rows))
            _lay_contracts(bench, rows)
            instalments = columnar.instalments_in_scope(sources.schedules, one)
            _lay_children(bench, "instalment", columnar.INSTALMENT, instalments, None)
            _lay_children(bench, "pause", columnar.PAUSE, columnar.pauses_in_scope(sources.pauses, one), None)
        bench.clear()
    return Contract.objects.get(contract_no=contract_no)


def notices_cut(business_date: dt.date) -> dt.datetime:
    """This will return until when money was read for the delinquency of a date."""
    return dt.datetime.fromisoformat(lake.required(DELINQUENCY, business_date).notes["cut"])


def _partition(day: BusinessDay) -> lake.Partition | None:
    known = lake.versions(PUBLISHED, day.date)
    return next((partition for partition in known if partition.version == day.published_version), None)


def _write_published(
    bench: Bench, business_date: dt.date, partition: lake.Partition, base: lake.Partition | None,
    kept: list[str], now: dt.datetime,
) -> lake.Partition:  # fmt: skip
    """The rows that PostgreSQL should hold, in the lake."""
    base_mark = f"{base.business_date}/{base.version}" if base and base.business_date < business_date else ""
    marks = [f"{business_date}/{partition.version}", partition.fingerprint, base_mark, *kept]
    fingerprint = hashlib.sha256("|".join(marks).encode()).hexdigest()
    existing = lake.latest(PUBLISHED, business_date)
    if existing is not None and existing.fingerprint == fingerprint:
        return existing
    with lake.write(PUBLISHED, business_date, now=now, fingerprint=fingerprint) as draft:
        engine = bench.connection
        contracts = as_of.contracts_at(engine, business_date)
        delinquency = lake.table(engine, partition)
        people = ibis.memtable(pa.table({"customer_no": pa.array(kept, pa.string())}))
        scope = columnar.in_scope(contracts, delinquency, people, on=business_date, bench=bench)
        leaving = bench.keep(_in_base(engine, base).anti_join(scope, "contract_no"))
        sources = sources_at(bench, business_date, of=scope.union(leaving))
        files = {name: draft.folder / f"{name}.parquet" for name in PARTS}
        rows = columnar.contracts_in_scope(sources, delinquency, scope, leaving, on=business_date, bench=bench)
        if base is not None and base.business_date < business_date:
            rows = columnar.left_to_grow(rows, _part(engine, base, "contracts"))
        engine.to_parquet(rows, str(files["contracts"]))
        contracts = engine.read_parquet(str(files["contracts"]))
        customers = columnar.customers_in_scope(as_of.customers_at(engine, business_date), contracts)
        engine.to_parquet(customers, str(files["customers"]))
        engine.to_parquet(columnar.instalments_in_scope(sources.schedules, scope), str(files["instalments"]))
        engine.to_parquet(columnar.pauses_in_scope(sources.pauses, scope), str(files["pauses"]))
        draft.notes["in_scope"] = bench.count(scope)
    return draft.partition


def _in_base(engine: ibis.BaseBackend, base: lake.Partition | None) -> ibis.Table:
    if base is None:
        return ibis.memtable([], schema=ibis.schema({"contract_no": "string"}))
    rows = _part(engine, base, "contracts")
    return rows.filter(rows.is_in_scope).select("contract_no")


def _part(engine: ibis.BaseBackend, partition: lake.Partition, name: str) -> ibis.Table:
    rows = engine.read_parquet(str(partition.folder / f"{name}.parquet"))
    return rows.select(*PARTS[name])  # the folder's business date is no column


def _lay_down(
    bench: Bench, fresh: lake.Partition, base: lake.Partition | None, business_date: dt.date, by: Person | None,
    now: dt.datetime,
) -> Published:  # fmt: skip
    differences = {name: _difference(bench, name, fresh, base) for name in PARTS}
    contracts, gone = differences["contracts"]
    contracts = _with_restated(bench, contracts, fresh)
    _ensure_references(bench, contracts, by, now)
    customers = _lay_customers(bench.connection, differences["customers"][0])
    written = _lay_contracts(bench, contracts)
    left = _leave(bench, gone, fresh)
    with database.bulk_load("portfolio_instalment", rows=bench.count(differences["instalments"][0])):
        instalments = _lay_children(bench, "instalment", columnar.INSTALMENT, *differences["instalments"])
    _lay_children(bench, "pause", columnar.PAUSE, *differences["pauses"])
    return Published(int(fresh.notes["in_scope"]), written, left, customers, instalments)


def _difference(
    bench: Bench, name: str, fresh: lake.Partition, base: lake.Partition | None
) -> tuple[ibis.Table, ibis.Table | None]:
    """Rows to write and, against a base, rows that are not there any more or were otherwise."""
    rows = _part(bench.connection, fresh, name)
    if base is None:
        return rows, None
    before = _part(bench.connection, base, name)
    return bench.keep(rows.difference(before)), bench.keep(before.difference(rows))


def _with_restated(bench: Bench, changed: ibis.Table, fresh: lake.Partition) -> ibis.Table:
    """Money restated some rows since the last publication: they are written even if the lake says nothing new."""
    numbers = list(Contract.objects.filter(restated_at__isnull=False).values_list("contract_no", flat=True))
    if not numbers:
        return changed
    restated = ibis.memtable(pa.table({"contract_no": pa.array(numbers, pa.string())}))
    rows = _part(bench.connection, fresh, "contracts").semi_join(restated, "contract_no")
    return bench.keep(changed.union(rows, distinct=True))


def _ensure_references(bench: Bench, contracts: ibis.Table, by: Person | None, now: dt.datetime) -> None:
    """A product or branch that nobody has seen becomes a provisional row."""
    codes = bench.connection.to_pyarrow(contracts.select("product").distinct())["product"].to_pylist()
    known = set(Product.objects.values_list("code", flat=True))
    missing = sorted(set(codes) - known)
    Product.objects.bulk_create(
        [Product(code=code, name=code, is_provisional=True) for code in missing], ignore_conflicts=True
    )
    branches = bench.connection.to_pyarrow(contracts.select("branch").distinct())["branch"].to_pylist()
    staff.ensure_branches(codes=branches, by=by, now=now)


def _lay_contracts(bench: Bench, contracts: ibis.Table) -> int:
    count = bench.count(contracts)
    with (
        database.bulk_load("portfolio_contract", rows=count),
        _spooled(bench.connection, contracts, columnar.CONTRACT) as file,
    ):
        _arrivals("contract")
        database.copy_in("published_contract", columnar.CONTRACT, file)
        return _run("upsert_contracts")


def _lay_customers(engine: ibis.BaseBackend, customers: ibis.Table) -> int:
    """Who has an identity number passes through here, to be encrypted; all others go straight."""
    _arrivals("customer")
    plain = tuple(name for name in columnar.CUSTOMER if name != "identity_no")
    with _spooled(engine, customers.filter(customers.identity_no.isnull()), plain) as file:
        database.copy_in("published_customer", plain, file)
    identified = customers.filter(customers.identity_no.notnull())
    database.copy_in("published_customer", (*plain, "cipher", "hash", "masked"), _encrypted(engine, identified))
    with database.bulk_load("portfolio_customer", rows=int(engine.execute(customers.count()))):
        return _run("upsert_customers")


def _encrypted(engine: ibis.BaseBackend, customers: ibis.Table) -> Iterator[tuple]:
    """Identity numbers leave the lake encrypted, with a keyed hash and a mask."""
    for batch in engine.to_pyarrow(customers).to_batches(max_chunksize=20_000):
        for row in batch.to_pylist():
            number = row.pop("identity_no")
            masked = "•" * max(0, len(number) - 4) + number[-4:]
            cipher = crypto.encrypt(number, context=IDENTITY)
            yield (*row.values(), cipher, crypto.search_hash(number, context=IDENTITY), masked)


def _leave(bench: Bench, gone: ibis.Table | None, fresh: lake.Partition) -> int:
    """Contracts that are in no file any more leave scope as closed."""
    if gone is None:
        return 0
    vanished = gone.filter(gone.is_in_scope).anti_join(_part(bench.connection, fresh, "contracts"), "contract_no")
    numbers = bench.connection.to_pyarrow(vanished.select("contract_no"))["contract_no"].to_pylist()
    return database.execute("tagih.portfolio", "close_vanished", {"numbers": numbers}) if numbers else 0


def _lay_children(
    bench: Bench, noun: str, columns: tuple[str, ...], added: ibis.Table, removed: ibis.Table | None
) -> int:
    """Rows of a contract: those that changed are taken away and written anew."""
    _arrivals(noun)
    if removed is not None and bench.count(removed):
        with _spooled(bench.connection, removed, columns) as file:
            database.copy_in(f"published_{noun}", columns, file)
        _run(f"remove_{noun}s")
    if not bench.count(added):
        return 0
    with _spooled(bench.connection, added, columns) as file:
        database.copy_in(f"published_{noun}", columns, file)
    return _run(f"insert_{noun}s")


@contextlib.contextmanager
def _spooled(engine: ibis.BaseBackend, rows: ibis.Table, columns: tuple[str, ...]) -> Iterator:
    """The rows as a CSV file for COPY."""
    with tempfile.TemporaryDirectory(dir=home.path()) as folder:
        path = Path(folder) / "rows.csv"
        engine.to_csv(rows.select(*columns), path, header=False)
        with path.open("rb") as file:
            yield file


def _arrivals(noun: str) -> None:
    """An empty temporary table for COPY, once in a transaction."""
    _run(f"published_{noun}s_table")
    with postgres.cursor() as cursor:
        cursor.execute(f"TRUNCATE published_{noun}")


def _run(statement: str) -> int:
    return database.execute("tagih.portfolio", statement)
