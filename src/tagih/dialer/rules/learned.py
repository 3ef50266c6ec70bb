"""What a campaign has learned about its lines and its agents, kept on line with decay. Times in seconds."""

import math
from dataclasses import dataclass, field

import numpy as np

LONGEST_RING_S = 120
RING_SHAPE, RING_MEAN_S = 4, 20.0  # first guess: gamma, until rings were seen
RING_MEMORY, RING_PRIOR = 3_000, 40.0
ANSWER_MEMORY, ANSWER_PRIOR, ANSWER_GUESS = 400, 20.0, 0.25
TALK_MEMORY, TALK_PRIOR = 400, 20.0
TALK_MEAN_S, TALK_SPREAD = 120.0, 0.8
WRAP_MEAN_S = 20.0
REFRESH_EVERY = 50  # observations between two computations of the tables
HORIZONS = (0.2, 0.4, 0.6, 0.8, 1.1, 1.5)  # of the mean ring
TALK_AGES = 300  # of a talk, over ten mean talks


def _gamma_guess() -> np.ndarray:
    ages = np.arange(LONGEST_RING_S + 1) + 0.5
    weight = ages ** (RING_SHAPE - 1) * np.exp(-ages * RING_SHAPE / RING_MEAN_S)
    return weight / weight.sum() * RING_PRIOR


@dataclass
class Learned:
    """Beliefs, each a mean over a memory of recent observations. Knows nothing beforehand but a common guess."""

    answered: float = ANSWER_PRIOR * ANSWER_GUESS
    dialed: float = ANSWER_PRIOR
    rings: np.ndarray = field(default_factory=_gamma_guess)
    log_talk: float = math.log(TALK_MEAN_S) - TALK_SPREAD**2 / 2
    log_talk_variance: float = TALK_SPREAD**2
    talks: float = TALK_PRIOR
    wrap_s: float = WRAP_MEAN_S
    wraps: float = TALK_PRIOR
    observations: int = 0
    computed_at: int = -1
    tables: "Tables | None" = None

    @property
    def answer_probability(self) -> float:
        """The chance that a dial is answered by a person."""
        return self.answered / self.dialed

    def saw_ring_end(self, age_s: float, *, was_answered: bool) -> None:
        """This will take in one dial that ended, answered or not, after ringing for `age_s`."""
        keep = 1 - 1 / ANSWER_MEMORY
        self.dialed = self.dialed * keep + 1
        self.answered = self.answered * keep + was_answered
        self.rings *= 1 - 1 / RING_MEMORY
        self.rings[min(LONGEST_RING_S, int(age_s))] += 1
        self.observations += 1

    def saw_talk_end(self, length_s: float) -> None:
        """This will take in the length of one talk."""
        self.talks += 1
        weight = 1 / min(self.talks, TALK_MEMORY)
        before = math.log(max(length_s, 1.0)) - self.log_talk
        self.log_talk += weight * before
        after = before * (1 - weight)
        self.log_talk_variance = max(0.01, self.log_talk_variance + weight * (before * after - self.log_talk_variance))
        self.observations += 1

    def saw_wrap_end(self, length_s: float) -> None:
        """This will take in the length of one wrap-up."""
        self.wraps += 1
        self.wrap_s += (max(length_s, 0.1) - self.wrap_s) / min(self.wraps, TALK_MEMORY)
        self.observations += 1

    def forecast(self) -> "Tables":
        """This will return the tables of what ends when, computed again after enough observations."""
        if self.tables is None or self.observations - self.computed_at >= REFRESH_EVERY:
            self.tables = Tables.of(self)
            self.computed_at = self.observations
        return self.tables


@dataclass(frozen=True)
class Tables:
    """For each horizon: the chance that a line of an age stops ringing, that an agent of an age gets free."""

    horizons_s: np.ndarray
    ring_ends: np.ndarray  # horizon x age in seconds
    agent_frees: np.ndarray  # horizon x age in `talk_step_s`
    wrap_ends: np.ndarray  # horizon
    talk_step_s: float

    @classmethod
    def of(cls, learned: Learned) -> "Tables":
        share = learned.rings / learned.rings.sum()
        mean_ring = float((share * (np.arange(share.size) + 0.5)).sum())
        horizons = np.array(HORIZONS) * mean_ring
        talk_mean = math.exp(learned.log_talk + learned.log_talk_variance / 2)
        step = 10 * talk_mean / TALK_AGES
        return cls(
            horizons_s=horizons,
            ring_ends=_ring_ends(share, horizons),
            agent_frees=_agent_frees(learned, horizons, step),
            wrap_ends=1 - np.exp(-horizons / learned.wrap_s),
            talk_step_s=step,
        )

    def lines_ending(self, ages_s: np.ndarray) -> np.ndarray:
        """This will return, by horizon and line, the chance that the line stops ringing."""
        return self.ring_ends[:, np.minimum(LONGEST_RING_S, ages_s.astype(int))]

    def agents_freeing(self, ages_s: np.ndarray) -> np.ndarray:
        """This will return, by horizon and talking agent, the chance to be free again after wrap-up."""
        return self.agent_frees[:, np.minimum(TALK_AGES, (ages_s / self.talk_step_s).astype(int))]


def _ring_ends(share: np.ndarray, horizons: np.ndarray) -> np.ndarray:
    seconds = np.arange(share.size + 1)
    ended = np.concatenate([[0.0], np.cumsum(share)])
    ages = seconds[:-1]
    still = np.maximum(1 - ended[ages], 1e-6)
    by = [np.interp(ages + horizon, seconds, ended) for horizon in horizons]
    return np.stack([np.minimum(1.0, (until - ended[ages]) / still) for until in by])


def _agent_frees(learned: Learned, horizons: np.ndarray, step: float) -> np.ndarray:
    """Talk is log-normal given its age, wrap-up exponential; their sum by summation over small steps."""
    spread = math.sqrt(learned.log_talk_variance)
    ages = np.arange(TALK_AGES + 1) * step
    still = np.maximum(1 - _log_normal(ages, learned.log_talk, spread), 1e-4)
    frees = []
    for horizon in horizons:
        parts = 8
        width = horizon / parts
        chance = np.zeros(ages.size)
        below = _log_normal(ages, learned.log_talk, spread)
        for part in range(parts):
            above = _log_normal(ages + (part + 1) * width, learned.log_talk, spread)
            chance += (above - below) / still * (1 - math.exp(-(horizon - (part + 0.5) * width) / learned.wrap_s))
            below = above
        frees.append(np.minimum(1.0, chance))
    return np.stack(frees)


def _log_normal(values: np.ndarray, mean: float, spread: float) -> np.ndarray:
    """The distribution function; the error function by Abramowitz and Stegun 7.1.26, good to 1.5e-7."""
    x = (np.log(np.maximum(values, 1e-9)) - mean) / (spread * math.sqrt(2))
    t = 1 / (1 + 0.3275911 * np.abs(x))
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    error = np.sign(x) * (1 - series * np.exp(-x * x))
    return 0.5 * (1 + error)
