"""Scores from the past: trained on what came first, calibrated on what came next, judged on what came last.

Gradient boosting with monotone constraints where the sense demands them; where the past is thin a scorecard of few
coarse steps; where there is next to nothing the rate of everybody. Every score is a chance: isotonic calibration makes
it so. Protected traits are never features; they only divide the report.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tagih.strategy.value.leaks import Leak, by_name, is_too_good

TRAINED, CALIBRATED = 0.6, 0.2
THIN, VERY_THIN = 400, 30
"""Of the rarer outcome in the part that is trained on."""
ROUNDS, PATIENCE = 600, 40
SEED = 20261120


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of the past: features, whether it happened, when it was known, and traits that only divide the report."""

    columns: Mapping[str, np.ndarray]
    happened: np.ndarray
    moment: np.ndarray | None = None
    groups: Mapping[str, np.ndarray] = field(default_factory=dict)
    monotone: Mapping[str, int] = field(default_factory=dict)

    def matrix(self, names: Sequence[str], rows: np.ndarray | slice = slice(None)) -> np.ndarray:
        """This will return features as columns of numbers; unknown is NaN."""
        return np.column_stack([np.asarray(self.columns[name], dtype=np.float64)[rows] for name in names])


@dataclass(slots=True)
class Score:
    """A trained score. `kind`: GBM, SCORECARD or RATE."""

    kind: str
    features: list[str]
    machine: Any
    knots: tuple[list[float], list[float]]
    report: dict[str, Any] = field(default_factory=dict)

    def raw(self, matrix: np.ndarray) -> np.ndarray:
        """This will return what the machine says, not yet a chance."""
        if self.kind == "RATE":
            return np.full(len(matrix), float(self.machine))
        if self.kind == "SCORECARD":
            return _points(self.machine, matrix)
        return self.machine.predict(matrix, num_threads=_threads(len(matrix)))

    def chance(self, matrix: np.ndarray) -> np.ndarray:
        """This will return chances, from rows of features in the score's order."""
        return np.interp(self.raw(matrix), *self.knots)

    def reasons(self, row: np.ndarray, *, most: int = 4) -> list[tuple[str, float]]:
        """This will return the features that moved a row most from the average, with their push (of log odds)."""
        if self.kind == "GBM":
            push = self.machine.predict(row.reshape(1, -1), pred_contrib=True, num_threads=1)[0][:-1]
        elif self.kind == "SCORECARD":
            push = np.array([_points_of(part, row[place]) for place, part in enumerate(self.machine["parts"])])
        else:
            return []
        order = np.argsort(-np.abs(push))[:most]
        return [(self.features[place], float(push[place])) for place in order if push[place]]

    def packed(self) -> bytes:
        """This will return the score as bytes."""
        machine = self.machine.model_to_string() if self.kind == "GBM" else self.machine
        told = {"kind": self.kind, "features": self.features, "machine": machine, "knots": self.knots}
        return json.dumps(told | {"report": self.report}).encode()


def unpacked(data: bytes) -> Score:
    """This will read a score from its bytes."""
    told = json.loads(data)
    machine = told["machine"]
    if told["kind"] == "GBM":
        import lightgbm  # noqa: PLC0415 (lazy: solver)

        machine = lightgbm.Booster(model_str=machine)
    return Score(told["kind"], told["features"], machine, tuple(told["knots"]), told["report"])


class LeakFound(ValueError):
    """The score would know what it must not."""

    def __init__(self, leaks: list[Leak]) -> None:
        self.leaks = leaks
        super().__init__(", ".join(f"{leak.code} {leak.feature}" for leak in leaks))


def train(table: Table, features: Sequence[str], *, look_for_leaks: bool = True) -> Score:
    """This will train, calibrate and judge a score.

    :raises LeakFound: a feature is protected, known only afterwards by its name, or too good alone to be known before
    """
    named = by_name(features)
    if named:
        raise LeakFound(named)
    names, parts = list(features), split(table)
    score = _fitted(table, names, parts)
    if look_for_leaks and score.kind == "GBM":
        leaks = _too_good(table, names, parts, score)
        if leaks:
            raise LeakFound(leaks)
    from tagih.strategy.value.judging import judged  # noqa: PLC0415 (lazy: solver)

    score.report = judged(score, table, parts)
    return score


def split(table: Table) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """This will return the rows to train on, to calibrate on, to judge on: in the order of time where there is one."""
    count = len(table.happened)
    if table.moment is None:
        order = np.random.default_rng(SEED).permutation(count)
        first, second = int(count * TRAINED), int(count * (TRAINED + CALIBRATED))
        return order[:first], order[first:second], order[second:]
    moments = np.asarray(table.moment)
    ordered = np.sort(moments, kind="stable")
    early, late = ordered[int(count * TRAINED)], ordered[min(int(count * (TRAINED + CALIBRATED)), count - 1)]
    before, middle = moments < early, (moments >= early) & (moments < late)
    return np.flatnonzero(before), np.flatnonzero(middle), np.flatnonzero(~before & ~middle)


def _fitted(table: Table, names: list[str], parts: tuple[np.ndarray, np.ndarray, np.ndarray]) -> Score:
    learned, tuned, _judged = parts
    happened = np.asarray(table.happened, dtype=np.float64)
    rarer = int(min(happened[learned].sum(), len(learned) - happened[learned].sum())) if len(learned) else 0
    spread = len(set(happened[tuned])) == 2
    if rarer < VERY_THIN or not spread:
        rate = float((happened.sum() + 1) / (len(happened) + 2))
        return Score("RATE", names, rate, ([0.0, 1.0], [0.0, 1.0]))
    if rarer < THIN:
        machine = _scorecard(table, names, learned, happened)
        score = Score("SCORECARD", names, machine, ([0.0, 1.0], [0.0, 1.0]))
    else:
        score = Score("GBM", names, _boosted(table, names, learned, tuned, happened), ([0.0, 1.0], [0.0, 1.0]))
    score.knots = _calibrated(score.raw(table.matrix(names, tuned)), happened[tuned])
    return score


def _boosted(table: Table, names: list[str], learned: np.ndarray, tuned: np.ndarray, happened: np.ndarray) -> Any:
    import lightgbm  # noqa: PLC0415 (lazy: solver)

    many = len(learned) > 500_000
    settings = {
        "objective": "binary", "learning_rate": 0.1 if many else 0.04, "num_leaves": 31, "min_data_in_leaf": 60,
        "feature_fraction": 0.8, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0, "verbosity": -1,
        "num_threads": _threads(len(learned)), "seed": SEED, "deterministic": True, "force_row_wise": True,
        "monotone_constraints": [int(table.monotone.get(name, 0)) for name in names],
        "monotone_constraints_method": "basic",
    }  # fmt: skip
    past = lightgbm.Dataset(table.matrix(names, learned), happened[learned], free_raw_data=True)
    next_ = lightgbm.Dataset(table.matrix(names, tuned), happened[tuned], reference=past)
    return lightgbm.train(
        settings, past, num_boost_round=150 if many else ROUNDS, valid_sets=[next_],
        callbacks=[lightgbm.early_stopping(PATIENCE, verbose=False)],
    )  # fmt: skip


def _threads(rows: int) -> int:
    """Few rows are done before a second thread would have begun."""
    return 2 if rows > 200_000 else 1


def _scorecard(table: Table, names: list[str], learned: np.ndarray, happened: np.ndarray) -> dict[str, Any]:
    """A logistic regression on at most five coarse steps of each feature, unknown being a step of its own."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 (lazy: solver)

    matrix = table.matrix(names, learned)
    edges = []
    for column in matrix.T:
        known = column[~np.isnan(column)]
        edges.append(sorted(set(np.quantile(known, [0.2, 0.4, 0.6, 0.8]))) if len(known) else [])
    steps = [_step(column, edge) for column, edge in zip(matrix.T, edges, strict=True)]
    widths = [len(edge) + 2 for edge in edges]
    hot = np.concatenate([np.eye(width)[step] for step, width in zip(steps, widths, strict=True)], axis=1)
    fitted = LogisticRegression(C=0.5, max_iter=500).fit(hot, happened[learned])
    cuts = np.cumsum(widths)[:-1]
    parts = [
        {"edges": [float(value) for value in edge], "points": [float(value) for value in points]}
        for edge, points in zip(edges, np.split(fitted.coef_[0], cuts), strict=True)
    ]
    return {"base": float(fitted.intercept_[0]), "parts": parts}


def _points(machine: dict[str, Any], matrix: np.ndarray) -> np.ndarray:
    total = np.full(len(matrix), machine["base"])
    for column, part in zip(matrix.T, machine["parts"], strict=True):
        total += np.array(part["points"])[_step(column, part["edges"])]
    return 1 / (1 + np.exp(-total))


def _points_of(part: dict[str, Any], value: float) -> float:
    return float(part["points"][int(_step(np.array([value]), part["edges"])[0])])


def _step(column: np.ndarray, edges: Sequence[float]) -> np.ndarray:
    return np.where(np.isnan(column), len(edges) + 1, np.searchsorted(edges, np.nan_to_num(column), side="right"))


def _calibrated(raw: np.ndarray, happened: np.ndarray) -> tuple[list[float], list[float]]:
    from sklearn.isotonic import IsotonicRegression  # noqa: PLC0415 (lazy: solver)

    fitted = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(raw, happened)
    return [float(value) for value in fitted.X_thresholds_], [float(value) for value in fitted.y_thresholds_]


def _too_good(
    table: Table, names: list[str], parts: tuple[np.ndarray, np.ndarray, np.ndarray], score: Score
) -> list[Leak]:
    """Features that alone tell so much that the others hardly matter are asked: how much is left without them?"""
    from tagih.strategy.value.judging import area, area_alone  # noqa: PLC0415 (lazy: solver)

    learned, _tuned, last = parts
    happened = np.asarray(table.happened, dtype=bool)
    if len(set(happened[last])) < 2 or len(names) < 2:
        return []
    together = area(happened[last], score.chance(table.matrix(names, last)))
    found = []
    for name in names:
        alone = area_alone(table.matrix([name])[:, 0], happened, learned, last)
        if alone < 0.72:
            continue
        rest = [other for other in names if other != name]
        without = area(happened[last], _fitted(table, rest, parts).chance(table.matrix(rest, last)))
        if is_too_good(alone, without, together):
            found.append(Leak("TOO_GOOD_ALONE", name, round(alone, 4), round(without, 4), round(together, 4)))
    return found
