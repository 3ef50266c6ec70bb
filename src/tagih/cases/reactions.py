"""What cases do when money moves. Each is safe to repeat."""

import logging

from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from tagih.cases import operations
from tagih.journal import queries as journal
from tagih.kernel import clock

log = logging.getLogger("tagih.cases")
RETRY = RetryStrategy(max_attempts=8, exponential_wait=2)


@app.task(queue="urgent", name="cases.settle_after_money", retry=RETRY)
def settle_after_money(event_ids: list[int]) -> None:
    """This will settle the customers whose money was posted, reversed or assigned, all at once.

    Where that fails, each event is answered by a job of its own: one that breaks does not hold up the others.
    """
    numbers = {event.customer_no for event in journal.events(event_ids)} - {""}
    try:
        operations.settle_customer_nos(customer_nos=numbers, now=clock.now())
    except Exception:
        if len(event_ids) == 1:
            raise
        log.exception("settling together failed, one by one now", extra={"events": len(event_ids)})
        settle_after_money.batch_defer(*({"event_ids": [event_id]} for event_id in event_ids))
