"""The evening of a business date: promises judged, the day reported, its books closed. Each step is safe to repeat."""

import datetime as dt
from collections.abc import Callable

from tagih.config.day import judge_promises, named_steps, one_at_a_time, report
from tagih.kernel.steps import StepReport, StepResult, run_steps
from tagih.portfolio import operations as portfolio
from tagih.portfolio import queries
from tagih.portfolio.enums import Turn
from tagih.staff.models import Person


def close(*, business_date: dt.date, now: dt.datetime, by: Person | None) -> StepResult:
    """This will close the books of the date and seal its partitions of the lake."""
    return StepResult({"partitions": portfolio.close_day(business_date=business_date, by=by, now=now)})


STEPS = [("promises", judge_promises), ("report", report), ("close", close)]


def run_evening(
    business_date: dt.date, *, now: Callable[[], dt.datetime], by: Person | None = None, is_patient: bool = True,
    on_step: Callable[[StepReport], None] | None = None,
) -> list[StepReport]:  # fmt: skip
    """This will do the evening of a business date and return a report by step; run again it changes nothing.

    :raises RoundBusy: another process is at a round, and we are not to wait
    """
    with one_at_a_time(is_patient=is_patient):
        steps = named_steps(STEPS, business_date, now, by, every_time={name for name, _work in STEPS})
        return run_steps(queries.run_name(Turn.EVENING, business_date), steps, now=now, on_step=on_step)
