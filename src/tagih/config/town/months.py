"""Months of a town against Tagih: files at dawn, the round, calls and money by day, the evening's judgement."""

import datetime as dt
import json
import secrets
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from django.conf import settings
from django.test.utils import override_settings

from tagih.config import jobs
from tagih.config.day import judge_promises, run_day
from tagih.config.evening import run_evening
from tagih.config.town import house, inside
from tagih.kernel import calendars, clock
from tagih.portfolio import operations as portfolio
from tagih.portfolio.enums import LandingStatus
from tagih.sandbox.town import agents as people_at_work
from tagih.sandbox.town import feeds
from tagih.sandbox.town import town as life
from tagih.sandbox.town.agents import Day
from tagih.sandbox.town.book import day_number
from tagih.sandbox.town.doors import Desk, Provider
from tagih.sandbox.town.exchange import Exchange
from tagih.sandbox.town.parameters import Parameters
from tagih.sandbox.town.state import Town

ROUND, OPENS, CLOSES, EVENING = dt.time(5, 0), dt.time(8, 15), dt.time(16, 45), dt.time(22, 30)
ORDER = ("customers", "contact_points", "contracts", "instalments", "clock_actions", "payments")
PROVIDER = "kota"
TELLS_EVERY = dt.timedelta(minutes=30)
"""Between two deliveries of a provider; what is in one is posted and judged together."""
COST_A_CALL, COST_AN_HOUR = 350, 32_000
"""Rupiah: a call of average length, an hour of an agent with the desk. Invented."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be played."""

    parameters: Parameters
    seed: int
    people: int
    first: dt.date
    days: int
    agents: int
    policy: str
    closes: dt.time = CLOSES


@dataclass(slots=True)
class Played:
    """A run: the town as it ended, its lines, what each day did, seconds by part."""

    plan: Plan
    town: Town
    exchange: Exchange
    days: list[tuple[dt.date, Day]] = field(default_factory=list)
    buckets: dict[str, list[int]] = field(default_factory=dict)
    seconds: Counter[str] = field(default_factory=Counter)
    last_file: dt.date | None = None


class AtOnce:
    """Headless time: it is whatever the next event says."""

    def __init__(self, start: dt.datetime) -> None:
        self.instant = start

    def reach(self, instant: dt.datetime) -> bool:
        self.instant = instant
        return True

    def now(self) -> dt.datetime:
        return self.instant


def play(plan: Plan, *, say: Callable[[str], None] = lambda line: None) -> Played:
    """This will play the months of a plan in the database and the lake of this process, which must be empty.

    :raises NoSuchPolicy:
    """
    began = perf_counter()
    pace = AtOnce(_at(plan.first, dt.time(0, 30)))
    with clock.told_by(pace.now), _provider() as provider:
        hired = house.open_house(
            plan.parameters, agents=plan.agents, policy=plan.policy, first=plan.first, now=pace.now()
        )
        desks = _signed_in(len(hired)) if house.POLICIES[plan.policy] is not None else []
        town = life.found(plan.parameters, seed=plan.seed, people=plan.people, first=plan.first, days=plan.days)
        played = Played(plan, town, Exchange(town))
        played.seconds["found"] = perf_counter() - began
        played.buckets["start"] = buckets(town, town.first)
        seats = people_at_work.seats_of(plan.seed, desks)
        is_working = _working_days(plan)
        for ahead in range(plan.days):
            date = plan.first + dt.timedelta(days=ahead)
            _play_day(played, date, seats if is_working(date) else [], provider, pace, round_runs=is_working(date))
            say(f"{date:%d/%m/%Y} {dict(played.days[-1][1].counts)}")
        _close(played, pace)
        played.buckets["end"] = buckets(town, town.first + plan.days)
        played.seconds["all"] = perf_counter() - began
    return played


def _play_day(
    played: Played, date: dt.date, seats: list[people_at_work.Seat], provider: Provider, pace: AtOnce, *,
    round_runs: bool,
) -> None:  # fmt: skip
    town, seconds = played.town, played.seconds
    if round_runs:
        pace.reach(_at(date, ROUND))
        _round(played, date)
    with _counted(seconds, "town"):
        life.live_a_day(town, day_number(date))
    with _counted(seconds, "day"):
        done = people_at_work.work(
            played.exchange, seats, _teller(town, provider), pace, opens=_at(date, OPENS),
            closes=_at(date, played.plan.closes), ends=_at(date, dt.time(21, 45)), tells_every=TELLS_EVERY,
        )  # fmt: skip
    played.days.append((date, done))
    if round_runs:
        pace.reach(_at(date, EVENING))
        with _counted(seconds, "evening"):
            run_evening(date, now=pace.now)


def _teller(town: Town, provider: Provider) -> people_at_work.Tell:
    """Notices through the webhook, then the jobs that they cause: a worker stands by."""

    def tell(at: dt.datetime) -> list[dict[str, Any]]:
        told = feeds.notices(town, until=int(at.timestamp()))
        answers = provider.tell(told, at=at) if told else []
        jobs.drain()
        return answers

    return tell


def _round(played: Played, date: dt.date) -> None:
    """Files as the core writes them, landed and rolled: the lender's own operators at work."""
    now = clock.now()
    folder = Path(tempfile.mkdtemp(prefix="tagih-town-"))
    try:
        with _counted(played.seconds, "files"):
            written = feeds.write_files(played.town, day=date, since=played.last_file, folder=folder)
        with _counted(played.seconds, "land"):
            for feed in ORDER:
                if feed in written:
                    _land(feed, written[feed], date, now)
    finally:
        shutil.rmtree(folder)
    with _counted(played.seconds, "round"):
        run_day(date, now=clock.now, until="work-items")
    jobs.drain()
    played.last_file = date


def _land(feed: str, path: Path, date: dt.date, now: dt.datetime) -> None:
    landing = portfolio.receive_feed(feed=feed, path=path, business_date=date, now=now).landing
    if landing.status == LandingStatus.RECEIVED:
        portfolio.land(landing_id=landing.pk, now=now, is_approved=True)


def _close(played: Played, pace: AtOnce) -> None:
    """The morning after: the last files, the last round, the last judgement."""
    date = played.plan.first + dt.timedelta(days=played.plan.days)
    pace.reach(_at(date, ROUND))
    _round(played, date)
    judge_promises(business_date=date, now=pace.now(), by=None)


def outcome(played: Played) -> dict[str, Any]:
    """This will sum up a run: what was collected, what it cost, what it did to people."""
    town, plan = played.town, played.plan
    counts: Counter[str] = Counter()
    results: Counter[str] = Counter()
    for _date, day in played.days:
        counts += day.counts
        results += day.results
    talks = sum(1 for *_facts, result in played.exchange.rung if result == "CONSUMER")
    worked = int(np.count_nonzero(town.state.calls_in_all))
    hours = sum(1 for _date, day in played.days if day.counts["asked"]) * plan.agents * _hours_a_day(plan)
    start, end = played.buckets["start"], played.buckets["end"]
    return {
        "town": plan.parameters.name, "policy": plan.policy, "seed": plan.seed, "people": plan.people,
        "days": plan.days, "agents": plan.agents, "amount_collected": collected(town, plan.days),
        "cost": round(counts["calls"] * COST_A_CALL + hours * COST_AN_HOUR), "calls": counts["calls"],
        "right_party_contacts": talks, "people_called": worked,
        "contacts_per_person": round(talks / max(worked, 1), 3), "promises": results["PROMISE"],
        "complaints": town.ledger.counts["COMPLAINT"], "opt_outs": 0, "gate_refusals": counts["refused"],
        **flows(town, start, end), "digest": town.ledger.digest(),
        "seconds": {name: round(value, 1) for name, value in played.seconds.items()},
    }  # fmt: skip


def _hours_a_day(plan: Plan) -> float:
    """What an agent of the plan is paid for: from opening to closing, without lunch."""
    shift = _at(plan.first, plan.closes) - _at(plan.first, OPENS)
    lunch = 0.75 if plan.closes > people_at_work.LUNCH[1] else 0.0
    return max(0.0, shift.total_seconds() / 3600 - lunch)


def collected(town: Town, days: int) -> int:
    """This will add up what the core recorded during the run, reversals taken off, in rupiah."""
    begins, ends = life.dawn(town.first), life.dawn(town.first + days)
    moves = [move for move in town.ledger.movements if begins <= move.recorded < ends]
    return sum(-move.amount if move.reversal_of else move.amount for move in moves)


def flows(town: Town, start: list[int], end: list[int]) -> dict[str, float]:
    """This will return the share of the late that cured, and of all that are in a later bucket at the end."""
    before, after = np.array(start), np.array(end)
    late = before > 0
    return {
        "cure_rate": round(float((after[late] == 0).mean()), 4) if late.any() else 0.0,
        "roll_rate": round(float((after > before).mean()), 4),
        "late_share_start": round(float(late.mean()), 4),
        "late_share_end": round(float((after > 0).mean()), 4),
    }


def write_events(played: Played, file: Path) -> None:
    """This will write every event of the town, one JSON line each."""
    file.write_text("\n".join(played.town.ledger.lines()) + "\n", encoding="utf-8")


def summary_text(told: dict[str, Any]) -> str:
    """This will return an outcome as JSON for a file."""
    return json.dumps(told, indent=1, ensure_ascii=False)


def buckets(town: Town, day: int) -> list[int]:
    """This will return the bucket of each loan as its people know it: 0 not late, 1 for days 1 to 30, and so on."""
    late = life.days_late(town, day)
    return np.where(late <= 0, 0, (late - 1) // 30 + 1).tolist()


def _signed_in(count: int) -> list[Desk]:
    ask = inside.door()
    desks = [Desk(ask) for _number in range(count)]
    with override_settings(PASSWORD_HASHERS=[house.HASHER]):
        for number, desk in enumerate(desks, start=1):
            desk.sign_in(f"agen{number}", house.PASSWORD)
    return desks


class _provider:
    """A payment provider whose secret this process knows for as long as the run lasts."""

    def __enter__(self) -> Provider:
        self.before, secret = settings.TAGIH_WEBHOOK_SECRETS, secrets.token_hex(16)
        settings.TAGIH_WEBHOOK_SECRETS = {**self.before, PROVIDER: secret}
        return Provider(inside.door(), PROVIDER, secret)

    def __exit__(self, *_problem: object) -> None:
        settings.TAGIH_WEBHOOK_SECRETS = self.before


class _counted:
    """Adds the seconds of a block to a counter."""

    def __init__(self, seconds: Counter[str], name: str) -> None:
        self.seconds, self.name = seconds, name

    def __enter__(self) -> None:
        self.began = perf_counter()

    def __exit__(self, *_problem: object) -> None:
        self.seconds[self.name] += perf_counter() - self.began


def _working_days(plan: Plan) -> Callable[[dt.date], bool]:
    last = plan.first + dt.timedelta(days=plan.days)
    free = calendars.shipped(sorted({plan.first.year, last.year}))
    return lambda date: date.weekday() < 6 and not calendars.is_national_holiday(date, free)


def _at(date: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(date, time, tzinfo=clock.WIB).astimezone(dt.UTC)
