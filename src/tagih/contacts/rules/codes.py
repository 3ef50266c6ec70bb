"""One-time codes: how long they live, how often they may be sent and tried."""

import datetime as dt
from collections.abc import Collection

from tagih.contacts.enums import CodeState

TRANSITIONS: dict[CodeState, frozenset[CodeState]] = {
    CodeState.ISSUED: frozenset(
        {
            CodeState.SENT, CodeState.CONFIRMED, CodeState.SPENT, CodeState.EXPIRED, CodeState.REPLACED,
            CodeState.FAILED,
        }
    ),
    CodeState.SENT: frozenset({CodeState.CONFIRMED, CodeState.SPENT, CodeState.EXPIRED, CodeState.REPLACED}),
    CodeState.CONFIRMED: frozenset(),
    CodeState.SPENT: frozenset(),
    CodeState.EXPIRED: frozenset(),
    CodeState.REPLACED: frozenset(),
    CodeState.FAILED: frozenset(),
}  # fmt: skip
DIGITS = 6
LIFE = dt.timedelta(minutes=10)
TRIES = 5
GAP = dt.timedelta(seconds=60)
"""Between two codes to one number."""
A_NUMBER_A_DAY = 3
A_PERSON_A_DAY = 6
"""Over all numbers of one person: who changes numbers is not pestered more."""
AN_AGENT_AN_HOUR = 20
CONVERSATION = dt.timedelta(hours=1)
"""So long an allowed call covers the code that is sent while talking."""


def next_allowed_at(
    *,
    to_number: Collection[dt.datetime],
    to_person: Collection[dt.datetime],
    by_agent: Collection[dt.datetime],
    now: dt.datetime,
) -> dt.datetime | None:
    """This will say from when on a code may be sent, None for now.

    `to_number` and `to_person` are the instants of codes to the number, and to any number of the person, in the last
    day, `by_agent` of the agent's in the last hour.
    """
    waits = [now]
    if to_number:
        waits.append(max(to_number) + GAP)
    waits.append(_room(to_number, A_NUMBER_A_DAY, dt.timedelta(days=1), now))
    waits.append(_room(to_person, A_PERSON_A_DAY, dt.timedelta(days=1), now))
    waits.append(_room(by_agent, AN_AGENT_AN_HOUR, dt.timedelta(hours=1), now))
    latest = max(waits)
    return latest if latest > now else None


def _room(sent: Collection[dt.datetime], limit: int, period: dt.timedelta, now: dt.datetime) -> dt.datetime:
    """When the period has room for one more."""
    counted = sorted(at for at in sent if at > now - period)
    return now if len(counted) < limit else counted[len(counted) - limit] + period
