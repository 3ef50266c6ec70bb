"""Sweeps of personal data."""

from procrastinate.contrib.django import app

from tagih.kernel import clock
from tagih.privacy import operations


@app.periodic(cron="37 3 * * *")
@app.task(queue="slow", name="privacy.retain", queueing_lock="privacy.retain")
def retain(timestamp: int) -> None:
    """This will let go, every night, of what its time is over, by the rules that are switched on."""
    operations.retain(now=clock.now())


@app.periodic(cron="*/15 * * * *")
@app.task(queue="default", name="privacy.mark_late", queueing_lock="privacy.mark_late")
def mark_late(timestamp: int) -> None:
    """This will call attention to requests and breaches whose 3 x 24 hours run out, every quarter of an hour."""
    operations.mark_late(now=clock.now())
