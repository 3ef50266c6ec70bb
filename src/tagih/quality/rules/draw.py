"""Three samples from one frame, drawn so that anyone can draw them again from the seed.

The order of a draw is the order of SHA-256(seed, purpose, id): it needs no generator, no version of one, and does not
depend on the order of the frame. Every drawn item keeps its stratum, the sizes and its inclusion probability, so that a
rate from the risk sample can be weighted back (D. G. Horvitz and D. J. Thompson 1952, JASA 47).
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

RISK_SHARES = (0.45, 0.30, 0.25)  # of the risk budget to the most, the middle and the least risky third


@dataclass(frozen=True, slots=True)
class Item:
    """One contact of the frame. `risk` any number, larger is riskier; `mandatory` says why it must be heard."""

    id: str
    agent: str
    risk: float = 0.0
    mandatory: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many to draw: at random from every agent, by risk over all, and what must be heard anyway."""

    seed: str
    random_per_agent: int
    risk_total: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawn contact: `sample` RANDOM, RISK or MANDATORY; `drawn` of `size` in its stratum."""

    id: str
    agent: str
    sample: str
    stratum: str
    size: int
    drawn: int
    reason: str = ""

    @property
    def probability(self) -> float:
        return self.drawn / self.size


def draw(plan: Plan, frame: Sequence[Item]) -> list[Drawn]:
    """This will draw the three samples, sorted by sample, stratum and id. A contact may stand in more than one."""
    drawn = [*_random(plan, frame), *_by_risk(plan, frame), *_mandatory(frame)]
    return sorted(drawn, key=lambda item: (item.sample, item.stratum, item.id))


def _random(plan: Plan, frame: Iterable[Item]) -> Iterable[Drawn]:
    agents: dict[str, list[Item]] = defaultdict(list)
    for item in frame:
        agents[item.agent].append(item)
    for agent, items in agents.items():
        yield from _stratum(plan.seed, "RANDOM", f"agent {agent}", items, plan.random_per_agent)


def _by_risk(plan: Plan, frame: Sequence[Item]) -> Iterable[Drawn]:
    ranked = sorted(frame, key=lambda item: (-item.risk, item.id))
    third = -(-len(ranked) // 3)
    strata = [ranked[:third], ranked[third : 2 * third], ranked[2 * third :]]
    wanted = _shares(plan.risk_total, [len(items) for items in strata])
    for number, (items, count) in enumerate(zip(strata, wanted, strict=True), start=1):
        yield from _stratum(plan.seed, "RISK", f"risk {number}", items, count)


def _shares(total: int, sizes: list[int]) -> list[int]:
    """The budget over the strata; what a small stratum cannot use goes to the next ones."""
    wanted = [min(size, round(total * share)) for size, share in zip(sizes, RISK_SHARES, strict=True)]
    spare = min(total, sum(sizes)) - sum(wanted)
    for place in range(len(wanted)):
        step = max(-wanted[place], min(spare, sizes[place] - wanted[place]))
        wanted[place] += step
        spare -= step
    return wanted


def _stratum(seed: str, sample: str, name: str, items: Sequence[Item], count: int) -> Iterable[Drawn]:
    count = min(count, len(items))
    first = sorted(items, key=lambda item: _rank(seed, sample, item.id))[:count]
    return [Drawn(item.id, item.agent, sample, name, len(items), count) for item in first]


def _mandatory(frame: Iterable[Item]) -> Iterable[Drawn]:
    reasons: dict[str, list[Item]] = defaultdict(list)
    for item in frame:
        if item.mandatory:
            reasons[item.mandatory].append(item)
    for reason, items in reasons.items():
        for item in items:
            yield Drawn(item.id, item.agent, "MANDATORY", reason, len(items), len(items), reason)


def _rank(seed: str, sample: str, identity: str) -> bytes:
    return hashlib.sha256(f"{seed}\x1f{sample}\x1f{identity}".encode()).digest()
