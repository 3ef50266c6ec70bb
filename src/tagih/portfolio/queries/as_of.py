"""The feeds as Tagih knew them for a business date: Ibis tables over the lake, with the canonical columns.

| feed | what counts on a date |
|---|---|
| contracts, balances | the newest file on or before the date, whole: a full snapshot |
| customers, contact_points | the newest row of each key: a file may carry all rows or only the changed ones |
| instalments, clock_actions | the newest file that names a contract states the whole list of that contract |
| payments | every row ever landed, once by `payment_ref`, the newest version of it |

A second file of a feed for the same date is a correction: it takes the place of the first. Payments are the exception;
they only ever add up, and are taken back by a reversal.
"""

import datetime as dt
from collections.abc import Iterable

import ibis

from tagih.kernel import lake
from tagih.portfolio.enums import Feed
from tagih.portfolio.feeds.columns import FEEDS


def contracts_at(connection: ibis.BaseBackend, business_date: dt.date) -> ibis.Table:
    """This will return the contracts of the newest snapshot on or before the date, one row by `contract_no`."""
    return _snapshot(connection, Feed.CONTRACTS, business_date)


def balances_at(connection: ibis.BaseBackend, business_date: dt.date) -> ibis.Table:
    """This will return the core system's balances, one row by `contract_no`; `business_date` says how old they are."""
    return _snapshot(connection, Feed.BALANCES, business_date)


def customers_at(connection: ibis.BaseBackend, business_date: dt.date) -> ibis.Table:
    """This will return the newest row of each customer, with `identity_is_usable` beside `identity_no`."""
    return _newest(connection, Feed.CUSTOMERS, business_date, by=("customer_no",))


def contact_points_at(connection: ibis.BaseBackend, business_date: dt.date) -> ibis.Table:
    """This will return the newest row of each contact point, raw, with `is_usable` for values that can be one."""
    return _newest(connection, Feed.CONTACT_POINTS, business_date, by=FEEDS[Feed.CONTACT_POINTS].key)


def schedules_at(
    connection: ibis.BaseBackend, business_date: dt.date, *, of: ibis.Table | None = None
) -> ibis.Table:
    """This will return the instalments of each contract as the newest file that names the contract states them.

    With `of`, of the contracts named there.
    """
    return _newest(connection, Feed.INSTALMENTS, business_date, by=("contract_no",), of=of)


def clock_actions_at(
    connection: ibis.BaseBackend, business_date: dt.date, *, of: ibis.Table | None = None
) -> ibis.Table:
    """This will return the clock actions of each contract as the newest file that names the contract states them.

    With `of`, of the contracts named there.
    """
    return _newest(connection, Feed.CLOCK_ACTIONS, business_date, by=("contract_no",), of=of)


def payments_known_at(connection: ibis.BaseBackend, business_date: dt.date) -> ibis.Table:
    """This will return all payments landed for dates up to the business date, one row by `payment_ref`.

    `fed_on` is the business date of the first file with the payment. Notices posted in between are not here; they are
    `payments`' own.
    """
    dates = feed_dates(Feed.PAYMENTS, business_date)
    filled = [version for date in dates for version in lake.versions(Feed.PAYMENTS, date) if version.rows]
    if len(filled) <= 1:
        rows = _merged(connection, Feed.PAYMENTS, filled, by=("payment_ref",))
        return rows.mutate(fed_on=ibis.literal(filled[0].business_date if filled else business_date))
    told = lake.together(connection, filled, list(FEEDS[Feed.PAYMENTS].types))
    newest = told.group_by("payment_ref").agg(
        **{lake.VERSION: told[lake.VERSION].max()}, fed_on=told[lake.VERSION].min().substr(0, 10).cast("date")
    )
    return told.join(newest, ["payment_ref", lake.VERSION]).select(*FEEDS[Feed.PAYMENTS].types, "fed_on")


def feed_dates(feed: str, business_date: dt.date) -> list[dt.date]:
    """This will return the dates up to the business date for which the feed was landed, oldest first."""
    return [date for date in lake.dates(feed) if date <= business_date]


def feed_versions(business_date: dt.date) -> dict[str, str]:
    """This will return, by feed, a mark of everything landed up to the date: it changes when one of the files does."""
    marks = {}
    for feed in FEEDS:
        dates = feed_dates(feed, business_date)
        if feed in (Feed.CONTRACTS, Feed.BALANCES):
            dates = dates[-1:]
        latest = [lake.required(feed, date) for date in dates]
        marks[feed] = " ".join(f"{partition.business_date}/{partition.version}" for partition in latest)
    return marks


def _snapshot(connection: ibis.BaseBackend, feed: str, business_date: dt.date) -> ibis.Table:
    dates = feed_dates(feed, business_date)
    if not dates:
        return _nothing(feed)
    return _canonical(feed, lake.table(connection, lake.required(feed, dates[-1])))


def _newest(
    connection: ibis.BaseBackend, feed: str, business_date: dt.date, *, by: tuple[str, ...],
    of: ibis.Table | None = None,
) -> ibis.Table:  # fmt: skip
    partitions = [lake.required(feed, date) for date in feed_dates(feed, business_date)]
    return _merged(connection, feed, partitions, by=by, of=of)


def _merged(
    connection: ibis.BaseBackend, feed: str, partitions: list[lake.Partition], *, by: tuple[str, ...],
    of: ibis.Table | None = None,
) -> ibis.Table:  # fmt: skip
    """All rows of the newest partition that has the key `by`; one partition needs no comparison."""
    filled = [partition for partition in partitions if partition.rows]
    if not filled:
        return _nothing(feed)
    if len(filled) == 1:
        rows = _canonical(feed, lake.table(connection, filled[0]))
        return rows if of is None else rows.semi_join(of, by)
    rows = lake.together(connection, filled, list(FEEDS[feed].types))
    rows = rows if of is None else rows.semi_join(of, by)
    newest = rows.group_by(list(by)).agg(**{lake.VERSION: rows[lake.VERSION].max()})
    return rows.semi_join(newest, [*by, lake.VERSION]).drop(lake.VERSION)


def _canonical(feed: str, table: ibis.Table) -> ibis.Table:
    return table.select(*FEEDS[feed].types)


def _nothing(feed: str) -> ibis.Table:
    return ibis.memtable([], schema=_schema(FEEDS[feed].types.items()))


def _schema(types: Iterable[tuple[str, str]]) -> ibis.Schema:
    known = {"VARCHAR": "string", "INTEGER": "int32", "DATE": "date", "TIMESTAMP": "timestamp(6)", "BOOLEAN": "boolean"}
    return ibis.schema({name: known.get(kind, kind.lower()) for name, kind in types})
