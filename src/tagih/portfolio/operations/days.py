"""Business days: the whole round noted, the books closed, and opened again by a restatement."""

import datetime as dt

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel import database, lake
from tagih.kernel.errors import Refusal
from tagih.portfolio import events
from tagih.portfolio.enums import DayStatus
from tagih.portfolio.models import BusinessDay
from tagih.portfolio.rules.days import TRANSITIONS
from tagih.staff.models import Person

LIVE = "rounds"


class DayUnknown(Refusal):
    """No round of that date was ever published."""

    def __init__(self, date: dt.date) -> None:
        super().__init__(
            "DAY_UNKNOWN", format_lazy(_("There was no round of {date}."), date=date.isoformat()), field="date",
            value=date, remedy=_("Run it first: tagih day run --date."),
        )  # fmt: skip


class DayNotClosed(Refusal):
    """Only closed books are reopened."""

    def __init__(self, date: dt.date) -> None:
        super().__init__(
            "DAY_NOT_CLOSED", format_lazy(_("The books of {date} are open."), date=date.isoformat()), field="date",
            value=date,
        )  # fmt: skip


class ReasonNeeded(Refusal):
    """Closed books are not opened without saying why."""

    def __init__(self) -> None:
        super().__init__("REASON_NEEDED", _("Say why the books are opened again."), field="reason")


def note_round(*, business_date: dt.date, mark: str, now: dt.datetime) -> None:
    """This will note which files the last whole round of a date was made of. A date never published is left alone."""
    BusinessDay.objects.filter(date=business_date).update(round_mark=mark, round_ended_at=now)
    journal.tell([LIVE])


def close_day(*, business_date: dt.date, by: Person | None, now: dt.datetime) -> int:
    """This will close the books of a date: its partitions of the lake are sealed. Returns their number.

    Closing twice changes nothing. The manifests are sealed first: killed in between, the next call goes on.

    :raises DayUnknown:
    """
    with database.transaction():
        day = _locked(business_date)
        sealed = lake.seal(business_date, now=now)
        if _moves(day, DayStatus.CLOSED):
            BusinessDay.objects.filter(pk=day.pk).update(status=DayStatus.CLOSED, closed_at=now)
            closed = events.DayClosed(business_date=business_date.isoformat(), partitions=sealed)
            journal.publish(closed, by=by, now=now)
    return sealed


def reopen_day(*, business_date: dt.date, reason: str, by: Person | None, now: dt.datetime) -> BusinessDay:
    """This will open closed books again because something is restated; manifests and journal keep the reason.

    The next evening closes them again. What was sealed stays readable as it was; new versions stand beside it.

    :raises DayUnknown:
    :raises DayNotClosed:
    :raises ReasonNeeded:
    """
    if not reason.strip():
        raise ReasonNeeded
    with database.transaction():
        day = _locked(business_date)
        if not _moves(day, DayStatus.OPEN):
            raise DayNotClosed(business_date)
        day.status, day.reopened_at, day.reopen_reason = DayStatus.OPEN, now, reason.strip()[:400]
        BusinessDay.objects.filter(pk=day.pk).update(
            status=day.status, reopened_at=day.reopened_at, reopen_reason=day.reopen_reason
        )
        reopened = events.DayReopened(business_date=business_date.isoformat(), reason=day.reopen_reason)
        journal.publish(reopened, by=by, now=now)
        lake.unseal(business_date, reason=day.reopen_reason, now=now)
    return day


def reopen_if_closed(*, business_date: dt.date, reason: str, by: Person | None, now: dt.datetime) -> bool:
    """This will reopen the books of a date for a restatement if they are closed, and tell whether they were."""
    if not BusinessDay.objects.filter(date=business_date, status=DayStatus.CLOSED).exists():
        return False
    reopen_day(business_date=business_date, reason=reason, by=by, now=now)
    return True


def _locked(business_date: dt.date) -> BusinessDay:
    day = BusinessDay.objects.select_for_update().filter(date=business_date).first()
    if day is None:
        raise DayUnknown(business_date)
    return day


def _moves(day: BusinessDay, to: DayStatus) -> bool:
    return to in TRANSITIONS[DayStatus(day.status)]
