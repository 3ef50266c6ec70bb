"""The demonstration from nothing, or from where it was: people, files, days of work, today."""

import datetime as dt
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import monotonic

import numpy as np
from django.utils.translation import gettext_lazy as _

from tagih.config import jobs
from tagih.config.day import run_day
from tagih.config.demo import desk, places, plan, staffing, street, world
from tagih.config.demo import files as dawns
from tagih.config.demo.files import Files
from tagih.config.demo.plan import Day, Depth
from tagih.config.evening import run_evening
from tagih.kernel import calendars, clock, home
from tagih.kernel.errors import Refusal
from tagih.reporting import operations as reporting
from tagih.sandbox.lender import core
from tagih.sandbox.lender.core import Lender
from tagih.staff.models import Person, Unit

log = logging.getLogger("tagih.demo")
SEED = 7
OPENS, CLOSES, EVENING = dt.time(8, 15), dt.time(15, 45), dt.time(20, 30)
CALLS = {Depth.WHOLE: 7, Depth.TODAY: 11}
PAYMENTS = {Depth.WHOLE: 35, Depth.TODAY: 60}
TARGETS = {"RPC_RATE": "0.35", "PTP_RATE": "0.55", "PK_RATE": "0.60", "BAD_NUMBER_RATE": "0.05"}


class NotADemonstration(Refusal):
    """The database holds other people's work."""

    def __init__(self) -> None:
        super().__init__(
            "NOT_A_DEMONSTRATION", _("This database already holds people that no demonstration made."),
            remedy=_("Set TAGIH_HOME to an empty folder, and DATABASE_URL to an empty database or to nothing."),
        )  # fmt: skip


@dataclass(slots=True)
class State:
    """What was made so far, kept in the data folder."""

    customers: int
    anchor: str
    seed: int = SEED
    played: list[str] = field(default_factory=list)
    in_progress: str = ""

    @classmethod
    def file(cls) -> Path:
        return home.path() / "demo.json"

    @classmethod
    def read(cls) -> "State | None":
        return cls(**json.loads(cls.file().read_text())) if cls.file().exists() else None

    def write(self) -> None:
        draft = self.file().with_suffix(".draft")
        draft.write_text(json.dumps(asdict(self), indent=1))
        draft.replace(self.file())


Say = Callable[[str, float], None]
"""Is told what was done and the seconds it took."""


def begin_files(*, customers: int, now: dt.datetime) -> Files:
    """This will let the files of a demonstration that is to be made anew be written while the rest is made ready."""
    folder = home.path() / "demo-files"
    if State.file().exists():
        return Files(folder)
    local = clock.local(now, clock.WIB)
    is_working = _calendar(local.date())
    last = plan.working_date(local, is_working)
    return dawns.begin(seed=SEED, customers=customers, anchor=last, days=plan.days(last, is_working), folder=folder)


def prepare(
    *, customers: int, now: dt.datetime, say: Say, files: Files | None = None, nearly: Callable[[], None] = lambda: None
) -> State:
    """This will make the demonstration, or go on with the one that is there, until today's work is in progress.

    `files` come from `begin_files`. `nearly` is called when only the last day is left to be played, or nothing.

    Killed anywhere it goes on at the next call: files and rounds are landed and run once, a day's work is resumed.

    :raises NotADemonstration:
    """
    local = clock.local(now, clock.WIB)
    is_working = _calendar(local.date())
    last = plan.working_date(local, is_working)
    state = State.read()
    files = files or Files(home.path() / "demo-files")
    if state is None:
        if Person.objects.exists():
            files.drop()
            raise NotADemonstration
        state = State(customers=customers, anchor=last.isoformat())
        state.write()
    with _told(say, "people"):
        agents = staffing.hire_everybody(seed=state.seed, now=world.at(staffing.JOINED, OPENS))
        _set_targets(now)
    days = _left(state, last, is_working)
    if days:
        with _told(say, f"lender of {state.customers} customers"):
            anchor = dt.date.fromisoformat(state.anchor)
            lender = core.open_lender(seed=state.seed, customers=state.customers, anchor=anchor)
        for day in days:
            if day is days[-1]:
                nearly()
            with _told(say, f"{day.date:%d/%m/%Y} {day.depth.lower()}"):
                _play(day, lender, files, agents, state, now)
            state.played.append(day.date.isoformat())
            state.write()
        with _told(say, "places"):
            _fill_places([day.date for day in days if day.depth is Depth.WHOLE], state, now)
    else:
        nearly()
    desk.sit_down(agents, now=now, rng=np.random.default_rng([state.seed, 5]))
    return state


def _left(state: State, last: dt.date, is_working: Callable[[dt.date], bool]) -> list[Day]:
    """The dates still to be played: those of the first plan, then working days since, at most three of them whole."""
    first = plan.days(dt.date.fromisoformat(state.anchor), is_working)
    left = [day for day in first if day.date.isoformat() not in state.played]
    if left or last.isoformat() <= state.played[-1]:
        return left
    before = dt.date.fromisoformat(state.played[-1])
    since = [day.date for day in plan.days(last, is_working) if before < day.date][-4:]
    depths = [Depth.WHOLE] * (len(since) - 1) + [Depth.TODAY]
    return [Day(date, earlier, depth) for date, earlier, depth in zip(since, [before, *since], depths, strict=False)]


def _play(day: Day, lender: Lender, files: Files, agents: list[Person], state: State, now: dt.datetime) -> None:
    _finish_day_in_progress(state)
    world.land_files(lender, date=day.date, since=day.since, files=files)
    if day.depth is Depth.LAKE:
        return
    morning = world.at(day.date, dt.time(5, 0))
    run_day(day.date, now=lambda: morning, until="repairs")
    opens, closes = world.at(day.date, OPENS), world.at(day.date, CLOSES)
    until = min(closes, max(now, opens + dt.timedelta(minutes=45))) if day.depth is Depth.TODAY else closes
    town = desk.Town.of(lender, first=day.date)
    desk.work(agents, town, date=day.date, opens=opens, closes=until, calls=CALLS[day.depth], seed=state.seed)
    places.send_messages(date=day.date, now=until)
    world.tell_money(lender, date=day.date, until=until, most=PAYMENTS[day.depth])
    world.keep_promises(date=day.date, until=until, seed=state.seed)
    jobs.drain()
    if day.depth is Depth.WHOLE:
        _evening(day.date)
    else:
        state.in_progress = day.date.isoformat()
        reporting.compute_day(business_date=day.date, by=None, now=until)


def _fill_places(worked: list[dt.date], state: State, now: dt.datetime) -> None:
    """What other places of the house keep of the days; where too little happened to fill one, it stays empty."""
    fillings: list[Callable[[], int]] = [
        lambda: places.plan_shifts(now=now), lambda: street.receive_replies(now=now),
        lambda: street.write_letters(now=now), lambda: street.plan_visits(now=now),
    ]  # fmt: skip
    if worked:
        fillings.append(lambda: places.review_contacts(first=worked[0], last=worked[-1], now=now, seed=state.seed))
    for fill in fillings:
        try:
            fill()
        except Refusal as refusal:
            log.warning("a place stays empty", extra={"code": refusal.code})
    jobs.drain()


def _finish_day_in_progress(state: State) -> None:
    """An earlier demonstration ended in the middle of a day; its evening comes first."""
    if not state.in_progress:
        return
    _evening(dt.date.fromisoformat(state.in_progress))
    state.in_progress = ""


def _evening(date: dt.date) -> None:
    evening = world.at(date, EVENING)
    run_evening(date, now=lambda: evening)


def _set_targets(now: dt.datetime) -> None:
    company = Unit.objects.get(code="HQ")
    for figure, value in TARGETS.items():
        reporting.ensure_target(figure=figure, unit=company, value=value, starts_on=staffing.JOINED, now=now)


def _calendar(today: dt.date) -> Callable[[dt.date], bool]:
    """Monday to Saturday without national holidays."""
    free = calendars.shipped([today.year - 1, today.year])
    return lambda date: date.weekday() < 6 and not calendars.is_national_holiday(date, free)


@contextmanager
def _told(say: Say, what: str) -> Iterator[None]:
    began = monotonic()
    yield
    say(what, monotonic() - began)
