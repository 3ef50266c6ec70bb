"""Sweeps of letters."""

from procrastinate.contrib.django import app

from tagih.kernel import clock
from tagih.letters import operations


@app.periodic(cron="* * * * *")
@app.task(queue="slow", name="letters.set_letters", queueing_lock="letters.set_letters")
def set_letters(timestamp: int) -> None:
    """This will set the paper of letters that have a number and no paper yet, every minute."""
    operations.set_letters(now=clock.now())
