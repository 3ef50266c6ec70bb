"""What messages do when money arrives or a single message is ordered. Each is safe to repeat."""

from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from tagih.journal import queries as journal
from tagih.kernel import clock
from tagih.kernel.money import amount, rupiah
from tagih.messaging import operations
from tagih.messaging.queries.people import customers_with_waiting

RETRY = RetryStrategy(max_attempts=8, exponential_wait=2)


@app.task(queue="urgent", name="messaging.silence_after_money", retry=RETRY)
def silence_after_money(event_ids: list[int]) -> None:
    """This will withdraw what waits for the customers and is paid."""
    numbers = {event.customer_no for event in journal.events(event_ids)} - {""}
    for customer_id in customers_with_waiting(numbers):
        operations.silence_customer(customer_id=customer_id, now=clock.now())


@app.task(queue="default", name="messaging.thank_after_money", retry=RETRY)
def thank_after_money(event_ids: list[int]) -> None:
    """This will order a word of thanks for each payment."""
    told = [
        operations.Paid(event.customer_no, event.payment_ref, rupiah(amount(event.amount)))
        for event in journal.events(event_ids)
    ]
    operations.thank(payments=told, now=clock.now())


@app.task(queue="urgent", name="messaging.send_ordered", retry=RetryStrategy(max_attempts=3, wait=5))
def send_ordered(event_id: int) -> None:
    """This will send a message that was ordered by itself, at once if it may leave."""
    event = journal.event(event_id)
    operations.send_due(channel=event.channel, now=clock.now, only=event.message_id)
