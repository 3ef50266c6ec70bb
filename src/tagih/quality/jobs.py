"""Sweeps of quality."""

from procrastinate.contrib.django import app

from tagih.kernel import clock
from tagih.quality import operations
from tagih.quality.adapters import speech


@app.periodic(cron="*/10 * * * *")
@app.task(queue="slow", name="quality.read_waiting", queueing_lock="quality.read_waiting")
def read_waiting(timestamp: int) -> None:
    """This will measure new recordings every ten minutes, with the recogniser that the lender installed, if any."""
    operations.read_waiting(recogniser=speech.installed(), now=clock.now())


@app.periodic(cron="5 17 * * *")
@app.task(queue="default", name="quality.remind_of_certificates", queueing_lock="quality.remind_of_certificates")
def remind_of_certificates(timestamp: int) -> None:
    """This will remind of certificates that end, just after midnight in Jakarta."""
    operations.remind_of_certificates(by=None, now=clock.now())
