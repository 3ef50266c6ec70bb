"""`tagih workforce`: staffing, forecasts and rosters."""

import csv
import json
import math
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _
from pydantic import ValidationError

from tagih.config.cli.answers import answer, json_option
from tagih.kernel import calendars, clock
from tagih.kernel.errors import Refusal
from tagih.workforce.rules.forecast import forecast as predict
from tagih.workforce.rules.queueing import Demand, agents_needed
from tagih.workforce.rules.roster import Problem as TeamProblem
from tagih.workforce.rules.roster import missing, violations
from tagih.workforce.rules.series import Series, SeriesUnreadable, read


@click.group()
def workforce() -> None:
    """The right people at the right hour."""


def _number(context: click.Context, option: click.Parameter, value: float | None) -> float | None:
    if value is not None and not math.isfinite(value):
        raise click.BadParameter("must be a finite number", context, option)
    return value


ABOVE_ZERO = click.FloatRange(min=0, min_open=True)


@workforce.command()
@click.option(
    "--calls", type=click.FloatRange(min=0), callback=_number, required=True, help="Calls offered in the interval."
)
@click.option("--aht", type=ABOVE_ZERO, callback=_number, required=True, help="Handling time of a call, seconds.")
@click.option("--interval", type=ABOVE_ZERO, callback=_number, required=True, help="Length of the interval, seconds.")
@click.option(
    "--service-level",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    callback=_number,
    default=0.8,
    show_default=True,
    help="Share of offered calls to be answered in time.",
)
@click.option(
    "--within", type=click.FloatRange(min=0), callback=_number, required=True, help="In time means within, seconds."
)
@click.option(
    "--patience", type=ABOVE_ZERO, callback=_number, help="Mean time until a caller hangs up, seconds; none: never."
)
@json_option
def staff(
    calls: float,
    aht: float,
    interval: float,
    service_level: float,
    within: float,
    patience: float | None,
    as_json: bool,
) -> None:
    """Agents that a stream of inbound calls needs: Erlang C, or Erlang A with --patience.

    The service level is the share of offered calls answered within the limit, so a caller who hangs up counts as not
    served; asa_s is the mean wait of those who are answered.
    """
    demand = Demand(calls=calls, aht_s=aht, interval_s=interval, patience_s=patience)
    if demand.load > MOST_ERLANGS:
        raise Refusal(
            "LOAD_TOO_LARGE",
            _("%(load).0f Erlang of traffic is more than %(most)d.") % {"load": demand.load, "most": MOST_ERLANGS},
            field="calls",
            remedy=_("Check the unit: --aht and --interval are in seconds."),
        )
    service = agents_needed(demand, service_level=service_level, within_s=within)
    answer(
        {
            "agents": service.agents,
            "service_level": round(service.service_level, 6),
            "asa_s": round(service.asa_s, 3),
            "occupancy": round(service.occupancy, 6),
            "abandon_rate": round(service.abandon_rate, 6),
        },
        as_json=as_json,
    )


MOST_ERLANGS = 50_000


class VolumesUnreadable(Refusal):
    """A file of volumes lacks something or says it wrongly."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            "VOLUMES_UNREADABLE",
            f"{problem}.",
            remedy=_("The file needs a column of times (at) and one of volumes (value), and may have one of series."),
        )


@workforce.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--horizon", type=click.IntRange(1, 100_000), required=True, help="Intervals ahead.")
@json_option
def forecast(file: Path, horizon: int, as_json: bool) -> None:
    """Forecast the volumes of FILE (CSV: at, value, perhaps series); methods compete on its last weeks.

    The answer is one JSON object; `error` is the weighted absolute percentage error of the method on the past.
    """
    answered = [_forecast_of(series, horizon) for series in _series_of(file)]
    answer(answered[0] if len(answered) == 1 else {"series": answered}, as_json=True)


def _series_of(file: Path) -> list[Series]:
    free = calendars.shipped(range(clock.now().year - 6, clock.now().year + 3))
    holidays = frozenset(day for day in free if calendars.is_national_holiday(day, free))
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            rows = csv.reader(text)
            header = next(rows, None)
            if header is None:
                raise VolumesUnreadable(_("The file is empty"))
            return read(header, rows, holidays)
    except (SeriesUnreadable, csv.Error, UnicodeDecodeError) as problem:
        raise VolumesUnreadable(str(problem)) from None


def _forecast_of(series: Series, horizon: int) -> dict[str, Any]:
    times = series.ahead(horizon)
    days = -(-horizon // len(series.times))
    found = predict(series.history, days)
    values = found.values.reshape(-1)[:horizon]
    return {
        "series": series.name,
        "method": found.method,
        "error": None if math.isnan(found.error) else round(found.error, 4),
        "scores": {name: None if math.isnan(score) else round(score, 4) for name, score in found.scores.items()},
        "forecast": [
            {"at": at.isoformat(timespec="minutes"), "value": round(float(value), 3)}
            for at, value in zip(times, values, strict=True)
        ],
    }


class TeamUnreadable(Refusal):
    """The description of a team and its shifts cannot be planned as it stands."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(
            "TEAM_UNREADABLE",
            f"{field}: {problem}." if field else f"{problem}.",
            field=field,
            remedy=_("See docs/how-to/rosters.md for the fields."),
        )


class NoRosterInTime(Refusal):
    """The time was too short."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            "NO_ROSTER_IN_TIME",
            _("No roster was found in %(seconds)g seconds.") % {"seconds": seconds},
            field="seconds",
            remedy=_("Give it more --seconds."),
        )


class RulesConflict(Refusal):
    """Cells that were fixed beforehand cannot hold together."""

    def __init__(self, rules: list[str]) -> None:
        super().__init__(
            "RULES_CONFLICT",
            _("Fixed cells contradict the rules: %(rules)s.") % {"rules": "; ".join(rules)},
            field="pinned",
            remedy=_("Free one of these cells, or change the rule."),
        )


@workforce.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--seconds", type=click.FloatRange(1, 3600), default=60.0, show_default=True, help="How long to search.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True)
@json_option
def roster(file: Path, seconds: float, seed: int, as_json: bool) -> None:
    """Make a roster for the team of FILE (JSON): hard rules kept, as little demand uncovered as can be.

    `cost` is the number of agent-intervals missing, `bound` what no roster can go below.
    """
    from tagih.workforce.adapters.rosters import PinsConflict  # noqa: PLC0415 (lazy: solver)
    from tagih.workforce.adapters.rosters.cpsat import CpSatSolver  # noqa: PLC0415 (lazy: solver)

    problem = _team_of(file)
    try:
        found = CpSatSolver().solve(problem, seconds=seconds, seed=seed)
    except PinsConflict as broken:
        raise RulesConflict([str(rule) for rule in broken.rules]) from None
    except TimeoutError:
        raise NoRosterInTime(seconds) from None
    short = [
        {"day": day, "interval": interval, "missing": round(gap, 2)}
        for day, row in enumerate(missing(problem, found.plan))
        for interval, gap in enumerate(row)
        if gap > 0
    ]
    checked = violations(problem, found.plan)
    answer(
        {
            "roster": found.plan,
            "short": short,
            "bound": round(found.bound, 2),
            "cost": round(found.cost, 2),
            "violations": checked,
        },
        as_json=True,
    )


def _team_of(file: Path) -> TeamProblem:
    try:
        return TeamProblem.model_validate(json.loads(file.read_bytes()))
    except (UnicodeDecodeError, json.JSONDecodeError) as problem:
        raise TeamUnreadable("", _("The file is not JSON: %(problem)s") % {"problem": problem}) from None
    except (ValidationError, ValueError) as problem:
        if not isinstance(problem, ValidationError):
            raise TeamUnreadable("", str(problem)) from None
        first = problem.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise TeamUnreadable(where, first["msg"].removeprefix("Value error, ")) from None
