"""What strategy does when something happened. Each is safe to repeat."""

from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from tagih.journal import queries as journal
from tagih.kernel import clock
from tagih.portfolio import queries as portfolio
from tagih.strategy import operations

RETRY = RetryStrategy(max_attempts=8, exponential_wait=2)


@app.task(queue="slow", name="strategy.replay", retry=RETRY)
def replay(event_id: int) -> None:
    """This will decide the last days again by a version."""
    operations.run_replay(replay_id=journal.event(event_id).replay_id, now=clock.now())


@app.task(queue="slow", name="strategy.decide_again", retry=RETRY)
def decide_again(event_id: int) -> None:
    """This will decide the business date again when what is in force has changed."""
    date = portfolio.business_date()
    if date is not None:
        operations.decide_day(business_date=date, now=clock.now(), by=None)
