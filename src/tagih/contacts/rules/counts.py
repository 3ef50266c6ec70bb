"""The rules that look at when and how often. Each refusal carries the instant at which it falls away."""

import datetime as dt
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from tagih.contacts.rules.answers import DENY, Question, Reason, midnight, next_midnight
from tagih.contacts.rules.checks import CLOSED
from tagih.contacts.rules.facts import Past

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WISH = "The debtor's own wish"
PHONE = frozenset({"CALL", "BOT", "SMS", "WHATSAPP"})


@lru_cache(maxsize=256)
def window(text: str) -> tuple[int, int]:
    """This will read `08:00-20:00` as microseconds of the day, end excluded."""
    start, end = (part.split(":") for part in text.split("-"))
    return tuple((int(h) * 60 + int(m)) * 60_000_000 for h, m in (start, end))  # type: ignore[return-value]


def of_day(local: datetime) -> int:
    return ((local.hour * 60 + local.minute) * 60 + local.second) * 1_000_000 + local.microsecond


def hours_and_days(q: Question) -> Iterator[Reason]:
    """Day of the week, holiday and window, at the debtor's address; in every zone where the address is unknown."""
    by_zone = [dict(_rest_in(q, zone)) for zone in q.local.zones]
    each_counts = q.local.known or "TZ_UNKNOWN_INTERSECTION" not in q.pack.grounds  # who says nothing keeps every zone
    shared = set().union(*by_zone) if each_counts else set(by_zone[0]).intersection(*by_zone[1:])
    for rule in shared:
        yield q.reason(rule, until=max(found[rule] for found in by_zone if rule in found))
    closed = [until for found in by_zone for until in found.values()]
    if not each_counts and closed and any(_outside(found) for found in by_zone):
        yield q.reason("TZ_UNKNOWN_INTERSECTION", until=max(closed))


def _outside(found: dict[str, datetime]) -> bool:
    return "BEFORE_WINDOW" in found or "AFTER_WINDOW" in found


def _rest_in(q: Question, zone: ZoneInfo) -> Iterator[tuple[str, datetime]]:
    local = q.at.astimezone(zone)
    days = q.pack.section("days").get("allowed")
    if days is not None and WEEKDAYS[local.weekday()] not in days:
        yield "DAY_SUNDAY", next_midnight(q.at, zone)
    rest = q.holidays.get(local.date())
    section = q.pack.section("holidays")
    if rest == "NATIONAL" and section.get("national") == "DENY":
        yield "HOLIDAY_NATIONAL", next_midnight(q.at, zone)
    if rest == "JOINT_LEAVE" and section.get("cuti_bersama") == "DENY":
        yield "HOLIDAY_CUTI_BERSAMA", next_midnight(q.at, zone)
    windows = q.pack.section("windows")
    text = windows.get(q.case.channel, windows.get("all"))
    if not text or _late_enough(q, windows):
        return
    start, end = window(text)
    if of_day(local) < start:
        yield "BEFORE_WINDOW", midnight(local.date(), zone) + timedelta(microseconds=start)
    elif of_day(local) >= end:
        yield "AFTER_WINDOW", next_midnight(q.at, zone) + timedelta(microseconds=start)


def _late_enough(q: Question, windows) -> bool:
    limit = windows.get("lifted_if_dpd_over")
    return limit is not None and any(c.dpd is not None and c.dpd > limit for c in q.case.contracts)


def wishes(q: Question) -> Iterator[Reason]:
    """Hours, days and channels that the person asked for. Asked once, of the first pack; no consent lifts them."""
    wish, zone = q.case.person.wishes, q.local.zones[0]
    if q.case.channel in wish.refused_channels:
        yield Reason("CHANNEL_OPT_OUT", DENY, WISH, "PERSON", "PERSON")
    local = q.at.astimezone(zone)
    start = of_time(wish.not_before) if wish.not_before else 0
    opening = timedelta(microseconds=start)
    if wish.days is not None and WEEKDAYS[local.weekday()] not in wish.days:
        until = next_midnight(q.at, zone) + opening
        yield Reason("BEFORE_WINDOW", DENY, WISH, "PERSON", "PERSON", until if wish.days else None)
    elif wish.not_before and of_day(local) < start:
        yield Reason("BEFORE_WINDOW", DENY, WISH, "PERSON", "PERSON", midnight(local.date(), zone) + opening)
    elif wish.not_after and of_day(local) >= of_time(wish.not_after):
        yield Reason("AFTER_WINDOW", DENY, WISH, "PERSON", "PERSON", next_midnight(q.at, zone) + opening)


def of_time(value: dt.time) -> int:
    return ((value.hour * 60 + value.minute) * 60 + value.second) * 1_000_000


def caps(q: Question) -> Iterator[Reason]:
    """Counts per number, person, day and rolling week over all channels and contracts.

    An attempt dated after `at` (a clock set back) counts: time running backwards never opens the gate.
    """
    for cap in q.pack.section("frequency").get("caps", ()):
        only = cap.get("channels")
        if only and q.case.channel not in only:
            continue
        counted = [
            past
            for past in q.case.history
            if (not only or past.channel in only)
            and (not cap.get("result") or past.result_class == cap["result"])
            and (cap["per"] != "NUMBER" or _same_value(past, q.case.point.value))
        ]
        until = _room_at(q, counted, cap)
        if until is not None:
            yield q.reason(cap["rule"], until=until)


def _same_value(past: Past, value: str | None) -> bool:
    return value is not None and past.value == value


def _room_at(q: Question, counted: list[Past], cap: dict[str, Any]) -> datetime | None:
    """When the count falls below the limit again; None if there is room now."""
    if len(counted) < cap["limit"]:
        return None
    if "hours" in cap:
        ends = sorted(past.at + timedelta(hours=cap["hours"]) for past in counted)
        latest = ends[len(ends) - cap["limit"]]
        return latest if latest > q.at else None
    found = None
    for zone in q.local.zones:
        ends = sorted(next_midnight(past.at, zone, cap["days"]) for past in counted)
        latest = ends[len(ends) - cap["limit"]]
        if latest > q.at and (found is None or latest > found):
            found = latest
    return found


def cooldown(q: Question) -> Iterator[Reason]:
    """Rest after an attempt, a conversation, an abandoned call."""
    section, history = q.pack.section("cooldown"), q.case.history
    ends: list[datetime] = []
    if "between_attempts_min" in section:
        ends += [past.at + timedelta(minutes=section["between_attempts_min"]) for past in history]
    if "after_rpc_h" in section:
        rpc = (past.at for past in history if past.result_class == "RPC")
        ends += [at + timedelta(hours=section["after_rpc_h"]) for at in rpc]
    if "after_conversation_days" in section and q.case.channel in ("CALL", "BOT"):
        talks = [p.at for p in history if p.result_class == "RPC" and p.channel in ("CALL", "BOT", None)]
        days = section["after_conversation_days"]
        ends += [next_midnight(at, zone, days) for at in talks for zone in q.local.zones]
    if "after_abandoned_h" in section and q.case.channel == "BOT":
        ends += [past.at + timedelta(hours=section["after_abandoned_h"]) for past in history if past.abandoned]
    if ends and max(ends) > q.at:
        yield q.reason("COOLDOWN", until=max(ends))


def promises(q: Question) -> Iterator[Reason]:
    """A promise not yet due is left in peace until so many days before it falls due."""
    lead = q.pack.section("cooldown").get("promise_lead_days")
    if lead is None:
        return
    due = [c.promise_due_on for c in q.case.contracts if c.promise_due_on and c.status not in CLOSED]
    ends = [midnight(day - timedelta(days=lead), zone) for day in due for zone in q.local.zones]
    if ends and max(ends) > q.at:
        yield q.reason("PTP_NOT_DUE", until=max(ends))
