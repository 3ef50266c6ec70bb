"""How good a score is, whether it has drifted, and whether it treats groups alike."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sklearn.metrics import brier_score_loss, roc_auc_score

CALM, MOVED = 0.1, 0.25
"""Population stability: below the first nothing has moved, above the second the score needs a look."""
CHOSEN = 0.2
FEWEST = 50


def area(happened: np.ndarray, chance: np.ndarray) -> float:
    """This will return how often a row where it happened stands above one where it did not."""
    return float(roc_auc_score(happened, chance))


def area_alone(column: np.ndarray, happened: np.ndarray, learned: np.ndarray, last: np.ndarray) -> float:
    """This will return the area of one feature alone, by its rates in twenty steps, learned before and judged later."""
    known = column[learned][~np.isnan(column[learned])]
    if not len(known):
        return 0.5
    edges = np.unique(np.quantile(known, np.linspace(0.05, 0.95, 19)))
    step = np.where(np.isnan(column), len(edges) + 1, np.searchsorted(edges, np.nan_to_num(column), side="right"))
    times = np.bincount(step[learned], minlength=len(edges) + 2)
    hits = np.bincount(step[learned], weights=happened[learned], minlength=len(edges) + 2)
    rates = (hits + happened[learned].mean()) / (times + 1)
    return area(happened[last], rates[step[last]])


def judged(score: Any, table: Any, parts: tuple[np.ndarray, np.ndarray, np.ndarray]) -> dict[str, Any]:
    """This will return the report of a score: on rows that came last, which it has never seen."""
    learned, tuned, last = parts
    happened = np.asarray(table.happened, dtype=bool)
    chance = score.chance(table.matrix(score.features, last))
    told: dict[str, Any] = {
        "kind": score.kind, "rows": {"trained": len(learned), "calibrated": len(tuned), "judged": len(last)},
        "is_time_ordered": table.moment is not None, "base_rate": round(float(happened[last].mean()), 4),
    }  # fmt: skip
    if len(set(happened[last])) == 2:
        low, high = _between(happened[last], chance)
        told |= {
            "auc": round(area(happened[last], chance), 4), "auc_low": low, "auc_high": high,
            "brier": round(float(brier_score_loss(happened[last], chance)), 4),
            "ks": round(_largest_gap(happened[last], chance), 4),
            "calibration_error": round(_calibration_error(happened[last], chance), 4),
        }  # fmt: skip
    told["deciles"] = _deciles(happened[last], chance)
    before = score.chance(table.matrix(score.features, learned))
    told["drift"] = {"score": stability(before, chance)} | {
        name: stability(table.matrix([name], learned)[:, 0], table.matrix([name], last)[:, 0])
        for name in score.features
    }
    told["importance"] = _importance(score)
    told["fairness"] = fairness(happened[last], chance, {name: of[last] for name, of in table.groups.items()})
    return told


def evaluated(score: Any, table: Any) -> dict[str, Any]:
    """This will judge a score on rows that it was not made from, against the chances that it gave when it was made."""
    happened = np.asarray(table.happened, dtype=bool)
    chance = score.chance(table.matrix(score.features))
    told: dict[str, Any] = {"kind": score.kind, "rows": {"judged": len(chance)},
                            "base_rate": round(float(happened.mean()), 4)}  # fmt: skip
    if len(set(happened)) == 2:
        low, high = _between(happened, chance)
        told |= {
            "auc": round(area(happened, chance), 4), "auc_low": low, "auc_high": high,
            "brier": round(float(brier_score_loss(happened, chance)), 4),
            "ks": round(_largest_gap(happened, chance), 4),
            "calibration_error": round(_calibration_error(happened, chance), 4),
        }  # fmt: skip
    told["drift"] = {"score": _moved(score.report.get("deciles", []), chance)}
    told["fairness"] = fairness(happened, chance, table.groups)
    return told


def _moved(deciles: Sequence[Mapping[str, float]], chance: np.ndarray) -> float | None:
    """Stability against the deciles of the report, whose means stand for what was expected then."""
    if not deciles:
        return None
    means = np.repeat([row["expected"] for row in deciles], [int(row["people"]) for row in deciles])
    before = np.sort(means.astype(float))
    return round(float(abs(np.quantile(chance, np.linspace(0.05, 0.95, 10))
                           - np.quantile(before, np.linspace(0.05, 0.95, 10))).mean()), 4)  # fmt: skip


def stability(before: np.ndarray, after: np.ndarray) -> float:
    """This will return the population stability index of a column between two times."""
    known = before[~np.isnan(before)]
    edges = np.unique(np.quantile(known, np.linspace(0.1, 0.9, 9))) if len(known) else np.array([])

    def shares(column: np.ndarray) -> np.ndarray:
        step = np.where(np.isnan(column), len(edges) + 1, np.searchsorted(edges, np.nan_to_num(column), side="right"))
        counts = np.bincount(step, minlength=len(edges) + 2) + 0.5
        return counts / counts.sum()

    old, new = shares(before), shares(after)
    return round(float(((new - old) * np.log(new / old)).sum()), 4)


def fairness(
    happened: np.ndarray, chance: np.ndarray, groups: Mapping[str, np.ndarray]
) -> dict[str, list[dict[str, Any]]]:
    """This will compare groups that the score does not know of: how often it is right, how often they are chosen."""
    bar = np.quantile(chance, 1 - CHOSEN) if len(chance) else 0.0
    told = {}
    for trait, values in groups.items():
        rows = []
        for value in sorted({str(one) for one in values}):
            here = np.array([str(one) == value for one in values])
            if here.sum() < FEWEST:
                continue
            both = len(set(happened[here])) == 2
            rows.append({
                "group": value, "people": int(here.sum()), "happened": round(float(happened[here].mean()), 4),
                "expected": round(float(chance[here].mean()), 4),
                "chosen": round(float((chance[here] >= bar).mean()), 4),
                "auc": round(area(happened[here], chance[here]), 4) if both else None,
            })  # fmt: skip
        told[trait] = rows
    return told


def _between(happened: np.ndarray, chance: np.ndarray) -> tuple[float, float]:
    """The 95 % interval of the area, by the spread of its placements (DeLong)."""
    order = np.argsort(chance, kind="stable")
    ranks = np.empty(len(chance))
    ranks[order] = np.arange(1, len(chance) + 1)
    _values, place, counts = np.unique(chance, return_inverse=True, return_counts=True)
    ranks = (np.bincount(place, weights=ranks) / counts)[place]
    yes, no = happened, ~happened
    many, few = no.sum(), yes.sum()
    above = (ranks[yes] - _ranks_within(chance[yes])) / many
    below = 1 - (ranks[no] - _ranks_within(chance[no])) / few
    spread = np.sqrt(above.var() / few + below.var() / many)
    middle = above.mean()
    return round(float(middle - 1.96 * spread), 4), round(float(middle + 1.96 * spread), 4)


def _ranks_within(values: np.ndarray) -> np.ndarray:
    _values, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return (ends - (counts - 1) / 2)[place]


def _largest_gap(happened: np.ndarray, chance: np.ndarray) -> float:
    order = np.argsort(-chance, kind="stable")
    hits = np.cumsum(happened[order]) / happened.sum()
    misses = np.cumsum(~happened[order]) / (~happened).sum()
    return float(np.abs(hits - misses).max())


def _calibration_error(happened: np.ndarray, chance: np.ndarray) -> float:
    parts = np.array_split(np.argsort(chance, kind="stable"), 10)
    gaps = [abs(happened[part].mean() - chance[part].mean()) * len(part) for part in parts if len(part)]
    return float(sum(gaps) / len(chance))


def _deciles(happened: np.ndarray, chance: np.ndarray) -> list[dict[str, float]]:
    parts: Sequence[np.ndarray] = np.array_split(np.argsort(-chance, kind="stable"), 10)
    return [
        {"people": len(part), "expected": round(float(chance[part].mean()), 4),
         "happened": round(float(happened[part].mean()), 4)}
        for part in parts if len(part)
    ]  # fmt: skip


def _importance(score: Any) -> dict[str, float]:
    if score.kind != "GBM":
        return {}
    gains = score.machine.feature_importance("gain")
    total = gains.sum() or 1.0
    ranked = sorted(zip(score.features, gains, strict=True), key=lambda pair: -pair[1])
    return {name: round(float(gain / total), 4) for name, gain in ranked}
