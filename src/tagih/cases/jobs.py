"""Sweeps of cases."""

from procrastinate.contrib.django import app

from tagih.cases import operations
from tagih.kernel import clock


@app.periodic(cron="* * * * *")
@app.task(queue="urgent", name="cases.take_back_expired", queueing_lock="cases.take_back_expired")
def take_back_expired(timestamp: int) -> None:
    """This will return work to its queue whose lease ran out, every minute."""
    operations.take_back_expired(now=clock.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queue="urgent", name="cases.mark_care_overdue", queueing_lock="cases.mark_care_overdue")
def mark_care_overdue(timestamp: int) -> None:
    """This will call louder for people in care whom nobody trained looked after in time, every five minutes."""
    operations.mark_overdue(now=clock.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queue="default", name="cases.watch_approvals", queueing_lock="cases.watch_approvals")
def watch_approvals(timestamp: int) -> None:
    """This will call the rung above to late approvals and end what nobody signed in time, every ten minutes."""
    operations.pass_on_approvals(now=clock.now())
    operations.expire_unsigned(now=clock.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queue="urgent", name="cases.pass_on_escalations", queueing_lock="cases.pass_on_escalations")
def pass_on_escalations(timestamp: int) -> None:
    """This will pass escalations that nobody took in time a rung up, every five minutes."""
    operations.pass_on_escalations(now=clock.now())
