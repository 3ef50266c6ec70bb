"""Amounts, days and times that an agent most often needs, one key each. Pure."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from django.utils.translation import gettext as _

OPENS = dt.time(8, 0)
CLOSES = dt.time(20, 0)
PAYDAY = 25


@dataclass(frozen=True)
class Suggestion:
    """One proposed value: the key that enters it, its name, and the texts it writes into fields by their names."""

    key: str
    name: str
    values: dict[str, str]
    shown: str = ""


def rupiah_text(amount: Decimal) -> str:
    """This will write an amount as the amount field does: `1.250.000`, no sen."""
    return f"{int(amount):,}".replace(",", ".")


def day_text(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


def amounts(*, overdue: Decimal, instalment: Decimal | None, late_charge: Decimal) -> list[Suggestion]:
    """This will propose amounts in rupiah: everything overdue, half of it (rounded up to Rp10.000), one instalment,
    and everything with late charges. Values that repeat or are nil are left out."""
    half = _round_up(overdue / 2, Decimal(10_000)) if overdue > 0 else Decimal(0)
    proposals = [
        ("p", _("All overdue"), overdue),
        ("s", _("Half"), min(half, overdue)),
        ("a", _("One instalment"), instalment or Decimal(0)),
        ("d", _("With late charge"), overdue + late_charge if late_charge > 0 else Decimal(0)),
    ]
    seen: set[Decimal] = set()
    chosen = []
    for key, name, amount in proposals:
        if amount <= 0 or amount in seen:
            continue
        seen.add(amount)
        text = rupiah_text(amount)
        chosen.append(Suggestion(key, name, {"amount": text}, f"Rp{text}"))
    return chosen


def promise_days(*, today: dt.date, latest: dt.date | None = None) -> list[Suggestion]:
    """This will propose days to pay on: today, tomorrow, in three days, in a week, on the next payday (the 25th).

    Days after `latest`, the limit of the role, are left out."""
    payday = _next_day_of_month(today, PAYDAY)
    proposals = [
        ("h", _("Today"), today),
        ("b", _("Tomorrow"), today + dt.timedelta(days=1)),
        ("t", _("+3 days"), today + dt.timedelta(days=3)),
        ("m", _("+1 week"), today + dt.timedelta(days=7)),
        ("g", _("Payday"), payday),
    ]
    return [
        Suggestion(key, name, {"due_on": day_text(day)}, f"{day:%d/%m}")
        for key, name, day in proposals
        if latest is None or day <= latest
    ]


def callback_times(*, local_now: dt.datetime, closed_days: Collection[dt.date] = ()) -> list[Suggestion]:
    """This will propose times to call back, in the customer's local time and inside the hours that the law allows.

    `closed_days` are holidays. A time that has passed today, or is too close to closing, is left out."""
    today = local_now.date()
    next_day = _next_open_day(today, closed_days)
    proposals: list[tuple[str, str, dt.datetime]] = []
    in_an_hour = _round_up_minutes(local_now + dt.timedelta(hours=1), 5)
    if _is_open(in_an_hour, closed_days):
        proposals.append(("j", _("In 1 hour"), in_an_hour))
    evening = dt.datetime.combine(today, dt.time(16, 30), tzinfo=local_now.tzinfo)
    if evening > in_an_hour and _is_open(evening, closed_days):
        proposals.append(("s", _("This afternoon"), evening))
    night = dt.datetime.combine(today, dt.time(18, 30), tzinfo=local_now.tzinfo)
    if night > in_an_hour and _is_open(night, closed_days):
        proposals.append(("m", _("This evening"), night))
    proposals.append(("p", _("Next morning"), dt.datetime.combine(next_day, dt.time(9, 0), tzinfo=local_now.tzinfo)))
    proposals.append(
        ("b", _("Next afternoon"), dt.datetime.combine(next_day, dt.time(16, 30), tzinfo=local_now.tzinfo))
    )
    return [
        Suggestion(
            key,
            name,
            {"follow_up_day": day_text(at.date()), "follow_up_time": f"{at:%H.%M}"},
            f"{at:%H.%M}" if at.date() == today else f"{at:%d/%m %H.%M}",
        )
        for key, name, at in proposals
    ]


def _is_open(at: dt.datetime, closed_days: Collection[dt.date]) -> bool:
    return OPENS <= at.time() < CLOSES and at.weekday() != 6 and at.date() not in closed_days


def _next_open_day(day: dt.date, closed_days: Collection[dt.date]) -> dt.date:
    day += dt.timedelta(days=1)
    while day.weekday() == 6 or day in closed_days:
        day += dt.timedelta(days=1)
    return day


def _next_day_of_month(today: dt.date, number: int) -> dt.date:
    if today.day < number:
        return today.replace(day=number)
    first_of_next = (today.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return first_of_next.replace(day=number)


def _round_up(amount: Decimal, unit: Decimal) -> Decimal:
    return (amount / unit).to_integral_value(rounding=ROUND_CEILING) * unit


def _round_up_minutes(at: dt.datetime, minutes: int) -> dt.datetime:
    floor = at.replace(second=0, microsecond=0)
    ahead = -floor.minute % minutes
    return floor + dt.timedelta(minutes=ahead)
