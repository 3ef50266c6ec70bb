"""Chance without a memory: a draw depends on its key alone, never on the draws before it."""

import zlib
from functools import lru_cache

import numpy as np

HELD = 512
"""How many vectors of draws are kept, so that asking for one person at a time costs a look-up."""


class Chance:
    """Draws of one seed for `count` people. The draw of a person is at the person's place of a Philox stream."""

    def __init__(self, seed: int, count: int) -> None:
        self.seed, self.count = seed, count
        self._held = lru_cache(HELD)(self._drawn)

    def uniform(self, purpose: str, day: int = 0, turn: int = 0) -> np.ndarray:
        """This will return one number in [0, 1) for each person; the same key gives the same numbers."""
        return self._held(purpose, day, turn)

    def normal(self, purpose: str, day: int = 0, turn: int = 0) -> np.ndarray:
        """This will return one standard normal for each person, from two uniforms: nobody shifts a neighbour."""
        first = self.uniform(purpose + "/r", day, turn)
        second = self.uniform(purpose + "/a", day, turn)
        return np.sqrt(-2 * np.log1p(-first)) * np.cos(2 * np.pi * second)

    def one(self, purpose: str, person: int, day: int = 0, turn: int = 0) -> float:
        """This will return the draw of one person."""
        return float(self.uniform(purpose, day, turn)[person])

    def _drawn(self, purpose: str, day: int, turn: int) -> np.ndarray:
        bits = np.random.Philox(
            key=np.array([self.seed, zlib.crc32(purpose.encode())], dtype=np.uint64),
            counter=np.array([0, 0, turn, day], dtype=np.uint64),
        )
        drawn = np.random.Generator(bits).random(self.count)
        drawn.flags.writeable = False
        return drawn


def logistic(median: float, spread: float, normal: np.ndarray) -> np.ndarray:
    """This will turn normals into shares in (0, 1) around a median; `spread` is in logits."""
    centre = np.log(median / (1 - median))
    return 1 / (1 + np.exp(-(centre + spread * normal)))
