"""`tagih strategy`: checks strategies, tells the variables of conditions, and why a person was chosen."""

import datetime as dt
from dataclasses import asdict
from pathlib import Path

import click
from django.utils.translation import gettext as _

from tagih.config.cli.answers import BusinessDate, answer, json_option
from tagih.kernel.errors import Refusal
from tagih.strategy import queries
from tagih.strategy.queries import CheckedText, ToldFault

TEXT = click.Path(exists=True, dir_okay=False, path_type=Path)


class NothingDecided(Refusal):
    """Nobody decided about that person."""

    def __init__(self, customer_no: str, date: dt.date) -> None:
        super().__init__(
            "NOTHING_DECIDED",
            _("Nothing was decided for %(customer)s on %(date)s or before.")
            % {"customer": customer_no, "date": date.isoformat()},
            field="customer", value=customer_no,
            remedy=_("Run the round of the date: tagih day run --date. People who owe nothing soon are left out."),
        )  # fmt: skip


class StrategyUnreadable(Refusal):
    """The file is no text in UTF-8."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            "STRATEGY_UNREADABLE", _("%(file)s is not text in UTF-8.") % {"file": file.name}, field="file",
            value=file, remedy=_("Save it as UTF-8."),
        )  # fmt: skip


@click.group()
def strategy() -> None:
    """Who is contacted, when, how and why, as text."""


@strategy.command()
@click.argument("file", type=TEXT)
@json_option
def check(file: Path, as_json: bool) -> int:
    """Check the strategy in FILE: one fault a line with line and column; exit status 1 if there is any."""
    found = queries.checked(read_text(file))
    if as_json:
        answer(_as_object(file, found), as_json=True)
        return 1 if found.faults else 0
    for told in found.faults:
        click.echo(_line(file, told), err=True)
    for told in found.notes:
        click.echo(_line(file, told) + " " + _("(a note)"))
    if found.strategy:
        steps = sum(len(treatment.steps) for treatment in found.strategy.treatments.values())
        told = _("%(name)s can be used: %(segments)d segments, %(treatments)d treatments, %(steps)d steps.")
        click.echo(told % {"name": found.strategy.name, "segments": len(found.strategy.segments),
                           "treatments": len(found.strategy.treatments), "steps": steps})  # fmt: skip
    return 1 if found.faults else 0


@strategy.command()
@json_option
def variables(as_json: bool) -> None:
    """List the variables that conditions may ask, with unit, meaning, source and an example."""
    if as_json:
        answer({"variables": [asdict(meaning) for meaning in queries.meanings()]}, as_json=True)
        return
    for meaning in queries.meanings():
        kind = ", ".join(part for part in (meaning.kind, meaning.unit) if part)
        click.echo(f"{meaning.name:<24} {kind}\n    {meaning.meaning}. {meaning.source}.\n    {meaning.example}")


@strategy.command()
def shipped() -> None:
    """Print the strategy that comes with Tagih, to begin your own with."""
    click.echo(queries.shipped_text(), nl=False)


@strategy.command()
@click.argument("customer_no")
@click.option("--date", "date", type=BusinessDate(), required=True, help="Business date.")
@json_option
def why(customer_no: str, date: dt.date, as_json: bool) -> None:
    """Why was this person chosen, or left alone? Strategy, rules that held, and the facts they asked."""
    told = queries.decision_of(customer_no, date)
    if told is None:
        raise NothingDecided(customer_no, date)
    facts = asdict(told)
    if not as_json:
        facts |= {f"fact {name}": value for name, value in facts.pop("facts").items()}
    answer(facts, as_json=as_json)


def read_text(file: Path) -> str:
    """This will return the text of a file.

    :raises StrategyUnreadable:
    """
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise StrategyUnreadable(file) from None


def _line(file: Path, told: ToldFault) -> str:
    words = " ".join(part for part in (told.reason, told.remedy) if part).replace("\n", " ")
    return f"{file}:{told.line}:{told.column}: {told.name}: {words}"


def _as_object(file: Path, found: CheckedText) -> dict:
    read = found.strategy
    return {
        "file": str(file),
        "ok": read is not None,
        "strategy": read.name if read else None,
        "digest": read.digest if read else None,
        "segments": [segment.id for segment in read.ordered_segments] if read else [],
        "steps": sum(len(treatment.steps) for treatment in read.treatments.values()) if read else 0,
        "faults": [asdict(told) for told in found.faults],
        "notes": [asdict(told) for told in found.notes],
    }
