"""The daily round of a business date: its steps in order. Each is safe to repeat; finished ones are not repeated."""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from tagih.cases import operations as cases
from tagih.cases.models import Case
from tagih.config import reminders
from tagih.contacts import operations as contacts
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.kernel.steps import Step, StepReport, StepResult, is_finished, run_steps
from tagih.payments import operations as payments
from tagih.payments import queries as money_known
from tagih.portfolio import operations as portfolio
from tagih.portfolio import queries as portfolio_known
from tagih.portfolio.enums import DayStatus, Turn
from tagih.portfolio.models import BusinessDay
from tagih.privacy import operations as privacy
from tagih.reporting import operations as reporting
from tagih.staff.models import Person
from tagih.strategy import operations as strategy

Work = Callable[..., StepResult]


def derive(*, business_date: dt.date, now: dt.datetime, by: Person | None) -> StepResult:
    """This will take money told between rounds to the lake and compute there how late every contract is."""
    notices = payments.export_notices(business_date=business_date, now=now)
    derived = portfolio.derive(business_date=business_date, now=now)
    return StepResult({"contracts": derived.contracts, "late": derived.late, "notices": notices})


def publish(*, business_date: dt.date, now: dt.datetime, by: Person | None) -> StepResult:
    """This will bring what is in scope to PostgreSQL: all of it with the business day, or nothing."""
    with database.transaction():
        done = portfolio.publish(business_date=business_date, kept_customers=_people_with_open_work(), now=now, by=by)
        if done.is_older:
            return StepResult({"older_than_newest": 1})
        fed = payments.publish_fed(business_date=business_date, now=now)
        cut = portfolio.notices_cut(business_date)
        restated = payments.restate_since(cut=cut, business_date=business_date, now=now)
    return StepResult(
        {
            "in_scope": done.contracts_in_scope, "contracts": done.contracts_written, "left": done.contracts_left,
            "customers": done.customers_written, "instalments": done.instalments_written, "payments": fed.posted,
            "suspense": fed.in_suspense, "restated": restated,
        }
    )  # fmt: skip


def pay_codes(*, business_date: dt.date, now: dt.datetime, by: Person | None) -> StepResult:
    """This will give every contract in scope its numbers at banks and shops."""
    return StepResult({"numbers": payments.make_pay_codes(now=now)})


def contact_points(*, business_date: dt.date, now: dt.datetime, by: Person | None) -> StepResult:
    """This will bring the contact points of people in PostgreSQL to what the lake says, all hashed with one key."""
    if not privacy.hashes_are_current():
        privacy.rotate(by=by, now=lambda: now)
    done = contacts.publish_points(business_date=business_date, now=now, by=by)
    return StepResult(_counts(done))


def roll_repairs(*, business_date: dt.date, now: dt.datetime, by: Person | None) -> StepResult:
    """This will open and close the search for people whom no number reaches."""
    return StepResult(_counts(contacts.roll_repairs(business_date=business_date, now=now, by=by)))


def roll_cases(*, business_date: dt.date, now: dt.datetime, by: Person | None) -> StepResult:
    """This will open, move and close cases, and leave in peace whoever lives where a disaster struck."""
    rolled = _counts(cases.roll_cases(business_date=business_date, now=now, by=by))
    return StepResult(rolled | {"left_in_peace": cases.pause_struck(now=now, by=by)})


def roll_work_items(*, business_date: dt.date, now: dt.datetime, by: Person | None) -> StepResult:
    """This will bring the day's work to its queues."""
    return StepResult(_counts(cases.roll_work_items(business_date=business_date, now=now, by=by)))


def decide(*, business_date: dt.date, now: dt.datetime, by: Person | None) -> StepResult:
    """This will decide segment, step and channel of everybody in scope, and order what the steps want.

    Where a file is missing the last decisions stand. What was ordered before a kill is known by its reference.
    """
    done = strategy.decide_day(business_date=business_date, now=now, by=by)
    ranked = strategy.rank_work(business_date=business_date, now=now, by=by)
    if ranked:
        cases.roll_work_items(business_date=business_date, now=now, by=by)
    if done.missing:
        return StepResult({"stands": 1, "ranked": ranked})
    carried = strategy.carry_out(business_date=business_date, now=now, by=by)
    return StepResult(_counts(done) | {"ranked": ranked} | _counts(carried))


def judge_promises(*, business_date: dt.date, now: dt.datetime, by: Person | None) -> StepResult:
    """This will judge promises that are due, and end holds that are over."""
    return StepResult(_counts(cases.judge_due(business_date=business_date, now=now, by=by)))


def order_messages(*, business_date: dt.date, now: dt.datetime, by: Person | None) -> StepResult:
    """This will order what the day's decisions say in writing, and reminders of what was promised for the day."""
    done = reminders.order(business_date=business_date, now=now, by=by)
    return StepResult({"too_late": 1} if done is None else _counts(done))


def report(*, business_date: dt.date, now: dt.datetime, by: Person | None) -> StepResult:
    """This will count the day and store its report."""
    counted = reporting.compute_day(business_date=business_date, by=by, now=now)
    return StepResult(counted | reporting.store_daily(business_date=business_date, now=now))


STEPS: list[tuple[str, Work]] = [
    ("derive", derive),
    ("publish", publish),
    ("pay-codes", pay_codes),
    ("contact-points", contact_points),
    ("cases", roll_cases),
    ("work-items", roll_work_items),
    ("decisions", decide),
    ("repairs", roll_repairs),
    ("promises", judge_promises),
    ("messages", order_messages),
    ("report", report),
]
"""(name, function(business_date=, now=, by=) -> StepResult), in order. Packages' steps are added here."""

EVERY_TIME = {"promises", "messages", "report"}  # they read the day's own work, which no file announces


class RoundBusy(Refusal):
    """Another process is at a round or an evening."""

    def __init__(self) -> None:
        super().__init__("ROUND_BUSY", _("Another process is working on a round."), remedy=_("Wait for it."))


def run_day(
    business_date: dt.date, *, now: Callable[[], dt.datetime], by: Person | None = None, until: str = "",
    is_patient: bool = True, on_step: Callable[[StepReport], None] | None = None,
) -> list[StepReport]:  # fmt: skip
    """This will run the daily round of a business date, or go on where it was, and return a report by step.

    A corrected or new file, or money told since, makes it a new run: its steps are done again, and write only what is
    different. Closed books stay closed when nothing came since; otherwise the run opens them again as a restatement.

    :raises RoundBusy: another process is at a round, and we are not to wait
    """
    with one_at_a_time(is_patient=is_patient):
        mark = portfolio_known.inputs_mark(business_date)
        money = money_known.notices_mark(money_known.notices_table(business_date, cut=now()))
        run = f"{portfolio_known.run_name(Turn.ROUND, business_date)} {mark} {money[:12]}"
        is_settled = _is_closed(business_date) and is_finished(run, [step for step, _work in STEPS])
        if not is_settled:
            reason = str(_("The round was run again after files or money had come."))
            portfolio.reopen_if_closed(business_date=business_date, reason=reason, by=by, now=now())
        steps = named_steps(STEPS, business_date, now, by, every_time=set() if is_settled else EVERY_TIME)
        reports = run_steps(run, steps, now=now, until=until, on_step=on_step)
        if not is_settled and until in ("", STEPS[-1][0]):
            portfolio.note_round(business_date=business_date, mark=mark, now=now())
    return reports


@contextlib.contextmanager
def one_at_a_time(*, is_patient: bool) -> Iterator[None]:
    """This will let one process at a time work on rounds and evenings, whichever date; others wait or are refused.

    The server frees it when the process dies.
    """
    with database.session_lock("round", wait=is_patient) as taken:
        if not taken:
            raise RoundBusy
        yield


def named_steps(
    steps: list[tuple[str, Work]], business_date: dt.date, now: Callable[[], dt.datetime], by: Person | None, *,
    every_time: set[str],
) -> list[Step]:  # fmt: skip
    """This will bind the work of a date's steps to it; each asks for the instant when its turn comes."""
    return [Step(name, _at_time(work, business_date, now, by), name in every_time) for name, work in steps]


def _is_closed(business_date: dt.date) -> bool:
    return BusinessDay.objects.filter(date=business_date, status=DayStatus.CLOSED).exists()


def _at_time(work: Work, business_date: dt.date, now: Callable[[], dt.datetime], by: Person | None) -> Callable:
    return lambda: partial(work, business_date=business_date, by=by)(now=now())


def _counts(result: Any) -> dict[str, int]:
    """The counts of a step's own dataclass."""
    return {name: value for name, value in asdict(result).items() if isinstance(value, int)}


def _people_with_open_work() -> Iterable[str]:
    """Numbers of customers with an open case; a promise always has one."""
    return Case.objects.filter(status="OPEN").values_list("customer__customer_no", flat=True).iterator()
