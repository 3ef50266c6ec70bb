"""What must be heard whatever the draw, and the frame as a file that anybody can draw from."""

import datetime as dt
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tagih.quality.rules.draw import Item

NEW_AGENT_DAYS, FIRST_CONTACTS, ENDING_DAYS, OF_ENDING = 60, 10, 30, 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """One contact of the frame before the draw, in the order of time."""

    id: str
    agent: str
    risk: float
    on: dt.date
    complained: bool = False
    disputed: bool = False
    escalated: bool = False
    joined_on: dt.date | None = None
    certified_until: dt.date | None = None


def with_reasons(candidates: Sequence[Candidate]) -> list[Item]:
    """This will say of each contact why it must be heard, if it must: the gravest reason only."""
    so_far: Counter[str] = Counter()
    ending: Counter[str] = Counter()
    items = []
    for one in candidates:
        so_far[one.agent] += 1
        reason = _reason(one, so_far[one.agent])
        if not reason and _is_ending(one) and ending[one.agent] < OF_ENDING:
            ending[one.agent] += 1
            reason = "CERTIFICATE"
        items.append(Item(one.id, one.agent, one.risk, reason))
    return items


def _reason(one: Candidate, place: int) -> str:
    if one.complained:
        return "COMPLAINT"
    if one.disputed:
        return "DISPUTE"
    if one.escalated:
        return "ESCALATION"
    is_new = one.joined_on is not None and (one.on - one.joined_on).days < NEW_AGENT_DAYS
    return "NEW_STARTER" if is_new and place <= FIRST_CONTACTS else ""


def _is_ending(one: Candidate) -> bool:
    return one.certified_until is not None and (one.certified_until - one.on).days < ENDING_DAYS


def packed(items: Iterable[Item]) -> bytes:
    """This will return the frame as compressed lines of JSON, the same bytes for the same frame."""
    lines = [json.dumps([item.id, item.agent, item.risk, item.mandatory]) for item in items]
    return zlib.compress("\n".join(lines).encode(), level=6)


def unpacked(content: bytes) -> list[Item]:
    """This will read a packed frame."""
    text = zlib.decompress(content).decode()
    return [Item(*json.loads(line)) for line in text.splitlines()]

