"""What the population does: the ground on which little evidence about one point stands. Learned, never told.

Shares of right parties among first answers by owner role, source and age; how firm that ground is; what a third party
who answers means; how often somebody answers by weekday and hour. Each is itself drawn towards something coarser.
"""

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from tagih.contacts.rules.significance import difference

AGES = (90, 365, 3 * 365)
"""Days since a value was obtained: younger than the first, ..., older than the last; -1 where nobody knows."""
GUESS = {"CONSUMER": 0.6, "OFFICE": 0.3}
GUESS_ELSE, GUESS_ANSWER, GUESS_STEADY = 0.15, 0.25, 0.95
FIRMNESS, THIRD_WEIGHT, LEVEL_FIRMNESS, HOUR_FIRMNESS = 0.6, 0.4, 1.0, 4.0
CELL_STRENGTH, ROLE_STRENGTH, PAIR_STRENGTH = 8.0, 10.0, 15.0
SLOT_STRENGTH, MARGIN_STRENGTH = 30.0, 20.0
"""Pseudo answers expected by the coarser figure, weighed against those that were seen."""
CHANCE = 0.01 / 2
"""An hourly or daily pattern is claimed below this p-value: one in a hundred, shared by the two tests of a kind."""
FIRMNESSES = tuple(round(0.1 * 1.25**step, 4) for step in range(30))


@dataclass(frozen=True, slots=True)
class Norm:
    """`table[weekday][hour]` is the chance of an answer, `hours` its mean over weekdays, `weekdays` factors around 1.

    `shares` are keyed `role`, `role|source` and `role|source|age`.
    """

    shares: Mapping[str, float] = field(default_factory=dict)
    firmness: float = FIRMNESS
    third_weight: float = THIRD_WEIGHT
    steady: float = GUESS_STEADY
    level_firmness: float = LEVEL_FIRMNESS
    hour_firmness: float = HOUR_FIRMNESS
    mean: float = GUESS_ANSWER
    table: Sequence[Sequence[float]] = ((GUESS_ANSWER,) * 24,) * 7
    hours: Sequence[float] = (GUESS_ANSWER,) * 24
    weekdays: Sequence[float] = (1.0,) * 7
    hour_chance: float = 1.0
    weekday_chance: float = 1.0
    tries: float = 0.0

    @property
    def hours_differ(self) -> bool:
        return self.hour_chance < CHANCE

    @property
    def weekdays_differ(self) -> bool:
        return self.weekday_chance < CHANCE

    def prior(self, role: str, source: str, age: int) -> float:
        """The share of right parties among those who answer such points first, the finest that is known."""
        for key in (f"{role}|{source}|{age}", f"{role}|{source}", role):
            if key in self.shares:
                return self.shares[key]
        return GUESS.get(role, GUESS_ELSE)


def of_figures(figures: Mapping[str, Any] | None) -> Norm:
    """This will read a stored norm; without one, the guess with which a new house begins."""
    return Norm(**figures) if figures else Norm()


def figures_of(norm: Norm) -> dict[str, Any]:
    """This will write a norm as plain data to be stored."""
    return asdict(norm)


def age_band(obtained_on: dt.date | None, at: dt.date) -> int:
    """This will give the place of an age among `AGES`."""
    if obtained_on is None:
        return -1
    days = (at - obtained_on).days
    return sum(days >= limit for limit in AGES)


@dataclass(frozen=True, slots=True)
class Firsts:
    """How many points of a role, source and age had this first answer, and, where there were, this second and third."""

    role: str
    source: str
    age: int
    first: str
    second: str | None
    points: int
    third: str | None = None


def shares(firsts: Iterable[Firsts]) -> dict[str, float]:
    """This will give the share of right parties among first answers, each cell drawn to its role's and source's."""
    rows = list(firsts)
    found: dict[str, float] = {}
    for role in sorted({row.role for row in rows}):
        of_role = [row for row in rows if row.role == role]
        found[role] = _share(of_role, GUESS.get(role, GUESS_ELSE), ROLE_STRENGTH)
        for source in sorted({row.source for row in of_role}):
            of_source = [row for row in of_role if row.source == source]
            found[f"{role}|{source}"] = _share(of_source, found[role], CELL_STRENGTH)
            for age in sorted({row.age for row in of_source}):
                of_age = [row for row in of_source if row.age == age]
                found[f"{role}|{source}|{age}"] = _share(of_age, found[f"{role}|{source}"], CELL_STRENGTH)
    return found


def _share(rows: Sequence[Firsts], ground: float, strength: float) -> float:
    points = sum(row.points for row in rows)
    right = sum(row.points for row in rows if row.first == "RPC")
    return (right + strength * ground) / (points + strength)


def firmness(firsts: Iterable[Firsts], known: Mapping[str, float]) -> tuple[float, float]:
    """This will give how firmly points stand on their share, and what a third party's answer weighs.

    A share of mean m and firmness k, after one right party, expects (k m + 1) / (k + 1) of the next answers to be right
    ones; after a third party of weight w, k m / (k + w). The shares of second answers tell k, then w.
    """
    rows = [row for row in firsts if row.second is not None]
    norm = Norm(shares=known)

    def seen(first: str) -> tuple[float, float, float]:
        mine = [row for row in rows if row.first == first]
        points = sum(row.points for row in mine)
        right = sum(row.points for row in mine if row.second == "RPC")
        mean = sum(row.points * norm.prior(row.role, row.source, row.age) for row in mine)
        return points, right, mean / points if points else GUESS["CONSUMER"]

    points, right, mean = seen("RPC")
    guessed = (FIRMNESS * mean + 1) / (FIRMNESS + 1)
    after_right = (right + PAIR_STRENGTH * guessed) / (points + PAIR_STRENGTH)
    firm = _between((1 - after_right) / max(after_right - mean, 0.02), 0.05, 50.0)
    points, right, mean = seen("TPC")
    guessed = firm * mean / (firm + THIRD_WEIGHT)
    after_third = (right + PAIR_STRENGTH * guessed) / (points + PAIR_STRENGTH)
    third = _between(firm * (mean / max(after_third, 0.01) - 1), 0.0, 1.0)
    return firm, third


def steady(firsts: Iterable[Firsts]) -> float:
    """This will give how often even a number that was right twice is answered by the right party: nobody is surer."""
    twice = [row for row in firsts if (row.first, row.second) == ("RPC", "RPC") and row.third is not None]
    right = sum(row.points for row in twice if row.third == "RPC")
    return (right + PAIR_STRENGTH * GUESS_STEADY) / (sum(row.points for row in twice) + PAIR_STRENGTH)


@dataclass(frozen=True, slots=True)
class Slot:
    """Tries in one local hour of one weekday, and `ready`: the same tries weighed by how readily each point answers."""

    weekday: int
    hour: int
    tried: float
    answered: float
    ready: float


def pattern(slots: Iterable[Slot]) -> Norm:
    """This will give when people answer: by hour and weekday, each cell drawn to the product of both."""
    rows = list(slots)
    ready, answered = sum(row.ready for row in rows), sum(row.answered for row in rows)
    mean = (answered + MARGIN_STRENGTH * GUESS_ANSWER) / (ready + MARGIN_STRENGTH)
    hours = _margin(rows, "hour", 24, mean)
    days = [share / mean for share in _margin(rows, "weekday", 7, mean)]
    table = [[mean_at * factor for mean_at in hours] for factor in days]
    for row in rows:
        ground = table[row.weekday][row.hour]
        strength = SLOT_STRENGTH
        table[row.weekday][row.hour] = (row.answered + strength * ground) / (row.ready + strength)
    return Norm(
        mean=mean,
        table=[[_between(share, 0.001, 0.97) for share in line] for line in table],
        hours=hours,
        weekdays=days,
        hour_chance=_chance(rows, "hour", 24),
        weekday_chance=_chance(rows, "weekday", 7),
        tries=sum(row.tried for row in rows),
    )


def _margin(rows: Sequence[Slot], name: str, width: int, mean: float) -> list[float]:
    ready, answered = _sums(rows, name, width, "ready"), _sums(rows, name, width, "answered")
    return [(y + MARGIN_STRENGTH * mean) / (n + MARGIN_STRENGTH) for n, y in zip(ready, answered, strict=True)]


def _chance(rows: Sequence[Slot], name: str, width: int) -> float:
    """The p-value of a difference, by what each group would answer if only its points mattered."""
    tried, answered = _sums(rows, name, width, "tried"), _sums(rows, name, width, "answered")
    return difference(tried, answered, _sums(rows, name, width, "ready"))


def _sums(rows: Sequence[Slot], name: str, width: int, what: str) -> list[float]:
    sums = [0.0] * width
    for row in rows:
        sums[getattr(row, name)] += getattr(row, what)
    return sums


def likeness(counts: Iterable[tuple[float, float, float, int]], otherwise: float) -> float:
    """This will give how alike points, or hours of points, are, by likelihood: (answered, tried, expected, how many).

    The chance of an answer at one point is beta distributed around what the population would answer to the same tries.
    """
    rows = [(y, n, min(e / n, 0.95), k) for y, n, e, k in counts if e > 0]
    if sum(k for *_counts, k in rows) < 50:
        return otherwise
    return max(FIRMNESSES, key=lambda firm: sum(k * _beta_binomial(y, n, share, firm) for y, n, share, k in rows))


def _beta_binomial(answered: float, tried: float, share: float, firm: float) -> float:
    other = firm * (1 - share) / share
    return _log_beta(firm + answered, other + tried - answered) - _log_beta(firm, other)


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def _between(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
