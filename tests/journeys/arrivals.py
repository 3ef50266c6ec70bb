"""Money as a payment provider tells of it: a signed delivery over HTTP."""

import json
from typing import Any

from tagih.kernel import clock
from tagih.payments.operations.webhook import signature

PROVIDER, SECRET = "bank", "rahasia-uji-bank"


def money_arrives(context: Any, contract_no: str, amount: int) -> dict[str, Any]:
    """A provider delivers one notice to the program and gets its answer."""
    notice = {"payment_ref": f"VA-{contract_no}", "contract_no": contract_no, "amount": str(amount), "channel": "VA",
              "paid_at": clock.now().isoformat()}  # fmt: skip
    return delivered(context, f"d-{contract_no}", notice)


def delivered(context: Any, delivery: str, notice: dict[str, str]) -> dict[str, Any]:
    """Any one notice, signed and delivered."""
    body, timestamp = json.dumps({"notices": [notice]}), str(int(clock.now().timestamp()))
    answer = context.request.post(
        "/api/v1/payments",
        data=body.encode(),
        headers={
            "Content-Type": "application/json",
            "X-Tagih-Provider": PROVIDER,
            "X-Tagih-Delivery": delivery,
            "X-Tagih-Timestamp": timestamp,
            "X-Tagih-Signature": signature(SECRET, timestamp, body.encode()),
        },
    )
    assert answer.status == 200, answer.text()
    return answer.json()
