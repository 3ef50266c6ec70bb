"""The life of a business day, and when the round and the evening of a date are to run by themselves."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tagih.portfolio.enums import DayStatus, Feed, Turn

TRANSITIONS: dict[DayStatus, frozenset[DayStatus]] = {
    DayStatus.OPEN: frozenset({DayStatus.CLOSED}),
    DayStatus.CLOSED: frozenset({DayStatus.OPEN}),  # a restatement, with its reason
}

SETTLING = dt.timedelta(minutes=2)
"""Files come one after the other: the round waits this long after the last one."""
UNDISTURBED = dt.timedelta(minutes=30)
"""Books are not closed under the hands of whoever has just run the round of an older date again."""
PATIENCE = (dt.timedelta(minutes=5), dt.timedelta(minutes=15), dt.timedelta(hours=1))
"""How long to wait after the first, the second, any further failure."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """Which files the round of a date waits for, from what hour, and when the evening begins (hours of Jakarta)."""

    is_on: bool = True
    feeds: tuple[str, ...] = (Feed.CONTRACTS,)
    round_from: dt.time = dt.time(5)
    evening_from: dt.time = dt.time(20)

    @classmethod
    def parse(cls, text: str) -> "Timetable":
        """This will read `feeds=contracts+payments,from=04:30,evening=20:00`, or `off`; the rest keeps its default.

        :raises ValueError: an unknown name or feed, or no time of day
        """
        if text.strip().lower() == "off":
            return cls(is_on=False)
        given = dict(pair.split("=", 1) for pair in text.replace(" ", "").split(",") if pair)
        if unknown := set(given) - {"feeds", "from", "evening"}:
            raise ValueError(f"TAGIH_ROUND knows off, feeds, from, evening, not {', '.join(sorted(unknown))}")
        return cls(
            feeds=tuple(Feed(name) for name in given["feeds"].split("+")) if "feeds" in given else cls().feeds,
            round_from=dt.time.fromisoformat(given.get("from", "05:00")),
            evening_from=dt.time.fromisoformat(given.get("evening", "20:00")),
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one date. Instants are local times of the house; failures by turn: (how often, when last)."""

    date: dt.date
    status: DayStatus | None = None
    missing: tuple[str, ...] = ()
    landing: tuple[str, ...] = ()
    last_landed_at: dt.datetime | None = None
    is_round_done: bool = False
    round_ended_at: dt.datetime | None = None
    failures: Mapping[Turn, tuple[int, dt.datetime]] | None = None


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next for a date and from when on; `waits_for` names feeds without which it does not begin."""

    date: dt.date
    turn: Turn
    at: dt.datetime
    waits_for: tuple[str, ...] = ()

    def is_due(self, now: dt.datetime) -> bool:
        """This will tell whether it is time."""
        return not self.waits_for and now >= self.at


def following(timetable: Timetable, standing: Standing, *, zone: dt.tzinfo) -> Next | None:
    """This will return what comes next for a date, or None where nothing does: a closed day, or nothing by itself."""
    if not timetable.is_on or standing.status is DayStatus.CLOSED:
        return None
    turn = Turn.EVENING if standing.status and standing.is_round_done else Turn.ROUND
    hour = timetable.evening_from if turn is Turn.EVENING else timetable.round_from
    earliest = [dt.datetime.combine(standing.date, hour, tzinfo=zone)]
    if turn is Turn.EVENING and standing.round_ended_at:
        earliest.append(standing.round_ended_at + UNDISTURBED)
    if turn is Turn.ROUND and standing.last_landed_at:
        earliest.append(standing.last_landed_at + SETTLING)
    times, last = (standing.failures or {}).get(turn, (0, None))
    if last is not None:
        earliest.append(last + PATIENCE[min(times, len(PATIENCE)) - 1])
    waits_for = (*standing.missing, *standing.landing) if turn is Turn.ROUND else ()
    return Next(standing.date, turn, max(earliest), waits_for)
