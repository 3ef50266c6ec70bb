"""The contact points of a business date, from the lake into PostgreSQL: only what changed, set-based."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import ibis
import pyarrow as pa
from django.db import connection

from tagih.contacts import events
from tagih.contacts.models import FeedRow
from tagih.contacts.operations.shared import review_landed
from tagih.contacts.queries.points import CIPHER, HASH
from tagih.contacts.rules import values
from tagih.journal import operations as journal
from tagih.kernel import crypto, database, lake
from tagih.portfolio import queries as portfolio
from tagih.portfolio.enums import Feed
from tagih.portfolio.models import Customer
from tagih.staff.models import Person

TEXTS = ("kind", "value", "owner_role", "owner_name", "label", "region_code", "postal_code", "source")
COLUMNS = (
    "digest", "customer_id", "kind", "value_cipher", "value_hash", "masked", "owner_role", "owner_name", "label",
    "region_code", "postal_code", "latitude", "longitude", "zone", "source", "obtained_on", "unusable_reason",
)  # fmt: skip
CHUNK = 20_000
PART = 200_000
MASKED = 120


@dataclass(frozen=True, slots=True)
class Publication:
    """Counts of one publication: rows of the feed that changed, and what came of them."""

    read: int = 0
    added: int = 0
    changed: int = 0
    unusable: int = 0
    withdrawn: int = 0


def publish_points(*, business_date: dt.date, now: dt.datetime, by: Person | None) -> Publication:
    """This will bring the contact points of all people in PostgreSQL to what the lake says for the date.

    The difference is taken in the lake's engine by a keyed digest of each feed row, so that an unchanged row costs
    nothing here. States, evidence and attempts are never touched; a value that cannot be used is stored with the
    reason. A row that left the feed only loses its digest: the point and its history stay. One transaction, no event
    per row; run again it changes nothing. A date older than the one PostgreSQL shows is left alone.
    """
    newest = portfolio.business_date()
    if (newest and newest > business_date) or not portfolio.feed_dates(Feed.CONTACT_POINTS, business_date):
        return Publication()
    with database.transaction(), lake.engine() as engine:
        database.lock("contacts.publish_points")
        fresh, gone = _difference(engine, business_date)
        with connection.cursor() as cursor:
            cursor.execute(database.statement("tagih.contacts", "landed_points"))
        told = _Told()
        read = database.copy_in("landed_points", COLUMNS, told.rows(fresh))
        withdrawn = _withdraw(gone)
        added, changed = _lay_down() if read else (0, 0)
        if added:
            review_landed(now=now)
        published = Publication(read, added, changed, told.unusable, withdrawn)
        if read or withdrawn:
            _announce(published, business_date, by, now)
    return published


def _difference(engine: ibis.BaseBackend, business_date: dt.date) -> tuple[Iterator[pa.Table], list[str]]:
    """New or changed rows in parts, and the digests that the feed no longer has."""
    ids, numbers = _columns(Customer.objects.values_list("id", "customer_no"))
    people = pa.table({"customer_id": pa.array(ids, pa.int64()), "customer_no": pa.array(numbers, pa.string())})
    (digests,) = _columns(FeedRow.objects.values_list("digest"), width=1)
    known = ibis.memtable(pa.table({"digest": pa.array(digests, pa.string())}))
    feed = portfolio.contact_points_at(engine, business_date)
    feed = feed.inner_join(ibis.memtable(people), "customer_no")
    feed = feed.mutate(digest=_digest(feed))
    gone = engine.to_pyarrow(known.anti_join(feed, "digest"))["digest"].to_pylist()
    wanted = feed.anti_join(known, "digest").select(
        "digest", "customer_id", *TEXTS, "latitude", "longitude", "obtained_on"
    )
    return _in_parts(engine, wanted), gone


def _in_parts(engine: ibis.BaseBackend, wanted: ibis.Table) -> Iterator[pa.Table]:
    """The rows a part of the people at a time, so that memory does not grow with the feed."""
    held = engine.create_table("changed_points", wanted, temp=True)
    parts = engine.to_pyarrow(held.count()).as_py() // PART + 1
    for part in range(parts):
        yield engine.to_pyarrow(held.filter(held.customer_id % parts == part))


def _columns(rows: Any, width: int = 2) -> tuple[list[Any], ...]:
    fetched = list(rows)
    return tuple([row[place] for row in fetched] for place in range(width))


def _digest(feed: ibis.Table) -> ibis.Value:
    """Keyed, so that the digests of telephone numbers cannot be undone by trying them all."""
    key = crypto.search_hash("feed row", context="contacts.FeedRow").hex()
    parts = [feed[name].cast("string").fill_null("") for name in ("customer_no", *TEXTS)]
    parts += [feed[name].cast("string").fill_null("") for name in ("latitude", "longitude", "obtained_on")]
    text = ibis.literal(key)
    for part in parts:
        text = text + "\x1f" + part
    return text.hexdigest("sha256")[:32]


class _Told:
    """Turns feed rows into rows of PostgreSQL and counts those that cannot be used."""

    def __init__(self) -> None:
        self.unusable = 0

    def rows(self, parts: Iterator[pa.Table]) -> Iterator[tuple[Any, ...]]:
        for part in parts:
            for batch in part.to_batches(max_chunksize=CHUNK):
                for row in batch.to_pylist():
                    yield self._row(row)

    def _row(self, row: dict[str, Any]) -> tuple[Any, ...]:
        value = values.normalise(row["kind"], row["value"])
        self.unusable += bool(value.problem)
        return (
            row["digest"], row["customer_id"], row["kind"], crypto.encrypt(value.text, context=CIPHER),
            crypto.search_hash(value.text, context=HASH), value.masked[:MASKED], row["owner_role"],
            (row["owner_name"] or "")[:200], (row["label"] or "")[:20], (row["region_code"] or "")[:13],
            (row["postal_code"] or "")[:10], row["latitude"], row["longitude"], value.zone,
            (row["source"] or "")[:40], row["obtained_on"], value.problem,
        )  # fmt: skip


def _withdraw(gone: list[str]) -> int:
    withdrawn = 0
    for start in range(0, len(gone), CHUNK):
        withdrawn += FeedRow.objects.filter(digest__in=gone[start : start + CHUNK]).delete()[0]
    return withdrawn


def _lay_down() -> tuple[int, int]:
    (counts,) = database.fetch("tagih.contacts", "lay_down_points")
    database.execute("tagih.contacts", "remember_feed_rows")
    return counts["added"], counts["changed"]


def _announce(published: Publication, business_date: dt.date, by: Person | None, now: dt.datetime) -> None:
    journal.publish(
        events.PointsPublished(
            business_date=business_date.isoformat(),
            added=published.added,
            changed=published.changed,
            unusable=published.unusable,
        ),
        by=by,
        now=now,
    )
