"""Money as a payment provider tells of it."""

import json
from typing import Any

from tagih.kernel import clock
from tagih.payments import operations as payments


def money_arrives(context: Any, contract_no: str, amount: int) -> None:
    """A provider delivers one notice."""
    notice = {"payment_ref": f"VA-{contract_no}", "contract_no": contract_no, "amount": str(amount), "channel": "VA",
              "paid_at": clock.now().isoformat()}  # fmt: skip
    payments.receive(
        provider="bank", delivery_id="d-1", body=json.dumps({"notices": [notice]}).encode(), now=clock.now()
    )
