"""Sweeps of the field."""

from procrastinate.contrib.django import app

from tagih.field import operations
from tagih.kernel import clock
from tagih.staff.models import Unit

MORNING_HOUR = 5


@app.periodic(cron="*/10 * * * *")
@app.task(queue="default", name="field.ask_plans", queueing_lock="field.ask_plans")
def ask_plans(timestamp: int) -> None:
    """This will ask in the morning for the routes of branches that have none, from 5.30 in Jakarta on."""
    now = clock.now()
    local = clock.local(now, clock.WIB)
    if (local.hour, local.minute) < (MORNING_HOUR, 30):
        return
    for branch in Unit.objects.filter(pk__in=operations.due_branches(now=now)):
        operations.ask_plan(branch=branch, day=local.date(), by=None, now=now)


@app.periodic(cron="41 1 * * *")
@app.task(queue="slow", name="field.forget_tracks", queueing_lock="field.forget_tracks")
def forget_tracks(timestamp: int) -> None:
    """This will delete positions older than 90 days every night."""
    operations.forget_tracks(now=clock.now())
