"""Training a score on invented attempts: fifteen features, trained, calibrated and judged in the order of time."""

import time
from typing import Any

import numpy as np

from tagih.strategy.value.learning import Table, train

FEATURES = 15


def measure(*, attempts: int, seed: int) -> dict[str, Any]:
    """This will draw attempts, train a score on them and return seconds and what it reaches."""
    chance = np.random.default_rng(seed)
    matrix = chance.normal(size=(FEATURES, attempts)).astype(np.float32)
    logit = -2.2 + 0.6 * matrix[0] - 0.5 * matrix[1] + 0.4 * matrix[2] * (matrix[3] > 0) - 0.3 * np.abs(matrix[4])
    happened = chance.random(attempts) < 1 / (1 + np.exp(-logit))
    names = [f"known_{number}" for number in range(FEATURES)]
    table = Table(dict(zip(names, matrix, strict=True)), happened, np.arange(attempts), monotone={"known_0": 1})
    began = time.perf_counter()
    score = train(table, names)
    return {
        "attempts": attempts, "features": FEATURES, "seconds": round(time.perf_counter() - began, 1),
        "auc": score.report["auc"], "calibration_error": score.report["calibration_error"], "kind": score.kind,
    }  # fmt: skip
