"""The round and the evening by themselves: a look every minute at what is due."""

import datetime as dt
import logging
from collections.abc import Callable

from tagih.config.day import RoundBusy, run_day
from tagih.config.evening import run_evening
from tagih.portfolio import queries
from tagih.portfolio.enums import Turn

log = logging.getLogger("tagih.rounds")


def keep_time(*, now: Callable[[], dt.datetime]) -> list[str]:
    """This will run every round and evening that is due, oldest date first, and return what it ran.

    Where another process is at one already, nothing is run: it will look again in a minute. What fails is tried again
    after a while (see rules.days.PATIENCE), and the rest is left until then: evenings follow their rounds.
    """
    done: list[str] = []
    while due := [turn for turn in queries.due_turns(now=now()) if f"{turn.turn} {turn.date}" not in done]:
        first = due[0]
        run = run_day if first.turn is Turn.ROUND else run_evening
        try:
            run(first.date, now=now, is_patient=False)
        except RoundBusy:
            break
        log.info("ran by itself", extra={"turn": str(first.turn), "date": first.date.isoformat()})
        done.append(f"{first.turn} {first.date}")
    return done
