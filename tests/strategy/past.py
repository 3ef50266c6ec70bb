"""The past of invented people, and of real ones where the samples are at hand."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from tagih.strategy.value.learning import Table

SAMPLES = Path(os.environ.get("TAGIH_SAMPLES") or Path(__file__).resolve().parents[3] / "shared" / "samples")


def calls(count: int, *, seed: int = 3) -> Table:
    """Calls of a campaign: who says yes depends weakly on what is known before; whoever says yes talks long."""
    chance = np.random.default_rng(seed)
    known = chance.normal(size=(count, 4))
    logit = -2.0 + 0.55 * known[:, 0] - 0.45 * known[:, 1] + 0.3 * known[:, 2] * (known[:, 3] > 0)
    happened = chance.random(count) < 1 / (1 + np.exp(-logit))
    seconds = np.where(chance.random(count) < 0.1, 0, chance.gamma(2, 90, count) * (1 + 2.2 * happened))
    seconds[(seconds == 0) & happened] = 200
    columns = {f"known_{number}": known[:, number] for number in range(4)} | {"duration": seconds}
    groups = {"sex": chance.choice(["F", "M"], count)}
    return Table(columns, happened, np.arange(count), groups)


def taiwan() -> Table:
    """Card holders of 2005: does the payment of next month fail?"""
    file = SAMPLES / "taiwan_credit_card_clients.csv"
    if not file.exists():
        pytest.skip(f"real portfolios are not here: {file} (TAGIH_SAMPLES names their folder)")
    text = file.read_text().replace("\r\n", "\n").replace("\r", "\n")
    head, *rows = [row for row in csv.reader(text.split("\n")) if row]
    told = np.array(rows, dtype=float)
    place = {name: number for number, name in enumerate(head)}
    columns = {name.lower(): told[:, at] for name, at in place.items()
               if name not in ("ID", "SEX", "AGE", "EDUCATION", "MARRIAGE", "default.payment.next.month")}  # fmt: skip
    groups = {
        "sex": np.where(told[:, place["SEX"]] == 1, "M", "F"),
        "age": np.where(told[:, place["AGE"]] < 30, "< 30", np.where(told[:, place["AGE"]] < 45, "30-44", "45+")),
    }
    return Table(
        columns, told[:, place["default.payment.next.month"]] == 1, None, groups,
        {"limit_bal": -1, "pay_0": 1, "pay_amt1": -1},
    )  # fmt: skip
