"""Delinquency of a business date: from the feeds in the lake to its partition in the lake."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tagih.kernel import lake
from tagih.kernel.errors import Refusal
from tagih.portfolio.columnar.delinquency import delinquency
from tagih.portfolio.columnar.sources import Bench
from tagih.portfolio.enums import Feed
from tagih.portfolio.queries import as_of
from tagih.portfolio.queries.days import schemes_on
from tagih.portfolio.queries.figures import DELINQUENCY, NOTICES, sources_at
from tagih.portfolio.queries.marks import inputs_mark


class NothingLanded(Refusal):
    """No contracts were ever landed up to the date."""

    def __init__(self, date: dt.date) -> None:
        super().__init__(
            "NOTHING_LANDED", _("No contracts file was landed for %(date)s or before.") % {"date": date.isoformat()},
            field="date", value=date, remedy=_("Load one first: tagih feed load contracts FILE --date."),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Derived:
    """What `derive` did."""

    version: int
    contracts: int
    late: int
    is_new: bool


def derive(*, business_date: dt.date, now: dt.datetime) -> Derived:
    """This will compute how late every contract is on a business date and write it to the lake as `delinquency`.

    The same inputs make no second version. Money that was posted between rounds is read from `notices`.

    :raises NothingLanded: there is no contracts feed up to the date
    """
    if not as_of.feed_dates(Feed.CONTRACTS, business_date):
        raise NothingLanded(business_date)
    before = lake.previous_date(DELINQUENCY, business_date)
    previous = lake.required(DELINQUENCY, before) if before else None
    notices = lake.latest(NOTICES, business_date)
    parts = [inputs_mark(business_date), notices.fingerprint if notices else ""]
    parts.append(f"{before}/{previous.version}" if previous else "")
    fingerprint = hashlib.sha256("|".join(parts).encode()).hexdigest()
    existing = lake.latest(DELINQUENCY, business_date)
    if existing is not None and existing.fingerprint == fingerprint:
        return Derived(existing.version, existing.rows, int(existing.notes["late"]), is_new=False)
    with (
        lake.engine() as connection,
        lake.write(DELINQUENCY, business_date, now=now, fingerprint=fingerprint) as draft,
    ):
        bench = Bench(connection)
        rows = delinquency(
            sources_at(bench, business_date, previous=previous),
            on=business_date, schemes=schemes_on(business_date), bench=bench,
        )  # fmt: skip
        connection.to_parquet(rows, draft.file())
        written = connection.read_parquet(draft.file())
        draft.notes["late"] = int(connection.execute(written.count(where=written.delinquent_days > 0)))
        draft.notes["cut"] = notices.notes["cut"] if notices else now.isoformat()
        bench.clear()
    partition = draft.partition
    return Derived(partition.version, partition.rows, int(partition.notes["late"]), is_new=True)
