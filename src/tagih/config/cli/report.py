"""`tagih report daily`: the daily report as a file."""

import datetime as dt
from pathlib import Path

import click
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tagih.config.cli.answers import BusinessDate, answer, json_option
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.reporting import operations, queries
from tagih.reporting.enums import Format
from tagih.staff.models import Unit


class NoFigures(Refusal):
    """Nothing at all is known of the date."""

    def __init__(self, date: dt.date) -> None:
        super().__init__(
            "NO_FIGURES", format_lazy(_("There is nothing to report of {date}."), date=date.isoformat()),
            field="date", value=date, remedy=_("Run the daily round of that date first: tagih day run --date."),
        )  # fmt: skip


class FormUnknown(Refusal):
    """The file's ending names no form of report."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            "FORM_UNKNOWN", format_lazy(_("{file} ends neither in .xlsx nor in .pdf."), file=file.name), field="out"
        )


class UnitUnknown(Refusal):
    """No unit has that code."""

    def __init__(self, code: str) -> None:
        super().__init__("UNIT_UNKNOWN", format_lazy(_("There is no unit {code}."), code=code), field="unit")


@click.group()
def report() -> None:
    """Reports as files."""


@report.command()
@click.option("--date", "business_date", type=BusinessDate(), required=True, help="Business date.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="FILE.xlsx or FILE.pdf")
@click.option("--unit", "unit_code", default="", help="Code of a unit; the whole company without it.")
@click.option("--language", type=click.Choice(["id", "en"]), default="id", show_default=True)
@json_option
def daily(business_date: dt.date, out: Path, unit_code: str, language: str, as_json: bool) -> None:
    """Write the daily report of a business date, counted anew from the facts."""
    form = out.suffix.removeprefix(".").lower()
    if form not in Format.values:
        raise FormUnknown(out)
    units = _units(unit_code)
    counted = operations.compute_day(business_date=business_date, by=None, now=clock.now())
    figures = queries.daily_report(business_date, paths=[unit.path for unit in units])
    if figures.computed_at is None:
        raise NoFigures(business_date)
    scope = ", ".join(unit.name for unit in units)
    content = operations.render_daily(figures, form=form, language=language, scope=scope)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(content)
    answer({"date": business_date, "out": out, "bytes": len(content), "groups": counted["groups"]}, as_json=as_json)


def _units(code: str) -> list[Unit]:
    """The unit of that code, or every unit that stands at the top."""
    if not code:
        return list(Unit.objects.filter(parent__isnull=True).order_by("path"))
    units = list(Unit.objects.filter(code=code))
    if not units:
        raise UnitUnknown(code)
    return units
