"""Figures as people read them, in the active language."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from django.utils.translation import get_language

from tagih.kernel import money
from tagih.reporting.rules import Figure, Kind

UNKNOWN = "–"
_MINUS = "−"


def written(figure: Figure, value: Decimal | None) -> str:
    """This will write a figure's value: `1.250`, `Rp1.250.000`, `23,4 %`, `–` where it is not known."""
    if value is None:
        return UNKNOWN
    match figure.kind:
        case Kind.AMOUNT:
            return money.rupiah(money.rounded(value, to=Decimal(1)))
        case Kind.SHARE:
            return _number(value * 100, 1) + " %"
        case Kind.RATIO:
            return _number(value, 2)
        case Kind.MINUTES:
            return _number(value, 1)
    return _number(value, 0)


def headline(figure: Figure, value: Decimal | None) -> str:
    """This will write a value for a tile: amounts are short, such as `Rp1,3 M`."""
    return money.short(value) if figure.kind is Kind.AMOUNT and value is not None else written(figure, value)


def changed(figure: Figure, change: Decimal | None) -> str:
    """This will write a change with its sign; shares change by points; nothing for no change."""
    if not change:
        return ""
    if figure.kind is Kind.SHARE:
        text = _number(abs(change) * 100, 1)
    elif figure.kind is Kind.AMOUNT:
        text = money.short(abs(change))
    else:
        text = written(figure, abs(change))
    return f"{'+' if change > 0 else _MINUS}{text}"


def long_date(date: dt.date) -> str:
    """This will write a date such as `Jumat, 20 November 2026`."""
    return format_date(date, "EEEE, d MMMM y", locale=_locale())


def _number(value: Decimal, places: int) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{rounded:,.{places}f}"
    if _locale() == "id":
        text = text.translate(str.maketrans(",.", ".,"))
    return text.replace("-", _MINUS)


def _locale() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"
