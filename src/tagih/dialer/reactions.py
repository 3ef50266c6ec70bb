"""What the dialer does when money comes or a number is taken away. Each is safe to repeat."""

from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from tagih.dialer import operations
from tagih.journal import queries as journal
from tagih.kernel import clock
from tagih.portfolio.models import Customer

RETRY = RetryStrategy(max_attempts=8, exponential_wait=2)


@app.task(queue="urgent", name="dialer.silence_after_money", retry=RETRY)
def silence_after_money(event_id: int) -> None:
    """This will take whoever paid off every list."""
    _withdraw(event_id, "PAID")


@app.task(queue="urgent", name="dialer.silence_number", retry=RETRY)
def silence_number(event_id: int) -> None:
    """This will call back what is reserved on a number that may no longer be dialled; another one may be chosen."""
    event = journal.event(event_id)
    operations.call_back_number(contact_point_id=event.contact_point_id, now=clock.now())


def _withdraw(event_id: int, why: str) -> None:
    event = journal.event(event_id)
    customers = list(Customer.objects.filter(customer_no=event.customer_no).values_list("pk", flat=True))
    if customers:
        operations.withdraw(customers=customers, why=why, now=clock.now())
