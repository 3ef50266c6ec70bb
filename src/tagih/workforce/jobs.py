"""Sweeps of the workforce."""

from procrastinate.contrib.django import app

from tagih.kernel import clock
from tagih.workforce import operations, queries


@app.periodic(cron="*/2 * * * *")
@app.task(queue="default", name="workforce.record_attendance", queueing_lock="workforce.record_attendance")
def record_attendance(timestamp: int) -> None:
    """This will bring attendance to what the desk saw, every two minutes."""
    operations.record_attendance(now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(queue="urgent", name="workforce.end_due_access", queueing_lock="workforce.end_due_access")
def end_due_access(timestamp: int) -> None:
    """This will end access at the hour, every minute."""
    operations.end_due_access(now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(queue="urgent", name="workforce.share_at_five_past_eight", queueing_lock="workforce.share_at_five_past_eight")
def share_at_five_past_eight(timestamp: int) -> None:
    """This will give the work of those who did not come to those who did, at 08:05 of each team's own day."""
    now = clock.now()
    for unit in queries.teams_at_five_past_eight(now=now):
        operations.share_absent(unit=unit, by=None, now=now)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="default", name="workforce.work_waiting_list", queueing_lock="workforce.work_waiting_list")
def work_waiting_list(timestamp: int) -> None:
    """This will grant leave that waits and has room now, every ten minutes."""
    operations.work_waiting_list(now=clock.now())


@app.periodic(cron="30 18 * * *")
@app.task(queue="slow", name="workforce.judge_forecasts", queueing_lock="workforce.judge_forecasts")
def judge_forecasts(timestamp: int) -> None:
    """This will find how wrong forecasts proved, once a night, and book the yearly right to leave."""
    now = clock.now()
    operations.judge_forecasts(now=now)
    operations.give_yearly_right(year=clock.today_in(clock.WIB, now=now).year, now=now)
