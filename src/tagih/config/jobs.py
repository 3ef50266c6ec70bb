"""Jobs: procrastinate on Django's connection, so that a job is deferred in the transaction that causes it.

Here is how they are worked off, and the sweeps of the platform itself. Packages declare theirs in `jobs` and
`reactions`:

    @app.task(queue="default", name="cases.judge_promises", retry=RETRY)
"""

import datetime as dt
import json
import logging

from django.core.management import call_command
from django.db import connection
from procrastinate import sql
from procrastinate.contrib.django import app
from procrastinate.contrib.django.db_cleanup import DjangoApp
from procrastinate.jobs import Job, Status

from tagih.kernel import clock, lake
from tagih.kernel import operations as kernel

log = logging.getLogger("tagih.jobs")

QUEUES = ["urgent", "default", "slow"]
"""urgent: payments and silence; default: reactions and sweeps; slow: documents and reports."""
FINISHED_JOBS_KEPT_HOURS = 72
STALLED_AFTER_SECONDS = 60


class JobFailed(RuntimeError):
    """A job broke while it was worked off in this process; the cause is chained."""


def work(*, concurrency: int, wait: bool = True) -> None:
    """This will work off jobs until the process is told to stop, or until none is due if not to `wait`.

    The worker fetches on a connection pool of its own, while the tasks stay tied to Django's connection: an
    event that a job publishes defers its reactions in the job's transaction.
    """
    worker_app = DjangoApp(connector=app.connector.get_worker_connector())
    worker_app.tasks = app.tasks
    if wait:
        worker_app.periodic_registry = app.periodic_registry
    worker_app.run_worker(
        queues=QUEUES, concurrency=concurrency, wait=wait, install_signal_handlers=wait, listen_notify=wait,
        delete_jobs="never", shutdown_graceful_timeout=20,
    )  # fmt: skip


def drain(*, limit: int = 10_000) -> int:
    """This will work off every due job here and now, on Django's own connection, and return how many there were.

    Commands that publish events end with it, and tests use it. A job that breaks is marked failed, or due again if its
    task retries, and is raised when all others are done.

    :raises JobFailed:
    """
    done, broken = 0, None
    worker = app.connector.execute_query_one(sql.queries["register_worker"])
    worker_id = next(iter(worker.values()))
    try:
        while done < limit:
            row = app.connector.execute_query_one(sql.queries["fetch_job"], queues=QUEUES, worker_id=worker_id)
            if row["id"] is None:
                break
            done += 1
            broken = _do(Job.from_row(row | {"args": json.loads(row["args"])})) or broken
    finally:
        if not connection.needs_rollback:
            app.connector.execute_query(sql.queries["unregister_worker"], worker_id=worker_id)
    if broken is not None:
        raise JobFailed(str(broken)) from broken
    return done


def _do(job: Job) -> Exception | None:
    task = app.tasks[job.task_name]
    try:
        task.func(**job.task_kwargs)
    except Exception as problem:
        log.exception("job failed", extra={"task": job.task_name, "job": job.id})
        retry = task.get_retry_exception(exception=problem, job=job)
        if retry:
            decision = retry.retry_decision
            app.connector.execute_query(
                sql.queries["retry_job"], job_id=job.id, retry_at=decision.retry_at, new_priority=decision.priority,
                new_queue_name=decision.queue, new_lock=decision.lock,
            )  # fmt: skip
        else:
            _finish(job, Status.FAILED)
        return problem
    _finish(job, Status.SUCCEEDED)
    return None


def _finish(job: Job, status: Status) -> None:
    app.connector.execute_query(sql.queries["finish_job"], job_id=job.id, status=status.value, delete_job=False)


@app.periodic(cron="17 2 * * *")
@app.task(queue="slow", name="config.tidy", queueing_lock="config.tidy")
def tidy(timestamp: int) -> None:
    """This will clear what is over every night: finished jobs, ended sessions, drafts of killed writers."""
    app.connector.execute_query(
        sql.queries["delete_old_jobs"], statuses=["succeeded", "cancelled", "aborted"], queue=None,
        nb_hours=FINISHED_JOBS_KEPT_HOURS,
    )  # fmt: skip
    call_command("clearsessions")
    lake.clean()
    kernel.forget_tallies(before=clock.now() - dt.timedelta(hours=1))


@app.periodic(cron="* * * * *")
@app.task(queue="urgent", name="config.rescue", queueing_lock="config.rescue")
def rescue(timestamp: int) -> None:
    """This will make jobs of killed workers due again, every minute."""
    stalled = app.connector.execute_query_all(
        sql.queries["select_stalled_jobs_by_heartbeat"], queue=None, task_name=None,
        seconds_since_heartbeat=STALLED_AFTER_SECONDS,
    )  # fmt: skip
    for row in stalled:
        app.connector.execute_query(
            sql.queries["retry_job"], job_id=row["id"], retry_at=None, new_priority=None, new_queue_name=None,
            new_lock=None,
        )  # fmt: skip


@app.periodic(cron="* * * * *")
@app.task(queue="slow", name="config.keep_time", queueing_lock="config.keep_time")
def keep_time(timestamp: int) -> None:
    """This will look every minute whether a round or an evening is due, and run it, in one process at a time."""
    from tagih.config import timekeeping  # noqa: PLC0415 (lazy: start-up time)

    timekeeping.keep_time(now=clock.now)
