"""`tagih strategy`: checks strategies, tells the variables of conditions, and why a person was chosen; replays days."""

import datetime as dt
from dataclasses import asdict
from pathlib import Path

import click
from django.utils.translation import gettext as _

from tagih.config.cli import scores
from tagih.config.cli.answers import BusinessDate, answer, json_option, progress
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.strategy import operations, queries
from tagih.strategy.queries import CheckedText, ReplayedDay, ToldFault

TEXT = click.Path(exists=True, dir_okay=False, path_type=Path)


class NothingToReplay(Refusal):
    """The lake holds no day of the period."""

    def __init__(self, first: dt.date, last: dt.date) -> None:
        super().__init__(
            "NOTHING_TO_REPLAY",
            _("The lake holds no portfolio from %(first)s to %(last)s.")
            % {"first": first.isoformat(), "last": last.isoformat()},
            field="from", value=first, remedy=_("Choose days whose round was run."),
        )  # fmt: skip


class StrategyFaulty(Refusal):
    """A text with faults is not replayed."""

    def __init__(self, file: Path, faults: int) -> None:
        super().__init__(
            "STRATEGY_FAULTY", _("%(file)s has %(count)d faults.") % {"file": file.name, "count": faults},
            field="file", value=file, remedy=_("See them with: tagih strategy check FILE."),
        )  # fmt: skip


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
@click.argument("file", type=TEXT)
@click.option("--from", "first", type=BusinessDate(), required=True, help="First business date.")
@click.option("--to", "last", type=BusinessDate(), required=True, help="Last business date.")
@json_option
def replay(file: Path, first: dt.date, last: dt.date, as_json: bool) -> None:
    """Ask the strategy in FILE again about past days: whom it would have chosen, and what was done instead."""
    if first > last:
        raise click.UsageError(_("--from is after --to."))
    found = queries.checked(read_text(file))
    if found.strategy is None:
        raise StrategyFaulty(file, len(found.faults))
    dates = queries.replayable(first, last)
    if not dates:
        raise NothingToReplay(first, last)
    days = list(progress(queries.replayed(found.strategy, dates), label=_("Replaying"), length=len(dates)))
    capacity = _capacity(days)
    if as_json:
        span = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
        answer(
            {
                "strategy": found.strategy.name, "digest": found.strategy.digest, "from": first, "to": last,
                "days": [asdict(day) | {"date": day.date.isoformat()} for day in days],
                "missing": [date.isoformat() for date in span if date not in dates], "capacity": capacity,
            },
            as_json=True,
        )  # fmt: skip
        return
    for day in days:
        parts = ", ".join(f"{name} {told.decided} ({told.done}/{told.both})" for name, told in day.channels.items())
        click.echo(f"{day.date.isoformat()}  {day.people:>9} {day.with_step:>9}  {parts}")
    click.echo(_("Columns: people in scope, with a step; by channel: decided (attempted that day / both)."))
    for channel, need in capacity.items():
        click.echo(f"{channel:<10} {need['mean']:>10.1f} {need['most']:>9}")


def _capacity(days: list[ReplayedDay]) -> dict[str, dict[str, float]]:
    """Contacts a day by channel that the strategy would have needed: on average over the days, and at most."""
    channels = sorted({channel for day in days for channel, told in day.channels.items() if told.decided})
    counts = {name: [day.channels[name].decided if name in day.channels else 0 for day in days] for name in channels}
    return {name: {"mean": round(sum(told) / len(told), 1), "most": max(told)} for name, told in counts.items()}


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


@strategy.command()
@click.argument("what", type=click.Choice(["points", "steps"]))
@json_option
def order(what: str, as_json: bool) -> None:
    """Let work lists follow the points of the house, or the steps of the strategy."""
    changed = operations.set_work_order(order=what.upper(), by=None, now=clock.now())
    answer({"order": what, "changed": changed}, as_json=as_json)


strategy.add_command(scores.train)
strategy.add_command(scores.evaluate)


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
