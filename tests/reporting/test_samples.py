"""Two real portfolios go through feed, daily round and report; the report's counts are the source files' counts."""

import csv
import datetime as dt
import gzip
import os
from collections import Counter
from pathlib import Path

import ibis
import pytest

from tagih.config import setup
from tagih.config.day import run_day
from tagih.kernel import lake as lakes
from tagih.portfolio import operations as portfolio
from tagih.portfolio import queries as known
from tagih.reporting import operations, queries
from tests.factories import staff

SAMPLES = Path(os.environ.get("TAGIH_SAMPLES") or Path(__file__).resolve().parents[3] / "shared" / "samples")
DAY = dt.date(2026, 11, 20)
MORNING = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def _sample(name: str) -> Path:
    path = SAMPLES / name
    if not path.exists():
        pytest.skip(f"SAMPLE ABSENT: {path} (set TAGIH_SAMPLES)")
    return path


def _played(path: Path, profile: str, settings: object, tmp_path: Path) -> tuple[queries.DailyReport, Counter]:
    """Lands the file three times, runs the whole round, and returns the company's report and (status, dpd) counts."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}
        }
    }  # fmt: skip
    company = staff.company()
    setup.load_reference_data(now=MORNING)
    for feed in ("customers", "contracts", "balances"):
        receipt = portfolio.receive_feed(feed=feed, path=path, business_date=DAY, profile=profile, now=MORNING)
        assert portfolio.land(landing_id=receipt.landing.pk, now=MORNING).status == "LANDED"
    run_day(DAY, now=lambda: MORNING)
    for form in ("xlsx", "pdf"):
        report = queries.daily_report(DAY, paths=[company.path])
        assert operations.render_daily(report, form=form, language="id", scope=company.name)
    return report, _standing()


def _standing() -> Counter:
    with lakes.engine() as connection:
        days = lakes.table(connection, lakes.required("delinquency", DAY))
        status = known.contracts_at(connection, DAY).select("contract_no", known_status="status")
        both = days.join(status, "contract_no")
        rows = connection.to_pyarrow(both.group_by("known_status", "dpd").agg(number=ibis._.count())).to_pylist()
    return Counter({(row["known_status"], row["dpd"]): row["number"] for row in rows})


def test_lending_club_is_reported_by_the_statuses_of_its_file(lake: object, settings: object, tmp_path: Path) -> None:
    """Slow: ten thousand loans through the whole round."""
    path = _sample("lending_club_loans.csv.gz")
    with gzip.open(path, "rt", newline="") as file:
        said = Counter(row["loan_status"] for row in csv.DictReader(file))

    report, standing = _played(path, "lending_club", settings, tmp_path)

    assert standing == Counter({
        ("ACTIVE", 0): said["Current"],
        ("CLOSED", 0): said["Fully Paid"],
        ("ACTIVE", 1): said["In Grace Period"],
        ("ACTIVE", 16): said["Late (16-30 days)"],
        ("ACTIVE", 31): said["Late (31-120 days)"],
        ("WRITTEN_OFF", 150): said["Charged Off"],
    })  # fmt: skip
    late = said["In Grace Period"] + said["Late (16-30 days)"] + said["Late (31-120 days)"] + said["Charged Off"]
    assert report.total.cell("PERSONS").value == late


def test_taiwan_credit_cards_are_reported_by_the_months_late_of_their_file(
    lake: object, settings: object, tmp_path: Path
) -> None:
    """Slow: thirty thousand card holders through the whole round."""
    path = _sample("taiwan_credit_card_clients.csv")
    with path.open(newline="") as file:
        said = Counter(max(0, int(row["PAY_0"])) for row in csv.DictReader(file))

    report, standing = _played(path, "taiwan_credit_card", settings, tmp_path)

    expected = {("ACTIVE", 0 if months == 0 else (months - 1) * 30 + 1): number for months, number in said.items()}
    assert standing == Counter(expected)
    assert report.total.cell("PERSONS").value == sum(said.values()) - said[0]
