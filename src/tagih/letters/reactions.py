"""What letters do when an agreement is signed. Safe to repeat."""

from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from tagih.cases.models import Arrangement
from tagih.journal import queries as journal
from tagih.kernel import clock
from tagih.letters import operations

RETRY = RetryStrategy(max_attempts=8, exponential_wait=2)


@app.task(queue="urgent", name="letters.write_agreement", retry=RETRY)
def write_agreement(event_id: int) -> None:
    """This will write the letter of the agreement that was signed."""
    event = journal.event(event_id)
    arrangement = Arrangement.objects.select_related(
        "case", "contract__customer", "contract__branch", "contract__product", "signature"
    ).get(pk=event.arrangement_id)
    operations.issue_agreement(arrangement=arrangement, by=None, now=clock.now())
