"""Simulated agents: take the next case, ask for a call, talk, write down what came of it, take the next."""

import datetime as dt
import heapq
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from tagih.sandbox.town.doors import Desk
from tagih.sandbox.town.exchange import Call

LOOKS_S, READS_REFUSAL_S, WAITS_S = 14.0, 12.0, 1_200.0
LUNCH = (dt.time(12, 0), dt.time(12, 45))
WIB = dt.timezone(dt.timedelta(hours=7))
TELLS_EVERY = dt.timedelta(minutes=15)
EARLIEST = dt.timedelta(hours=3)
NOTES = {
    "CLAIMS_PAID": "Mengaku sudah bayar.", "DISPUTES": "Mengadu: terlalu sering ditelepon.", "SICK": "Sedang sakit.",
    "DISASTER": "Rumahnya kebanjiran.", "DECEASED": "Keluarga menyampaikan bahwa yang bersangkutan meninggal.",
}  # fmt: skip


class Pace(Protocol):
    """How time passes: at once, or as slowly as the clock on the wall."""

    def reach(self, instant: dt.datetime) -> bool:
        """This will come back when it is `instant`; False when the day is to end."""
        ...


class Lines(Protocol):
    """A telephone exchange."""

    wrap_median_s: float

    def dial(self, number: str, at: dt.datetime, *, tone: float = 0.5) -> Call:
        """This will ring a number and return what came of it."""
        ...


Tell = Callable[[dt.datetime], Sequence[Mapping[str, Any]]]
"""Delivers the money of until now and returns the answers."""


@dataclass(slots=True)
class Seat:
    """An agent at a desk. `tone` from 0 harsh to 1 kind, `speed` multiplies what they do by themselves."""

    number: int
    desk: Desk
    tone: float = 0.5
    speed: float = 1.0
    waits_s: float = WAITS_S
    case: dict[str, Any] | None = None
    entry: dict[str, Any] | None = None


@dataclass(slots=True)
class Day:
    """What the agents of a day did, as they counted it themselves."""

    counts: Counter[str] = field(default_factory=Counter)
    talk_s: float = 0.0
    busy_s: float = 0.0
    results: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)


def seats_of(seed: int, desks: Sequence[Desk]) -> list[Seat]:
    """This will seat agents whose tone and speed depend on seed and seat alone."""
    rng = np.random.default_rng([seed, 103])
    tones, speeds = np.clip(rng.normal(0.55, 0.2, len(desks)), 0, 1), np.exp(0.15 * rng.normal(size=len(desks)))
    return [Seat(n, desk, float(tones[n]), float(speeds[n])) for n, desk in enumerate(desks)]


def work(
    lines: Lines, seats: Sequence[Seat], tell: Tell, pace: Pace, *, opens: dt.datetime, closes: dt.datetime,
    ends: dt.datetime, tells_every: dt.timedelta = TELLS_EVERY,
) -> Day:  # fmt: skip
    """This will let agents work from `opens` to `closes`, while money is told of from dawn until `ends`.

    One line of time: whoever is next acts next, so that what one does is there when another asks.
    """
    day = Day()
    first = dt.datetime.combine(opens.astimezone(WIB).date(), dt.time(6), tzinfo=WIB).astimezone(dt.UTC)
    line: list[tuple[dt.datetime, int]] = [(max(first, opens - EARLIEST) + tells_every, -1)]
    line += [(opens + dt.timedelta(seconds=7 * seat.number), seat.number) for seat in seats]
    heapq.heapify(line)
    by_number = {seat.number: seat for seat in seats}
    while line:
        at, number = heapq.heappop(line)
        if not pace.reach(at):
            break
        if number < 0:
            for answer in tell(at):
                day.answers[answer["outcome"]] += 1
            if at < ends:
                heapq.heappush(line, (min(at + tells_every, ends), -1))
            continue
        seat = by_number[number]
        again = _resting(at) if seat.entry is None else None
        wait = (again - at).total_seconds() if again else _act(seat, lines, at, closes, day)
        if wait is not None:
            heapq.heappush(line, (at + dt.timedelta(seconds=max(wait, 1.0)), number))
    return day


def _resting(at: dt.datetime) -> dt.datetime | None:
    there = at.astimezone(WIB)
    return dt.datetime.combine(there.date(), LUNCH[1], tzinfo=WIB) if LUNCH[0] <= there.time() < LUNCH[1] else None


def _act(seat: Seat, lines: Lines, at: dt.datetime, closes: dt.datetime, day: Day) -> float | None:
    """One step of an agent; seconds until the next one, None when the shift is over."""
    if seat.entry is not None:
        return _enter(seat, at, closes, day)
    if at >= closes:
        return None
    if seat.case is None:
        seat.case = seat.desk.take_next()
        day.counts["asked"] += 1
        return LOOKS_S * seat.speed if seat.case else seat.waits_s
    return _call(seat, lines, at, day)


def _call(seat: Seat, lines: Lines, at: dt.datetime, day: Day) -> float:
    assert seat.case is not None
    code = seat.case["code"]
    points = seat.case["contact_points"]
    proposed = next((p for p in points if p["is_usable"] and p["owner_role"] == "CONSUMER"), None)
    if proposed is None:
        seat.entry = {"action": "REVIEW", "result": "REVIEWED"}
        return READS_REFUSAL_S * seat.speed
    answer = seat.desk.call(code, proposed["id"])
    if "error" in answer:
        seat.case = None
        return 5.0
    if "refusal" in answer:
        day.counts["refused"] += 1
        seat.entry = {"action": "REVIEW", "result": "REVIEWED"}
        return READS_REFUSAL_S * seat.speed
    day.counts["calls"] += 1
    call = lines.dial(answer["number"], at, tone=seat.tone)
    ends = at + dt.timedelta(seconds=call.ring_s + call.talk_s)
    line = {"action": "CALL_OUT", "attempt": answer["attempt"], "place": "MOBILE"}
    seat.entry = line | _heard(seat.case, call, ends)
    wrap = lines.wrap_median_s * (1.0 if call.speech else 0.25) * seat.speed
    day.talk_s += call.talk_s if call.speech else 0.0
    day.busy_s += call.ring_s + call.talk_s + wrap
    return call.ring_s + call.talk_s + wrap


def _heard(case: dict[str, Any], call: Call, ends: dt.datetime) -> dict[str, Any]:
    """What an agent writes down of a call."""
    said = call.speech
    if said is None:
        return {"result": call.outcome, "party": "MACHINE" if call.outcome == "VOICEMAIL" else "NOBODY"}
    entry: dict[str, Any] = {"result": said.result, "party": said.party, "notes": NOTES.get(said.result, "")}
    if said.cause:
        entry["reason"] = said.cause
    if said.back_in_s is not None:
        entry["follow_up_at"] = (ends + dt.timedelta(seconds=said.back_in_s)).isoformat()
    if said.pays_on is not None:
        overdue = int(case["overdue_amount"].partition(".")[0])
        asked = max(int(overdue * said.share) // 1_000 * 1_000, min(overdue, 1_000), 1_000)
        entry["promise"] = [{"due_on": said.pays_on.isoformat(), "amount": str(asked), "channel": "VA"}]
    return entry


def _enter(seat: Seat, at: dt.datetime, closes: dt.datetime, day: Day) -> float | None:
    assert seat.case is not None and seat.entry is not None
    then = "NEXT" if at < closes else "STOP"
    status, told = seat.desk.enter(seat.case["code"], then=then, **seat.entry)
    if status == 422:  # beyond a limit of the agent's role: tomorrow somebody calls again
        day.counts["beyond_limit"] += 1
        back = {"result": "CALL_BACK", "follow_up_at": (at + dt.timedelta(hours=23)).isoformat()}
        kept = {key: value for key, value in seat.entry.items() if key in ("action", "attempt", "party", "place")}
        if seat.entry["action"] == "REVIEW":
            kept, back = {}, {"action": "REVIEW", "result": "REVIEWED"}
        seat.entry = kept | back
        status, told = seat.desk.enter(seat.case["code"], then=then, **seat.entry)
    day.results[seat.entry["result"] if status == 200 else "LEASE_LOST"] += 1
    seat.entry = None
    seat.case = told.get("case") if status == 200 else None
    if then == "STOP":
        return None
    return LOOKS_S * seat.speed if seat.case else seat.waits_s
