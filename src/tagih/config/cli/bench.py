"""`tagih bench NAME`: one benchmark each, on the machine it runs on."""

import importlib

import click

from tagih.config.bench import scratch
from tagih.config.cli.answers import answer, json_option

BENCHES = {  # name: module below this package and its click command
    "contacts": "bench:contacts",
    "decide": "bench:decide",
    "forecast": "bench:forecast",
    "dialer": "bench:pacing",
    "gate": "bench:gate",
    "handout": "bench:handout",
    "letters": "bench:letters",
    "nightly": "bench:nightly",
    "optimise": "bench_strategy:optimise",
    "pages": "bench:pages",
    "roster": "bench:roster",
    "route": "bench:route",
    "sync": "bench:sync",
    "scores": "bench_strategy:scores",
    "town": "bench:town",
}


class Benches(click.Group):
    """A group that imports a benchmark when somebody asks for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(BENCHES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in BENCHES:
            return None
        module, attribute = BENCHES[cmd_name].split(":")
        return getattr(importlib.import_module(f"tagih.config.cli.{module}"), attribute)


@click.group(cls=Benches)
def bench() -> None:
    """Measure a path of the product in a scratch database."""


@click.command()
@click.option("--people", default=1_000_000, show_default=True, type=click.IntRange(min=1))
@click.option("--rate", default=200, show_default=True, type=click.IntRange(min=1), help="Questions offered a second.")
@click.option("--callers", default=64, show_default=True, type=click.IntRange(min=1))
@click.option("--seconds", default=30, show_default=True, type=click.IntRange(min=1))
@json_option
def gate(people: int, rate: int, callers: int, seconds: int, as_json: bool) -> None:
    """Decisions of the contact gate with their reservation."""
    from tagih.config.bench import gate as measured  # noqa: PLC0415 (lazy: start-up time)

    with scratch.database("gate"):
        measured.load(people, callers)
        figures = measured.screen() | measured.measure(people=people, rate=rate, callers=callers, seconds=seconds)
        answer({"bench": "gate", "people": people, **figures, **scratch.machine()}, as_json=as_json)


@click.command()
@click.option("--people", default=10_000, show_default=True, type=click.IntRange(min=100))
@click.option("--days", default=30, show_default=True, type=click.IntRange(min=2))
@click.option("--seed", default=1, show_default=True, type=int)
@click.option("--room", default=0.3, show_default=True, type=click.FloatRange(0.05, 1), help="Dials a day per person.")
@json_option
def contacts(people: int, days: int, seed: int, room: float, as_json: bool) -> None:
    """Contact data that learn: calibration and right parties per dial in a population whose truth is hidden."""
    from tagih.config.bench import contacts as measured  # noqa: PLC0415 (lazy: start-up time)

    with scratch.database("contacts"):
        figures = measured.measure(people=people, days=days, seed=seed, share=room)
        answer({"bench": "contacts", **figures, **scratch.machine()}, as_json=as_json)


@click.command()
@click.option("--contracts", default=10_000_000, show_default=True, type=click.IntRange(min=100))
@click.option("--in-scope", default=1.0, show_default=True, type=click.FloatRange(0.01, 1), help="Late or due soon.")
@json_option
def decide(contracts: int, in_scope: float, as_json: bool) -> None:
    """The daily decision for everybody by the strategy that comes with Tagih, on a first and a second day."""
    from tagih.config.bench import decide as measured  # noqa: PLC0415 (lazy: start-up time)

    figures = measured.measure(contracts=contracts, in_scope=in_scope)
    answer({"bench": "decide", **figures, **scratch.machine()}, as_json=as_json)


@click.command()
@click.option("--items", default=1_000_000, show_default=True, type=click.IntRange(min=1))
@click.option("--clients", default=64, show_default=True, type=click.IntRange(min=4))
@click.option("--rate", default=300, show_default=True, type=click.IntRange(min=1), help="Paced hand-outs a second.")
@click.option("--seconds", default=10, show_default=True, type=click.IntRange(min=1), help="Length of each run.")
@json_option
def handout(items: int, clients: int, rate: int, seconds: int, as_json: bool) -> None:
    """Hand-out of the next item against the bare statement."""
    from tagih.config.bench import handout as measured  # noqa: PLC0415 (lazy: start-up time)

    people = min(items, 8 * 5000 * seconds)
    with scratch.database("handout"):
        measured.load(items=items, people=people)
        figures = measured.measure(clients=clients, seconds=seconds, rate=rate, people=people)
        figures = {"bench": "handout", "items": items, "clients": clients} | figures | scratch.machine()
        answer(figures, as_json=as_json)


@click.command()
@click.option("--letters", "count", default=10_000, show_default=True, type=click.IntRange(min=10))
@click.option("--processes", default=2, show_default=True, type=click.IntRange(1, 64))
@json_option
def letters(count: int, processes: int, as_json: bool) -> None:
    """A batch of warning letters: numbered, set as PDF/A, joined into a print file for each collector and route."""
    import tempfile  # noqa: PLC0415 (lazy: start-up time)

    from django.conf import settings  # noqa: PLC0415 (lazy: start-up time)

    from tagih.config.bench import letters as measured  # noqa: PLC0415 (lazy: start-up time)

    with scratch.database("letters"), tempfile.TemporaryDirectory(prefix="tagih-letters-") as folder:
        settings.STORAGES["default"] = {
            "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}
        }  # fmt: skip
        measured.load(letters=count)
        figures = measured.measure(letters=count, processes=processes)
        answer({"bench": "letters", **figures, **scratch.machine()}, as_json=as_json)


@click.command()
@click.option("--contracts", default=10_000_000, show_default=True, type=click.IntRange(min=100))
@click.option("--schedules", is_flag=True, help="24 instalments and payments a contract instead of balances.")
@click.option("--runs", default=1, show_default=True, type=click.IntRange(min=1), help="The median is of these.")
@json_option
def nightly(contracts: int, schedules: bool, runs: int, as_json: bool) -> None:
    """Files to ready work lists, on day one and on the day after, with 8 % in scope."""
    from tagih.config.bench import nightly as measured  # noqa: PLC0415 (lazy: start-up time)

    done = []
    for _run in range(runs):
        with scratch.database("nightly"):
            done.append(measured.measure(contracts=contracts, schedules=schedules))
    medians = {f"{night}_median_s": measured.median(done, night) for night in ("first", "second")}
    answer({"bench": "nightly", "contracts": contracts, **medians, "runs": done, **scratch.machine()}, as_json=as_json)


@click.command()
@click.option("--cases", default=1_000_000, show_default=True, type=click.IntRange(min=1000))
@click.option("--agents", default=20, show_default=True, type=click.IntRange(1, 100))
@click.option("--turns", default=6, show_default=True, type=click.IntRange(min=2), help="Cases each; one warms up.")
@json_option
def pages(cases: int, agents: int, turns: int, as_json: bool) -> None:
    """The desk's pages over a full house: five activities a case."""
    from tagih.config.bench import pages as measured  # noqa: PLC0415 (lazy: start-up time)

    with scratch.database("pages"):
        held = measured.load(cases=cases, agents=100)
        figures = measured.measure(agents=agents, turns=turns)
        answer({"bench": "pages", **held, **figures, **scratch.machine()}, as_json=as_json)


@click.command()
@click.option("--cycles", default=500, show_default=True, type=click.IntRange(min=1))
@click.option("--seed", default=1, show_default=True, type=int)
@click.option("--backlog", type=click.IntRange(1, 2000), help="Instead: so many visits of 300 kB over a thin line.")
@click.option("--kbit", default=256, show_default=True, type=click.IntRange(8), help="The thin line, a second.")
@json_option
def sync(cycles: int, seed: int, backlog: int | None, kbit: int, as_json: bool) -> None:
    """A collector's browser in a storm: killed, without a signal, answered badly; what it saved must arrive once."""
    from tagih.config.bench import backlog as drained  # noqa: PLC0415 (lazy: start-up time)
    from tagih.config.bench import sync as measured  # noqa: PLC0415 (lazy: start-up time)

    with scratch.database("sync"):
        if backlog:
            figures = drained.measure(visits=backlog, kbit=kbit, seed=seed)
        else:
            figures = measured.measure(cycles=cycles, seed=seed)
        answer({"bench": "sync", **figures, **scratch.machine()}, as_json=as_json)


@click.command()
@click.option("--seconds", default=10.0, show_default=True, type=click.FloatRange(0.5, 3600), help="For each plan.")
@click.option("--search", type=click.FloatRange(1, 36_000), help="Search this long for each day and keep what is best.")
@click.option("--cpu", is_flag=True, help="Seconds of the processor, not of the wall: for a machine in use.")
@json_option
def route(seconds: float, search: float | None, cpu: bool, as_json: bool) -> None:
    """Routes of five fixed days and of public instances against the best known, checked independently."""
    from tagih.config.bench import route as measured  # noqa: PLC0415 (lazy: solver)

    done = measured.search(seconds=search) if search else None
    figures = {"best": done} if done else measured.measure(seconds=seconds, by_processor=cpu)
    answer({"bench": "route", **figures, **scratch.machine(), "load": scratch.processors()["load"]}, as_json=as_json)


@click.command()
@click.option("--people", default=100_000, show_default=True, type=click.IntRange(50, 250_000))
@click.option("--agents", default=50, show_default=True, type=click.IntRange(1, 500))
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 750))
@click.option("--seed", default=1, show_default=True)
@json_option
def town(people: int, agents: int, days: int, seed: int, as_json: bool) -> None:
    """A headless month of a town through its doors, proved: seconds by part, calls, what a call costs."""
    from tagih.config.bench import town as measured  # noqa: PLC0415 (lazy: start-up time)

    figures = measured.measure(people=people, agents=agents, days=days, seed=seed)
    answer({"bench": "town", **figures, **scratch.machine()}, as_json=as_json)


@click.command()
@click.option("--seeds", default=5, show_default=True, type=click.IntRange(1, 100), help="Teams, one a seed.")
@click.option("--seconds", default=30.0, show_default=True, type=click.FloatRange(1, 600), help="Search for each.")
@click.option(
    "--first", default=4.0, show_default=True, type=click.FloatRange(1, 60), help="Search for a first roster."
)
@click.option("--agents", default=60, show_default=True, type=click.IntRange(2, 500))
@click.option("--days", default=28, show_default=True, type=click.IntRange(7, 56))
@json_option
def roster(seeds: int, seconds: float, first: float, agents: int, days: int, as_json: bool) -> None:
    """Rosters against their proven bound, checked by other code than made them; and the repair of one absence."""
    from tagih.config.bench import roster as measured  # noqa: PLC0415 (lazy: solver)

    rows = [
        measured.measure(seed=seed, seconds=seconds, first_seconds=first, agents=agents, days=days)
        for seed in range(1, seeds + 1)
    ]
    answer({"bench": "roster", "agents": agents, "days": days, "teams": rows, **scratch.processors()}, as_json=as_json)


@click.command()
@click.option("--series", default=1000, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--seeds", default=5, show_default=True, type=click.IntRange(1, 1000), help="Series that are scored.")
@json_option
def forecast(series: int, seeds: int, as_json: bool) -> None:
    """Forecasts of many series, and their error against the four-week mean on weeks not seen."""
    from tagih.config.bench import forecast as measured  # noqa: PLC0415 (lazy: start-up time)

    answer(
        {"bench": "forecast", **measured.measure(series=series, seeds=seeds), **scratch.processors()}, as_json=as_json
    )


@click.command()
@click.option("--agents", "sizes", multiple=True, type=click.Choice(["5", "20", "100"]), help="All three if none.")
@click.option("--seeds", default=10, show_default=True, type=click.IntRange(1, 100), help="Days played for each cell.")
@click.option("--shifts", is_flag=True, help="Also days on which answers halve at noon, or talks double.")
@json_option
def pacing(sizes: tuple[str, ...], seeds: int, shifts: bool, as_json: bool) -> None:
    """The pacing of the dialer beside the bound and three other pacings, on simulated lines."""
    from tagih.config.bench import dialer as measured  # noqa: PLC0415 (lazy: start-up time)

    wanted = [int(size) for size in sizes] or [5, 20, 100]
    rows = []
    for row in measured.measure(sizes=wanted, seeds=seeds, shifts=shifts):
        rows.append(row)
        cells = " ".join(f"{name}={value}" for name, value in row.items())
        click.echo(cells, err=True)
    told = {"bench": "dialer", "seeds": seeds, "holds": all(row["holds"] for row in rows)}
    answer(told | {"furthest_points": round(measured.furthest(rows), 2), "rows": rows}, as_json=as_json)
