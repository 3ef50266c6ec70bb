"""Between PostgreSQL and the lake: our notices go down for the derivation, the core system's payments come up."""

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path

import ibis
import pyarrow as pa
from django.db.models import Q
from pyarrow import parquet

from tagih.kernel import database, home, lake
from tagih.payments import queries
from tagih.payments.enums import Source
from tagih.payments.models import Payment
from tagih.payments.operations.intake import restate
from tagih.portfolio import queries as portfolio
from tagih.portfolio.models import Contract

NOTICES = "notices"
MOST_AT_ONCE = 500
COLUMNS = ("payment_ref", "contract_no", "paid_on", "amount", "channel", "reversal_of", "recorded_at", "fed_on")


@dataclass(frozen=True, slots=True)
class Fed:
    """What `publish_fed` wrote."""

    posted: int
    in_suspense: int


def export_notices(*, business_date: dt.date, now: dt.datetime) -> int:
    """This will write to the lake what we know of money and the core system has not told, and return the rows.

    The derivation of the date counts it. The partition notes until when money was read.
    """
    table = queries.notices_table(business_date, cut=now)
    digest = queries.notices_mark(table)
    with lake.write(NOTICES, business_date, now=now, fingerprint=digest) as draft:
        draft.notes["cut"] = now.isoformat()
        parquet.write_table(table, draft.file())
    return table.num_rows


def publish_fed(*, business_date: dt.date, now: dt.datetime) -> Fed:
    """This will bring the core system's payments of contracts in PostgreSQL up from the lake, set-based.

    Money for contracts that nobody knows goes into suspense; money that waited for its contract is matched when the
    contract appears. A reference that we knew from a notice only learns that the core system told it too.
    """
    with lake.engine() as engine, database.transaction():
        rows = _missing(engine, business_date)
        database.execute("tagih.payments", "fed_table")
        database.execute("tagih.payments", "empty_fed_table")
        with tempfile.TemporaryDirectory(dir=home.path()) as folder:
            path = Path(folder) / "payments.csv"
            engine.to_csv(rows, path, header=False)
            with path.open("rb") as file:
                database.copy_in("fed_payment", COLUMNS, file)
        database.execute("tagih.payments", "mark_fed")
        posted = database.execute("tagih.payments", "insert_fed", {"now": now})
        database.execute("tagih.payments", "link_contracts")
        in_suspense = queries.suspense().filter(source=Source.FEED).count()
    return Fed(posted, in_suspense)


def restate_since(*, cut: dt.datetime, business_date: dt.date, now: dt.datetime) -> int:
    """This will restate contracts whose money the derivation of the date could not know, and return how many.

    That is money recorded after `cut`, assigned after it, or of a later day. A handful of rows: what came during the
    round itself.
    """
    unknown = Q(recorded_at__gt=cut) | Q(paid_on__gt=business_date) | Q(assignments__assigned_at__gt=cut)
    touched = Payment.objects.filter(unknown, contract__isnull=False).exclude(source=Source.FEED)
    numbers = sorted(set(touched.values_list("contract_id", flat=True)))
    for start in range(0, len(numbers), MOST_AT_ONCE):
        with database.transaction():
            restate(numbers[start : start + MOST_AT_ONCE], now=now)
    return len(numbers)


def _missing(engine: ibis.BaseBackend, business_date: dt.date) -> ibis.Table:
    """The feed's payments that PostgreSQL should have and has not."""
    fed = portfolio.payments_known_at(engine, business_date)
    fed = fed.filter(fed.amount > 0)
    numbers = pa.array(list(Contract.objects.values_list("contract_no", flat=True).iterator()), pa.string())
    known_refs = Payment.objects.filter(fed_on__isnull=False).values_list("payment_ref", flat=True)
    refs = pa.array(list(known_refs.iterator()), pa.string())
    ours, known = ibis.memtable(pa.table({"contract_no": numbers})), ibis.memtable(pa.table({"payment_ref": refs}))
    # those of the lake alone are left out: what remains is ours, or nobody's
    elsewhere = portfolio.contracts_at(engine, business_date).select("contract_no").anti_join(ours, "contract_no")
    return fed.anti_join(elsewhere, "contract_no").anti_join(known, "payment_ref").select(*COLUMNS)
