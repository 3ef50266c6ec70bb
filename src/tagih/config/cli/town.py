"""`tagih town`: invented towns whose debtors behave, played against a Tagih of their own."""

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from tagih.config.bench import scratch
from tagih.config.cli.answers import BusinessDate, answer, json_option
from tagih.kernel import home
from tagih.kernel.errors import Refusal

DAYS_A_MONTH = 30
FIRST_DAY = dt.date(2026, 11, 2)
people_option = click.option("--people", default=2_000, show_default=True, type=click.IntRange(50, 250_000))
seed_option = click.option("--seed", default=1, show_default=True, type=click.IntRange(0, 2**31))
agents_option = click.option("--agents", default=5, show_default=True, type=click.IntRange(1, 500))
first_option = click.option("--first", default=FIRST_DAY.isoformat(), type=BusinessDate(), help="The first day.")


class TownUnknown(Refusal):
    """No town of this name was founded, or its file is wrong."""

    def __init__(self, message: str) -> None:
        super().__init__("TOWN_UNKNOWN", message)


@click.group()
def town() -> None:
    """Simulated towns: debtors who earn, forget, answer, promise and pay. All invented."""


@town.command()
@click.argument("name")
@click.option("--from", "base", default="motorcycle", show_default=True, help="A shipped town, or a TOML file.")
@people_option
@seed_option
@first_option
@json_option
def new(name: str, base: str, people: int, seed: int, first: dt.date, as_json: bool) -> None:
    """Found the town NAME: its parameters as a file to edit, its people, seed and first day."""
    from tagih.sandbox.town import parameters  # noqa: PLC0415 (lazy: start-up time)

    folder = _folder(name)
    if folder.exists():
        raise TownUnknown(_("There is a town %(name)s already: %(folder)s.") % {"name": name, "folder": folder})
    with _told():
        parameters.load(base)
        text = parameters.text_of(base)
    folder.mkdir(parents=True)
    (folder / "town.toml").write_text(text, encoding="utf-8")
    plan = {"people": people, "seed": seed, "first": first.isoformat()}
    (folder / "plan.json").write_text(json.dumps(plan, indent=1), encoding="utf-8")
    answer({"town": name, **plan, "file": folder / "town.toml"}, as_json=as_json)


@town.command("run")
@click.argument("name")
@click.option(
    "--closes", type=click.DateTime(["%H:%M"]), default="16:45", show_default=True,
    help="When the desks close: short days make a long run quick.",
)  # fmt: skip
@click.option("--months", default=1, show_default=True, type=click.IntRange(1, 24))
@click.option("--days", type=click.IntRange(1, 750), help="Instead of months.")
@click.option("--policy", default="tagih", show_default=True)
@agents_option
@json_option
def run_town(
    name: str, months: int, days: int | None, policy: str, agents: int, closes: dt.datetime, as_json: bool
) -> None:  # fmt: skip
    """Play months of the town NAME in a database of its own, prove its books, keep figures and events."""
    from tagih.config.town import months as played  # noqa: PLC0415 (lazy: start-up time)

    folder = _folder(name)
    plan = _plan(name, days=days or months * DAYS_A_MONTH, agents=agents, policy=policy)
    plan = replace(plan, closes=closes.time())
    told, run = _played(plan)
    runs = folder / "runs"
    runs.mkdir(exist_ok=True)
    kept = f"{policy}-{plan.seed}-{plan.days}"
    (runs / f"{kept}.json").write_text(played.summary_text(told), encoding="utf-8")
    played.write_events(run, runs / f"{kept}.events.jsonl")
    answer(told | {"events": runs / f"{kept}.events.jsonl"}, as_json=as_json)
    if not told["proved"]:
        raise click.exceptions.Exit(1)


@town.command()
@click.argument("name")
@json_option
def report(name: str, as_json: bool) -> None:
    """Show the figures of every run of the town NAME."""
    files = sorted((_folder(name) / "runs").glob("*.json"))
    if not files:
        raise TownUnknown(_("The town %(name)s has no runs yet: tagih town run %(name)s.") % {"name": name})
    runs = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    if as_json:
        answer({"town": name, "runs": runs}, as_json=True)
        return
    for told in runs:
        answer({key: value for key, value in told.items() if key not in ("proof", "seconds")}, as_json=False)
        click.echo()


@town.command()
@click.option("--town", "name", required=True, help="A shipped town, a founded one, or a TOML file.")
@click.option("--policy", "policies", multiple=True, required=True, help="Twice or more; the first is the base.")
@click.option("--months", default=1, show_default=True, type=click.IntRange(1, 24))
@click.option("--days", type=click.IntRange(1, 750), help="Instead of months.")
@click.option("--replications", default=5, show_default=True, type=click.IntRange(2, 200))
@people_option
@agents_option
@seed_option
@click.option("--by-list", is_flag=True, help="Agents follow a plain list, without Tagih: seconds instead of minutes.")
@click.option("--hours", type=click.FloatRange(0.1, 12), help="With --by-list: hours on the line, not 120 calls a day.")
@json_option
def compare(
    name: str, policies: tuple[str, ...], months: int, days: int | None, replications: int, people: int, agents: int,
    seed: int, by_list: bool, hours: float | None, as_json: bool,
) -> None:  # fmt: skip
    """Play the same seeds under several policies and give the paired differences with 95 % intervals."""
    from tagih.config.town import comparing  # noqa: PLC0415 (lazy: start-up time)

    if len(set(policies)) < 2:
        raise TownUnknown(_("Name two policies or more: --policy hold-out --policy tagih."))
    length = days or months * DAYS_A_MONTH
    runs: dict[str, list[dict[str, Any]]] = {policy: [] for policy in policies}
    with nullcontext("") if by_list else scratch.migrated() as like:
        for replication in range(replications):
            for policy in policies:
                plan = _plan(name, days=length, agents=agents, policy=policy, people=people, seed=seed + replication)
                runs[policy].append(comparing.by_list(plan, hours=hours) if by_list else _played(plan, like=like)[0])
                click.echo(f"{policy} {plan.seed}: {runs[policy][-1]['amount_collected']:,}", err=True)
    told = comparing.compared(runs)
    through = "list" if by_list else "tagih"
    about = {"town": name, "through": through, "days": length, "people": people, "agents": agents, "hours": hours}
    answer({**about, "replications": replications, **told}, as_json=as_json)


def _plan(
    name: str, *, days: int, agents: int, policy: str, people: int = 0, seed: int = 0
) -> Any:  # fmt: skip
    from tagih.config.town.months import Plan  # noqa: PLC0415 (lazy: start-up time)
    from tagih.sandbox.town import parameters  # noqa: PLC0415 (lazy: start-up time)

    folder, founded = _folder(name), {}
    if (folder / "plan.json").exists():
        founded = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    elif not people:
        raise TownUnknown(_("There is no town %(name)s: tagih town new %(name)s.") % {"name": name})
    with _told():
        what = parameters.load(str(folder / "town.toml") if founded else name)
    return Plan(
        parameters=what, seed=seed or founded.get("seed", 1), people=people or founded["people"], days=days,
        first=dt.date.fromisoformat(founded.get("first", FIRST_DAY.isoformat())), agents=agents, policy=policy,
    )  # fmt: skip


def _played(plan: Any, *, like: str = "") -> tuple[dict[str, Any], Any]:
    """Plays a plan in an empty database and lake of its own, which are gone afterwards."""
    from tagih.config.town import audit, months  # noqa: PLC0415 (lazy: start-up time)

    with scratch.empty_house(like=like):
        run = months.play(plan, say=lambda line: click.echo(line, err=True))
        checks = audit.proof(run)
    told = months.outcome(run)
    told |= {"proved": all(check.holds for check in checks), "proof": [asdict(check) for check in checks]}
    return told, run


@contextmanager
def _told() -> Iterator[None]:
    from tagih.sandbox.town.parameters import TownRefused  # noqa: PLC0415 (lazy: start-up time)

    try:
        yield
    except TownRefused as refused:
        raise TownUnknown(str(refused)) from None


def _folder(name: str) -> Path:
    return home.path() / "towns" / Path(name).name
