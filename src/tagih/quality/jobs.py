"""Sweeps of quality."""

import datetime as dt

from procrastinate.contrib.django import app

from tagih.kernel import clock
from tagih.quality import operations
from tagih.quality.adapters import speech

WRITTEN = dt.timedelta(hours=6)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="slow", name="quality.read_waiting", queueing_lock="quality.read_waiting")
def read_waiting(timestamp: int) -> None:
    """This will take what ended and was written since, and measure it every ten minutes, with the recogniser that the
    lender installed, if any."""
    now = clock.now()
    operations.take_recordings(now=now)
    operations.read_waiting(recogniser=speech.installed(), now=now)
    operations.read_written(since=now - WRITTEN, now=now)


@app.periodic(cron="5 17 * * *")
@app.task(queue="default", name="quality.remind_of_certificates", queueing_lock="quality.remind_of_certificates")
def remind_of_certificates(timestamp: int) -> None:
    """This will remind of certificates that end, just after midnight in Jakarta."""
    operations.remind_of_certificates(by=None, now=clock.now())
