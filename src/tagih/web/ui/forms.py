"""Form fields as people type them: rupiah, days; and refusals shown at their field."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tagih.kernel import clock, money, regions
from tagih.kernel.errors import Refusal

SHORT = re.compile(r"^(\d+(?:[.,]\d+)?)\s*(rb|ribu|k|jt|juta)$")
AHEAD = re.compile(r"^\+(\d{1,3})$")
DAY_ONLY = re.compile(r"^(\d{1,2})$")
NUMERIC = re.compile(r"^(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2}|\d{4}))?$")
THOUSAND, MILLION = Decimal(1_000), Decimal(1_000_000)


class RupiahInput(forms.TextInput):
    """A text field with the sign before it; the browser writes the dots."""

    template_name = "ui/widgets/rupiah.html"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(
            {"inputmode": "decimal", "autocomplete": "off", "class": "money-input", "data-rupiah": ""} | (attrs or {})
        )

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Decimal):
            return money.rupiah(value).removeprefix("Rp")
        return super().format_value(value)


class RupiahField(forms.Field):
    """An amount: `1.250.000`, `1250000`, `Rp 1.250.000,-`, `1,25jt`, `500rb`. Cleans to a Decimal."""

    widget = RupiahInput
    default_error_messages = {
        "invalid": _("“%(value)s” is not an amount. Write it as 1.250.000, or 1,25jt, or 500rb."),
        "min": _("The amount must be at least %(limit)s."),
        "max": _("The amount may be at most %(limit)s."),
    }

    def __init__(self, *, minimum: Decimal | None = None, maximum: Decimal | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.minimum, self.maximum = minimum, maximum

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        plain = str(value).replace("\u00a0", " ").strip()
        text = plain.lower().removeprefix("rp").strip(" .")
        if short := SHORT.match(text):
            unit = THOUSAND if short[2] in {"rb", "ribu", "k"} else MILLION
            return money.times(Decimal(short[1].replace(",", ".")), unit)
        try:
            if not plain.isascii():
                raise ValueError("digits of another script")
            return money.parse(plain)
        except (ValueError, Refusal) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": value}) from error

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is None:
            return
        for name, limit, wrong in (
            ("min", self.minimum, self.minimum is not None and value < self.minimum),
            ("max", self.maximum, self.maximum is not None and value > self.maximum),
        ):
            if wrong:
                raise ValidationError(self.error_messages[name], code=name, params={"limit": money.rupiah(limit)})


class DayInput(forms.TextInput):
    """A text field for a day, with a button that opens the browser's calendar and a line that says it in words."""

    template_name = "ui/widgets/day.html"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(
            {"inputmode": "text", "autocomplete": "off", "data-day": "", "placeholder": "dd/mm/yyyy"} | (attrs or {})
        )

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, dt.date):
            return value.strftime("%d/%m/%Y")
        return super().format_value(value)


def read_day(text: str, *, today: dt.date) -> dt.date:
    """This will read a day: `25/11/2026`, `25/11`, `25` (the next 25th), `+3` (in three days), `2026-11-25`.

    :raises ValueError: it is no day, or a day that does not exist.
    """
    text = text.strip()
    if ahead := AHEAD.match(text):
        return today + dt.timedelta(days=int(ahead[1]))
    if only := DAY_ONLY.match(text):
        return _next_day_of_month(int(only[1]), today)
    if numeric := NUMERIC.match(text):
        year = today.year if numeric[3] is None else int(numeric[3] if len(numeric[3]) == 4 else f"20{numeric[3]}")
        return dt.date(year, int(numeric[2]), int(numeric[1]))
    return dt.date.fromisoformat(text)


def _next_day_of_month(day: int, today: dt.date) -> dt.date:
    year, month = today.year, today.month
    for _attempt in range(3):
        try:
            candidate = dt.date(year, month, day)
        except ValueError:
            candidate = dt.date.min
        if candidate >= today:
            return candidate
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    raise ValueError(f"no month has a day {day}")


class DayField(forms.Field):
    """A day, typed the short way. Cleans to a date. Give `today` on the form when it is not the office's today."""

    widget = DayInput
    default_error_messages = {
        "invalid": _("“%(value)s” is not a day. Write 25/11/2026, or 25/11, or 25, or +3 for three days from today."),
    }

    def __init__(self, *, today: dt.date | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today = today

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            return value
        try:
            return read_day(str(value), today=self.today or clock.today_in(clock.WIB, now=clock.now()))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": value}) from error


class RegionField(forms.CharField):
    """A region, as its code or its name. Cleans to the code."""

    default_error_messages = {
        "unknown": _(
            "“%(value)s” is no region. Write its code, such as 18.71, or its full name, such as Kota Bandar Lampung."
        ),
    }

    def __init__(self, **kwargs: Any) -> None:
        told = {"label": _("Region"), "help_text": _("Code or name: 18.71 or Kota Bandar Lampung"), "max_length": 80}
        super().__init__(**told | kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return text
        code = regions.code_of(text)
        if code is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown", params={"value": text})
        return code


def show_refusal(form: forms.Form, refusal: Refusal) -> None:
    """This will put a refusal at its field when the form has it, else at the top of the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


@contextmanager
def refusals_shown(form: forms.Form) -> Iterator[None]:
    """This will run an operation and turn its refusal into an error of the form.

    with refusals_shown(form):
        cases.record_promise(...)
    if form.is_valid(): ...
    """
    try:
        yield
    except Refusal as refusal:
        show_refusal(form, refusal)
