"""Which number to try next, and at which hour: a ranking by belief that says why."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
ALIKE = 1e9
"""Chances that differ by less than one in this many are equal: what then decides is not the noise of a sum."""
STANDING = {state: place for place, state in enumerate(("VERIFIED", "UNVERIFIED", "SUSPECT"))}


@dataclass(frozen=True, slots=True)
class Candidate:
    point_id: int
    kind: str
    owner_role: str
    source: str
    obtained_on: dt.date | None
    state: str
    belief: Belief | None
    reached_at: dt.datetime | None = None
    failures: int = 0

    @property
    def standing(self) -> tuple[float, ...]:
        """What ranks where nothing was learned: proven first, then reached last, then fewest failures, then newest."""
        reached = -self.reached_at.timestamp() if self.reached_at else 0.0
        newest = -self.obtained_on.toordinal() if self.obtained_on else 0
        return (STANDING.get(self.state, len(STANDING)), reached, self.failures, newest, -self.point_id)


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

    `by_hour` is the chance of the right party in each hour that is left, `order` all numbers from the most promising
    on. `codes` say why: the number first, then what is known of it, then the hour.
    """

    point_id: int
    right_party: float
    answer: float
    reach: float
    evidence: float
    day: dt.date
    hour_from: int | None
    hour_to: int | None
    by_hour: tuple[tuple[int, float], ...]
    order: tuple[int, ...]
    codes: tuple[str, ...]


def lawful_hours(packs: Sequence[Pack], channel: str) -> tuple[int, ...]:
    """This will list the local hours in whose first half a contact may begin by every pack's window."""
    texts = [pack.section("windows") for pack in packs]
    windows = [window(text) for text in (t.get(channel, t.get("all")) for t in texts) if text]
    start, end = max((w[0] for w in windows), default=0), min((w[1] for w in windows), default=24 * 2 * HALF_HOUR)
    return tuple(hour for hour in range(24) if start <= hour * 2 * HALF_HOUR and (hour * 2 + 1) * HALF_HOUR <= end)


@dataclass(frozen=True, slots=True)
class Span:
    """The hours of a day for which numbers are compared: those left or, where the window is shut, the next day's."""

    day: dt.date
    hours: tuple[int, ...]
    is_open: bool

    @property
    def compared(self) -> tuple[int, ...]:
        """In an open window it is this hour that counts, before it all that are coming."""
        return self.hours[:1] if self.is_open else self.hours


def span_of(local: dt.datetime, lawful: Sequence[int]) -> Span:
    """This will give the hours that matter at a local time; where no hour is ever lawful, the one that it is."""
    left = tuple(hour for hour in lawful if hour >= local.hour)
    if left:
        return Span(local.date(), left, is_open=left[0] == local.hour)
    if not lawful:
        return Span(local.date(), (local.hour,), is_open=True)
    return Span(local.date() + dt.timedelta(days=1), tuple(lawful), is_open=False)


def rate(
    candidate: Candidate, norm: Norm, *, local: dt.datetime, day: dt.date | None = None, hours: Sequence[int] = (),
    half_life_days: float = beliefs.HALF_LIFE_DAYS,
) -> tuple[Rated, list[float]]:  # fmt: skip
    """This will give the chances of one number over hours of a day, and of an answer in each; of now without hours."""
    held = beliefs.at_time(candidate.belief, local, half_life_days) if candidate.belief else None
    prior = norm.prior(candidate.owner_role, candidate.source, age_band(candidate.obtained_on, local.date()))
    if candidate.state == "SUSPECT":
        prior *= SUSPECT_SHARE
    if candidate.state == "VERIFIED" and (held is None or not held.right):
        prior = (norm.firmness * prior + 1) / (norm.firmness + 1)
    weekday = (day or local.date()).weekday()
    answers = beliefs.answers(held, norm, weekday=weekday, hours=hours or (local.hour,))
    told = Rated(
        point_id=candidate.point_id,
        right_party=beliefs.right_party(held, prior, norm, local, half_life_days),
        answer=sum(answers) / len(answers),
        evidence=beliefs.weight(held),
    )
    return told, answers


def choose(
    candidates: Sequence[Candidate], norms: Mapping[str, Norm], *, local: dt.datetime, lawful: Sequence[int],
    half_life_days: float = beliefs.HALF_LIFE_DAYS,
) -> Choice | None:  # fmt: skip
    """This will choose the number with the best chance now or, outside the window, over the next lawful hours."""
    if not candidates:
        return None
    span = span_of(local, lawful)
    rated: list[tuple[Rated, list[float], Candidate]] = []
    for one in candidates:
        norm = norms.get(one.kind) or Norm()
        told, answers = rate(one, norm, local=local, day=span.day, hours=span.hours, half_life_days=half_life_days)
        rated.append((replace(told, answer=answers[0]) if span.is_open else told, answers, one))
    rated.sort(key=lambda row: (-round(row[0].reach * ALIKE), *row[2].standing))
    found, answers, best = rated[0]
    by_hour = {hour: found.right_party * answer for hour, answer in zip(span.hours, answers, strict=True)}
    best_span, why = _best_span(best, norms.get(best.kind) or Norm(), by_hour, local, half_life_days)
    return Choice(
        point_id=best.point_id,
        right_party=found.right_party,
        answer=found.answer,
        reach=found.reach,
        evidence=found.evidence,
        day=span.day,
        hour_from=best_span[0] if best_span else None,
        hour_to=best_span[1] if best_span else None,
        by_hour=tuple(by_hour.items()),
        order=tuple(one.point_id for _rated, _answers, one in rated),
        codes=(_first(found, [other for other, _answers, _one in rated[1:]]), *_known(best), why),
    )


def _first(best: Rated, others: Sequence[Rated]) -> str:
    if not others:
        return "ONLY_NUMBER"
    if all(round(best.reach * ALIKE) == round(other.reach * ALIKE) for other in others):
        return "BEST_BY_STANDING"
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
