"""What a talk with a person today is worth: learned from mornings on which people were talked to, and on which not.

Two steps, as in a decision process with a horizon. First what a person in some condition pays over the coming months
(`standing`). Then how much a talk moves both what comes within days and the condition in which it leaves the person
(`gain`): people who were talked to against people who looked alike that morning and were not, each weighed by how
likely a talk was. Features are what a lender has written down by the morning; money is in monthly instalments.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

SOON, LONG = 8, 90
"""Days within which money counts as an answer to a talk; days over which a condition is worth something."""
FEWEST_TALKS = 300
"""Talks below which the past says too little, and sense decides."""
SEED = 20261120
SMALL = {"learning_rate": 0.05, "num_leaves": 15, "min_data_in_leaf": 200, "lambda_l2": 20.0, "verbosity": -1,
         "num_threads": 1, "seed": SEED, "deterministic": True, "force_row_wise": True}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Conditions:
    """People on some mornings and what they paid over the horizon."""

    known: np.ndarray
    paid: np.ndarray


@dataclass(frozen=True, slots=True)
class Mornings:
    """Late people on mornings: what was known, whether they were talked to, what came soon, what was known then."""

    known: np.ndarray
    talked: np.ndarray
    soon: np.ndarray
    after: np.ndarray


@dataclass(frozen=True, slots=True)
class Acting:
    """What was learned."""

    standing: Any
    effect: Any

    def gain(self, known: np.ndarray) -> np.ndarray:
        """This will return what a talk brings, in monthly instalments of each person."""
        return self.effect.predict(known, num_threads=1)


def order(gain: np.ndarray, reach: np.ndarray, seconds: np.ndarray) -> np.ndarray:
    """This will score people by what a try brings per second of an agent; who is left in peace keeps minus infinity.

    `reach` is the chance that a try becomes a contact. Whom a talk does not help come last, the least harmed first.
    """
    return np.where(gain > 0, gain * reach / seconds, gain)


def learn(conditions: Conditions, mornings: Mornings) -> Acting | None:
    """This will learn what a talk is worth, or return None if the past says too little."""
    if mornings.talked.sum() < FEWEST_TALKS or not len(conditions.paid):
        return None
    standing = _fitted(conditions.known, conditions.paid, rounds=150)
    came = mornings.soon + standing.predict(mornings.after, num_threads=1)
    half = np.random.default_rng(SEED).random(len(came)) < 0.5
    usual, likely = np.empty(len(came)), np.empty(len(came))
    for part in (half, ~half):  # what is subtracted from a row was learned from the other half
        usual[~part] = _fitted(mornings.known[part], came[part], rounds=120).predict(mornings.known[~part])
        talks = _fitted(mornings.known[part], mornings.talked[part].astype(float), rounds=60)
        likely[~part] = np.clip(talks.predict(mornings.known[~part]), 0.01, 0.9)
    apart = mornings.talked - likely
    effect = _fitted(mornings.known, (came - usual) / apart, rounds=60, weight=apart**2)
    return Acting(standing, effect)


def _fitted(known: np.ndarray, value: np.ndarray, *, rounds: int, weight: np.ndarray | None = None) -> Any:
    import lightgbm  # noqa: PLC0415 (lazy: solver)

    rows = lightgbm.Dataset(known, value, weight=weight, free_raw_data=True)
    return lightgbm.train({"objective": "regression"} | SMALL, rows, num_boost_round=rounds)
