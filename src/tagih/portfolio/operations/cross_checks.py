"""What the rest of the lake says about a file that has just been read."""

import datetime as dt

from tagih.kernel import lake
from tagih.portfolio import queries
from tagih.portfolio.enums import Feed
from tagih.portfolio.feeds.columns import FeedColumns


def strangers(columns: FeedColumns, typed: str, business_date: dt.date) -> list[tuple[str, int]]:
    """This will count rows whose customer or contract no file has named, as (code, count); never a reason to reject.

    Says nothing where the other feed has not been landed at all: files may come in any order.
    """
    match columns.feed:
        case Feed.CONTRACTS | Feed.CONTACT_POINTS:
            name, other, code = "customer_no", Feed.CUSTOMERS, "UNKNOWN_CUSTOMER"
        case Feed.CUSTOMERS:
            return []
        case _:
            name, other, code = "contract_no", Feed.CONTRACTS, "UNKNOWN_CONTRACT"
    dates = queries.feed_dates(other, business_date)
    dates = dates[-1:] if other is Feed.CONTRACTS else dates  # each file of contracts is the whole portfolio
    partitions = [found for date in dates if (found := lake.required(other, date)).rows]
    if not partitions:
        return []
    with lake.engine() as engine:
        rows = engine.read_parquet(typed)
        count = rows.anti_join(lake.column(engine, partitions, name), name).count().execute()
    return [(code, int(count))] if count else []
