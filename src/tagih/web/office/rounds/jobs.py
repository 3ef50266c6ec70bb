"""How the jobs stand: by queue, and the newest that failed."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Q
from procrastinate.contrib.django.models import ProcrastinateJob

QUEUES = ("urgent", "default", "slow")


@dataclass(frozen=True, slots=True)
class Queue:
    """Jobs of a queue that are not finished."""

    name: str
    waiting: int
    running: int
    failed: int


@dataclass(frozen=True, slots=True)
class Failed:
    """A job that broke for good."""

    number: int
    task: str
    attempts: int
    at: dt.datetime | None


def queues() -> list[Queue]:
    """This will return every queue with its counts."""
    counted = ProcrastinateJob.objects.values("queue_name").annotate(
        waiting=Count("id", filter=Q(status="todo")),
        running=Count("id", filter=Q(status="doing")),
        failed=Count("id", filter=Q(status="failed")),
    )
    known = {row["queue_name"]: row for row in counted}
    nothing = {"waiting": 0, "running": 0, "failed": 0}
    return [
        Queue(name, row["waiting"], row["running"], row["failed"])
        for name, row in ((name, known.get(name, nothing)) for name in QUEUES)
    ]


def newest_failed(*, limit: int = 10) -> list[Failed]:
    """This will return the newest failed jobs."""
    rows = ProcrastinateJob.objects.filter(status="failed").annotate(at=Max("procrastinateevent__at"))
    return [Failed(row.pk, row.task_name, row.attempts, row.at) for row in rows.order_by("-pk")[:limit]]
