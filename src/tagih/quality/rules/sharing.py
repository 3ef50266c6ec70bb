"""Who reviews what: even load, nobody their own, no pair of reviewer and agent sooner again than it must be."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Work:
    """One contact to review: its key, whose it is, and who must not review it besides."""

    key: str
    agent: str
    barred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Shared:
    """Contact -> reviewer, and the contacts that nobody may review."""

    given: Mapping[str, str]
    left: tuple[str, ...]


def share(
    works: Iterable[Work], reviewers: Sequence[str], *, seed: str, load: Mapping[str, int] | None = None,
    pairs: Mapping[tuple[str, str], int] | None = None,
) -> Shared:  # fmt: skip
    """This will give every contact to one reviewer: whoever has least to do, and of these heard that agent least.

    `load` is what each has already, `pairs` how often (reviewer, agent) met. A reviewer never gets more than one
    contact above another who might have taken it. The same seed shares out the same way.
    """
    weight, met = Counter(load or {}), Counter(pairs or {})
    given: dict[str, str] = {}
    left: list[str] = []
    ordered = sorted(works, key=lambda work: _rank(seed, work.key))
    for work in sorted(ordered, key=lambda work: len(work.barred), reverse=True):
        able = [one for one in reviewers if one != work.agent and one not in work.barred]
        if not able:
            left.append(work.key)
            continue
        least = min(weight[one] for one in able)
        free = [one for one in able if weight[one] == least]
        chosen = min(free, key=lambda one: (met[one, work.agent], _rank(seed, work.key, one)))
        given[work.key] = chosen
        weight[chosen] += 1
        met[chosen, work.agent] += 1
    return Shared(given, tuple(sorted(left)))


def is_doubled(key: str, *, seed: str, share_of: float = 0.05) -> bool:
    """This will tell whether a contact is scored a second time, unseen: 5 % by the order of a digest."""
    return int.from_bytes(_rank(seed, "double", key)[:8], "big") < share_of * 2**64


def _rank(*parts: str) -> bytes:
    return hashlib.sha256("\x1f".join(parts).encode()).digest()
