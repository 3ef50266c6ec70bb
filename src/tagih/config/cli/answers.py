"""How commands speak: one JSON object on standard output, or lines for people; progress on a terminal."""

import datetime as dt
import json
import sys
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import click

T = TypeVar("T")


def answer(result: dict[str, Any], *, as_json: bool) -> None:
    """This will print a result: one JSON object, or `name: value` lines."""
    if as_json:
        click.echo(json.dumps(result, default=_plain, ensure_ascii=False))
        return
    width = max((len(name) for name in result), default=0)
    for name, value in result.items():
        click.echo(f"{name.replace('_', ' '):<{width}}  {value if value is not None else '-'}")


def progress(items: Iterable[T], *, label: str, length: int | None = None) -> Iterable[T]:
    """This will walk through `items` under a progress bar on a terminal, silently elsewhere."""
    if not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, label=label, length=length, file=sys.stderr) as bar:
        yield from bar


class BusinessDate(click.ParamType):
    """`2026-11-21`, or `21/11/2026`."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return dt.datetime.strptime(value, form).date()  # noqa: DTZ007 (a date has no zone)
            except ValueError:
                continue
        self.fail(f"{value!r} is not a date such as 2026-11-21", param, ctx)


json_option = click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, Decimal | Path):
        return str(value)
    return str(value)
