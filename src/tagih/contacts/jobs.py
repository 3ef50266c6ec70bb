"""Sweeps of contacts."""

from procrastinate.contrib.django import app

from tagih.contacts import operations
from tagih.kernel import clock


@app.periodic(cron="*/10 * * * *")
@app.task(queue="default", name="contacts.expire_attempts", queueing_lock="contacts.expire_attempts")
def expire_attempts(timestamp: int) -> None:
    """This will close reservations that nobody closed in time, every ten minutes."""
    operations.expire_attempts(now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(queue="urgent", name="contacts.call_back_reserved", queueing_lock="contacts.call_back_reserved")
def call_back_reserved(timestamp: int) -> None:
    """This will stop reserved work that the gate would refuse by now, every minute."""
    operations.call_back_reserved(now=clock.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queue="default", name="contacts.expire_codes", queueing_lock="contacts.expire_codes")
def expire_codes(timestamp: int) -> None:
    """This will end one-time codes whose time is over, every ten minutes."""
    operations.expire_codes(now=clock.now())


@app.periodic(cron="40 1 * * *")
@app.task(queue="slow", name="contacts.learn_norms", queueing_lock="contacts.learn_norms")
def learn_norms(timestamp: int) -> None:
    """This will learn every night what the population does: who answers, and when."""
    operations.learn_norms(now=clock.now(), by=None)
