"""Shifts that a unit works, and what contracts of work allow."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person, Unit
from tagih.workforce.models import ShiftKind, WorkTerms

LONGEST_MIN = 12 * 60  # eight hours of work, at most four of overtime (PP 35/2021)
TONES = 6


class ShiftRefused(Refusal):
    """A shift that cannot be worked."""


class TermsRefused(Refusal):
    """Terms that the law does not allow."""


def add_shift_kind(
    *, unit: Unit, code: str, name: str, starts_min: int, ends_min: int, paid_min: int, by: Person | None,
    now: dt.datetime,
) -> ShiftKind:  # fmt: skip
    """This will add a shift to those that a unit and the units below it work.

    :raises ShiftRefused: the code is taken, it ends before it starts, or it is longer than the law allows.
    """
    del by, now
    code = code.strip().upper()
    if ends_min <= starts_min:
        raise ShiftRefused(
            "ENDS_BEFORE_START", _("The shift ends before it starts."), field="ends_min", value=ends_min,
            remedy=_("Over midnight the end is after 24:00."),
        )  # fmt: skip
    if ends_min - starts_min > LONGEST_MIN:
        raise ShiftRefused("TOO_LONG", _("A shift lasts at most twelve hours."), field="ends_min", value=ends_min)
    if not 0 < paid_min <= ends_min - starts_min:
        raise ShiftRefused("PAID_TIME", _("The paid time must lie inside the shift."), field="paid_min", value=paid_min)
    if ShiftKind.objects.filter(unit=unit, code=code).exists():
        raise ShiftRefused("TAKEN", _("“%(code)s” exists already.") % {"code": code}, field="code", value=code)
    tone = ShiftKind.objects.filter(unit=unit).count() % TONES
    return ShiftKind.objects.create(
        unit=unit, code=code, name=name.strip() or code, starts_min=starts_min, ends_min=ends_min, paid_min=paid_min,
        tone=tone,
    )  # fmt: skip


def close_shift_kind(*, shift: ShiftKind, on: dt.date, by: Person | None, now: dt.datetime) -> None:
    """This will let a shift be planned no longer from a day on; plans that have it keep it."""
    del by, now
    shift.closed_on = on
    shift.save(update_fields=["closed_on"])


def set_terms(
    *, person: Person, days_week: int, hours_week: Decimal, starts_on: dt.date, by: Person | None, now: dt.datetime,
    is_senior: bool = False,
) -> WorkTerms:  # fmt: skip
    """This will record from when somebody works how many days and hours a week; the terms before end the day before.

    :raises TermsRefused: more than 40 hours or six days a week, or terms from that day exist.
    """
    del by, now
    if not 1 <= days_week <= 6:
        raise TermsRefused("DAYS", _("A week has one to six days of work."), field="days_week", value=days_week)
    if not 0 < hours_week <= 40:
        raise TermsRefused(
            "HOURS", _("A week has at most 40 hours of work (PP 35/2021)."), field="hours_week", value=hours_week
        )
    if WorkTerms.objects.filter(person=person, starts_on__gte=starts_on).exists():
        raise TermsRefused("LATER_TERMS", _("Terms from that day or later exist."), field="starts_on", value=starts_on)
    with database.transaction():
        WorkTerms.objects.filter(person=person, ends_on__isnull=True).update(ends_on=starts_on)
        return WorkTerms.objects.create(
            person=person, days_week=days_week, hours_week=hours_week, starts_on=starts_on, is_senior=is_senior
        )
