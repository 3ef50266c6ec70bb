"""A version asked about the last 90 days of the lake: started by a person, worked off by a job, day by day."""

import datetime as dt
from dataclasses import asdict
from typing import Any

from tagih.cases.queries.day import business_date
from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.staff.models import Person
from tagih.strategy import events
from tagih.strategy.models import StrategyReplay, StrategyVersion
from tagih.strategy.queries.replay import ReplayedDay, replayable, replayed
from tagih.strategy.queries.versions import REPLAYED_DAYS, newest_replay, readable


def start_replay(*, version: StrategyVersion, by: Person | None, now: dt.datetime) -> StrategyReplay:
    """This will have the days of the lake among the last 90 decided again by a version; a worker does it.

    A replay of the same text up to the same day that is under way or done is returned instead.
    """
    last = business_date(now=now)
    with database.transaction():
        held = StrategyVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
        known = newest_replay(held)
        if known is not None and known.last == last:
            return known
        first = last - dt.timedelta(days=REPLAYED_DAYS - 1)
        replay = StrategyReplay.objects.create(
            version=held, digest=held.digest, first=first, last=last, total=len(replayable(first, last)),
            started_by=by, started_at=now,
        )  # fmt: skip
        told = events.ReplayStarted(strategy_version_id=held.pk, strategy=str(held), replay_id=replay.pk)
        journal.publish(told, by=by, now=now)
    return replay


def run_replay(*, replay_id: int, now: dt.datetime) -> StrategyReplay:
    """This will decide each day again and keep its figures; killed and run again it begins from the first day.

    A text that was changed meanwhile is not replayed on: its replay stays unfinished and nobody can submit with it.
    """
    replay = StrategyReplay.objects.select_related("version").get(pk=replay_id)
    if replay.finished_at is not None or replay.digest != replay.version.digest:
        return replay
    dates = replayable(replay.first, replay.last)
    replay.total, replay.done, replay.days = len(dates), 0, []
    for day in replayed(readable(replay.version.text), dates):
        replay.days.append(_told(day))
        replay.done += 1
        with database.transaction():
            replay.save(update_fields=["days", "done", "total"])
            journal.tell([f"strategy_version:{replay.version_id}"])
    with database.transaction():
        replay.finished_at = now
        replay.save(update_fields=["finished_at", "total", "done", "days"])
        journal.tell([f"strategy_version:{replay.version_id}"])
    return replay


def _told(day: ReplayedDay) -> dict[str, Any]:
    return asdict(day) | {"date": day.date.isoformat()}
