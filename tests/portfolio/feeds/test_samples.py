"""Two real portfolios from outside land whole through their profiles. The files are not part of the project."""

import csv
import gzip
import os
from collections import Counter
from pathlib import Path

import pytest

SAMPLES = Path(os.environ.get("TAGIH_SAMPLES") or Path(__file__).resolve().parents[4] / "shared" / "samples")


@pytest.fixture
def sample():
    """The path of a sample, or a loud skip."""

    def find(name: str) -> Path:
        path = SAMPLES / name
        if not path.exists():
            pytest.skip(f"SAMPLE ABSENT: {path} (set TAGIH_SAMPLES)")
        return path

    return find


def test_lending_club_lands_whole_by_status(load, rows, sample):
    path = sample("lending_club_loans.csv.gz")
    with gzip.open(path, "rt", newline="") as file:
        said = Counter(row["loan_status"] for row in csv.DictReader(file))

    landed = [load(feed, path, profile="lending_club") for feed in ("customers", "contracts", "balances")]

    total = sum(said.values())
    assert [(landing.status, landing.accepted, landing.rejected) for landing in landed] == [("LANDED", total, 0)] * 3
    assert Counter(rows("contracts", "status")) == {
        "ACTIVE": total - said["Fully Paid"] - said["Charged Off"],
        "CLOSED": said["Fully Paid"],
        "WRITTEN_OFF": said["Charged Off"],
    }
    assert Counter(rows("balances", "days_past_due")) == {
        0: said["Current"] + said["Fully Paid"],
        1: said["In Grace Period"],
        16: said["Late (16-30 days)"],
        31: said["Late (31-120 days)"],
        150: said["Charged Off"],
    }


def test_taiwan_credit_cards_land_whole_by_months_late(load, rows, sample):
    path = sample("taiwan_credit_card_clients.csv")
    with path.open(newline="") as file:
        said = Counter(max(0, int(row["PAY_0"])) for row in csv.DictReader(file))

    landed = [load(feed, path, profile="taiwan_credit_card") for feed in ("customers", "contracts", "balances")]

    total = sum(said.values())
    assert total == 30_000
    assert [(landing.status, landing.accepted, landing.rejected) for landing in landed] == [("LANDED", total, 0)] * 3
    days = Counter(rows("balances", "days_past_due"))
    assert days == {(30 * (months - 1) + 1 if months else 0): count for months, count in said.items()}
    assert Counter(rows("balances", "instalments_overdue")) == said
