"""What quality does when something happens below. Each is safe to repeat."""

from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from tagih.journal import queries as journal
from tagih.kernel import clock
from tagih.quality import operations
from tagih.staff.models import Person

RETRY = RetryStrategy(max_attempts=8, exponential_wait=2)


@app.task(queue="default", name="quality.hand_over", retry=RETRY)
def hand_over(event_id: int) -> None:
    """This will give the open reviews and disputes of somebody who left to others."""
    event = journal.event(event_id)
    person = Person.objects.get(pk=event.person_id)
    operations.hand_reviews_over(person=person, by=None, now=clock.now())
    operations.hand_dispute_over(person=person, now=clock.now())
