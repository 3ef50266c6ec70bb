"""Runs made of named steps: killed anywhere and run again, a run goes on where it was.

A step must itself be safe to repeat: it either commits as a whole with its mark, or leaves what its
repetition overwrites.
"""

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tagih.kernel.database import session_lock
from tagih.kernel.enums import StepStatus
from tagih.kernel.errors import Refusal
from tagih.kernel.models import StepRun


@dataclass(frozen=True, slots=True)
class StepResult:
    """What a step did: counts by name."""

    rows: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """A name and the function that does it. `every_time`: done again though it was done, as it reads what moves."""

    name: str
    do: Callable[[], StepResult | None]
    every_time: bool = False


@dataclass(frozen=True, slots=True)
class StepReport:
    """How one step went in this run."""

    name: str
    seconds: float
    rows: dict[str, int]
    skipped: bool


class RunBusy(Refusal):
    """Somebody else works on the same run."""

    def __init__(self, run: str) -> None:
        super().__init__("RUN_BUSY", format_lazy(_("The run {run} is being worked on by another process."), run=run))


class StepUnknown(Refusal):
    """`until` names no step."""

    def __init__(self, name: str, steps: Sequence[Step]) -> None:
        known = ", ".join(step.name for step in steps)
        super().__init__(
            "STEP_UNKNOWN", format_lazy(_("There is no step {name}; the steps are {known}."), name=name, known=known),
            field="until", value=name,
        )  # fmt: skip


def run_steps(
    run: str, steps: Sequence[Step], *, now: Callable[[], dt.datetime], until: str = "", again: bool = False,
    on_step: Callable[[StepReport], None] | None = None,
) -> list[StepReport]:  # fmt: skip
    """This will do the steps of `run` in order, skip those already done, and return a report for each.

    One process at a time works on a run. `again` does every step anew. A step that fails is marked with its problem and
    ends the run; the next call tries it again.

    :raises RunBusy: another process works on it
    :raises StepUnknown: `until` names no step
    """
    if until and until not in {step.name for step in steps}:
        raise StepUnknown(until, steps)
    reports = []
    with session_lock("run", run, wait=False) as taken:
        if not taken:
            raise RunBusy(run)
        done = {} if again else {row.name: row for row in StepRun.objects.filter(run=run, status=StepStatus.DONE)}
        for position, step in enumerate(steps):
            if step.name in done and not step.every_time:
                row = done[step.name]
                report = StepReport(step.name, _as_seconds(row.seconds), row.rows, skipped=True)
            else:
                report = _do(run, position, step, now)
            reports.append(report)
            if on_step:
                on_step(report)
            if step.name == until:
                break
    return reports


def forget(run: str) -> None:
    """This will forget that steps of `run` were done, such as when a corrected file arrived."""
    StepRun.objects.filter(run=run).delete()


def is_finished(run: str, names: Sequence[str]) -> bool:
    """This will tell whether all these steps of a run are done."""
    return StepRun.objects.filter(run=run, name__in=names, status=StepStatus.DONE).count() == len(names)


def last_failure(run_prefix: str) -> StepRun | None:
    """This will return the step at which the newest run of this name (or beginning) stands broken, or None."""
    newest = StepRun.objects.filter(run__startswith=run_prefix).order_by("-started_at", "-pk").first()
    return newest if newest and newest.status == StepStatus.FAILED and newest.ended_at else None


def newest_steps(run_prefix: str) -> list[StepRun]:
    """This will return the steps of the newest run whose name begins so, in order."""
    newest = StepRun.objects.filter(run__startswith=run_prefix).order_by("-started_at", "-pk").first()
    return list(StepRun.objects.filter(run=newest.run).order_by("position", "pk")) if newest else []


def _do(run: str, position: int, step: Step, now: Callable[[], dt.datetime]) -> StepReport:
    row, made = StepRun.objects.get_or_create(
        run=run, name=step.name,
        defaults={"position": position, "status": StepStatus.RUNNING, "started_at": now()},
    )  # fmt: skip
    if not made:
        StepRun.objects.filter(pk=row.pk).update(
            status=StepStatus.RUNNING, started_at=now(), ended_at=None, attempts=row.attempts + 1, problem="",
            position=position,
        )  # fmt: skip
    began = time.monotonic()
    try:
        result = step.do() or StepResult()
    except Exception as problem:
        StepRun.objects.filter(pk=row.pk).update(
            status=StepStatus.FAILED, ended_at=now(), problem=f"{type(problem).__name__}: {problem}"[:2000]
        )
        raise
    seconds = time.monotonic() - began
    StepRun.objects.filter(pk=row.pk).update(
        status=StepStatus.DONE, ended_at=now(), seconds=Decimal(f"{seconds:.3f}"), rows=result.rows
    )
    return StepReport(step.name, round(seconds, 3), result.rows, skipped=False)


def _as_seconds(stored: Decimal | None) -> float:
    return float(stored or 0)
