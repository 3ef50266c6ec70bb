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
    if not queries.feed_dates(other, business_date):
        return []
    with lake.engine() as engine:
        known = queries.customers_at if other is Feed.CUSTOMERS else queries.contracts_at
        rows = engine.read_parquet(typed)
        count = rows.anti_join(known(engine, business_date).select(name), name).count().execute()
    return [(code, int(count))] if count else []
