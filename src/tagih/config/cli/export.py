"""`tagih export`: figures as a CSV or Parquet file."""

import datetime as dt
from pathlib import Path

import click
from django.utils.translation import gettext_lazy as _

from tagih.config.cli.answers import BusinessDate, answer, json_option
from tagih.config.exports import EXPORTS, FORMS
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.portfolio import queries


class FormUnknown(Refusal):
    """The file's ending names no form of export."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            "FORM_UNKNOWN", _("%(file)s ends neither in .csv nor in .parquet.") % {"file": file.name}, field="out"
        )


@click.command()
@click.argument("name", type=click.Choice(sorted(EXPORTS)))
@click.option("--date", "business_date", type=BusinessDate(), help="Business date; the newest without it.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="FILE.csv or FILE.parquet")
@json_option
def export(name: str, business_date: dt.date | None, out: Path, as_json: bool) -> None:
    """Write NAME as a CSV or Parquet file."""
    if out.suffix not in FORMS:
        raise FormUnknown(out)
    date = business_date or queries.business_date() or clock.today_in(clock.WIB, now=clock.now())
    out.parent.mkdir(parents=True, exist_ok=True)
    rows = EXPORTS[name](date, out)
    answer({"name": name, "date": date, "out": out, "rows": rows}, as_json=as_json)
