"""What cases do when money moves. Each is safe to repeat."""

from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from tagih.cases import operations
from tagih.journal import queries as journal
from tagih.kernel import clock

RETRY = RetryStrategy(max_attempts=8, exponential_wait=2)


@app.task(queue="urgent", name="cases.settle_after_money", retry=RETRY)
def settle_after_money(event_id: int) -> None:
    """This will settle the customer whose money was posted, reversed or assigned."""
    event = journal.event(event_id)
    if event.customer_no:
        operations.settle_customer_no(customer_no=event.customer_no, now=clock.now())
