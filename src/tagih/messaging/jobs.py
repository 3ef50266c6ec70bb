"""Sweeps of messages."""

from procrastinate.contrib.django import app

from tagih.kernel import clock
from tagih.messaging import operations

LISTENS_SECONDS = 40


@app.periodic(cron="* * * * *")
@app.task(queue="default", name="messaging.send_sms", queueing_lock="messaging.send_sms")
def send_sms(timestamp: int) -> None:
    """This will send the short messages that are due, every minute."""
    operations.send_due(channel="SMS", now=clock.now)


@app.periodic(cron="* * * * *")
@app.task(queue="default", name="messaging.send_email", queueing_lock="messaging.send_email")
def send_email(timestamp: int) -> None:
    """This will send the letters that are due, every minute."""
    operations.send_due(channel="EMAIL", now=clock.now)


@app.periodic(cron="* * * * *")
@app.task(queue="default", name="messaging.send_whatsapp", queueing_lock="messaging.send_whatsapp")
def send_whatsapp(timestamp: int) -> None:
    """This will send the WhatsApp messages that are due, every minute, where the channel is open."""
    operations.send_due(channel="WHATSAPP", now=clock.now)


@app.periodic(cron="* * * * *")
@app.task(queue="slow", name="messaging.listen", queueing_lock="messaging.listen")
def listen(timestamp: int) -> None:
    """This will gather receipts and replies on the line of a message centre, where there is one, every minute."""
    operations.listen(channel="SMS", seconds=LISTENS_SECONDS, now=clock.now)
