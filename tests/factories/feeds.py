"""Feed files with boring contents, and landing them."""

import datetime as dt
from pathlib import Path
from typing import Any

from tagih.portfolio import operations as portfolio
from tagih.portfolio.models import Landing

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
DATE = dt.date(2026, 11, 20)
CONTRACT = {
    "contract_no": "K1",
    "customer_no": "C1",
    "product": "MOTOR",
    "branch": "B1",
    "principal": "12000000.00",
    "due_day": "5",
    "disbursed_on": "2026-01-15",
    "status": "ACTIVE",
}
PAYMENT = {"payment_ref": "P1", "contract_no": "K1", "paid_on": "2026-11-10", "amount": "500000", "channel": "VA"}
CUSTOMER = {"customer_no": "C1", "full_name": "Siti Aminah", "identity_type": "KTP", "identity_no": "3273014101900001"}
CONTACT_POINT = {"customer_no": "C1", "kind": "PHONE", "value": "081234567890", "owner_role": "CONSUMER"}
INSTALMENT = {"contract_no": "K1", "number": "1", "due_date": "2026-11-05", "principal": "900000", "interest": "100000"}
BALANCE = {
    "contract_no": "K1",
    "business_date": "2026-11-20",
    "days_past_due": "3",
    "outstanding_principal": "9000000",
}
CLOCK_ACTION = {"contract_no": "K1", "start_date": "2026-11-06", "end_date": "2026-11-09", "reason": "FLOOD"}
BORING = {
    "contracts": CONTRACT,
    "payments": PAYMENT,
    "customers": CUSTOMER,
    "contact_points": CONTACT_POINT,
    "instalments": INSTALMENT,
    "balances": BALANCE,
    "clock_actions": CLOCK_ACTION,
}


def csv_text(feed: str, *rows: dict[str, Any], end: str = "\n", comma: str = ",") -> str:
    """A canonical file: each row over boring values, as it stands (no quoting)."""
    names = list(BORING[feed]) + sorted({name for row in rows for name in row if name not in BORING[feed]})
    lines = [comma.join(names)]
    lines += [comma.join(str((BORING[feed] | row).get(name, "")) for name in names) for row in rows]
    return end.join(lines) + end


def load(
    folder: Path, feed: str, content: str | bytes | Path, *, date: dt.date = DATE, profile: str = "", **choices: Any
) -> Landing:
    """The file landed, or as far as it gets."""
    path = content if isinstance(content, Path) else folder / "feed.csv"
    if isinstance(content, str):
        path.write_bytes(content.encode())
    elif isinstance(content, bytes):
        path.write_bytes(content)
    receipt = portfolio.receive_feed(
        feed=feed, path=path, business_date=date, profile=profile, now=NOW, by=choices.get("by")
    )
    if receipt.landing.status != "RECEIVED":
        return receipt.landing
    return portfolio.land(landing_id=receipt.landing.pk, now=NOW, **choices)
