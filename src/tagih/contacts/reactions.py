"""What contacts do when a contact point changes. Each is safe to repeat."""

from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from tagih.contacts import operations
from tagih.journal import queries as journal
from tagih.kernel import clock

RETRY = RetryStrategy(max_attempts=8, exponential_wait=2)


@app.task(queue="urgent", name="contacts.look_again_at_people", retry=RETRY)
def look_again_at_people(event_id: int) -> None:
    """This will open or close the repair items of everybody who has the contact point that changed."""
    event = journal.event(event_id)
    operations.look_again_at_point(contact_point_id=event.contact_point_id, now=clock.now())


@app.task(queue="urgent", name="contacts.look_again_at_holders", retry=RETRY)
def look_again_at_holders(event_id: int) -> None:
    """This will open or close the repair items of everybody who has the shared number that was decided about."""
    event = journal.event(event_id)
    operations.look_again_at_shared(shared_number_id=event.shared_number_id, now=clock.now())


@app.task(queue="slow", name="contacts.replay_rules", retry=RETRY)
def replay_rules(event_id: int) -> None:
    """This will ask the answers of the last days again with a draft, going on where a killed worker was."""
    operations.run_replay(replay_id=journal.event(event_id).replay_id, now=clock.now())


@app.task(queue="urgent", name="contacts.send_code", retry=RetryStrategy(max_attempts=3, wait=2))
def send_code(event_id: int) -> None:
    """This will hand the one-time code that was made to the provider."""
    event = journal.event(event_id)
    operations.send_code(code_id=event.code_id, now=clock.now())
