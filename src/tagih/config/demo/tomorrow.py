"""The next morning on a button: the evening closes, the round runs, the new day opens; how far it is can be asked.

A visitor asks through a screen; the process of the colleagues, which stop meanwhile, plays it. Each step is safe to
repeat, so that a night that broke goes on when somebody asks again.
"""

import datetime as dt
import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from tagih.config import jobs
from tagih.config.day import run_day
from tagih.config.demo import desk, hands, plan, run, staffing, world
from tagih.config.demo.files import Files
from tagih.config.evening import run_evening
from tagih.kernel import calendars, home
from tagih.sandbox.lender import core
from tagih.staff.models import Person

log = logging.getLogger("tagih.demo")
DAWN, OPENS = dt.time(5, 0), dt.time(8, 20)


class Stage(StrEnum):
    """Where a night is."""

    ASKED = "ASKED"
    MONEY = "MONEY"
    EVENING = "EVENING"
    FILES = "FILES"
    ROUND = "ROUND"
    DONE = "DONE"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Night:
    """The newest night: from which date to which, and where it is."""

    stage: Stage
    before: str = ""
    after: str = ""

    @property
    def is_on(self) -> bool:
        return self.stage not in (Stage.DONE, Stage.FAILED)


def newest() -> Night | None:
    """This will return the night that was asked for last, None when there was none."""
    if not _file().exists():
        return None
    told = json.loads(_file().read_text())
    return Night(Stage(told["stage"]), told["before"], told["after"])


def ask() -> None:
    """This will ask for the next morning. While one is on its way nothing more is asked."""
    night = newest()
    if night is None or not night.is_on:
        _write(Night(Stage.ASKED))


def is_asked() -> bool:
    """This will tell whether a night waits to be played, also one that was cut off."""
    night = newest()
    return night is not None and night.is_on


def play() -> None:
    """This will play from the day in progress to the next morning, and set the clock there."""
    before, after = dates()
    try:
        _play(before, after, lambda stage: _write(Night(stage, before.isoformat(), after.isoformat())))
    except Exception:
        log.exception("the night broke")
        _write(Night(Stage.FAILED, before.isoformat(), after.isoformat()))


def dates() -> tuple[dt.date, dt.date]:
    """This will return the day in progress and the next working day.

    :raises RuntimeError: there is no demonstration
    """
    state = run.State.read()
    if state is None:
        raise RuntimeError("no demonstration")
    before = dt.date.fromisoformat(state.in_progress or state.played[-1])
    free = calendars.shipped([before.year, before.year + 1])
    return before, plan.next_working_date(before, lambda date: not calendars.is_national_holiday(date, free))


def _play(before: dt.date, after: dt.date, tell: Callable[[Stage], None]) -> None:
    state = run.State.read()
    assert state is not None
    tell(Stage.MONEY)
    anchor = dt.date.fromisoformat(state.anchor)
    lender = core.open_lender(seed=state.seed, customers=state.customers, anchor=anchor)
    evening = world.at(before, run.EVENING)
    world.tell_money(lender, date=before, until=evening, most=run.PAYMENTS[plan.Depth.TODAY])
    world.keep_promises(date=before, until=evening, seed=state.seed)
    jobs.drain()
    tell(Stage.EVENING)
    run_evening(before, now=lambda: evening)
    tell(Stage.FILES)
    world.land_files(lender, date=after, since=before, files=Files(home.path() / "demo-files"))
    tell(Stage.ROUND)
    run_day(after, now=lambda: world.at(after, DAWN), until="repairs")
    opens = world.at(after, OPENS)
    colleagues = Person.objects.filter(username__in=staffing.colleagues())
    desk.sit_down(list(colleagues), now=opens, rng=np.random.default_rng([state.seed, after.toordinal(), 5]))
    state.played.append(after.isoformat())
    state.in_progress = after.isoformat()
    state.write()
    hands.set_ahead(opens - dt.datetime.now(dt.UTC))
    tell(Stage.DONE)


def _write(night: Night) -> None:
    draft = _file().with_suffix(".draft")
    draft.write_text(json.dumps(asdict(night)))
    draft.replace(_file())


def _file() -> Path:
    return home.path() / "demo-night.json"
