"""What the dialer does when money comes or a number is taken away. Each is safe to repeat."""

from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from tagih.dialer import operations
from tagih.journal import queries as journal
from tagih.kernel import clock
from tagih.portfolio.models import Customer

RETRY = RetryStrategy(max_attempts=8, exponential_wait=2)


@app.task(queue="urgent", name="dialer.silence_after_money", retry=RETRY)
def silence_after_money(event_ids: list[int]) -> None:
    """This will take everybody who paid off every list."""
    numbers = {event.customer_no for event in journal.events(event_ids)} - {""}
    customers = list(Customer.objects.filter(customer_no__in=numbers).values_list("pk", flat=True))
    if customers:
        operations.withdraw(customers=customers, why="PAID", now=clock.now())


@app.task(queue="urgent", name="dialer.silence_number", retry=RETRY)
def silence_number(event_id: int) -> None:
    """This will call back what is reserved on a number that may no longer be dialled; another one may be chosen."""
    event = journal.event(event_id)
    operations.call_back_number(contact_point_id=event.contact_point_id, now=clock.now())
