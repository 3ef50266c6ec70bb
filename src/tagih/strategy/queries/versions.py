"""Versions of strategies: which are in force, what the newest replay says, how two texts differ."""

import datetime as dt
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tagih.strategy.models import Release, StrategyReplay, StrategyVersion
from tagih.strategy.queries.shipped import shipped_text
from tagih.strategy.rules.document.checking import check
from tagih.strategy.rules.document.parts import Strategy
from tagih.strategy.rules.versions import EVERYBODY, Released, Standing, standing_on

REPLAY_HOLDS = dt.timedelta(days=3)
REPLAYED_DAYS = 90
SHIPPED = "–"


@dataclass(frozen=True, slots=True)
class Share:
    """A strategy and for whom it decides: places from `low` to below `high` of 100 under a salt."""

    strategy: Strategy
    text: str
    label: str
    low: int = 0
    high: int = EVERYBODY
    salt: str = ""

    @property
    def percent(self) -> int:
        """Of a hundred people, for how many it decides."""
        return self.high - self.low

    @property
    def mark(self) -> str:
        """What changes when this share does."""
        return f"{self.strategy.digest}:{self.low}-{self.high}:{self.salt}"


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One line of a difference: `sign` is + (new), - (gone), = (kept) or ~ (lines left out)."""

    sign: str
    text: str
    old: int | None
    new: int | None


def live_releases() -> list[Release]:
    """This will return the releases that nobody took back, oldest first."""
    held = Release.objects.filter(ended_at__isnull=True).select_related("version", "released_by")
    return list(held.order_by("effective_on", "pk"))


def released(releases: list[Release]) -> list[Released]:
    """This will return releases as the rules know them."""
    return [Released(one.pk, one.version_id, one.share, one.salt, one.effective_on) for one in releases]


def standing_releases(date: dt.date) -> Standing:
    """This will return the releases that decide on a date."""
    return standing_on(released(live_releases()), date)


def in_force(date: dt.date) -> tuple[Share, ...]:
    """This will return the strategies that decide on a date: one, or one and a trial; each person belongs to one."""
    releases = live_releases()
    standing = standing_on(released(releases), date)
    versions = {one.version_id: one.version for one in releases}
    base = versions[standing.base.version] if standing.base else None
    text, label = (base.text, str(base)) if base else (shipped_text(), SHIPPED)
    trial = standing.trial
    if trial is None:
        return (Share(readable(text), text, label),)
    tried = versions[trial.version]
    return (
        Share(readable(tried.text), tried.text, str(tried), 0, trial.share, trial.salt),
        Share(readable(text), text, label, trial.share, EVERYBODY, trial.salt),
    )


def newest_replay(version: StrategyVersion) -> StrategyReplay | None:
    """This will return the newest replay of exactly this text."""
    return StrategyReplay.objects.filter(version=version, digest=version.digest).order_by("-pk").first()


def replay_holds(replay: StrategyReplay | None, *, now: dt.datetime) -> bool:
    """This will tell whether a replay is finished and young enough to be submitted with."""
    return replay is not None and replay.finished_at is not None and now - replay.finished_at <= REPLAY_HOLDS


def difference(old: str, new: str, *, around: int = 3) -> Iterator[ChangedLine]:
    """This will yield the lines that differ, with some lines around them."""
    before, after = old.splitlines(), new.splitlines()
    groups = difflib.SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(around)
    for number, group in enumerate(groups):
        if number:
            yield ChangedLine("~", "", None, None)
        for kind, low, high, start, end in group:
            if kind == "equal":
                for place in range(high - low):
                    yield ChangedLine("=", before[low + place], low + place + 1, start + place + 1)
                continue
            yield from (ChangedLine("-", before[at], at + 1, None) for at in range(low, high))
            yield from (ChangedLine("+", after[at], None, at + 1) for at in range(start, end))


@lru_cache(maxsize=16)
def readable(text: str) -> Strategy:
    """This will return a stored text as a strategy."""
    strategy = check(text).strategy
    if strategy is None:
        raise ValueError("a stored strategy can no longer be read")
    return strategy
