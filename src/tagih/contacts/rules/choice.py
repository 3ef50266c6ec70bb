"""Which number to try next, and at which hour: a ranking by belief that says why."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tagih.contacts.rules import belief as beliefs
from tagih.contacts.rules.belief import Belief
from tagih.contacts.rules.counts import window
from tagih.contacts.rules.norms import Norm, age_band
from tagih.contacts.rules.packs import Pack
from tagih.contacts.rules.significance import difference

OWN_CHANCE = 0.001
"""One number's own hours are claimed below this p-value: many numbers are asked, few may be claimed by luck."""
WORTH = 1.15
"""A best hour is named only where it promises so much more than the mean of the hours that are left."""
NEAR = 0.95
"""Hours beside the best that promise nearly as much belong to the same span."""
SUSPECT_SHARE = 0.5
HALF_HOUR = 30 * 60_000_000


@dataclass(frozen=True, slots=True)
class Candidate:
    point_id: int
    kind: str
    owner_role: str
    source: str
    obtained_on: dt.date | None
    state: str
    belief: Belief | None


@dataclass(frozen=True, slots=True)
class Rated:
    """`reach` is the chance that a dial now reaches the right party: `right_party` times `answer`."""

    point_id: int
    right_party: float
    answer: float
    evidence: float

    @property
    def reach(self) -> float:
        return self.right_party * self.answer


@dataclass(frozen=True, slots=True)
class Choice:
    """The number, its chances, and the best span of hours on `day`: [hour_from, hour_to), None where data claim none.

    `codes` say why, the number first, then what is known of it, then the hour.
    """

    point_id: int
    right_party: float
    answer: float
    reach: float
    evidence: float
    day: dt.date
    hour_from: int | None
    hour_to: int | None
    codes: tuple[str, ...]


def lawful_hours(packs: Sequence[Pack], channel: str) -> tuple[int, ...]:
    """This will list the local hours in whose first half a contact may begin by every pack's window."""
    texts = [pack.section("windows") for pack in packs]
    windows = [window(text) for text in (t.get(channel, t.get("all")) for t in texts) if text]
    start, end = max((w[0] for w in windows), default=0), min((w[1] for w in windows), default=24 * 2 * HALF_HOUR)
    return tuple(hour for hour in range(24) if start <= hour * 2 * HALF_HOUR and (hour * 2 + 1) * HALF_HOUR <= end)


def rate(
    candidate: Candidate, norm: Norm, *, local: dt.datetime, weekday: int | None = None, hour: int | None = None,
    half_life_days: float = beliefs.HALF_LIFE_DAYS,
) -> Rated:  # fmt: skip
    """This will give the chances of one number at the local instant, or in another hour of another weekday."""
    held = candidate.belief
    prior = norm.prior(candidate.owner_role, candidate.source, age_band(candidate.obtained_on, local.date()))
    if candidate.state == "SUSPECT":
        prior *= SUSPECT_SHARE
    if candidate.state == "VERIFIED" and (held is None or not held.right):
        prior = (norm.firmness * prior + 1) / (norm.firmness + 1)
    weekday, hour = local.weekday() if weekday is None else weekday, local.hour if hour is None else hour
    return Rated(
        point_id=candidate.point_id,
        right_party=beliefs.right_party(held, prior, norm, local, half_life_days),
        answer=beliefs.answer(held, norm, weekday=weekday, hour=hour, at=local, half_life_days=half_life_days),
        evidence=beliefs.weight(held),
    )


def choose(
    candidates: Sequence[Candidate], norms: Mapping[str, Norm], *, local: dt.datetime, lawful: Sequence[int],
    half_life_days: float = beliefs.HALF_LIFE_DAYS,
) -> Choice | None:  # fmt: skip
    """This will choose the number with the best chance at the local instant, or at the next lawful hours after it."""
    if not candidates or not lawful:
        return None
    left = [hour for hour in lawful if hour >= local.hour]
    day = local.date() if left else local.date() + dt.timedelta(days=1)
    hours = left or list(lawful)
    now = local.hour if left and hours[0] == local.hour else hours[0]

    def rated(one: Candidate, hour: int) -> Rated:
        norm = norms.get(one.kind) or Norm()
        return rate(one, norm, local=local, weekday=day.weekday(), hour=hour, half_life_days=half_life_days)

    ranked = sorted(candidates, key=lambda one: (-rated(one, now).reach, one.point_id))
    best, norm = ranked[0], norms.get(ranked[0].kind) or Norm()
    chances = rated(best, now)
    span, why = _best_span(best, norm, {hour: rated(best, hour).reach for hour in hours}, local, half_life_days)
    others = [rated(one, now) for one in ranked[1:]]
    return Choice(
        point_id=best.point_id,
        right_party=chances.right_party,
        answer=chances.answer,
        reach=chances.reach,
        evidence=chances.evidence,
        day=day,
        hour_from=span[0] if span else None,
        hour_to=span[1] if span else None,
        codes=(_first(chances, others), *_known(best), why),
    )


def _first(best: Rated, others: Sequence[Rated]) -> str:
    if not others:
        return "ONLY_NUMBER"
    return "BEST_BY_RIGHT_PARTY" if best.right_party >= max(o.right_party for o in others) else "BEST_BY_ANSWER"


def _known(best: Candidate) -> list[str]:
    held = best.belief
    told = []
    if held is not None and held.right:
        told.append("RIGHT_PARTY_HERE")
    if beliefs.weight(held) < beliefs.ENOUGH:
        told.append("LITTLE_EVIDENCE")
    if held is not None and held.rival_at is not None:
        told.append("RIGHT_FOR_SOMEBODY_ELSE")
    if best.state == "SUSPECT":
        told.append("SUSPECT_NUMBER")
    return told


def _best_span(
    best: Candidate, norm: Norm, reach: Mapping[int, float], local: dt.datetime, half_life_days: float
) -> tuple[tuple[int, int] | None, str]:
    own = own_hours_differ(best.belief, norm, local, half_life_days)
    if not own and not norm.hours_differ:
        return None, "NO_RELIABLE_HOUR"
    top = max(reach, key=lambda hour: (reach[hour], -hour))
    if reach[top] * len(reach) < WORTH * sum(reach.values()):
        return None, "NO_RELIABLE_HOUR"
    first = last = top
    while reach.get(first - 1, 0.0) >= NEAR * reach[top]:
        first -= 1
    while reach.get(last + 1, 0.0) >= NEAR * reach[top]:
        last += 1
    return (first, last + 1), "BEST_HOUR_OF_NUMBER" if own else "BEST_HOUR_OF_POPULATION"


def own_hours_differ(belief: Belief | None, norm: Norm, at: dt.datetime, half_life_days: float) -> bool:
    """This will tell whether one number's own answers differ by hour more than the population's pattern explains."""
    if belief is None:
        return False
    held = beliefs.at_time(belief, at, half_life_days)
    slots = sorted(held.hours.items())
    tried, answered = [n for _h, (n, _y) in slots], [y for _h, (_n, y) in slots]
    return difference(tried, answered, [n * norm.hours[h] for h, (n, _y) in slots]) < OWN_CHANCE
