"""Promises to pay: recorded within the limits of the role, judged by money and time, never by somebody's saving."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tagih.cases.enums import PromiseStatus
from tagih.cases.events import PromiseCancelled, PromiseJudged, PromiseMade, PromisesJudged
from tagih.cases.models import Activity, Case, Promise, PromiseLimit
from tagih.cases.operations.telling import tell_new_promise, tell_promise, tell_promises_over
from tagih.cases.queries.day import HOUSE_ZONE, business_date
from tagih.cases.queries.people import team_of
from tagih.cases.rules import limits, promises
from tagih.cases.rules.promises import Leg
from tagih.journal import operations as journal
from tagih.kernel import clock, database, money
from tagih.kernel.errors import Refusal
from tagih.portfolio.models import Contract
from tagih.staff import queries as staff
from tagih.staff.models import Person

MONTH = dt.timedelta(days=30)
SELF_SERVICE = "SELF_SERVICE"
"""The limits of a promise that a customer makes on the own page stand under this name among those of the roles."""


@dataclass(frozen=True, slots=True)
class PromisedLeg:
    """One payment that somebody promises: rupiah, day, and where it will be paid."""

    due_on: dt.date
    amount: Decimal
    channel: str = ""


@dataclass(frozen=True, slots=True)
class PromiseDraft:
    """What somebody promises. `contract` None: over all contracts of the case."""

    legs: tuple[PromisedLeg, ...]
    contract: Contract | None = None


class PromiseRefused(Refusal):
    """A promise passes a limit of the role of who records it; `code` names the limit."""

    MESSAGES = {
        "PROMISE_EMPTY": (_("A promise needs an amount and a date."), _("Enter both.")),
        "PROMISE_AMOUNT_NOT_POSITIVE": (_("A promised amount is more than zero."), _("Correct the amount.")),
        "PROMISE_IN_THE_PAST": (_("A promise is not due before {allowed}."), _("Choose a later day.")),
        "PROMISE_LEGS_OUT_OF_ORDER": (_("Each part falls due after the one before."), _("Correct the dates.")),
        "PROMISE_TOO_MANY_LEGS": (_("Your role may accept {allowed} parts at most."), _("Ask your team leader.")),
        "PROMISE_TOO_FAR": (_("Your role may accept promises until {allowed}."), _("Ask your team leader.")),
        "PROMISE_TOO_SMALL": (_("Your role may accept {allowed} or more."), _("Ask your team leader.")),
        "PROMISE_TOO_OFTEN": (
            _("This case already made {allowed} promises in 30 days, as many as your role may accept."),
            _("Ask your team leader."),
        ),
    }

    def __init__(self, passed: limits.Passed) -> None:
        message, remedy = self.MESSAGES[passed.code]
        allowed = passed.allowed
        if isinstance(allowed, Decimal):
            allowed = money.rupiah(allowed)
        elif isinstance(allowed, dt.date):
            allowed = f"{allowed:%d/%m/%Y}"
        super().__init__(
            passed.code, format_lazy(message, allowed=allowed), field=passed.field, value=passed.allowed,
            remedy=remedy,
        )  # fmt: skip


class PromiseNotOpen(Refusal):
    """A promise that is judged, cancelled or replaced cannot be cancelled."""

    def __init__(self) -> None:
        super().__init__("PROMISE_NOT_OPEN", _("This promise is no longer open."), remedy=_("Look at its outcome."))


class CaseClosedAlready(Refusal):
    """The case is closed: nothing is owed."""

    def __init__(self) -> None:
        super().__init__("CASE_CLOSED", _("This case is closed."), remedy=_("Take the next case."))


class ArrangementRuns(Refusal):
    """Money is promised once: by the agreement in force, or by a promise, never by both."""

    def __init__(self) -> None:
        super().__init__(
            "ARRANGEMENT_RUNS", _("An agreement in force already says what is paid and when."),
            remedy=_("Remind of its next payment; a promise beside it would count the same money twice."),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """How many promises changed to each outcome."""

    kept: int = 0
    partial: int = 0
    broken: int = 0
    reopened: int = 0
    customers: tuple[int, ...] = ()


def record_promise(
    *, case: Case, draft: PromiseDraft, by: Person | None, now: dt.datetime, activity: Activity | None = None
) -> Promise:
    """This will record a promise to pay, replacing an open one about the same debt, and restrain the gate until due.

    By nobody: the person promised without us, within the limits that are published for that.

    Money effective from today's business date counts. Ready work is cancelled, work in hand goes on.

    :raises PromiseRefused: a limit of the person's role is passed
    :raises ArrangementRuns: an agreement in force promised this money already
    :raises CaseClosedAlready:
    """
    with database.transaction():
        case = Case.objects.select_for_update(of=("self",)).select_related("customer").get(pk=case.pk)
        team = team_of(by, on=clock.today_in(HOUSE_ZONE, now=now)) if by else None
        today = business_date(now=now)
        return enter(case, draft, today=today, team=team.pk if team else None, by=by, now=now, activity=activity)


@database.transaction_required
def enter(
    case: Case, draft: PromiseDraft, *, today: dt.date, team: int | None, by: Person | None, now: dt.datetime,
    activity: Activity | None = None,
) -> Promise:  # fmt: skip
    """This will do what `record_promise` does, about a case that the caller has locked."""
    if case.status != "OPEN":
        raise CaseClosedAlready
    legs = [Leg(leg.due_on, leg.amount) for leg in draft.legs]
    allowed = limits_of(by, on=clock.today_in(HOUSE_ZONE, now=now))
    told = case.promises.filter(Q(made_at__gt=now - MONTH) | Q(status=PromiseStatus.OPEN))
    known = list(told.values_list("made_at", "status"))
    passed = limits.check(
        legs, today=today, overdue=_overdue(case, draft.contract), limits=allowed,
        made_this_month=sum(made_at > now - MONTH for made_at, _status in known),
    )  # fmt: skip
    if passed:
        raise PromiseRefused(passed)
    if any(status == PromiseStatus.OPEN for _made_at, status in known):
        _supersede(case, draft.contract, by=by, now=now)
    promise = _written(
        Promise(
            case=case, contract=draft.contract, activity=activity, made_at=now, made_on=today, made_by=by, team_id=team,
            bucket=case.bucket, tolerance=limits.tolerance(legs, allowed), grace_days=allowed.grace_days,
            total=money.total(leg.amount for leg in legs), last_due_on=max(leg.due_on for leg in legs),
        ),
        draft,
    )  # fmt: skip
    tell_new_promise(promise, due_on=draft.legs[0].due_on, by=by, now=now)
    journal.publish(
        PromiseMade(
            case_id=case.pk, customer_no=case.customer.customer_no, promise_id=promise.pk, amount=str(promise.total),
            last_due_on=promise.last_due_on.isoformat(),
        ),
        by=by, now=now,
    )  # fmt: skip
    return promise


WRITTEN = ("case_id", "contract_id", "activity_id", "made_at", "made_on", "made_by_id", "team_id", "bucket",
           "tolerance", "grace_days", "total", "last_due_on")  # fmt: skip


def _written(promise: Promise, draft: PromiseDraft) -> Promise:
    """Stores a promise with its legs and cancels the ready work that it makes needless."""
    told = {name: getattr(promise, name) for name in WRITTEN}
    told |= {"due_on": [leg.due_on for leg in draft.legs], "amounts": [leg.amount for leg in draft.legs],
             "channels": [leg.channel for leg in draft.legs],
             "covers_all": draft.contract is None or promise.case.contract_count <= 1}  # fmt: skip
    written = database.first_prepared("tagih.cases", "write_promise", told)
    if written is None:
        raise ArrangementRuns
    (promise.pk,) = written
    promise._state.adding, promise._state.db = False, connection.alias
    return promise


@database.transaction_required
def replace(promise: Promise, *, by: Person | None, now: dt.datetime) -> None:
    """This will end a promise because an agreement now says what is paid and when."""
    _withdraw(promise, PromiseStatus.SUPERSEDED, reason="", by=by, now=now)


def cancel_promise(*, promise: Promise, reason: str, by: Person, now: dt.datetime) -> None:
    """This will take back an open promise, such as one entered by mistake.

    :raises PromiseNotOpen:
    """
    with database.transaction():
        promise = (
            Promise.objects.select_for_update(of=("self",))
            .select_related("case__customer", "contract")
            .get(pk=promise.pk)
        )
        if promise.status != PromiseStatus.OPEN:
            raise PromiseNotOpen
        _withdraw(promise, PromiseStatus.CANCELLED, reason=reason, by=by, now=now)
        journal.publish(
            PromiseCancelled(
                case_id=promise.case_id, customer_no=promise.case.customer.customer_no, promise_id=promise.pk,
                reason=reason,
            ),
            by=by, now=now,
        )  # fmt: skip


def judge_promises(
    *, business_date: dt.date, now: dt.datetime, by: Person | None = None, customers: Sequence[int] | None = None
) -> Judged:
    """This will judge promises by all money that counts, as of the last day that is over at `now`.

    Set-based; the same result however often it runs and in whatever order money was recorded. With `customers` (ids)
    every promise of these is judged anew; without, all that are open or fell due in the last 100 days.
    """
    as_of = promises.last_whole_day(business_date, local_now=clock.local(now, HOUSE_ZONE))
    with database.transaction():
        database.lock("cases.judge")
        rows = database.fetch(
            "tagih.cases", "judge_promises",
            {"as_of": as_of, "now": now, "customers": None if customers is None else list(customers)},
        )  # fmt: skip
        turned = [row for row in rows if row["status"] != row["previous"]]
        counts = {status: sum(row["status"] == status for row in turned) for status in PromiseStatus.values}
        judged = Judged(
            kept=counts["KEPT"], partial=counts["PARTIAL"], broken=counts["BROKEN"], reopened=counts["OPEN"],
            customers=tuple(sorted({row["customer_id"] for row in turned})),
        )  # fmt: skip
        _tell_outcomes(rows, turned, is_round=customers is None, on=business_date, by=by, now=now)
    return judged


def limits_of(person: Person | None, *, on: dt.date) -> limits.Limits:
    """This will return what a person may accept in a promise on a day, over all roles held; of nobody, what a customer
    may promise without us."""
    held = staff.role_codes_of(person, on=on) if person is not None else {SELF_SERVICE}
    return limits.widest(
        limits.Limits(
            max_days_ahead=row.max_days_ahead, min_share_percent=row.min_share_percent, max_legs=row.max_legs,
            max_per_month=row.max_open_per_month, tolerance_percent=row.tolerance_percent, grace_days=row.grace_days,
        )
        for row in PromiseLimit.objects.filter(role__in=held)
    )  # fmt: skip


def _overdue(case: Case, contract: Contract | None) -> Decimal:
    if contract is None:
        return case.overdue_amount
    return contract.overdue_principal + contract.overdue_interest + contract.overdue_fee


def _supersede(case: Case, contract: Contract | None, *, by: Person, now: dt.datetime) -> None:
    about = Q() if contract is None else Q(contract=contract) | Q(contract__isnull=True)
    for promise in case.promises.filter(about, status=PromiseStatus.OPEN).select_related("case__customer", "contract"):
        _withdraw(promise, PromiseStatus.SUPERSEDED, reason="", by=by, now=now)


def _withdraw(promise: Promise, status: str, *, reason: str, by: Person | None, now: dt.datetime) -> None:
    promise.status = status
    promise.cancel_reason = reason
    promise.judged_at = now
    promise.save(update_fields=["status", "cancel_reason", "judged_at"])
    promise.legs.filter(status=PromiseStatus.OPEN).update(status=status)
    tell_promise(promise, by=by, now=now)


def _tell_outcomes(
    rows: list[dict], turned: list[dict], *, is_round: bool, on: dt.date, by: Person | None, now: dt.datetime
) -> None:
    tell_promises_over([row["id"] for row in turned if row["status"] != PromiseStatus.OPEN], by=by, now=now)
    known = Promise.objects.select_related("case__customer", "contract").in_bulk(
        [row["id"] for row in rows if row["status"] == PromiseStatus.OPEN or not is_round]
    )
    for row in rows:
        if row["status"] == PromiseStatus.OPEN:  # a later leg is next, or the promise opened again
            tell_promise(known[row["id"]], by=by, now=now)
    if is_round and turned:
        outcomes = [row["status"] for row in turned]
        journal.publish(
            PromisesJudged(
                business_date=on.isoformat(), kept=outcomes.count("KEPT"), partial=outcomes.count("PARTIAL"),
                broken=outcomes.count("BROKEN"),
            ),
            by=by, now=now,
        )  # fmt: skip
    if is_round:
        return
    journal.publish_many(
        [
            PromiseJudged(
                case_id=known[row["id"]].case_id, customer_no=known[row["id"]].case.customer.customer_no,
                promise_id=row["id"], status=row["status"], previous=row["previous"], paid=row["paid"],
            )
            for row in turned
        ],
        by=by, now=now,
    )  # fmt: skip
