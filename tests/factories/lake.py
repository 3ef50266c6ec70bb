"""Rows straight into a typed partition of the lake, for tests that start after landing."""

import datetime as dt
from typing import Any

from tagih.kernel import lake
from tagih.portfolio.feeds.columns import FEEDS

BORING: dict[str, dict[str, Any]] = {
    "customers": {"customer_no": "C1", "full_name": "Siti Aminah", "identity_is_usable": True},
    "contact_points": {
        "customer_no": "C1",
        "kind": "PHONE",
        "value": "081234567890",
        "owner_role": "CONSUMER",
        "is_usable": True,
    },
    "contracts": {
        "contract_no": "K1",
        "customer_no": "C1",
        "product": "MOTOR",
        "branch": "B1",
        "currency": "IDR",
        "status": "ACTIVE",
    },
    "instalments": {
        "contract_no": "K1",
        "number": 1,
        "due_date": dt.date(2026, 11, 5),
        "principal": "900000",
        "interest": "100000",
        "fee": "0",
        "penalty": "0",
    },
    "payments": {
        "payment_ref": "P1",
        "contract_no": "K1",
        "paid_on": dt.date(2026, 11, 10),
        "amount": "500000",
    },
    "clock_actions": {
        "contract_no": "K1",
        "start_date": dt.date(2026, 11, 6),
        "end_date": dt.date(2026, 11, 9),
        "reason": "FLOOD",
    },
    "balances": {
        "contract_no": "K1",
        "business_date": dt.date(2026, 11, 20),
        "days_past_due": 0,
        "overdue_principal": "0",
        "overdue_interest": "0",
        "overdue_fee": "0",
        "overdue_penalty": "0",
        "outstanding_principal": "9000000",
    },
}


def landed(
    feed: str,
    business_date: dt.date,
    *rows: dict[str, Any],
    now: dt.datetime = dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC),
) -> lake.Partition:
    """One version of the feed's partition with these rows, each over boring defaults."""
    types = FEEDS[feed].types
    with lake.write(feed, business_date, now=now) as draft, lake.engine() as engine:
        columns = ", ".join(f"{name} {kind}" for name, kind in types.items())
        engine.raw_sql(f"CREATE TABLE landed ({columns})")
        for row in rows:
            values = BORING[feed] | row
            marks = ", ".join("?" for _ in types)
            engine.con.execute(f"INSERT INTO landed VALUES ({marks})", [values.get(name) for name in types])
        engine.raw_sql(f"COPY landed TO '{draft.file()}' (FORMAT parquet)")
    return draft.partition
